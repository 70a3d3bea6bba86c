"""An office's own DOCX as a template: {{标题}} is replaced, the text goes where {{正文}} stands."""

from collections.abc import Mapping

from lxml import etree

from jianyan.documents.filling import with_text
from jianyan.documents.marks import alone_in, marks_in, put_values
from jianyan.documents.model import Document
from jianyan.documents.numbering import numbered
from jianyan.documents.refusals import NoPlaceForTheText, NotADocument, UnknownMarks
from jianyan.documents.signing import day_words
from jianyan.documents.titles import title_lines
from jianyan.documents.writing import house_docx, properties_part
from jianyan.packages import (
    DOCX,
    WORD,
    NotAPackage,
    Package,
    PackageRefused,
    opened,
    parsed,
    refuse_what_acts,
    resolved,
    sealed,
    unpacked,
    unparsed,
)

BODY = ("正文", "body")
"""The mark of the text itself, alone in its paragraph."""

FIELDS = {
    "title": "标题",
    "addressee": "主送",
    "signed_by": "署名",
    "signed_on": "日期",
    "attachments": "附件",
}
"""Marks that every document has a value for, in English and in Chinese."""

_TITLES = ("title", "标题")
"""Marks whose value is broken into lines where it stands alone, as in our own layout."""

_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FILLED = ("document.main", "header", "footer", "footnotes", "endnotes")


def docx_bytes(document: Document, *, template: bytes | None = None) -> bytes:
    """Give the document as DOCX: equal bytes for an equal document and template.

    Args:
        document: as it was built; numbers are made here.
        template: an office's own, with no other marks than BODY and FIELDS; without one the layout is that of
            GB/T 9704.

    Raises:
        TemplateRefused, PackageRefused: as in `filled`.
    """
    return house_docx(document) if template is None else filled(template, {}, document)


def template_docx(document: Document) -> bytes:
    """Give a template in the layout of GB/T 9704, whose marks are the texts of the document.

    Args:
        document: with BODY alone in a paragraph; its attachments are listed and do not follow.
    """
    return house_docx(document, attached=False)


def placeholders(data: bytes) -> set[str]:
    """Give the names of the marks in an office's template, in small letters, BODY among them.

    Args:
        data: the file as it came in.

    Raises:
        TemplateRefused, PackageRefused: it is no DOCX, does more than say something, or has no place for the
            text.
    """
    package = _checked(data)
    _place(parsed(package.parts[package.main()]))
    return _names(package)


def filled(data: bytes, fields: Mapping[str, str], document: Document) -> bytes:
    """Give the template with the document in it: equal bytes for equal bytes, fields and document.

    Args:
        data: the template as it came in; it is inspected again.
        fields: values for marks beside FIELDS, or instead of them; the case of a name does not matter.
        document: as it was built.

    Raises:
        UnknownMarks: a mark has no value.
        TemplateRefused, PackageRefused: as in `placeholders`.
    """
    package = _checked(data)
    values = own_values(document) | {name.casefold(): value for name, value in fields.items()}
    known = {name: value for name, value in values.items() if name not in BODY}
    unknown = sorted(_names(package) - known.keys() - set(BODY))
    if unknown:
        listed = [BODY[0], *FIELDS.values(), *sorted(fields)]
        raise UnknownMarks(names=", ".join(unknown), known=", ".join(listed))
    trees = {name: parsed(package.parts[name]) for name in _texts(package)}
    place = _place(trees[package.main()])
    for tree in trees.values():
        put_values(tree, known, {name: "\n".join(title_lines(known[name])) for name in _TITLES})
    parts = {name: unparsed(tree) for name, tree in trees.items()}
    parts |= {name: properties_part(document) for name in _properties(package)}
    parts |= with_text(package, trees[package.main()], place, numbered(document))
    return sealed({**package.parts, **parts})


def own_values(document: Document) -> dict[str, str]:
    """Give what a document puts for FIELDS, under both names of each."""
    titles = [title for title, _ in document.attachments]
    values = {
        "title": document.title,
        "addressee": document.addressee,
        "signed_by": document.signed_by,
        "signed_on": day_words(document.signed_on, language=document.language),
        "attachments": "\n".join(f"{number}. {title}" for number, title in enumerate(titles, start=1)),
    }
    return values | {FIELDS[name]: value for name, value in values.items()}


def _checked(data: bytes) -> Package:
    try:
        package = opened(unpacked(data))
        refuse_what_acts(package, DOCX)
    except NotAPackage:
        raise NotADocument from None
    except PackageRefused as refusal:
        refusal.field = "template"
        raise
    return package


def _names(package: Package) -> set[str]:
    return {name for part in _texts(package) for name in marks_in(parsed(package.parts[part]))}


def _properties(package: Package) -> list[str]:
    relations = package.relations("")
    names = [resolved("", relation.target) for relation in relations if relation.kind == "core-properties"]
    return [name for name in names if name in package.parts]


def _texts(package: Package) -> list[str]:
    kinds = {f"{_WORD_TYPE}.{kind}+xml" for kind in _FILLED}
    return [name for name, kind in package.types.items() if kind in kinds]


def _place(root: etree._Element) -> etree._Element:
    """Give the paragraph that the text replaces."""
    places = [paragraph for paragraph in root.iterfind(f"{WORD}body/{WORD}p") if alone_in(paragraph) in BODY]
    if len(places) != 1 or sum(name in BODY for name in marks_in(root)) != 1:
        raise NoPlaceForTheText
    return places[0]
