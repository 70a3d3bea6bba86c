"""Official documents: what they say, and the same as DOCX and PDF by GB/T 9704-2012.

    Document ── docx_bytes ──> DOCX for Word, charts as pictures
            ├── filled ──────> DOCX in the layout of an office's own template (placeholders: its marks)
            └── pdf_bytes ───> PDF, charts drawn

Writes no table; reads no clock: equal documents give equal bytes.
"""

from jianyan.documents.model import Block, ChartBlock, Document, Heading, Paragraph, Quote, TableBlock
from jianyan.documents.numbering import HeadingNumbers, numbered
from jianyan.documents.refusals import (
    NoPlaceForTheText,
    NotADocument,
    TemplateRefused,
    UnknownMarks,
)
from jianyan.documents.templates import BODY, FIELDS, docx_bytes, filled, placeholders, template_docx
from jianyan.documents.typesetting import pdf_bytes

__all__ = [
    "BODY",
    "FIELDS",
    "Block",
    "ChartBlock",
    "Document",
    "Heading",
    "HeadingNumbers",
    "NoPlaceForTheText",
    "NotADocument",
    "Paragraph",
    "Quote",
    "TableBlock",
    "TemplateRefused",
    "UnknownMarks",
    "docx_bytes",
    "filled",
    "numbered",
    "pdf_bytes",
    "placeholders",
    "template_docx",
]
