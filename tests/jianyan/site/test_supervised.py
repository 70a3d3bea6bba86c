from datetime import UTC, datetime

import httpx
import pytest
from litestar import Litestar

import builders
import cast
import office_files
from cities import City
from jianyan import accounts, cases, uploads
from jianyan.accounts import Front, Role
from jianyan.cases import NewDocument, StepKind
from jianyan.clock import now

ZH = {"Accept-Language": "zh-CN", "Accept": "text/html", "Sec-Fetch-Site": "same-origin"}


class He:
    """The browser of a member who may supervise."""

    def __init__(self, client: httpx.AsyncClient, token: str, csrf_token: str) -> None:
        self._client, self._csrf_token = client, csrf_token
        self._headers = {**ZH, "Cookie": f"jianyan_me={token}"}

    async def see(self) -> str:
        answer = await self._client.get("/me/cases", headers=self._headers)
        assert answer.status_code == 200
        return answer.text

    async def remind(self, case_id: int, note: str = "", **changes: str) -> httpx.Response:
        sent = {"csrf_token": self._csrf_token, "note": note, **changes}
        return await self._client.post(f"/me/cases/{case_id}/remind", data=sent, headers=self._headers)


@pytest.fixture
async def city(client: httpx.AsyncClient, ready_made: City) -> City:
    return ready_made


@pytest.fixture
async def he(city: City, client: httpx.AsyncClient) -> He:
    facts = {"role": Role.MEMBER, "organisation": "江州市政协", "now": now()}
    await accounts.add_account(cast.HE, password=cast.PASSWORD, **facts)  # type: ignore[arg-type]
    token = await builders.sign_in(cast.HE, front=Front.MEMBERS, now=now())
    session = await accounts.signed_in(token, front=Front.MEMBERS, now=now())
    assert session is not None
    return He(client, token, session.csrf_token)


async def reminders(city: City, case_id: int) -> list[str | None]:
    steps = (await city.seen(case_id)).steps
    return [step.text for step in steps if step.kind is StepKind.REMINDED]


async def test_a_member_sees_the_cases_he_supervises_and_reminds_their_departments(
    he: He, city: City
) -> None:
    case_id, other = await city.claimed(), await city.claimed(title="另一件")
    assert "您目前没有督办的办理件" in await he.see()
    await cases.supervise(case_id, "", email=cast.HE, by=city.qiao, now=now())
    page = await he.see()
    assert "延长夜间末班车" in page
    assert "已逾期" in page
    assert "另一件" not in page
    assert (await he.remind(case_id, "请尽快答复")).status_code == 303
    assert await reminders(city, case_id) == ["请尽快答复"]
    assert (await he.remind(other)).status_code == 404
    assert await reminders(city, other) == []


async def test_a_second_reminder_on_a_day_is_refused_and_keeps_what_was_typed(he: He, city: City) -> None:
    case_id = await city.claimed()
    await cases.supervise(case_id, "", email=cast.HE, by=city.qiao, now=now())
    await he.remind(case_id)
    refused = await he.remind(case_id, "还是请尽快")
    assert refused.status_code == 429
    assert "今天已经催办过该单位" in refused.text
    assert "还是请尽快" in refused.text
    assert (await he.remind(case_id, csrf_token="stale")).status_code == 403
    assert await reminders(city, case_id) == [None]


async def test_a_member_reads_of_a_supervised_case_what_its_author_does_and_saves_its_documents(
    he: He, city: City, app: Litestar, client: httpx.AsyncClient
) -> None:
    runtime = app.state.runtime
    document = await uploads.take_document_in(
        office_files.ofd(),
        reading_room=runtime.reading_room,
        store=runtime.store,
        by=city.bo.actor,
        now=now(),
    )
    case_id = await city.claimed()
    await city.reply(case_id, documents=(NewDocument(document.name, "方案.ofd"),))
    await cases.supervise(case_id, "", email=cast.HE, by=city.qiao, now=now())
    assert document.name not in await he.see(), "it is not published yet"
    await cases.publish_reply(case_id, by=city.wei, now=now())
    link = f'<a href="/documents/{document.name}" download><span class="name">方案.ofd</span>'
    page = await he.see()
    assert link in page
    assert '<strong class="state published">采纳</strong>' in page
    assert (await client.get(f"/documents/{document.name}")).status_code == 200
    dissatisfied = cases.Satisfaction.DISSATISFIED
    rating = cases.NewRating(is_solved=False, satisfaction=dissatisfied, reason="没有改。")
    suggestion_id = (await city.seen(case_id)).suggestion_id
    await cases.rate(case_id, suggestion_id, rating, now=now(), zone=builders.SHANGHAI)
    await cases.cancel(case_id, "重复。", by=city.qiao, now=now())
    page = await he.see()
    assert "末班车延至22点" in page
    assert document.name not in page


async def test_an_answered_case_is_read_and_has_no_form_any_more(he: He, city: City) -> None:
    case_id = await city.replied()
    await cases.supervise(case_id, "", email=cast.HE, by=city.qiao, now=now())
    assert "末班车延至22点" not in await he.see(), "it is not published yet"
    await cases.publish_reply(case_id, by=city.wei, now=now())
    page = await he.see()
    assert "末班车延至22点" in page
    assert "/remind" not in page


async def test_a_day_that_is_provisional_says_so_to_who_supervises(he: He, city: City) -> None:
    case_id = await city.claimed(now=datetime(2050, 7, 1, tzinfo=UTC))
    await cases.supervise(case_id, "", email=cast.HE, by=city.qiao, now=now())
    page = await he.see()
    assert '<span class="tag">暂定</span>' in page
    assert "国务院尚未公布 2050 年节假日安排" in page
