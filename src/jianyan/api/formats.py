"""One content, written as JSON or as XML.

A list in JSON is an element in XML that holds one element each; names of these stand in ITEMS. What is not
known is null in JSON and an empty element in XML.

Source: Open311, JSON and XML Conversion (the Spark convention); GeoReport v2, Format Support.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeAlias
from xml.etree import ElementTree

import msgspec

from jianyan.sheets.values import storable_in_xml

Content: TypeAlias = "Mapping[str, Content] | Sequence[Content] | str | int | float | bool | None"

ITEMS = {
    "endpoints": "endpoint",
    "formats": "format",
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "errors": "error",
}
"""Name of a list → name of each of its elements."""
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


class Format(StrEnum):
    """How an answer is written, by the end of the address."""

    XML = "xml"
    JSON = "json"

    @property
    def media_type(self) -> str:
        """Give the Content-Type; to a text the framework adds its charset."""
        return "text/xml" if self is Format.XML else "application/json; charset=utf-8"


def written(content: Content, root: str, form: Format) -> bytes:
    """Give the content in UTF-8.

    Args:
        content: made of mappings, sequences, texts, numbers, truth values and None.
        root: name of the outermost element; JSON has none.
        form: which of the two.
    """
    if form is Format.JSON:
        return msgspec.json.encode(content)
    return (_DECLARATION + ElementTree.tostring(_element(root, content), encoding="unicode")).encode()


def moment(at: datetime) -> str:
    """Give a moment as `2010-01-01T00:00:00Z`, to the minute: no public record is more exact.

    Source: W3C, Date and Time Formats (NOTE-datetime).
    """
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M}:00Z"


def _element(name: str, content: Content) -> ElementTree.Element:
    element = ElementTree.Element(name)
    if isinstance(content, Mapping):
        element.extend([_element(part, value) for part, value in content.items()])
    elif isinstance(content, Sequence) and not isinstance(content, str):
        element.extend([_element(ITEMS[name], value) for value in content])
    elif isinstance(content, bool):
        element.text = "true" if content else "false"
    elif content is not None:
        element.text = storable_in_xml(str(content))
    return element
