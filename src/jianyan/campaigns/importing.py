"""From a clerk's sheet to placements: XLSX, CSV or GTFS `stops.txt`, Chinese or English headers.

A row's identity is its id, else its content and which occurrence of it in the file it is, so that importing
the same file again adds nothing and two equal stops stay two.

Source: GTFS Schedule Reference, stops.txt (stop_id, stop_name, stop_desc, stop_lat, stop_lon).
"""

import hashlib
import math
import unicodedata
from collections import Counter

import msgspec

from jianyan.campaigns.schemas import NewPlacement
from jianyan.campaigns.states import PlacementState
from jianyan.i18n import N_
from jianyan.sheets import Cell, MissingColumn, Sheet, SheetRow, text_of

_HEADERS: dict[str, tuple[str, ...]] = {
    "name": ("名称", "站点", "站名", "站点名称", "点位", "点位名称", "地点", "name", "stop_name", "stop"),
    "line": ("线路", "线路名称", "街道", "道路", "方向", "line", "street", "direction", "stop_desc"),
    "side": ("侧", "侧别", "side"),
    "material": ("材料", "材质", "物料", "material"),
    "lat": ("纬度", "lat", "latitude", "stop_lat"),
    "lon": ("经度", "lon", "lng", "longitude", "stop_lon"),
    "state": ("状态", "state", "status"),
    "origin": ("编号", "站点编号", "点位编号", "id", "stop_id"),
}
_JOINED = "line"
"""A sheet may say line and direction in two columns; the placement says both in one."""
_STATES = {
    PlacementState.PLANNED: ("planned", "计划", "计划中", "待装", "待安装", "待张贴", "未安装"),
    PlacementState.INSTALLED: ("installed", "已装", "已安装", "安装", "已张贴", "在用"),
    PlacementState.SILENT: ("silent", "无扫码", "静默", "无人扫码"),
    PlacementState.DAMAGED: ("damaged", "损坏", "已损坏", "破损"),
    PlacementState.REMOVED: ("removed", "拆除", "已拆除", "移除", "已移除", "停用"),
}
_STATE_BY_WORD = {word: state for state, words in _STATES.items() for word in words}
_LENGTHS = {"name": 120, "line": 120, "side": 60, "material": 40, "origin": 80}
_TOO_LONG = {
    40: N_("This is longer than 40 characters."),
    60: N_("This is longer than 60 characters."),
    80: N_("This is longer than 80 characters."),
    120: N_("This is longer than 120 characters."),
}
_BOUNDS = {
    "lat": (90, N_("A latitude is a number from -90 to 90.")),
    "lon": (180, N_("A longitude is a number from -180 to 180.")),
}


class RowRefusal(msgspec.Struct, frozen=True):
    """Why a row of a sheet cannot become a placement."""

    row: int
    """Its number as Excel shows it."""
    column: str
    """Name of the column as the sheet writes it."""
    reason: str
    """A whole sentence: a message id without places."""


def placement_columns(sheet: Sheet) -> dict[str, tuple[str, ...]]:
    """Give field of NewPlacement → the sheet's columns it is read from; fields without a column are left out.

    Raises:
        MissingColumn: no column holds the name.
    """
    named = {_plain(column): column for column in reversed(sheet.columns)}
    found = {
        field: tuple(named[header] for header in headers if header in named)
        for field, headers in _HEADERS.items()
    }
    if not found["name"]:
        raise MissingColumn(names="名称 (name)", columns=", ".join(sheet.columns))
    return {
        field: columns if field == _JOINED else columns[:1] for field, columns in found.items() if columns
    }


def placements_of_sheet(sheet: Sheet) -> tuple[list[NewPlacement], list[RowRefusal]]:
    """Give the placements of a sheet in its order, and what is wrong with the rows that are none.

    Raises:
        MissingColumn: no column holds the name.
    """
    reading = _Reading(placement_columns(sheet))
    for row in sheet.rows:
        reading.take(row)
    return reading.placements, reading.refusals


class _Reading:
    """One passage through a sheet: what was taken, what was refused, and which identities were met."""

    def __init__(self, columns: dict[str, tuple[str, ...]]) -> None:
        self.placements: list[NewPlacement] = []
        self.refusals: list[RowRefusal] = []
        self._columns = columns
        self._occurrences: Counter[str] = Counter()
        self._ids: set[str] = set()

    def take(self, row: SheetRow) -> None:
        """Add the row to the placements, or to the refusals what is wrong with it."""
        before = len(self.refusals)
        facts: dict[str, object] = {field: self._text(row, field) for field in _LENGTHS}
        facts.update({field: self._degrees(row, field) for field in _BOUNDS})
        facts["state"] = self._state(row)
        if (facts["lat"] is None) != (facts["lon"] is None):
            missing = "lat" if facts["lat"] is None else "lon"
            self._refuse_unless_known(row, missing, before)
        facts["origin"] = self._identity(row, facts)
        if len(self.refusals) == before:
            self.placements.append(NewPlacement(**facts))  # type: ignore[arg-type]

    def _refuse(self, row: SheetRow, field: str, reason: str) -> None:
        self.refusals.append(RowRefusal(row.number, self._columns.get(field, (field,))[0], reason))

    def _refuse_unless_known(self, row: SheetRow, field: str, before: int) -> None:
        """Ask for the other half of a position, unless a half was refused itself."""
        if len(self.refusals) == before:
            self._refuse(row, field, N_("A position has a latitude and a longitude."))

    def _cells(self, row: SheetRow, field: str) -> list[Cell]:
        return [row.cells[column] for column in self._columns.get(field, ())]

    def _text(self, row: SheetRow, field: str) -> str:
        parts = [" ".join(text_of(cell)[0].split()) for cell in self._cells(row, field)]
        text = "，".join(dict.fromkeys(part for part in parts if part))
        if len(text) > _LENGTHS[field]:
            self._refuse(row, field, _TOO_LONG[_LENGTHS[field]])
        if field == "name" and not text:
            self._refuse(row, field, N_("The name is missing."))
        return text

    def _degrees(self, row: SheetRow, field: str) -> float | None:
        cell = next(iter(self._cells(row, field)), None)
        text = _plain(text_of(cell)[0])
        if not text:
            return None
        most, sentence = _BOUNDS[field]
        degrees = _number(text)
        if not -most <= degrees <= most:
            self._refuse(row, field, sentence)
            return None
        return degrees

    def _state(self, row: SheetRow) -> PlacementState:
        cell = next(iter(self._cells(row, "state")), None)
        word = _plain(text_of(cell)[0])
        if word and word not in _STATE_BY_WORD:
            sentence = N_("This state is unknown. Use planned, installed, silent, damaged or removed.")
            self._refuse(row, "state", sentence)
        return _STATE_BY_WORD.get(word, PlacementState.PLANNED)

    def _identity(self, row: SheetRow, facts: dict[str, object]) -> str:
        given = str(facts["origin"])
        if not given:
            content = hashlib.sha256(repr([facts[field] for field in _CONTENT]).encode()).hexdigest()
            self._occurrences[content] += 1
            return f"row-{content}-{self._occurrences[content]}"
        if given in self._ids:
            self._refuse(row, "origin", N_("Another row has this id."))
        self._ids.add(given)
        return given


_CONTENT = ("name", "line", "side", "material", "lat", "lon")


def _plain(text: str) -> str:
    """Give a header or a word as it is compared: narrow, lower case, without spaces around it."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
