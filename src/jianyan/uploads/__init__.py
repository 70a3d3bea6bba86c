"""Files that people send: one way in for photos, and sheets between two steps of a form.

    bytes ── measured (head only) ──▶ Darkroom (a confined process) ──▶ Store (files) and Photo (a row)
                                          loose ──▶ belongs to a suggestion ──▶ erased ──▶ files removed

Nothing that was sent is kept as it came: a photo is made anew from its pixels. A photo that belongs to
nothing after a day is let go. What a photo belongs to is kept by whoever has it.

Writes: Photo.
"""

from jianyan.uploads import incoming
from jianyan.uploads.darkroom import Darkroom, Redrawn, UnreadablePicture
from jianyan.uploads.measuring import (
    BYTES_MOST,
    PIXELS_MOST,
    Measured,
    NotAPicture,
    TooManyBytes,
    TooManyPixels,
    measured,
)
from jianyan.uploads.service import (
    NoSuchPhoto,
    PhotoDetail,
    belong,
    erase,
    key_of,
    let_go,
    photo_named,
    remove_erased,
    take_in,
)
from jianyan.uploads.store import UNFINISHED, NoRoom, NoSuchFile, Store

__all__ = [
    "BYTES_MOST",
    "PIXELS_MOST",
    "UNFINISHED",
    "Darkroom",
    "Measured",
    "NoRoom",
    "NoSuchFile",
    "NoSuchPhoto",
    "NotAPicture",
    "PhotoDetail",
    "Redrawn",
    "Store",
    "TooManyBytes",
    "TooManyPixels",
    "UnreadablePicture",
    "belong",
    "erase",
    "incoming",
    "key_of",
    "let_go",
    "measured",
    "photo_named",
    "remove_erased",
    "take_in",
]
