from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

import builders
import papers
import pictures
from cities import NOW, City
from jianyan import cases, db, uploads
from jianyan.accounts import Person
from jianyan.cases import Adoption, NewDocument, NewReply, Result
from jianyan.cases.tables import ReplyDocument
from jianyan.errors import Invalid
from jianyan.suggestions.photos import let_go_of_loose_photos
from jianyan.uploads import Darkroom, NoSuchUpload, ReadingRoom, Store
from jianyan.uploads.tables import Photo


class Cabinet:
    """Takes documents in."""

    def __init__(self, store: Store) -> None:
        self.room, self._store = ReadingRoom(), store

    async def document(self, by: Person, title: str = "改造方案.pdf") -> NewDocument:
        """Give a document that somebody has just taken in."""
        taken = await uploads.take_document_in(
            papers.pdf(text=title), reading_room=self.room, store=self._store, by=by.actor, now=NOW
        )
        return NewDocument(taken.name, title)


@pytest.fixture
async def cabinet(tmp_path: Path) -> AsyncIterator[Cabinet]:
    cabinet = Cabinet(Store(tmp_path / "uploads"))
    yield cabinet
    await cabinet.room.close()


async def save(city: City, case_id: int, *documents: NewDocument) -> None:
    new = NewReply(result=Result.SOLVED, adoption=Adoption.ADOPTED, text="见附件。", documents=documents)
    await cases.save_reply(case_id, new, by=city.bo, now=NOW)


async def publish(city: City, case_id: int) -> None:
    await cases.send_reply(case_id, by=city.bo, now=NOW)
    await cases.publish_reply(case_id, by=city.wei, now=NOW)


async def shown_to(name: str, by: Person | None) -> bool:
    try:
        return (await cases.reply_document(name, by=by)).name == name
    except NoSuchUpload:
        return False


async def test_a_document_stands_with_a_reply_under_its_cleaned_name(city: City, cabinet: Cabinet) -> None:
    case_id = await city.claimed()
    first = await cabinet.document(city.bo)
    second = NewDocument((await cabinet.document(city.bo, "表.pdf")).name, "C:\\我的\\\u202e表.pdf")
    await save(city, case_id, first, second)
    shown = (await city.seen(case_id)).replies[0].documents
    assert [(one.name, one.title) for one in shown] == [(first.name, "改造方案.pdf"), (second.name, "表.pdf")]
    assert shown[0].size_bytes == len(papers.pdf(text="改造方案.pdf"))


async def test_a_document_of_a_draft_is_kept_until_the_draft_lets_it_go(city: City, cabinet: Cabinet) -> None:
    case_id = await city.claimed()
    await save(city, case_id, await cabinet.document(city.bo))
    later = NOW + timedelta(days=2)
    assert await let_go_of_loose_photos(now=later) == 0
    await save(city, case_id)
    assert await let_go_of_loose_photos(now=later) == 1
    assert (await city.seen(case_id)).replies[0].documents == []


async def test_nobody_attaches_what_somebody_else_took_in_what_hangs_elsewhere_or_is_a_photo(
    city: City, cabinet: Cabinet, tmp_path: Path
) -> None:
    first, second = await city.claimed(), await city.claimed()
    mine, darkroom = await cabinet.document(city.bo), Darkroom()
    await save(city, first, mine)
    photo = await uploads.take_in(
        pictures.telling(), darkroom=darkroom, store=Store(tmp_path), by=city.bo.actor, now=NOW
    )
    await darkroom.close()
    for other in (await cabinet.document(city.hao), mine, NewDocument(photo.name, "图.pdf")):
        with pytest.raises(NoSuchUpload):
            await save(city, second, other)
    as_photo = NewReply(
        result=Result.SOLVED,
        adoption=Adoption.ADOPTED,
        text="见图。",
        photos_before=((await cabinet.document(city.bo)).name,),
    )
    with pytest.raises(NoSuchUpload):
        await cases.save_reply(second, as_photo, by=city.bo, now=NOW)
    assert (await city.seen(second)).replies == []


async def test_more_than_three_documents_are_refused(city: City, cabinet: Cabinet) -> None:
    case_id = await city.claimed()
    with pytest.raises(Invalid):
        await save(city, case_id, *[await cabinet.document(city.bo) for _ in range(4)])


async def test_a_document_is_saved_by_its_departments_and_once_published_by_everybody(
    city: City, cabinet: Cabinet
) -> None:
    case_id = await city.claimed()
    document = await cabinet.document(city.bo)
    await save(city, case_id, document)
    readers = (city.bo, city.qiao, city.hao, None)
    assert [await shown_to(document.name, by) for by in readers] == [True, True, False, False]
    await publish(city, case_id)
    assert [await shown_to(document.name, by) for by in readers] == [True, True, False, True]


async def test_a_document_of_a_case_that_was_cancelled_since_is_not_given_to_the_public(
    city: City, cabinet: Cabinet
) -> None:
    case_id = await city.claimed()
    document = await cabinet.document(city.bo)
    await save(city, case_id, document)
    await publish(city, case_id)
    found = await city.seen(case_id)
    rating = cases.NewRating(is_solved=False, satisfaction=cases.Satisfaction.DISSATISFIED, reason="没有改。")
    await cases.rate(case_id, found.suggestion_id, rating, now=NOW, zone=builders.SHANGHAI)
    assert await shown_to(document.name, None), "another answer is being written; this one is public"
    await cases.cancel(case_id, "重复。", by=city.qiao, now=NOW)
    assert not await shown_to(document.name, None)
    assert await shown_to(document.name, city.qiao)


async def test_a_document_goes_with_its_erased_suggestion(city: City, cabinet: Cabinet) -> None:
    case_id = await city.claimed()
    document = await cabinet.document(city.bo)
    await save(city, case_id, document)
    await publish(city, case_id)
    await cases.erase((await city.seen(case_id)).suggestion_id, now=NOW)
    assert (await city.seen(case_id)).replies[0].documents == []
    assert not await shown_to(document.name, city.qiao)
    assert await ReplyDocument.select(ReplyDocument.title, ReplyDocument.salt) == [
        {"title": None, "salt": None}
    ]


@pytest.mark.parametrize(
    ("table", "change"),
    [
        (ReplyDocument, {"title": "别的.pdf"}),
        (ReplyDocument, {"salt": b"x" * 32}),
        (ReplyDocument, {"title": None, "salt": None}),
        (Photo, {"sha256": "0" * 64}),
        (ReplyDocument, None),
    ],
)
async def test_a_document_that_was_exchanged_renamed_or_is_gone_is_named(
    city: City, cabinet: Cabinet, table: type[ReplyDocument | Photo], change: dict[str, object] | None
) -> None:
    case_id = await city.claimed()
    await save(city, case_id, await cabinet.document(city.bo))
    await publish(city, case_id)
    assert await cases.first_fault() is None
    async with db.transaction():
        if change is None:
            await table.delete(force=True)
        else:
            await table.update(change, force=True)  # type: ignore[arg-type]
    assert (await cases.first_fault() or "").startswith(f"case {case_id}: reply 1: its ")


async def test_who_agreed_agrees_anew_when_a_document_comes_or_goes(city: City, cabinet: Cabinet) -> None:
    case_id = await city.claimed(co_ids=(city.police,))
    document = await cabinet.document(city.bo)

    async def agreed_after(*documents: NewDocument) -> bool:
        await save(city, case_id, *documents)
        is_agreed = (await city.seen(case_id)).co_departments[0].signed_at is not None
        await cases.sign(case_id, "", agree=True, by=city.hao, now=NOW)
        return is_agreed

    agreed = [await agreed_after(*sent) for sent in ((), (), (document,), (document,), ())]
    assert agreed == [False, True, False, True, False]
