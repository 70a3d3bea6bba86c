"""What kinds of files people send along."""

from enum import StrEnum


class FileKind(StrEnum):
    """What a file is once it was taken in."""

    PHOTO = "photo"
    VOICE = "voice"
    DOCUMENT = "document"
    """Kept as it came, once it was looked through."""
