"""What kinds of files people send along."""

from enum import StrEnum


class FileKind(StrEnum):
    """What a file is once it was taken in."""

    PHOTO = "photo"
    VOICE = "voice"
    PDF = "document"
    """So called in the rows: once it was the only kind of document."""
    DOCX = "docx"
    XLSX = "xlsx"
    OFD = "ofd"

    @property
    def ending(self) -> str:
        """Give how the name of such a file ends, without the dot."""
        return _ENDINGS.get(self, self.value)

    @property
    def media_type(self) -> str:
        """Give the type under which such a file is handed out."""
        return _MEDIA_TYPES[self]


DOCUMENTS = frozenset({FileKind.PDF, FileKind.DOCX, FileKind.XLSX, FileKind.OFD})
"""What is looked through, and kept as what it says."""
_ENDINGS = {FileKind.PHOTO: "jpg", FileKind.VOICE: "m4a", FileKind.PDF: "pdf"}
_OFFICE = "application/vnd.openxmlformats-officedocument"
_MEDIA_TYPES = {
    FileKind.PHOTO: "image/jpeg",
    FileKind.VOICE: "audio/mp4",
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: f"{_OFFICE}.wordprocessingml.document",
    FileKind.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    FileKind.OFD: "application/ofd",
}


def document_kind(ending: str) -> FileKind | None:
    """Give the kind of document whose names end like this; None where there is none."""
    return next((kind for kind in DOCUMENTS if kind.ending == ending), None)
