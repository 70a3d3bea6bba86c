import io
import zipfile
from pathlib import Path

import msgspec
import openpyxl
import pytest

import builders
import cast
from jianyan import exports, trail
from jianyan.accounts import Person
from jianyan.accounts.scope import scope_of
from jianyan.db import transaction
from jianyan.errors import Invalid
from jianyan.keys import KeyRing, UnfitSecret
from jianyan.suggestions import ContactDetail
from jianyan.topics import TopicDetail
from jianyan.topics.tables import Topic
from readers import joined, lines_of

pytestmark = pytest.mark.usefixtures("database")
WHY = "就候车亭回电核实"
OTHER_KEYS = KeyRing({"0bad0bad": b"x" * 32})


@pytest.fixture
async def topic(database: str, keys: KeyRing) -> TopicDetail:
    """Give a topic with two suggestions, one of them with a phone number."""
    topic = await builders.make_topic()
    code = await builders.make_placement()
    await builders.submit(keys, code, "末班车太早", phone=cast.LAN_PHONE)
    await builders.submit(keys, code, "加一个站台")
    return topic


async def taken(topic: TopicDetail, by: Person, keys: KeyRing, why: str = WHY) -> list[ContactDetail]:
    return await exports.take_contacts(topic, form="csv", reason=why, by=by, keys=keys, now=builders.NOW)


async def exports_of(topic: TopicDetail) -> list[dict[str, object]]:
    return [act.data for act in await trail.history(f"topic-{topic.id}") if act.kind == "export"]


async def test_qiao_takes_the_numbers_and_that_is_recorded(topic: TopicDetail, keys: KeyRing) -> None:
    qiao = await builders.make_person(cast.QIAO)
    (contact,) = await taken(topic, qiao, keys, f"{WHY}，{cast.LAN_PHONE}")
    assert (contact.phone, str(contact.delete_on)) == (cast.LAN_PHONE, "2026-09-29")
    (act,) = await exports_of(topic)
    assert act == {"what": "contacts", "format": "csv", "count": 1, "why": f"{WHY}，138****8000"}
    assert await trail.first_fault() is None


@pytest.mark.parametrize("why", ["", "  回电  ", "x" * 201])
async def test_nothing_is_taken_without_a_reason(topic: TopicDetail, keys: KeyRing, why: str) -> None:
    qiao = await builders.make_person(cast.QIAO)
    with pytest.raises(Invalid) as refused:
        await taken(topic, qiao, keys, why)
    assert refused.value.field == "why"
    assert await exports_of(topic) == []


async def test_a_topic_of_another_organisation_keeps_its_numbers(topic: TopicDetail, keys: KeyRing) -> None:
    qiao = await builders.make_person(cast.QIAO)
    own = qiao.scope.organisation
    assert own is not None
    async with transaction():
        await Topic.update({Topic.owner: own}).where(Topic.id == topic.id)
    assert len(await taken(topic, qiao, keys)) == 1
    above = msgspec.structs.replace(qiao, scope=scope_of(own + 1, above="/"))
    with pytest.raises(exports.NotOwnTopic):
        await taken(topic, above, keys)
    assert len(await exports_of(topic)) == 1


async def test_a_topic_of_nobody_is_the_affair_of_who_has_none_above(
    topic: TopicDetail, keys: KeyRing
) -> None:
    qiao = await builders.make_person(cast.QIAO)
    below = msgspec.structs.replace(qiao, scope=scope_of(7, above=qiao.scope.below))
    with pytest.raises(exports.NotOwnTopic):
        await taken(topic, below, keys)
    assert await exports.may_take_contacts(topic, qiao)


async def test_without_its_secret_nothing_is_given_and_nothing_recorded(topic: TopicDetail) -> None:
    qiao = await builders.make_person(cast.QIAO)
    with pytest.raises(UnfitSecret):
        await taken(topic, qiao, OTHER_KEYS)
    assert await exports_of(topic) == []


async def test_the_file_holds_number_phone_and_day_and_nothing_else(
    topic: TopicDetail, keys: KeyRing
) -> None:
    contacts = await taken(topic, await builders.make_person(cast.QIAO), keys)
    row = [contacts[0].tracking, cast.LAN_PHONE, "2026-09-29"]
    lines = lines_of(b"".join(exports.contacts_csv(contacts, language="en")))
    assert lines == [["Number", "Phone number", "To be deleted by"], row]
    file = io.BytesIO()
    exports.contacts_xlsx(file, contacts, language="zh-CN", made_at=builders.NOW)
    sheet = openpyxl.load_workbook(file).active
    assert [str(cell.value)[:14] for cell in sheet[2]] == [row[0], row[1], "2026-09-29 00:"]
    assert sheet["B2"].data_type == "s"


async def test_no_other_file_holds_a_phone_number(topic: TopicDetail, tmp_path: Path) -> None:
    zone, now = builders.SHANGHAI, builders.NOW
    files = [
        await joined(exports.suggestions_csv(topic, language="zh-CN", zone=zone)),
        await joined(exports.suggestions_jsonl(topic, zone=builders.SHANGHAI)),
    ]
    written = {name: (tmp_path / name).open("w+b") for name in ("xlsx", "book", "parquet", "zip")}
    await exports.suggestions_xlsx(written["xlsx"], topic, language="en", zone=zone, made_at=now)
    await exports.workbook_xlsx(written["book"], topic, language="en", zone=zone, now=now)
    await exports.suggestions_parquet(written["parquet"], topic, zone=builders.SHANGHAI)
    await exports.open_data_zip(written["zip"], topic, words=builders.NO_WORDS, now=now)
    for file in written.values():
        file.close()
    files.append((tmp_path / "parquet").read_bytes())
    files += [unpacked(tmp_path / name) for name in ("xlsx", "book", "zip")]
    assert len(files) == 6
    for content in files:
        assert cast.LAN_PHONE.encode() not in content
    assert all("末班车太早".encode() in content for content in (files[0], files[1], files[3]))


def unpacked(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())
