import html
import re
from datetime import date

import pytest
import zxingcpp
from PIL import Image

import builders
from conftest import BASE_URL
from jianyan import accounts, campaigns, codes, topics, trail
from jianyan.campaigns import PlacementDetail, PlacementKind, PlacementState

PLACE = {
    "name": "五里牌站",
    "line": "往火车站方向",
    "side": "东侧",
    "material": "海报",
    "lat": "28.19",
    "lon": "112.98",
}


async def placements(slug: str = "buses-first") -> list[PlacementDetail]:
    topic = await builders.topics.topic_by_slug(slug)
    return [one for one in await campaigns.placements_of(topic.id) if one.kind is PlacementKind.PLACE]


async def new_form(**changes: str) -> dict[str, str]:
    campaign_id = await campaigns.first_campaign("buses-first")
    chosen = {"topic": "buses-first", "campaign": str(campaign_id), "kind": "place", "state": "planned"}
    return {**PLACE, **chosen, **changes}


async def kinds_of(code: str) -> list[str]:
    return [act.kind for act in await trail.history(f"code-{code}")]


def error_fields(page: str) -> list[str]:
    return re.findall(r'<p class="error" id="([a-z_]+)-error">', page)


def names_in(page: str) -> list[str]:
    return [html.unescape(name) for name in re.findall(r"<td[^>]*><a [^>]*><b>([^<]*)</b>", page)]


async def test_staff_add_a_placement_that_gets_a_code(qiao) -> None:
    await builders.make_topic()
    answer = await qiao.send("/admin/placements/new", await new_form(state="installed"))
    assert answer.status_code == 303
    (place,) = await placements()
    assert (place.name, place.side, place.lat, place.state) == (
        "五里牌站",
        "东侧",
        28.19,
        PlacementState.INSTALLED,
    )
    page = await qiao.browser.get(answer.headers["location"])
    assert codes.grouped(place.code) in page.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "长" * 121}, "name"),
        ({"line": "长" * 121}, "line"),
        ({"side": "长" * 61}, "side"),
        ({"material": "长" * 41}, "material"),
        ({"lat": "91"}, "lat"),
        ({"lat": "nan"}, "lat"),
        ({"lon": "东"}, "lon"),
        ({"lat": ""}, "lat"),
        ({"state": "flying"}, "state"),
    ],
)
async def test_a_refused_placement_comes_back_as_typed(qiao, changes: dict[str, str], field: str) -> None:
    await builders.make_topic()
    answer = await qiao.send("/admin/placements/new", await new_form(**changes))
    assert answer.status_code == 422
    assert error_fields(answer.text) == [field]
    assert "往火车站方向" in answer.text or field == "line"
    assert await placements() == []


@pytest.mark.parametrize(("campaign", "status"), [("999999", 404), ("x", 422), ("", 422)])
async def test_a_placement_needs_a_campaign_that_is_there(qiao, campaign: str, status: int) -> None:
    await builders.make_topic()
    answer = await qiao.send("/admin/placements/new", await new_form(campaign=campaign))
    assert answer.status_code == status
    assert await placements() == []


async def test_what_members_write_for_the_office_has_no_placements(qiao) -> None:
    office = await accounts.organisation_by_name("江州市政协")
    inner = await topics.inner_topic(office.id, now=builders.NOW)
    for path in ("/admin/placements", "/admin/placements/new", "/admin/placements/upload"):
        page = await qiao.see(path, topic=inner.slug)
        assert page.status_code == 200
        assert "这里没有点位" in page.text
        assert 'name="campaign"' not in page.text


async def test_a_link_for_a_channel_is_a_placement_of_its_own(qiao) -> None:
    topic = await builders.make_topic()
    page = await qiao.see("/admin/placements/new", topic="buses-first", kind="link")
    assert 'name="kind" value="link"' in page.text
    await qiao.send("/admin/placements/new", await new_form(kind="link", name="1路微信群"))
    links = await campaigns.placements_of(topic.id, kind=PlacementKind.LINK)
    assert [link.name for link in links][1:] == ["1路微信群"]
    edit = await qiao.see(f"/admin/placements/{links[1].code}/edit")
    assert f'value="{BASE_URL}/s/{links[1].code}"' in edit.text


async def test_editing_replaces_what_is_known_and_keeps_the_code(qiao) -> None:
    await builders.make_topic()
    code = await builders.make_placement()
    answer = await qiao.send(
        f"/admin/placements/{code}/edit", {**PLACE, "name": "火车站", "state": "damaged"}
    )
    assert answer.status_code == 303
    (place,) = await placements()
    assert (place.code, place.name, place.state) == (code, "火车站", PlacementState.DAMAGED)
    assert await kinds_of(code) == ["placement-edit"]


async def test_a_refused_edit_keeps_what_was_typed_and_changes_nothing(qiao) -> None:
    await builders.make_topic()
    code = await builders.make_placement()
    answer = await qiao.send(f"/admin/placements/{code}/edit", {**PLACE, "name": "火车站", "lat": "100"})
    assert answer.status_code == 422
    assert error_fields(answer.text) == ["lat"]
    assert 'value="火车站"' in answer.text
    assert 'value="100"' in answer.text
    assert (await placements())[0].name == "五里牌站"


async def test_the_state_is_set_from_the_list_and_the_filter_stays(qiao) -> None:
    await builders.make_topic()
    code = await builders.make_placement(lat=28.1, lon=112.9)
    fields = {"state": "installed", "topic": "buses-first", "state_filter": "planned", "text": "五里"}
    answer = await qiao.send(f"/admin/placements/{code}/state", fields)
    assert answer.status_code == 303
    assert "state=planned" in answer.headers["location"]
    (place,) = await placements()
    assert (place.state, place.lat, place.line) == (PlacementState.INSTALLED, 28.1, "往火车站方向")
    assert (await qiao.send(f"/admin/placements/{code}/state", {"state": "?"})).status_code == 422
    assert (await placements())[0].state is PlacementState.INSTALLED


async def test_a_printed_code_is_pointed_to_a_campaign_of_another_topic(qiao) -> None:
    await builders.make_topic()
    await builders.make_topic("parks")
    code = await builders.make_placement()
    target = await campaigns.first_campaign("parks")
    assert f'<option value="{target}"' in (await qiao.see(f"/admin/placements/{code}/edit")).text
    answer = await qiao.send(f"/admin/placements/{code}/retarget", {"campaign": str(target)})
    assert answer.status_code == 303
    assert (await campaigns.arrive(code)).topic.slug == "parks"
    assert await kinds_of(code) == ["code-retarget"]
    assert (await qiao.send(f"/admin/placements/{code}/retarget", {"campaign": "999999"})).status_code == 404
    assert (await qiao.send(f"/admin/placements/{code}/retarget", {"campaign": ""})).status_code == 422
    assert (await campaigns.arrive(code)).topic.slug == "parks"


async def test_a_code_is_revoked_and_restored(qiao) -> None:
    await builders.make_topic()
    code = await builders.make_placement()
    assert (await qiao.send(f"/admin/placements/{code}/revoke")).status_code == 303
    with pytest.raises(campaigns.CodeRevoked):
        await campaigns.arrive(code)
    assert f"/admin/placements/{code}/restore" in (await qiao.see(f"/admin/placements/{code}/edit")).text
    assert (await qiao.send(f"/admin/placements/{code}/restore")).status_code == 303
    assert (await campaigns.arrive(code)).placement.code == code
    assert await kinds_of(code) == ["code-revoke", "code-restore"]


async def test_the_list_is_filtered_by_what_the_url_says(qiao) -> None:
    topic = await builders.make_topic()
    await builders.make_placement(name="五里牌站", state=PlacementState.INSTALLED)
    code = await builders.make_placement(name="火车站", line="2路")
    await campaigns.revoke(code, by=None, now=builders.NOW)

    async def listed(**query: str) -> list[str]:
        return names_in((await qiao.see("/admin/placements", topic="buses-first", **query)).text)

    assert await listed() == [topic.title, "五里牌站", "火车站"]
    assert await listed(state="installed") == ["五里牌站"]
    assert await listed(state="link") == [topic.title]
    assert await listed(state="revoked") == ["火车站"]
    assert await listed(text="2路") == ["火车站"]
    assert await listed(text=codes.grouped(code).lower()) == ["火车站"]
    assert await listed(text="没有") == []
    assert (await qiao.see("/admin/placements", topic="nothing")).status_code == 404


async def test_the_list_shows_how_often_a_code_was_opened(qiao) -> None:
    await builders.make_topic()
    await builders.make_placement()
    (place,) = await placements()
    await campaigns.count_scans({(place.id, date(2026, 7, 1)): 30, (place.id, date(2026, 7, 2)): 12})
    page = await qiao.see("/admin/placements", text="五里牌")
    assert re.findall(r'class="num" data-name="[^"]*">(\d+)<', page.text) == ["42"]


async def test_a_long_list_is_shown_in_pages(qiao) -> None:
    await builders.make_topic()
    campaign_id = await campaigns.first_campaign("buses-first")
    new = [campaigns.NewPlacement(name=f"第{number}站") for number in range(150)]
    await campaigns.add_placements(campaign_id, new, by=None, now=builders.NOW)
    first = await qiao.see("/admin/placements", text="第")
    second = await qiao.see("/admin/placements", text="第", page="2")
    assert (len(names_in(first.text)), len(names_in(second.text))) == (100, 50)


@pytest.mark.parametrize("kind", ["svg", "png"])
async def test_the_picture_of_a_code_leads_to_its_form(qiao, kind: str) -> None:
    await builders.make_topic()
    code = await builders.make_placement()
    answer = await qiao.see(f"/admin/placements/{code}/qr/{kind}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith({"svg": "image/svg+xml", "png": "image/png"}[kind])
    assert f'filename="{code}.{kind}"' in answer.headers["content-disposition"]
    assert (
        f"filename*=UTF-8''%E4%BA%94%E9%87%8C%E7%89%8C%E7%AB%99%20{code}.{kind}"
        in (answer.headers["content-disposition"])
    )
    if kind == "png":
        import io

        read = zxingcpp.read_barcode(Image.open(io.BytesIO(answer.content)))
        assert read is not None
        assert read.text == f"{BASE_URL}/S/{code}".upper()


async def test_a_code_has_no_other_pictures_and_an_unknown_one_has_none(qiao) -> None:
    await builders.make_topic()
    code = await builders.make_placement()
    assert (await qiao.see(f"/admin/placements/{code}/qr/gif")).status_code == 404
    assert (await qiao.see("/admin/placements/00000001/qr/svg")).status_code == 404
    assert (await qiao.see("/admin/placements/00000001/edit")).status_code == 404


async def test_a_campaign_with_a_window_of_its_own_is_added(qiao) -> None:
    topic = await builders.make_topic()
    fields = {"topic": "buses-first", "name": "一号线", "opens_at": "2026-07-02T09:00", "closes_at": ""}
    answer = await qiao.send("/admin/campaigns", fields)
    assert answer.status_code == 303
    added = (await campaigns.campaigns_of(topic.id))[-1]
    assert (added.name, added.closes_at) == ("一号线", None)
    assert added.opens_at is not None
    assert added.opens_at.isoformat() == "2026-07-02T01:00:00+00:00"
    page = await qiao.see("/admin/campaigns", topic="buses-first")
    assert "一号线" in page.text
    assert "2026-07-02 09:00" in page.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "长" * 121}, "name"),
        ({"opens_at": "明天"}, "opens_at"),
        ({"closes_at": "2026-07-01T09:00"}, "closes_at"),
    ],
)
async def test_a_refused_campaign_comes_back_as_typed(qiao, changes: dict[str, str], field: str) -> None:
    topic = await builders.make_topic()
    fields = {"topic": "buses-first", "name": "一号线", "opens_at": "2026-07-02T09:00", **changes}
    answer = await qiao.send("/admin/campaigns", fields)
    assert answer.status_code == 422
    assert error_fields(answer.text) == [field]
    assert f'value="{fields["opens_at"]}"' in answer.text
    assert len(await campaigns.campaigns_of(topic.id)) == 1


async def test_a_campaign_of_an_unknown_topic_is_not_found(qiao) -> None:
    assert (await qiao.send("/admin/campaigns", {"topic": "nothing", "name": "一号线"})).status_code == 404


@pytest.mark.parametrize(
    "path", ["campaigns", "placements", "placements/new", "placements/upload", "posters"]
)
async def test_without_any_topic_a_page_says_what_to_do_first(qiao, path: str) -> None:
    page = await qiao.see(f"/admin/{path}")
    assert page.status_code == 200
    assert 'href="/admin/topics/new"' in page.text
