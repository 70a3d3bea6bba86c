"""Voice notes as phones make them, and as nobody should."""

import array
import io
import math

import av
from av.audio.resampler import AudioResampler

from pictures import SECRET

FORMATS = {
    "opus": ("ogg", "libopus", 48_000),
    "m4a": ("mp4", "aac", 44_100),
    "mp3": ("mp3", "libmp3lame", 44_100),
    "amr": ("amr", "libopencore_amrnb", 8_000),
}
"""Kind → container, codec and samples a second."""
_PIECE = 1_024


def recording(kind: str = "m4a", *, seconds: float = 1.0, tone_hz: int = 440) -> bytes:
    """Give a tone that says in every place there is where it was recorded; AMR has no such place."""
    form, codec, rate = FORMATS[kind]
    file = io.BytesIO()
    with av.open(file, "w", format=form) as target:
        if kind != "amr":
            target.metadata.update(title=SECRET, comment=SECRET, location=SECRET)
        stream = target.add_stream(codec, rate=rate, layout="mono")
        resampler = AudioResampler(format=stream.format or "s16", layout="mono", rate=rate)
        for start in range(0, int(rate * seconds), _PIECE):
            for piece in resampler.resample(_tone(start, rate, tone_hz)):
                target.mux(stream.encode(piece))
        target.mux(stream.encode(None))
    return file.getvalue()


def seconds_of(content: bytes) -> float:
    """Decode a recording and give how long its sound is."""
    with av.open(io.BytesIO(content), "r") as source:
        return sum(frame.samples / frame.sample_rate for frame in source.decode(audio=0))


def tags_of(content: bytes) -> set[str]:
    """Give every value of a tag in a recording, of the whole and of each track."""
    with av.open(io.BytesIO(content), "r") as source:
        told = [source.metadata, *(stream.metadata for stream in source.streams)]
        return {value for tags in told for value in tags.values()}


def _tone(start: int, rate: int, tone_hz: int) -> av.AudioFrame:
    frame = av.AudioFrame(format="s16", layout="mono", samples=_PIECE)
    frame.sample_rate, frame.pts = rate, start
    wave = (8_000 * math.sin(2 * math.pi * tone_hz * at / rate) for at in range(start, start + _PIECE))
    frame.planes[0].update(array.array("h", map(int, wave)).tobytes())
    return frame
