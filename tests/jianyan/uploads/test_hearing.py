import pytest

import pictures
import recordings
from jianyan.uploads import VOICE_BYTES_MOST, NotAVoiceNote, TooLongARecording, heard


@pytest.mark.parametrize("kind", recordings.FORMATS)
def test_a_voice_note_is_known_by_its_content(kind: str) -> None:
    assert heard(recordings.recording(kind)) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"#EXTM3U\nfile:///etc/passwd",
        b"ffconcat version 1.0\nfile /etc/passwd",
        b"RIFF\x00\x00\x00\x00WAVEfmt ",
        b"OggS\x00\x02" + bytes(22) + b"\x01\x1e\x01vorbis",
        b"\xff\xf1 ADTS is layer 0",
        pictures.saved(pictures.picture()),
    ],
)
def test_what_is_no_voice_note_is_refused(content: bytes) -> None:
    with pytest.raises(NotAVoiceNote):
        heard(content)


def test_a_file_that_cannot_be_a_minute_is_refused_by_its_size() -> None:
    with pytest.raises(TooLongARecording, match="4 MB"):
        heard(b"ID3" + bytes(VOICE_BYTES_MOST))
