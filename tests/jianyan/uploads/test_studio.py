import asyncio
import os
import random
from collections.abc import AsyncIterator

import pytest

import pictures
import recordings
from jianyan.uploads import NotAVoiceNote, Studio, TooManySeconds, UnreadableRecording
from jianyan.uploads.studio import Rerecorded

MUTATED = 100


@pytest.fixture
async def studio() -> AsyncIterator[Studio]:
    studio = Studio()
    yield studio
    await studio.close()


@pytest.mark.parametrize("kind", recordings.FORMATS)
async def test_a_voice_note_of_any_kind_becomes_one_without_tags(studio: Studio, kind: str) -> None:
    sent = recordings.recording(kind, seconds=2)
    made = await studio.rerecord(sent)
    assert (pictures.SECRET.encode() in sent) is (kind != "amr")
    assert made.voice[4:8] == b"ftyp"
    assert made.duration_ms == pytest.approx(2_000, abs=80)
    assert recordings.seconds_of(made.voice) == pytest.approx(2, abs=0.1)
    assert recordings.tags_of(made.voice) <= {"isom", "512", "isomiso2mp41", "und", "SoundHandler"}
    for mark in (pictures.SECRET.encode(), b"Lavf", b"Lavc", b"TIT2", b"OpusTags"):
        assert mark not in made.voice


async def test_the_same_voice_note_is_the_same_bytes(studio: Studio) -> None:
    sent = recordings.recording()
    assert await studio.rerecord(sent) == await studio.rerecord(sent)
    assert await studio.rerecord(recordings.recording(tone_hz=300)) != await studio.rerecord(sent)


async def test_a_minute_is_taken_and_more_is_not(studio: Studio) -> None:
    minute = await studio.rerecord(recordings.recording("amr", seconds=60))
    assert minute.duration_ms == pytest.approx(60_000, abs=200)
    for kind in ("amr", "opus"):
        with pytest.raises(TooManySeconds, match="60 seconds"):
            await studio.rerecord(recordings.recording(kind, seconds=62))


async def test_what_is_no_voice_note_starts_no_process(studio: Studio) -> None:
    with pytest.raises(NotAVoiceNote):
        await studio.rerecord(b"#EXTM3U\nfile:///etc/passwd")
    assert studio.process.pid is None


async def test_a_damaged_voice_note_is_refused_and_the_next_one_is_taken(studio: Studio) -> None:
    whole = recordings.recording()
    await studio.rerecord(whole)
    pid = studio.process.pid
    for broken in (whole[: len(whole) // 2], b"#!AMR\n", b"ID3" + bytes(400)):
        with pytest.raises(UnreadableRecording, match="damaged"):
            await studio.rerecord(broken)
    assert isinstance(await studio.rerecord(whole), Rerecorded)
    assert studio.process.pid == pid


async def test_a_studio_whose_process_ends_refuses_one_and_takes_the_next(studio: Studio) -> None:
    whole = recordings.recording()
    await studio.rerecord(whole)
    assert studio.process.pid is not None
    os.kill(studio.process.pid, 9)
    with pytest.raises(UnreadableRecording):
        await studio.rerecord(whole)
    assert isinstance(await studio.rerecord(whole), Rerecorded)


async def test_many_voices_are_made_anew_in_turn(studio: Studio) -> None:
    lengths = [0.5, 1.0, 1.5]
    sent = [recordings.recording(seconds=seconds) for seconds in lengths]
    made = await asyncio.gather(*map(studio.rerecord, sent))
    assert [round(one.duration_ms / 500) for one in made] == [1, 2, 3]


async def test_mutated_voice_notes_are_taken_or_refused_and_nothing_else(studio: Studio) -> None:
    chance = random.Random(11)
    samples = [recordings.recording(kind) for kind in recordings.FORMATS]
    taken = refused = 0
    for turn in range(MUTATED):
        try:
            await studio.rerecord(pictures.mutated(samples[turn % len(samples)], chance))
        except (NotAVoiceNote, TooManySeconds, UnreadableRecording):
            refused += 1
        else:
            taken += 1
    assert taken + refused == MUTATED
    assert min(taken, refused) > 5
