"""Table of the photos, voice notes and documents that people sent, and of the photos of paper slips."""

from piccolo.columns import Boolean, Integer, Serial, Timestamptz, Varchar
from piccolo.table import Table


class Photo(Table):
    """A photo or voice note made anew, or a document. Rows stay when it is erased; its files go."""

    id: Serial
    name = Varchar(32, unique=True, help_text="128 random bits in hex: its key in the store")
    kind = Varchar(8, default="photo", help_text="photo, voice, document (a PDF), docx, xlsx or ofd")
    sha256 = Varchar(64, help_text="hex, over the file as it is kept")
    width = Integer(help_text="pixels; 0: none")
    height = Integer(help_text="pixels; 0: none")
    duration_ms = Integer(help_text="of a voice note; 0: none")
    size_bytes = Integer(help_text="of the file, without the thumbnail of a photo")
    added_at = Timestamptz(default=None)
    added_by = Varchar(16, null=True, default=None, help_text="opaque id as in the trail; null: a citizen")
    belongs = Boolean(default=False, help_text="to something other than a suggestion, so it is not loose")
    erased_at = Timestamptz(null=True, default=None, index=True, help_text="from then on shown to nobody")
    removed_at = Timestamptz(null=True, default=None, help_text="when its files were gone")
