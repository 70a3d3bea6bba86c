"""Paper sizes and how stickers lie on a sheet, in millimetres."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Paper:
    """A sheet in portrait.

    Attributes:
        width_mm: from left to right.
        height_mm: from top to bottom.
        symbol_mm: side of the code on it, without the quiet zone.
    """

    width_mm: float
    height_mm: float
    symbol_mm: float

    def as_dict(self) -> dict[str, float]:
        """The measures by name, for a template."""
        return asdict(self)


@dataclass(frozen=True)
class StickerSheet(Paper):
    """A sheet cut into equal stickers that touch each other, so one cut serves two.

    Attributes:
        columns: stickers side by side.
        rows: stickers one above the other.
        sticker_width_mm: from cut to cut.
        sticker_height_mm: from cut to cut.
    """

    columns: int
    rows: int
    sticker_width_mm: float
    sticker_height_mm: float

    @property
    def left_mm(self) -> float:
        """Margin left and right of the stickers, where the cut marks stand."""
        return (self.width_mm - self.columns * self.sticker_width_mm) / 2

    @property
    def top_mm(self) -> float:
        """Margin above and below the stickers."""
        return (self.height_mm - self.rows * self.sticker_height_mm) / 2

    def as_dict(self) -> dict[str, float]:
        """The measures by name, for a template, with the margins."""
        return super().as_dict() | {"left_mm": self.left_mm, "top_mm": self.top_mm}


# Sizes: ISO 216. A4 codes serve a reader at 0.68 m, A5 and stickers one at arm's length.
A4 = Paper(width_mm=210, height_mm=297, symbol_mm=68)
A5 = Paper(width_mm=148, height_mm=210, symbol_mm=48)
STICKERS = StickerSheet(
    width_mm=210,
    height_mm=297,
    symbol_mm=45,
    columns=2,
    rows=4,
    sticker_width_mm=98,
    sticker_height_mm=70,
)
