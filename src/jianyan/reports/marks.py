"""What an office's own template may ask a report for: {{收到条数}} becomes what the snapshot says."""

from collections.abc import Mapping
from datetime import UTC, datetime

from jianyan.documents import BODY, FIELDS, Document, Paragraph, UnknownMarks, placeholders, template_docx
from jianyan.i18n import N_, say
from jianyan.reports.figures import figures_of
from jianyan.reports.schemas import ReportDetail

FIGURE_MARKS: Mapping[str, str] = {
    "received": "收到条数",
    "published": "公开条数",
    "waiting": "待审条数",
    "held": "暂缓条数",
    "declined": "未公开条数",
    "merged": "合并条数",
    "withdrawn": "撤回条数",
    "categories": "类别数",
    "days": "天数",
    "places": "点位数",
    "opened": "打开次数",
    "sent": "点位提交条数",
    "citizens": "市民条数",
    "members": "委员条数",
    "handed_over": "交办条数",
    "answered": "答复条数",
    "adopted": "采纳条数",
}
"""Name of a figure → its mark in Chinese."""

MARKS: Mapping[str, str] = {**FIELDS, BODY[1]: BODY[0], **FIGURE_MARKS}
"""All that a template may ask for: the mark in English → in Chinese."""

# The day on which GB/T 9704-2012 came into force; the example is the same file whenever it is made.
_EXAMPLE_MADE_AT = datetime(2012, 7, 1, tzinfo=UTC)


def marks_of(data: bytes) -> list[str]:
    """Give the marks in a template, in English, in the order of MARKS.

    Args:
        data: the file as it came in.

    Raises:
        UnknownMarks: a report has nothing to put for one.
        TemplateRefused, PackageRefused: as in `documents.placeholders`.
    """
    found = placeholders(data)
    unknown = sorted(found - MARKS.keys() - set(MARKS.values()))
    if unknown:
        names = "、".join(f"{{{{{name}}}}}" for name in unknown)
        raise UnknownMarks(names=names, known="、".join(MARKS.values()))
    return [name for name, chinese in MARKS.items() if found & {name, chinese}]


def figure_values(report: ReportDetail) -> dict[str, str]:
    """Give what the snapshot puts for FIGURE_MARKS, under both names of each."""
    figures = figures_of(report.content, report.beside)
    return figures | {FIGURE_MARKS[name]: figure for name, figure in figures.items()}


def example_template(language: str) -> bytes:
    """Give a template to begin with, in the layout of GB/T 9704 and with marks in that language."""

    def mark(name: str) -> str:
        return f"{{{{{MARKS[name] if language.startswith('zh') else name}}}}}"

    lead = N_("This is a report on %(received)s suggestions that came within %(days)s days.")
    return template_docx(
        Document(
            title=mark("title"),
            addressee=mark("addressee"),
            blocks=[
                Paragraph(say(language, lead, received=mark("received"), days=mark("days"))),
                Paragraph(mark("body")),
            ],
            attachments=[(mark("attachments"), [])],
            signed_by=f"{mark('signed_by')}\n{mark('signed_on')}",
            signed_on=None,
            language=language,
            made_at=_EXAMPLE_MADE_AT,
        )
    )
