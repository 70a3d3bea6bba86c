"""Official documents: what they say, and the same as DOCX and PDF by GB/T 9704-2012.

    Document ── docx_bytes ──> DOCX for Word, charts as pictures
            └── pdf_bytes ───> PDF, charts drawn

Writes no table; reads no clock: equal documents give equal bytes.
"""

from jianyan.documents.model import Block, ChartBlock, Document, Heading, Paragraph, Quote, TableBlock
from jianyan.documents.numbering import numbered
from jianyan.documents.typesetting import pdf_bytes
from jianyan.documents.writing import docx_bytes

__all__ = [
    "Block",
    "ChartBlock",
    "Document",
    "Heading",
    "Paragraph",
    "Quote",
    "TableBlock",
    "docx_bytes",
    "numbered",
    "pdf_bytes",
]
