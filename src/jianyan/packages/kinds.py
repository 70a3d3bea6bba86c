"""What may be in a DOCX and in an XLSX: the type of its own text, and the types of its other parts.

Source: ECMA-376 part 1, 15.2 (parts by their types).
"""

import re

import msgspec

_OFFICE = r"application/vnd\.openxmlformats-officedocument\."
_ANYWHERE = (
    r"application/xml|image/(?:png|jpe?g|gif|bmp|tiff|x-[ew]mf)|"
    r"application/vnd\.openxmlformats-package\.(?:relationships|core-properties)\+xml|"
    rf"{_OFFICE}(?:(?:extended|custom|customXml)-?[Pp]roperties|theme|drawing|drawingml\.[\w.]+)\+xml|"
    r"application/vnd\.ms-office\.(?:classificationlabels|chartstyle|chartcolorstyle)\+xml|"
    r"application/vnd\.wps-officedocument\.[\w.]+\+xml"
)
_SHEETS = (
    r"sheet\.main|worksheet|chartsheet|styles|sharedStrings|calcChain|table|sheetMetadata|"
    r"pivotTable|pivotCacheDefinition|pivotCacheRecords"
)


class Kind(msgspec.Struct, frozen=True):
    """A kind of package."""

    ending: str
    """Of its name, without the dot."""
    main: str
    """Type of the part that is its own text."""
    taken: re.Pattern[str]
    """Types of the parts that only say something."""


DOCX = Kind(
    "docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    re.compile(
        rf"{_ANYWHERE}|{_OFFICE}wordprocessingml\.(?:[\w.]+\+xml|printerSettings)|{_OFFICE}obfuscatedFont|"
        r"application/vnd\.ms-word\.stylesWithEffects\+xml"
    ),
)
XLSX = Kind(
    "xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    re.compile(
        rf"{_ANYWHERE}|{_OFFICE}spreadsheetml\.(?:{_SHEETS})\+xml|{_OFFICE}spreadsheetml\.printerSettings"
    ),
)
