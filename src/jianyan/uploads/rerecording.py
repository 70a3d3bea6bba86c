"""How a stranger's voice note is made anew; the workbench works with it.

What comes out is made of samples alone: mono, AAC in MP4, which every browser plays, without tags, pictures
or other tracks. Packets are not copied: no browser plays AMR, older ones no Opus, and a packet may hide
something.
"""

import io
from collections.abc import Iterator
from fractions import Fraction

import av
from av.audio.resampler import AudioResampler
from av.container import InputContainer, OutputContainer

FORMATS = {b"OggS": "ogg", b"#!AM": "amr"}
"""First bytes → the one way in which they are read: never as a play list or as several files."""
SECONDS_MOST = 60
MEMORY_BYTES = 512 << 20
RATE = 44_100
_TICK = Fraction(1, RATE)
_BIT_RATE = 48_000
_BIT_EXACT = {"fflags": "+bitexact"}
"""The same samples make the same file, which does not name the program that wrote it."""
UNREADABLE = (av.FFmpegError, ValueError, IndexError, OverflowError)
"""What the library raises at a broken file."""


def made(content: bytes) -> tuple[int, int, bytes, bytes]:
    """Give milliseconds, 0, the voice note and nothing; without the note where it is too long.

    Raises:
        FFmpegError, ValueError, IndexError, OverflowError: it cannot be read, or nothing is heard in it.
    """
    written, count = io.BytesIO(), 0
    with (
        av.open(io.BytesIO(content), "r", format=_format_of(content)) as source,
        av.open(written, "w", format="mp4", options=_BIT_EXACT) as target,
    ):
        count = _rewritten(source, target)
    milliseconds = 1_000 * count // RATE
    if not milliseconds:
        raise ValueError("there is no sound")
    return milliseconds, 0, b"" if _is_too_long(count) else written.getvalue(), b""


def _rewritten(source: InputContainer, target: OutputContainer) -> int:
    """Write what is heard in the first track, and give how many samples that were."""
    count = 0
    stream = target.add_stream("aac", rate=RATE, layout="mono", options={"flags": "+bitexact"})
    stream.bit_rate = _BIT_RATE
    for piece in _pieces(source):
        piece.pts, piece.time_base, count = count, _TICK, count + piece.samples
        target.mux(stream.encode(piece))
        if _is_too_long(count):
            break
    target.mux(stream.encode(None))
    return count


def _pieces(source: InputContainer) -> Iterator[av.AudioFrame]:
    """Decode the first track and give its sound, mono, in pieces of one size."""
    heard = source.streams.audio[0]
    heard.codec_context.thread_type = "NONE"  # this process may start no threads
    resampler = AudioResampler(format="fltp", layout="mono", rate=RATE, frame_size=1_024)
    for frame in source.decode(heard):
        yield from resampler.resample(frame)
    yield from resampler.resample(None)


def _is_too_long(count: int) -> bool:
    """Say so with half a second's grace: recorders stop a little late."""
    return count > (SECONDS_MOST + 0.5) * RATE


def _format_of(content: bytes) -> str:
    return "mp4" if content[4:8] == b"ftyp" else FORMATS.get(content[:4], "mp3")


def load_everything() -> None:
    """Make a second of silence anew, so that whatever is loaded late is loaded now."""
    made(b"#!AMR\n" + 50 * (b"\x04" + bytes(12)))
