"""Official documents of an office: what they say (`model`), apart from how they are drawn."""

from jianyan.documents.model import Block, ChartBlock, Document, Heading, Paragraph, Quote, TableBlock

__all__ = ["Block", "ChartBlock", "Document", "Heading", "Paragraph", "Quote", "TableBlock"]
