"""What kinds of files people send along."""

from enum import StrEnum


class FileKind(StrEnum):
    """What a file is once it was made anew."""

    PHOTO = "photo"
    VOICE = "voice"
