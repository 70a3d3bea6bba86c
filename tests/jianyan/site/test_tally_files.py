import asyncio
from datetime import timedelta

import pytest

import builders
from builders import NOW
from jianyan import exports, tallies, topics
from jianyan.keys import KeyRing
from jianyan.site.tally_files import FilesBusy, TallyFile, TallyFiles
from jianyan.topics import TopicDetail


@pytest.fixture
async def topic(database: str, keys: KeyRing) -> TopicDetail:
    await builders.make_topic()
    code = await builders.make_placement()
    for number in range(3):
        await builders.submit(keys, code, f"第{number}条")
    return await topics.topic_by_slug("buses-first")


async def read(made: TallyFile) -> bytes:
    return b"".join([piece async for piece in made.pieces()])


async def test_the_file_is_the_cube_piece_by_piece(
    topic: TopicDetail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jianyan.site.tally_files._PIECE_BYTES", 7)
    made = await TallyFiles().of(topic, language="zh-CN", now=NOW)
    whole = b"".join(exports.tally_csv(await tallies.cells(topic.id), language="zh-CN"))
    assert await asyncio.gather(read(made), read(made)) == [whole, whole]
    assert made.size == len(whole)


async def test_a_large_one_is_kept_for_a_minute_and_closed_after_it(
    topic: TopicDetail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jianyan.site.tally_files._KEPT_FROM_BYTES", 1)
    files = TallyFiles()
    first = await files.of(topic, language="en", now=NOW)
    assert await files.of(topic, language="en", now=NOW + timedelta(seconds=59)) is first
    assert await files.of(topic, language="zh-CN", now=NOW) is not first
    assert await files.of(topic, language="en", now=NOW + timedelta(seconds=61)) is not first
    file = first.file
    assert not file.closed
    del first
    assert file.closed


async def test_a_small_one_is_always_as_of_now(topic: TopicDetail) -> None:
    files = TallyFiles()
    first = await files.of(topic, language="en", now=NOW)
    assert await files.of(topic, language="en", now=NOW) is not first


async def test_whoever_comes_when_too_many_wait_is_told_to_come_again(
    topic: TopicDetail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jianyan.site.tally_files._WAITING_MOST", 2)
    files = TallyFiles()
    asked = [files.of(topic, language="en", now=NOW) for _ in range(3)]
    made = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(one) for one in made] == [TallyFile, TallyFile, FilesBusy]
    assert (await files.of(topic, language="en", now=NOW)).size
