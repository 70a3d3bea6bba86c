"""Kind of a voice note, read from its first bytes; its name and what a browser calls it count for nothing.

Source: RFC 7845 (Ogg Opus) 3 and 5.1; ISO/IEC 14496-12 4.3 (`ftyp`); RFC 4867 (AMR) 5; ISO/IEC 11172-3
2.4.2.3 (MP3).
"""

from collections.abc import Callable

from jianyan.errors import Invalid, TooLarge
from jianyan.i18n import N_

VOICE_BYTES_MOST = 4 * 1024 * 1024
_FIRST_PAGE = 64


class NotAVoiceNote(Invalid):
    """It is none of the kinds that are taken."""

    sentence = N_("This is no recording that can be taken. Please choose an M4A, MP3, AMR or Opus file.")


class TooLongARecording(TooLarge):
    """The file is too large to be a minute of speech."""

    sentence = N_("This recording is larger than %(megabytes)s MB. Please record at most a minute.")


def heard(content: bytes) -> str:
    """Give the kind of a voice note: `opus`, `m4a`, `mp3` or `amr`.

    Raises:
        NotAVoiceNote: it is none of them.
        TooLongARecording: it has more than 4 MiB.
    """
    if len(content) > VOICE_BYTES_MOST:
        raise TooLongARecording(megabytes=VOICE_BYTES_MOST >> 20, field="voice")
    for kind, is_one in _KINDS:
        if is_one(content):
            return kind
    raise NotAVoiceNote(field="voice")


def _is_mp3(content: bytes) -> bool:
    """Say whether tags or the head of a frame of layer III stand first."""
    is_frame = len(content) > 2 and content[0] == 0xFF and content[1] & 0xE6 == 0xE2
    return content.startswith(b"ID3") or is_frame


_KINDS: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("opus", lambda content: content.startswith(b"OggS") and b"OpusHead" in content[:_FIRST_PAGE]),
    ("m4a", lambda content: content[4:8] == b"ftyp"),
    ("amr", lambda content: content.startswith((b"#!AMR\n", b"#!AMR-WB\n"))),
    ("mp3", _is_mp3),
)
