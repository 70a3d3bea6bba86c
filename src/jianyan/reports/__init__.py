"""A tally frozen on a day, with an address: the report that an office sends.

    trail ── Replay ──▶ Content ─┐ both must agree, and add up (law)
    tables ── Tally ─────────────┴─▶ Snapshot, for ever ──▶ Report: draft ⇄ published
                                           └── verify: computed again from the trail, byte for byte
    Snapshot + typed texts + voices ── composed ──▶ documents.Document ──▶ web page, DOCX, PDF
    ReportTemplate: an office's own layout ── docx_of ──────────────────────────────┘

Figures cannot be typed; what people said is quoted by a rule, masked, and emptied when it is erased.

Writes: Snapshot, Report, ReportVoice, ReportTemplate.
"""

from jianyan.reports.check import count, first_fault
from jianyan.reports.composing import composed
from jianyan.reports.differing import Change, TrailFault
from jianyan.reports.figures import FIGURES
from jianyan.reports.freezing import freeze, is_frozen
from jianyan.reports.layouts import docx_of
from jianyan.reports.marks import MARKS, example_template
from jianyan.reports.queries import public_report, published_reports, report_by_slug, reports_in_scope
from jianyan.reports.refusals import (
    FiguresDisagree,
    NoSuchReport,
    NoSuchTemplate,
    NotChoosable,
    NotEditable,
    NothingToReport,
    NotYourTemplate,
    TemplateTooLarge,
    UnknownPlaceholder,
)
from jianyan.reports.schemas import (
    TEXT_MOST,
    Beside,
    Content,
    ReportDetail,
    ReportSummary,
    ReportTexts,
    TemplateSummary,
    Voice,
)
from jianyan.reports.service import (
    LINE_MOST,
    checked_texts,
    choose_template,
    erase,
    publish_report,
    record_export,
    save_texts,
    unpublish_report,
)
from jianyan.reports.states import ReportState, VoiceSource
from jianyan.reports.templates import (
    NAME_MOST,
    TEMPLATE_BYTES_MOST,
    add_template,
    retire_template,
    template_file,
    templates_for,
    templates_in_scope,
)
from jianyan.reports.verifying import Verification, verify
from jianyan.reports.workbook import listing_csv, report_xlsx

__all__ = [
    "FIGURES",
    "LINE_MOST",
    "MARKS",
    "NAME_MOST",
    "TEMPLATE_BYTES_MOST",
    "TEXT_MOST",
    "Beside",
    "Change",
    "Content",
    "FiguresDisagree",
    "NoSuchReport",
    "NoSuchTemplate",
    "NotChoosable",
    "NotEditable",
    "NotYourTemplate",
    "NothingToReport",
    "ReportDetail",
    "ReportState",
    "ReportSummary",
    "ReportTexts",
    "TemplateSummary",
    "TemplateTooLarge",
    "TrailFault",
    "UnknownPlaceholder",
    "Verification",
    "Voice",
    "VoiceSource",
    "add_template",
    "checked_texts",
    "choose_template",
    "composed",
    "count",
    "docx_of",
    "erase",
    "example_template",
    "first_fault",
    "freeze",
    "is_frozen",
    "listing_csv",
    "public_report",
    "publish_report",
    "published_reports",
    "record_export",
    "report_by_slug",
    "report_xlsx",
    "reports_in_scope",
    "retire_template",
    "save_texts",
    "template_file",
    "templates_for",
    "templates_in_scope",
    "unpublish_report",
    "verify",
]
