"""Files that people send: one way in for photos and voice notes, and sheets between two steps of a form.

    bytes ── measured (head only) ──▶ Darkroom ──┐ (confined
    bytes ── heard (first bytes) ───▶ Studio ────┴─ processes) ──▶ Store or Bucket (files) and Photo (a row)
                                          loose ──▶ belongs to a suggestion ──▶ erased ──▶ files removed

Nothing that was sent is kept as it came: a photo is made anew from its pixels, a voice note from its samples.
What belongs to nothing after a day is let go. What a file belongs to is kept by whoever has it.

Writes: Photo.
"""

from jianyan.uploads import incoming
from jianyan.uploads.bucket import Bucket, StoreAway, store_of
from jianyan.uploads.darkroom import Darkroom, Redrawn, UnreadablePicture
from jianyan.uploads.hearing import VOICE_BYTES_MOST, NotAVoiceNote, TooLongARecording, heard
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
    take_voice_in,
)
from jianyan.uploads.states import FileKind
from jianyan.uploads.store import UNFINISHED, NoRoom, NoSuchFile, Store
from jianyan.uploads.studio import Rerecorded, Studio, TooManySeconds, UnreadableRecording

__all__ = [
    "BYTES_MOST",
    "PIXELS_MOST",
    "UNFINISHED",
    "VOICE_BYTES_MOST",
    "Bucket",
    "Darkroom",
    "FileKind",
    "Measured",
    "NoRoom",
    "NoSuchFile",
    "NoSuchPhoto",
    "NotAPicture",
    "NotAVoiceNote",
    "PhotoDetail",
    "Redrawn",
    "Rerecorded",
    "Store",
    "StoreAway",
    "Studio",
    "TooLongARecording",
    "TooManyBytes",
    "TooManyPixels",
    "TooManySeconds",
    "UnreadablePicture",
    "UnreadableRecording",
    "belong",
    "erase",
    "heard",
    "incoming",
    "key_of",
    "let_go",
    "measured",
    "photo_named",
    "remove_erased",
    "store_of",
    "take_in",
    "take_voice_in",
]
