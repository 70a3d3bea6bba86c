"""Files that people send: one way in for photos, voice notes and documents; sheets between steps of a form.

    bytes ── measured (head only) ──▶ Darkroom ──┐ (confined
    bytes ── heard (first bytes) ───▶ Studio ────┼─ processes) ──▶ Store or Bucket (files) and Photo (a row)
    bytes ── PDF, DOCX, XLSX, OFD ▶ ReadingRoom ─┘
                                          loose ──▶ belongs to a suggestion ──▶ erased ──▶ files removed

What citizens send is not kept as it came: photos are made anew from their pixels, voice notes from samples.
What a department's document says is, once it was looked through; it is given out only to be saved.
What belongs to nothing after a day is let go. What a file belongs to is kept by whoever has it.

Writes: Photo.
"""

from jianyan.uploads import incoming
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
from jianyan.uploads.place import store_of
from jianyan.uploads.reading_room import (
    DOCUMENT_BYTES_MOST,
    ActingDocument,
    LockedDocument,
    NotADocument,
    ReadingRoom,
    TooLargeADocument,
    UnreadableDocument,
    document_title,
)
from jianyan.uploads.service import (
    NoSuchUpload,
    PhotoDetail,
    belong,
    erase,
    key_of,
    let_go,
    photo_named,
    remove_erased,
    take_document_in,
    take_in,
    take_voice_in,
)
from jianyan.uploads.states import DOCUMENTS, FileKind
from jianyan.uploads.store import UNFINISHED, NoRoom, NoSuchFile, Store, StoreAway
from jianyan.uploads.studio import Rerecorded, Studio, TooManySeconds, UnreadableRecording

__all__ = [
    "BYTES_MOST",
    "DOCUMENTS",
    "DOCUMENT_BYTES_MOST",
    "PIXELS_MOST",
    "UNFINISHED",
    "VOICE_BYTES_MOST",
    "ActingDocument",
    "Darkroom",
    "FileKind",
    "LockedDocument",
    "Measured",
    "NoRoom",
    "NoSuchFile",
    "NoSuchUpload",
    "NotADocument",
    "NotAPicture",
    "NotAVoiceNote",
    "PhotoDetail",
    "ReadingRoom",
    "Redrawn",
    "Rerecorded",
    "Store",
    "StoreAway",
    "Studio",
    "TooLargeADocument",
    "TooLongARecording",
    "TooManyBytes",
    "TooManyPixels",
    "TooManySeconds",
    "UnreadableDocument",
    "UnreadablePicture",
    "UnreadableRecording",
    "belong",
    "document_title",
    "erase",
    "heard",
    "incoming",
    "key_of",
    "let_go",
    "measured",
    "photo_named",
    "remove_erased",
    "store_of",
    "take_document_in",
    "take_in",
    "take_voice_in",
]
