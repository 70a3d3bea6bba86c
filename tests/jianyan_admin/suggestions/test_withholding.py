"""One photo is withheld while the rest stays published, and shown again."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

import builders
import cast
import pictures
import recordings
from jianyan import accounts, db, invariants, moderation, suggestions, topics, trail
from jianyan.accounts import Person
from jianyan.clock import now
from jianyan.keys import KeyRing
from jianyan.moderation import Act, Verdict, WithheldAlready
from jianyan.suggestions import SentFile
from jianyan.suggestions.tables import SuggestionPhoto
from jianyan.topics.tables import Topic
from jianyan.uploads import FileKind

JSON = {"Accept": "application/json"}
WHY = "看得见孩子的脸，电话13812348000。"


@pytest.fixture
async def sent(client: httpx.AsyncClient, app: Litestar) -> str:
    """Send a suggestion with two photos and a voice note, and give its number."""
    opens_at = now() - timedelta(hours=1)
    await builders.make_topic(opens_at=opens_at, closes_at=None, takes_files=True, questions=[])
    path = f"/s/{await builders.make_placement()}"
    token = (await client.get(path, headers=JSON)).json()["form_token"]
    files = [
        ("photo", ("a.jpg", pictures.telling())),
        ("photo", ("b.jpg", pictures.saved(pictures.picture(400, 300)))),
        ("voice", ("a.amr", recordings.recording("amr"))),
    ]
    answer = await client.post(
        path, data={"body": "站台没有灯", "form_token": token}, files=files, headers=JSON
    )
    assert answer.status_code == 201
    return str(answer.json()["tracking"])


async def files_of(tracking: str) -> list[SentFile]:
    return await suggestions.sent_files((await suggestions.by_tracking(tracking)).id)


async def person() -> Person:
    return await accounts.person_by_email(cast.WEI)


async def publish(tracking: str) -> None:
    drawer = (await topics.topic_by_slug("buses-first")).categories[0].id
    verdict = Verdict(act=Act.APPROVE, category_id=drawer)
    await moderation.decide(tracking, verdict, by=await person(), now=now())


async def test_a_withheld_photo_leaves_the_public_page_and_the_rest_stays(
    wei: Any, client: httpx.AsyncClient, sent: str, keys: KeyRing
) -> None:
    await publish(sent)
    first, second, _ = await files_of(sent)
    answer = await wei.send(f"/admin/photos/{first.name}/withhold", {"answer": "withhold", "reason": WHY})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/admin/suggestions/{sent}")
    assert (await client.get(f"/photos/{first.name}")).status_code == 404
    assert (await client.get(f"/photos/{second.name}")).status_code == 200
    page = (await client.get("/t/buses-first")).text
    assert (first.name in page, second.name in page, "站台没有灯" in page) == (False, True, True)
    assert (await wei.see(f"/admin/photos/{first.name}")).status_code == 200
    act = (await trail.history(sent))[-1]
    reason = "看得见孩子的脸，电话138****8000。"
    assert (act.kind, act.data) == ("file-withhold", {"what": "photo", "number": 1, "reason": reason})
    again = await wei.send(f"/admin/photos/{first.name}/withhold", {"answer": "show"})
    assert again.status_code == 303
    assert (await client.get(f"/photos/{first.name}")).status_code == 200
    assert [act.kind for act in await trail.history(sent)][-2:] == ["file-withhold", "file-show"]
    assert [one.fault for one in await invariants.check_invariants(keys) if one.fault] == []


async def test_a_voice_note_is_withheld_from_the_card_and_the_moderator_stays_there(
    wei: Any, sent: str
) -> None:
    card = (await wei.see("/admin/queue")).text
    assert f'hx-get="/admin/suggestions/{sent}/files?back=' in card
    voice = (await files_of(sent))[-1]
    back = "/admin/queue?topic=buses-first"
    fragment = await wei.see(f"/admin/suggestions/{sent}/files", back=back)
    assert f'name="back" value="{back}"' in fragment.text
    assert "<audio" not in fragment.text
    answer = await wei.send(f"/admin/photos/{voice.name}/withhold", {"reason": "骂人。", "back": back})
    assert answer.headers["location"] == back
    assert [file.is_withheld for file in await files_of(sent)] == [False, False, True]
    assert f"/admin/photos/{voice.name}/withhold" in (await wei.see(f"/admin/suggestions/{sent}")).text


async def test_nothing_is_withheld_without_a_reason_and_nothing_twice(wei: Any, sent: str) -> None:
    first = (await files_of(sent))[0]
    refused = await wei.send(f"/admin/photos/{first.name}/withhold", {"reason": " "})
    assert refused.status_code == 422
    assert not (await files_of(sent))[0].is_withheld
    await moderation.withhold(first.name, "脸", by=await person(), now=now())
    with pytest.raises(WithheldAlready):
        await moderation.withhold(first.name, "脸", by=await person(), now=now())
    await moderation.show_again(first.name, by=await person(), now=now())
    with pytest.raises(WithheldAlready):
        await moderation.show_again(first.name, by=await person(), now=now())
    assert len([act for act in await trail.history(sent) if act.kind.startswith("file-")]) == 2


async def test_a_file_that_is_withheld_without_a_record_is_named(wei: Any, sent: str) -> None:
    assert await moderation.first_fault() is None
    async with db.transaction():
        await SuggestionPhoto.update({SuggestionPhoto.withheld_at: now()}).where(SuggestionPhoto.number == 2)
    fault = await moderation.first_fault()
    assert fault == f"suggestion {sent}: whether its file 2 is withheld is not as recorded"


OFFICE, AWAY, NOT_THEIRS = 200, 404, 403
PLACES = {
    cast.ADA: ("江州市政协", OFFICE),
    cast.QIAO: ("江州市政协", OFFICE),
    cast.WEI: ("江州市政协", OFFICE),
    cast.ZHU: ("岳州市政协", AWAY),
    cast.BO: ("江州市政协", NOT_THEIRS),
}
"""Who asks → where they work, and what they are answered."""
TOLD = {AWAY: "There is no such photo", NOT_THEIRS: "Your account may not open this"}


@pytest.mark.parametrize("is_withheld", [False, True])
@pytest.mark.parametrize("who", PLACES)
async def test_who_sees_a_withheld_photo_hears_a_withheld_note_and_all_others_are_told_why_not(
    sign_in: Any, sent: str, who: str, is_withheld: bool
) -> None:
    organisation, status = PLACES[who]
    await builders.make_account(who, organisation=organisation, now=now())
    await builders.make_account(cast.HE, now=now())
    owner = await accounts.organisation_by_name("江州市政协")
    async with db.transaction():
        await Topic.update({Topic.owner: owner.id}, force=True)
    files = await files_of(sent)
    for file in files if is_withheld else []:
        await moderation.withhold(file.name, "脸", by=await accounts.person_by_email(who), now=now())
    desk = await sign_in(who)
    assert {file.kind for file in files} == {FileKind.PHOTO, FileKind.VOICE}
    for file in files:
        answer = await desk.browser.get(f"/admin/photos/{file.name}", headers={"accept-language": "en"})
        assert answer.status_code == status, file.kind
        assert status == OFFICE or TOLD[status] in answer.text


@pytest.mark.parametrize("is_withheld", [False, True])
async def test_without_a_desk_a_photo_is_seen_until_it_is_withheld_and_a_note_is_never_heard(
    client: httpx.AsyncClient, wei: Any, sent: str, is_withheld: bool
) -> None:
    await publish(sent)
    *photos, voice = await files_of(sent)
    for file in (*photos, voice) if is_withheld else ():
        await moderation.withhold(file.name, "脸", by=await person(), now=now())
    seen = 404 if is_withheld else 200
    assert [(await client.get(f"/photos/{file.name}")).status_code for file in photos] == [seen, seen]
    assert (await client.get(f"/photos/{voice.name}")).status_code == 404
    at_the_desk = await client.get(f"/admin/photos/{voice.name}")
    assert (at_the_desk.status_code, at_the_desk.headers["location"][:14]) == (303, "/admin/sign-in")
