"""Formulas of a workbook that ask another program or another machine.

A worksheet is read as a stream: its tree would take ten times its size.

Sources: ECMA-376 part 1, 18.17 (formulas); MS-XLSX 2.2.2 (functions beyond it); CVE-2014-3524 (DDE).
"""

import re
from xml.parsers import expat

_FORMULAS = frozenset(
    {"f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula"}
)
_QUOTED = re.compile("\"[^\"]*\"|'[^']*'")
_REACHING = re.compile(
    r"\b(?:WEBSERVICE|IMAGE|RTD|CALL|REGISTER(?:\.ID)?|EXEC|DDE|HYPERLINK|STOCKHISTORY|SQL\.REQUEST|CUBE\w+)"
    r"\s*\(|\|",
    re.IGNORECASE,
)
"""A bar outside of quotes is DDE: `cmd|'/c calc'!A0`. Structured references have none."""
_TOLD_MOST = 60


def reaching_formulas(part: bytes) -> list[str]:
    """List such formulas, each up to 60 letters; `part` is XML without entities."""
    found: list[str] = []
    pieces: list[str] = []
    reader = expat.ParserCreate()

    def begun(name: str, _attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] in _FORMULAS:
            pieces.clear()
            reader.CharacterDataHandler = pieces.append

    def ended(name: str) -> None:
        if name.rpartition(":")[2] in _FORMULAS:
            reader.CharacterDataHandler = None
            formula = "".join(pieces)
            if _REACHING.search(_QUOTED.sub("", formula)):
                found.append(formula[:_TOLD_MOST])

    reader.StartElementHandler, reader.EndElementHandler = begun, ended
    reader.Parse(part, True)
    return found
