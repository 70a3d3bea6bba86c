import html
import re

import httpx
import pytest

import builders
import cast
from jianyan import campaigns, topics, trail
from jianyan.topics import NoSuchTopic, QuestionKind, TopicState

FORM = {
    "slug": "better-buses",
    "title": "公交怎样才更好坐？",
    "invitation": "请告诉我们。",
    "organisers": "江州市政协\n江州公交集团\n",
    "opens_at": "2026-07-01T09:00",
    "closes_at": "2026-07-08T18:00",
    "categories": "线路规划\n站点设置\n\n收发班次",
    "question_1_text": "您多久乘一次公交？",
    "question_1_kind": "single",
    "question_1_required": "1",
    "question_1_options": "每天\n每周",
    "question_4_text": "您最想改的一件事",
    "question_4_kind": "text",
}


def errors_in(answer: httpx.Response) -> dict[str, str]:
    """Read field → error from a form that came back."""
    found = re.findall(r'<p class="error" id="([a-z_0-9]+)-error">([^<]*)</p>', answer.text)
    return {name: html.unescape(text) for name, text in found}


async def kinds_of(slug: str) -> list[str]:
    topic = await topics.topic_by_slug(slug)
    return [act.kind for act in await trail.history(f"topic-{topic.id}")]


async def test_staff_add_a_topic_as_a_draft_with_a_campaign_and_a_link(qiao) -> None:
    answer = await qiao.send("/admin/topics/new", FORM)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/admin/topics/better-buses/preview?done=topic-added"
    topic = await topics.topic_by_slug("better-buses")
    assert topic.state is TopicState.DRAFT
    assert (topic.title, topic.organisers) == (FORM["title"], ["江州市政协", "江州公交集团"])
    assert topic.opens_at.isoformat() == "2026-07-01T01:00:00+00:00"
    assert [one.name for one in topic.categories] == ["线路规划", "站点设置", "收发班次"]
    assert [(one.kind, one.required) for one in topic.questions] == [
        (QuestionKind.SINGLE, True),
        (QuestionKind.TEXT, False),
    ]
    assert await campaigns.topic_link(topic.id) is not None


async def test_a_new_form_has_sensible_beginnings_and_three_empty_questions(qiao) -> None:
    page = await qiao.see("/admin/topics/new")
    assert page.status_code == 200
    assert re.search(r'name="slug"[^>]* value="topic-\d{8}-\d{4}"', page.text)
    assert len(re.findall(r'name="opens_at"[^>]* value="\d{4}-\d\d-\d\dT\d\d:00"', page.text)) == 1
    assert len(re.findall(r'name="closes_at"[^>]* value="\d{4}-\d\d-\d\dT18:00"', page.text)) == 1
    assert page.text.count('<fieldset class="question">') == 3


async def test_a_topic_without_an_address_gets_one(qiao) -> None:
    await qiao.send("/admin/topics/new", {**FORM, "slug": "", "title": "Better buses, now"})
    assert (await topics.topic_by_slug("better-buses-now")).title == "Better buses, now"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "长" * 121}, "title"),
        ({"slug": "Better Buses"}, "slug"),
        ({"slug": "new"}, "slug"),
        ({"invitation": "长" * 2001}, "invitation"),
        ({"organisers": "长" * 121}, "organisers"),
        ({"categories": "只有一个"}, "categories"),
        ({"categories": "重复\n重复"}, "categories"),
        ({"categories": "长" * 61 + "\n乙"}, "categories"),
        ({"opens_at": "下周一"}, "opens_at"),
        ({"closes_at": "2026-06-30T09:00"}, "closes_at"),
        ({"question_1_options": "只有一个"}, "questions"),
        ({"question_1_text": ""}, "question_1_text"),
        ({"question_1_kind": "essay"}, "question_1_kind"),
        ({"question_4_options": "是\n否"}, "questions"),
    ],
)
async def test_a_refused_topic_comes_back_with_all_that_was_typed(
    qiao, changes: dict[str, str], field: str
) -> None:
    answer = await qiao.send("/admin/topics/new", {**FORM, "invitation": "一字不差 <b>", **changes})
    assert answer.status_code == 422
    assert list(errors_in(answer)) == [field]
    if field != "invitation":
        assert "一字不差 &lt;b&gt;" in answer.text
    assert "您最想改的一件事" in answer.text
    assert await topics.all_topics() == []


async def test_every_wrong_field_is_named_at_once(qiao) -> None:
    answer = await qiao.send("/admin/topics/new", {**FORM, "title": "", "slug": "?", "opens_at": "x"})
    assert set(errors_in(answer)) == {"title", "slug", "opens_at"}


async def test_an_address_that_is_taken_is_a_conflict_and_keeps_the_form(qiao) -> None:
    await builders.make_topic("better-buses")
    answer = await qiao.send("/admin/topics/new", FORM)
    assert answer.status_code == 409
    assert list(errors_in(answer)) == ["slug"]
    assert FORM["title"] in answer.text
    assert len(await topics.all_topics()) == 1


async def test_control_characters_never_reach_the_database(qiao) -> None:
    nul = await qiao.send("/admin/topics/new", {**FORM, "title": "公\x00交"})
    assert nul.status_code == 400
    assert await topics.all_topics() == []
    bell = await qiao.send("/admin/topics/new", {**FORM, "title": "公交\x07"})
    assert bell.status_code == 303
    assert (await topics.topic_by_slug("better-buses")).title == "公交"


async def test_editing_shows_the_topic_and_saves_it(qiao) -> None:
    await builders.make_topic("better-buses", published=False)
    page = await qiao.see("/admin/topics/better-buses/edit")
    assert page.status_code == 200
    assert "线路规划\n站点设置\n收发班次" in page.text
    assert page.text.count('<fieldset class="question">') == 4 + 3
    answer = await qiao.send("/admin/topics/better-buses/edit", {**FORM, "slug": "buses-now"})
    assert answer.headers["location"] == "/admin/topics/buses-now/preview?done=topic-saved"
    topic = await topics.topic_by_slug("buses-now")
    assert topic.title == FORM["title"]
    assert await kinds_of("buses-now") == ["topic-add", "placements-add", "topic-edit"]


async def test_a_public_topic_keeps_its_address(qiao) -> None:
    await builders.make_topic("better-buses")
    answer = await qiao.send("/admin/topics/better-buses/edit", {**FORM, "slug": "other"})
    assert answer.status_code == 409
    assert list(errors_in(answer)) == ["slug"]
    assert (await topics.topic_by_slug("better-buses")).title == "优先发展城市公交"


async def test_the_preview_shows_the_form_and_once_public_its_addresses(qiao) -> None:
    await builders.make_topic("better-buses", published=False)
    draft = await qiao.see("/admin/topics/better-buses/preview")
    assert "您对公交是否满意？" in draft.text
    assert "/t/better-buses" not in draft.text
    await qiao.send("/admin/topics/better-buses/publish")
    topic = await topics.topic_by_slug("better-buses")
    link = await campaigns.topic_link(topic.id)
    assert link is not None
    public = await qiao.see("/admin/topics/better-buses/preview")
    assert 'href="/t/better-buses"' in public.text
    assert f'href="/s/{link.code}"' in public.text


async def test_publishing_and_closing_move_the_topic_and_are_kept_on_record(qiao) -> None:
    await builders.make_topic("better-buses", published=False)
    assert (await qiao.send("/admin/topics/better-buses/publish")).status_code == 303
    assert (await topics.topic_by_slug("better-buses")).state is TopicState.PUBLISHED
    assert (await qiao.send("/admin/topics/better-buses/close")).status_code == 303
    assert (await topics.topic_by_slug("better-buses")).state is TopicState.CLOSED
    assert (await kinds_of("better-buses"))[-2:] == ["topic-publish", "topic-close"]
    acts = await trail.history(f"topic-{(await topics.topic_by_slug('better-buses')).id}")
    assert acts[-1].role == "staff"


async def test_a_copy_is_a_draft_with_the_same_content(qiao) -> None:
    original = await builders.make_topic("better-buses")
    assert 'value="better-buses-2"' in (await qiao.see("/admin/topics/better-buses/copy")).text
    answer = await qiao.send("/admin/topics/better-buses/copy", {"slug": "buses-2027"})
    assert answer.headers["location"] == "/admin/topics/buses-2027/edit?done=topic-copied"
    copy = await topics.topic_by_slug("buses-2027")
    assert copy.state is TopicState.DRAFT
    assert topics.as_new(copy).questions == topics.as_new(original).questions
    assert await campaigns.topic_link(copy.id) is not None


@pytest.mark.parametrize(("slug", "status"), [("better-buses", 409), ("Not A Slug", 422), ("", 422)])
async def test_a_copy_needs_an_address_of_its_own(qiao, slug: str, status: int) -> None:
    await builders.make_topic("better-buses")
    answer = await qiao.send("/admin/topics/better-buses/copy", {"slug": slug})
    assert answer.status_code == status
    assert list(errors_in(answer)) == ["slug"]
    assert len(await topics.all_topics()) == 1


async def test_the_list_shows_state_dates_and_counts(qiao, keys) -> None:
    await builders.make_topic("better-buses")
    code = await builders.make_placement("better-buses")
    await builders.submit(keys, code)
    await builders.submit(keys, code)
    page = await qiao.see("/admin/topics")
    assert "2026-07-08 12:30" in page.text
    assert re.findall(r'class="num"[^>]*>(?:<a [^>]*>)?(\d+)', page.text) == ["2", "2"]


async def test_an_empty_list_says_what_to_do_first(qiao) -> None:
    page = await qiao.see("/admin/topics")
    assert page.status_code == 200
    assert 'href="/admin/topics/new"' in page.text
    assert 'class="empty"' in page.text


@pytest.mark.parametrize("action", ["edit", "preview", "copy"])
async def test_an_unknown_topic_is_not_found(qiao, action: str) -> None:
    assert (await qiao.see(f"/admin/topics/nothing/{action}")).status_code == 404
    assert (await qiao.see(f"/admin/topics/%00/{action}")).status_code == 400


@pytest.mark.parametrize("page", ["campaigns", "placements", "posters", "exports", "tallies"])
async def test_a_page_about_an_unknown_topic_is_not_found(qiao, page: str) -> None:
    await builders.make_topic()
    assert (await qiao.see(f"/admin/{page}", topic="nothing")).status_code == 404
    assert (await qiao.see(f"/admin/{page}", topic="\x00")).status_code in {400, 404}


@pytest.mark.parametrize("action", ["edit", "publish", "close", "copy"])
async def test_an_unknown_topic_cannot_be_changed(qiao, action: str) -> None:
    assert (await qiao.send(f"/admin/topics/nothing/{action}", FORM)).status_code == 404


async def test_a_form_of_another_session_changes_nothing(qiao) -> None:
    qiao.csrf_token = "0" * 64
    assert (await qiao.send("/admin/topics/new", FORM)).status_code == 403
    with pytest.raises(NoSuchTopic):
        await topics.topic_by_slug("better-buses")


@pytest.mark.parametrize(
    "path",
    [
        "/admin/topics",
        "/admin/topics/new",
        "/admin/campaigns",
        "/admin/placements",
        "/admin/placements/new",
        "/admin/placements/upload",
        "/admin/posters",
        "/admin/exports",
        "/admin/proposals",
    ],
)
async def test_moderators_have_no_staff_desk(sign_in, client, path: str) -> None:
    wei = await sign_in(cast.WEI)
    assert (await wei.see(path)).status_code == 403
    assert (await client.get(path)).status_code == 303
