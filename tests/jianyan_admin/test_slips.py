import re

import httpx
import pytest
from litestar import Litestar

import builders
import cast
import pictures
from jianyan import screening, slips, suggestions, trail
from jianyan.clock import day_of, now
from jianyan.keys import KeyRing
from jianyan.screening import Entry, Level
from jianyan.suggestions import Source, SuggestionDetail, SuggestionState, receipts
from jianyan.uploads.tables import Photo

TODAY = day_of(now(), builders.SHANGHAI).isoformat()
TEXT = "站台没有灯。"


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no field {name}"
    return found[1]


def text_in(page: str) -> str:
    found = re.search(r'<textarea id="body"[^>]*>\n([^<]*)</textarea>', page)
    assert found
    return found[1]


async def begun(desk, **changes: str) -> str:
    """Begin a batch at 五里牌站 and give the path of its form."""
    await builders.make_topic()
    code = await builders.make_placement()
    sent = {"topic": "buses-first", "code": code, "on": "2026-07-01", **changes}
    answer = await desk.send("/admin/slips", sent)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def typed(desk, path: str, body: str = TEXT, *, page: str = "", **fields: object) -> httpx.Response:
    """Type a slip into the form that the last page showed, else into a fresh one."""
    page = page or (await desk.see(path)).text
    files = {"photo_file": fields.pop("photo_file")} if "photo_file" in fields else {}
    return await desk.send(path, {"form_token": field(page, "form_token"), "body": body, **fields}, **files)


async def all_slips() -> list[SuggestionDetail]:
    topic = await builders.topics.topic_by_slug("buses-first")
    found = await suggestions.in_state(topic.id, list(SuggestionState), most=99)
    return [one for one in found if one.source is Source.STAFF]


async def test_staff_type_slip_after_slip(qiao, keys: KeyRing) -> None:
    path = await begun(qiao)
    topic = await builders.topics.topic_by_slug("buses-first")
    first = await typed(qiao, path, category=str(topic.categories[1].id))
    assert (first.status_code, text_in(first.text)) == (201, "")
    second = await typed(qiao, path, "站台没有长椅。", page=first.text)
    assert second.status_code == 201
    found = await all_slips()
    assert [(one.body, one.category) for one in found] == [(TEXT, "站点设置"), ("站台没有长椅。", None)]
    assert {(one.state, one.placement, str(one.received_on)) for one in found} == {
        (SuggestionState.WAITING, "五里牌站", "2026-07-01")
    }
    receipt = re.search(r'class="receipt figure">([^<]+)<', second.text)
    assert receipt is not None
    known = await suggestions.by_receipt(receipts.possible_hashes(keys, receipt[1]))
    assert known.tracking == found[1].tracking
    listed = re.findall(r'<small><a href="/admin/suggestions/(\w+)"', second.text)
    assert listed == [found[1].tracking, found[0].tracking]
    assert receipt[1] not in (await qiao.see(path)).text


async def test_a_slip_waits_in_the_queue_beside_the_others(qiao, wei) -> None:
    await typed(qiao, await begun(qiao))
    page = (await wei.see("/admin/queue")).text
    assert TEXT in page


async def test_a_batch_that_cannot_be_comes_back_as_it_was_typed(qiao) -> None:
    await builders.make_topic()
    sent = {"topic": "buses-first", "code": "7K3M9QXX", "on": "2999-01-01"}
    answer = await qiao.send("/admin/slips", sent)
    assert answer.status_code == 422
    assert re.findall(r'<p class="error" id="([a-z_]+)-error">', answer.text) == ["code", "on"]
    assert 'value="7K3M9QXX"' in answer.text
    assert 'value="2999-01-01"' in answer.text


async def test_the_last_batches_can_be_gone_on_with(qiao, sign_in) -> None:
    path = await begun(qiao, on=TODAY)
    assert f'href="{path}"' in (await qiao.see("/admin/slips")).text
    ada = await sign_in(cast.ADA)
    assert f'href="{path}"' not in (await ada.see("/admin/slips")).text
    assert (await ada.see(path)).status_code == 200


async def test_an_empty_slip_comes_back_with_its_category(qiao) -> None:
    path = await begun(qiao)
    topic = await builders.topics.topic_by_slug("buses-first")
    chosen = str(topic.categories[2].id)
    answer = await typed(qiao, path, "  ", category=chosen)
    assert answer.status_code == 422
    assert 'id="body-error"' in answer.text
    assert re.search(rf'value="{chosen}" checked', answer.text)
    assert await all_slips() == []


async def test_the_same_text_again_asks_and_keeps_the_photo_meanwhile(qiao) -> None:
    path = await begun(qiao)
    await typed(qiao, path)
    asked = await typed(qiao, path, photo_file=("slip.jpg", pictures.telling()))
    assert asked.status_code == 409
    [first] = await all_slips()
    assert field(asked.text, "second") == first.tracking
    assert text_in(asked.text) == TEXT
    kept = {"photo": field(asked.text, "photo"), "second": first.tracking}
    again = await typed(qiao, path, text_in(asked.text), page=asked.text, **kept)
    assert again.status_code == 201
    found = await all_slips()
    assert len(found) == 2
    assert await suggestions.photos_of([one.id for one in found]) == {found[1].id: [kept["photo"]]}
    assert await Photo.count() == 1


async def test_sending_the_same_form_again_shows_the_same_receipt(qiao) -> None:
    path = await begun(qiao)
    page = (await qiao.see(path)).text
    answers = [await typed(qiao, path, page=page) for _ in range(2)]
    shown = [re.findall(r'class="receipt figure">([^<]+)<', answer.text) for answer in answers]
    assert shown[0] == shown[1] != []
    assert len(await all_slips()) == 1
    other = await typed(qiao, path, "站台没有长椅。", page=page)
    assert (other.status_code, text_in(other.text)) == (422, "站台没有长椅。")


async def test_a_token_of_another_place_is_refused_with_the_text_kept(qiao, keys: KeyRing) -> None:
    path = await begun(qiao)
    forged = suggestions.tokens.issue(keys, await builders.make_placement(name="火车站"), now=now())
    answer = await qiao.send(path, {"form_token": forged, "body": TEXT})
    assert (answer.status_code, text_in(answer.text)) == (422, TEXT)
    assert await all_slips() == []


async def test_a_slip_with_a_listed_word_is_on_hold(app: Litestar, qiao) -> None:
    path = await begun(qiao)
    await screening.add_word(
        Entry(text="黑话", level=Level.HOLD), by=await builders.make_person(cast.WEI), now=now()
    )
    await app.state.runtime.look()
    answer = await typed(qiao, path, "司机说黑话。")
    assert answer.status_code == 201
    assert [one.state for one in await all_slips()] == [SuggestionState.HELD]


async def test_a_slip_is_undone_on_record(qiao) -> None:
    path = await begun(qiao)
    page = await typed(qiao, path)
    tracking = field(page.text, "slip") if 'name="slip" value=' in page.text else ""
    answer = await qiao.send(f"{path}/undo", {"slip": tracking})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path}?done=slip-undone")
    assert [one.state for one in await all_slips()] == [SuggestionState.WITHDRAWN]
    assert [act.kind for act in await trail.history(tracking)] == ["submit", "withdraw"]
    page = await qiao.browser.get(answer.headers["location"])
    assert 'name="slip"' not in page.text


async def test_somebody_elses_slip_cannot_be_undone(qiao, sign_in) -> None:
    path = await begun(qiao)
    await typed(qiao, path)
    [slip] = await all_slips()
    ada = await sign_in(cast.ADA)
    assert 'name="slip"' not in (await ada.see(path)).text
    answer = await ada.send(f"{path}/undo", {"slip": slip.tracking})
    assert answer.status_code == 409
    assert (await suggestions.by_tracking(slip.tracking)).state is SuggestionState.WAITING


@pytest.mark.parametrize("batch", ["0", "987654", "x", "１", "9999999999999"])
async def test_a_batch_that_is_not_there_is_not_found(qiao, batch: str) -> None:
    assert (await qiao.see(f"/admin/slips/{batch}")).status_code == 404


async def test_a_photo_of_a_slip_is_shown_to_moderators_and_can_do_nothing(qiao, wei) -> None:
    path = await begun(qiao)
    await typed(qiao, path, photo_file=("slip.png", pictures.telling("PNG")))
    [slip] = await all_slips()
    [name] = (await suggestions.photos_of([slip.id]))[slip.id]
    for desk in (qiao, wei):
        answer = await desk.see(f"/admin/photos/{name}")
        assert answer.status_code == 200
        assert pictures.opened(answer.content).size == (300, 200)
        assert pictures.SECRET.encode() not in answer.content
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-disposition"] == "inline"
        assert "sandbox" in answer.headers["content-security-policy"]
    small = await wei.see(f"/admin/photos/{name}", size="small")
    assert pictures.opened(small.content).format == "JPEG"
    for page in (
        "/admin/queue",
        f"/admin/suggestions/{slip.tracking}",
        f"/admin/suggestions/{slip.tracking}/history",
    ):
        assert f'/admin/photos/{name}"' in (await wei.see(page)).text
    assert (await qiao.browser.head(f"/admin/photos/{name}")).status_code == 200


async def test_a_photo_is_nobodys_without_a_session_nor_of_the_public(
    qiao, client: httpx.AsyncClient, app: Litestar
) -> None:
    path = await begun(qiao)
    await typed(qiao, path, photo_file=("slip.jpg", pictures.telling()))
    [slip] = await all_slips()
    [name] = (await suggestions.photos_of([slip.id]))[slip.id]
    assert (await client.get(f"/admin/photos/{name}")).status_code == 303
    assert (await qiao.see("/admin/photos/" + "0" * 32)).status_code == 404
    topic = await client.get("/t/buses-first")
    assert name not in topic.text


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"<svg onload='alert(1)'/>", 422), (pictures.bomb(), 413), (pictures.telling()[:900], 422)],
)
async def test_what_is_no_photo_is_refused_at_its_field_with_the_text_kept(
    qiao, content: bytes, status: int
) -> None:
    path = await begun(qiao)
    answer = await typed(qiao, path, photo_file=("slip.jpg", content))
    assert (answer.status_code, text_in(answer.text)) == (status, TEXT)
    assert 'id="photo-error"' in answer.text
    assert await all_slips() == []
    assert await Photo.count() == 0


async def test_erasing_takes_the_photo_along(qiao, app: Litestar) -> None:
    path = await begun(qiao)
    await typed(qiao, path, photo_file=("slip.jpg", pictures.telling()))
    [slip] = await all_slips()
    [name] = (await suggestions.photos_of([slip.id]))[slip.id]
    assert (await qiao.send(f"/admin/suggestions/{slip.tracking}/erase")).status_code == 303
    assert (await qiao.see(f"/admin/photos/{name}")).status_code == 404
    folder = app.state.runtime.store.folder / "photos"
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert (await slips.slips_of(1, most=9))[0].body is None
