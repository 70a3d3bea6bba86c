import csv
import hashlib
import io
import json
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import builders
import cast
from jianyan import campaigns, exports, moderation, suggestions, tallies
from jianyan.keys import KeyRing
from jianyan.screening import Level, Word, Words
from jianyan.suggestions import SuggestionState
from jianyan.topics import TopicDetail

pytestmark = pytest.mark.usefixtures("database")
WORDS = Words([Word(text="胡扯", level=Level.MASK)])


async def bundle_of(topic: TopicDetail, words: Words = builders.NO_WORDS) -> zipfile.ZipFile:
    file = io.BytesIO()
    await exports.open_data_zip(file, topic, words=words, now=builders.NOW)
    return zipfile.ZipFile(file)


def rows_in(bundle: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(bundle.read(name).decode("utf-8-sig"), newline="")))


async def published(keys: KeyRing, *bodies: str) -> list[str]:
    code, wei = await builders.make_placement(lat=29.37, lon=113.1), await builders.make_person()
    numbers = []
    category_id = (await campaigns.arrive(code)).topic.categories[0].id
    for body in bodies:
        received, _ = await builders.submit(keys, code, body, phone=cast.LAN_PHONE)
        verdict = moderation.Verdict(act=moderation.Act.APPROVE, category_id=category_id)
        await moderation.decide(received.tracking, verdict, by=wei, now=builders.NOW)
        numbers.append(received.tracking)
    return numbers


async def test_only_what_is_published_is_in_it_as_the_public_reads_it(keys: KeyRing) -> None:
    topic = await builders.make_topic()
    tracking, erased = await published(keys, f"胡扯，请打 {cast.LAN_PHONE} 找我", "要删除的")
    await suggestions.erase(erased, by=None, now=builders.NOW)
    await builders.submit(keys, await builders.make_placement(name="东站"), "还没有人看过")
    bundle = await bundle_of(topic, WORDS)
    (row,) = rows_in(bundle, "suggestions.csv")
    assert row["tracking"] == tracking
    assert row["body"] == "**，请打 138****8000 找我"
    assert (row["place"], row["day"], row["merged"]) == ("五里牌站", "2026-07-01", "0")
    everything = b"".join(bundle.read(name) for name in bundle.namelist())
    for secret in (cast.LAN_PHONE, "还没有人看过", "要删除的", "胡扯"):
        assert secret.encode() not in everything


async def test_what_is_merged_is_counted_with_its_head(keys: KeyRing) -> None:
    topic = await builders.make_topic()
    head, other = await published(keys, "加一个站台", "加个站台吧")
    zhu = await builders.make_person(cast.ZHU)
    await moderation.merge(other, into=head, by=zhu, now=builders.NOW)
    (row,) = rows_in(await bundle_of(topic), "suggestions.csv")
    assert (row["tracking"], row["merged"]) == (head, "1")


async def test_its_counts_are_those_of_the_tally(crowd: Callable[..., Any]) -> None:
    topic = await builders.make_topic()
    await builders.make_placement()
    sent = await crowd(topic, 150)
    bundle = await bundle_of(topic)
    tally = await tallies.for_topic(topic, now=builders.NOW)
    assert json.loads(bundle.read("tally.json"))["states"] == tally.states
    assert sum(int(row["count"]) for row in rows_in(bundle, "tally.csv")) == 150
    placed = sum(one.placement_id is not None for one in sent)
    assert sum(int(row["count"]) for row in rows_in(bundle, "placements.csv")) == placed
    listed = [row["tracking"] for row in rows_in(bundle, "suggestions.csv")]
    assert listed == [one.tracking for one in sent if one.state is SuggestionState.PUBLISHED]


async def test_every_column_is_explained_in_both_languages(keys: KeyRing) -> None:
    topic = await builders.make_topic()
    await published(keys, "加一个站台")
    bundle = await bundle_of(topic)
    explained = json.loads(bundle.read("dictionary.json"))["files"]
    for name in ("suggestions.csv", "placements.csv", "tally.csv"):
        assert [column["name"] for column in explained[name]] == list(rows_in(bundle, name)[0])
        assert all(column["meaning"]["zh-CN"] != column["meaning"]["en"] for column in explained[name])
    assert "| 公开编号 | tracking |" in bundle.read("dictionary.zh-CN.md").decode()
    licence = bundle.read("LICENCE.txt").decode()
    assert "CC BY 4.0" in licence
    assert "https://creativecommons.org/licenses/by/4.0/" in licence
    assert "江州市政协、江州公交集团" in licence


async def test_sha256sum_finds_every_file_whole_and_a_changed_one_not(keys: KeyRing, tmp_path: Path) -> None:
    topic = await builders.make_topic()
    await published(keys, "加一个站台")
    bundle = await bundle_of(topic)
    bundle.extractall(tmp_path)
    told = sha256sum(tmp_path)
    assert told.returncode == 0
    assert told.stdout.count(": OK") == len(bundle.namelist()) - 1 == 9
    (tmp_path / "tally.csv").write_bytes(b"")
    assert sha256sum(tmp_path).returncode == 1


def sha256sum(folder: Path) -> subprocess.CompletedProcess[str]:
    check = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
    return subprocess.run(check, cwd=folder, capture_output=True, text=True, check=False)


async def test_equal_data_at_an_equal_moment_gives_equal_bytes(crowd: Callable[..., Any]) -> None:
    topic = await builders.make_topic()
    await crowd(topic, 30)
    files = [io.BytesIO(), io.BytesIO()]
    for file in files:
        await exports.open_data_zip(file, topic, words=builders.NO_WORDS, now=builders.NOW)
    first, second = (hashlib.sha256(file.getvalue()).hexdigest() for file in files)
    assert first == second
    assert {part.date_time for part in zipfile.ZipFile(files[0]).infolist()} == {(1980, 1, 1, 0, 0, 0)}
