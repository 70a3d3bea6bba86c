import json
import re
from datetime import timedelta

import builders
import cast
from jianyan import campaigns, moderation
from jianyan.clock import now
from jianyan.keys import KeyRing
from jianyan.moderation import Act, Reason, Verdict


def rows_of(page: str) -> dict[str, list[int]]:
    """Read name → numbers from the rows of all tables."""
    rows: dict[str, list[int]] = {}
    for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL):
        cells = [
            re.sub(r"<[^>]+>", "", cell).strip()
            for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)
        ]
        rows[cells[0]] = [int(cell) for cell in cells[1:] if cell.isdigit()]
    return rows


async def test_the_tally_shows_categories_by_state_and_adds_up(sign_in, keys: KeyRing) -> None:
    topic = await builders.make_topic()
    code = await builders.make_placement()
    first, _ = await builders.submit(keys, code, category="线路规划")
    second, _ = await builders.submit(keys, code, "别的", category="线路规划")
    await builders.submit(keys, code, "不知道归哪类")
    person = await builders.make_person(cast.ZHU)
    approve = Verdict(act=Act.APPROVE, category_id=topic.categories[0].id)
    decline = Verdict(act=Act.DECLINE, reason=next(iter(Reason)))
    await moderation.decide(first.tracking, approve, by=person, now=builders.NOW)
    await moderation.decide(second.tracking, decline, by=person, now=builders.NOW)
    wei = await sign_in(cast.WEI)
    page = await wei.see("/admin/tallies", topic="buses-first")
    assert page.status_code == 200
    rows = rows_of(page.text)
    assert rows["线路规划"] == [2, 0, 0, 1, 1, 0, 0]
    assert rows["站点设置"] == [0] * 7
    assert rows["五里牌站"] == [0, 3, 1]
    assert rows["2026-07-01"] == [3]
    assert page.text.count('<svg xmlns="http://www.w3.org/2000/svg" class="chart"') == 5
    assert " style=" not in page.text


async def test_answers_to_questions_are_counted(qiao, keys: KeyRing) -> None:
    topic = await builders.make_topic()
    code = await builders.make_placement()
    rating, often = topic.questions[0].id, topic.questions[1]
    answers = {f"q_{rating}": ["4"], f"q_{often.id}": [str(often.options[1].id)]}
    await builders.submit(keys, code, answers=answers)
    page = await qiao.see("/admin/tallies", topic="buses-first")
    rows = rows_of(page.text)
    assert (rows["每周"], rows["每天"]) == ([1], [0])
    assert (rows["4"], rows["5"]) == ([1], [0])
    assert "4.0" in page.text


async def test_a_topic_without_suggestions_says_so(qiao) -> None:
    await builders.make_topic()
    page = await qiao.see("/admin/tallies", topic="buses-first")
    assert page.status_code == 200
    assert 'class="empty"' in page.text
    assert "<svg" not in page.text


async def test_without_any_topic_the_page_stays_readable(qiao) -> None:
    assert (await qiao.see("/admin/tallies")).status_code == 200


async def test_a_tally_of_an_unknown_topic_is_not_found(qiao) -> None:
    assert (await qiao.see("/admin/tallies", topic="nothing")).status_code == 404


async def test_a_name_that_looks_like_markup_stays_text(qiao, keys: KeyRing) -> None:
    await builders.make_topic(categories=["<script>alert(1)</script>", "乙"])
    code = await builders.make_placement(name="<img src=x>")
    await builders.submit(keys, code)
    page = await qiao.see("/admin/tallies", topic="buses-first")
    assert "<script>alert" not in page.text
    assert "<img src=x>" not in page.text


async def stops(count: int) -> list[str]:
    campaign = await campaigns.first_campaign("buses-first")
    new = [
        campaigns.NewPlacement(name=f"第{number:03d}站", lat=28.1 + number / 1000, lon=112.9)
        for number in range(count)
    ]
    await campaigns.add_placements(campaign, new, by=None, now=builders.NOW)
    return [place.code for place in await campaigns.placements_of(1)][1:]


def first_cells(page: str, after: str) -> list[str]:
    """Read the first cell of each row of the table that follows a heading."""
    table = page.split(after, 1)[1].split("<tbody>", 1)[1].split("</tbody>", 1)[0]
    return [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r'<td class="first"[^>]*>(.*?)</td>', table)]


async def test_the_table_of_places_is_sorted_and_paged_by_the_address(qiao, keys: KeyRing) -> None:
    await builders.make_topic()
    codes = await stops(60)
    for place in (41, 41, 7):
        await builders.submit(keys, codes[place])
    page = (await qiao.see("/admin/tallies", topic="buses-first")).text
    assert first_cells(page, 'id="places"')[:2] == ["第041站", "第007站"]
    assert len(first_cells(page, 'id="places"')) == 50
    named = (await qiao.see("/admin/tallies", topic="buses-first", sort="name", page="2")).text
    assert first_cells(named, 'id="places"') == [f"第{number:03d}站" for number in range(49, 60)]
    assert 'aria-sort="ascending"' in named
    odd = await qiao.see("/admin/tallies", topic="buses-first", sort="code; DROP", page="x", days="-1")
    assert first_cells(odd.text, 'id="places"') == first_cells(page, 'id="places"')


async def test_silent_places_are_a_list_of_tasks_with_a_way_to_each(qiao, sign_in, keys: KeyRing) -> None:
    at = now()
    await builders.make_topic(opens_at=at - timedelta(days=40), closes_at=at + timedelta(days=40))
    heard, silent = await builders.make_placement(), await builders.make_placement(name="火车站")
    await builders.submit(keys, heard, now=at)
    places = {place.code: place.id for place in await campaigns.placements_of(1)}
    today = at.astimezone(builders.SHANGHAI).date()
    await campaigns.count_scans({(places[heard], today): 3, (places[silent], today - timedelta(days=20)): 1})
    page = (await qiao.see("/admin/tallies", topic="buses-first")).text
    assert first_cells(page, 'id="silent"') == ["火车站"]
    assert f"/admin/placements/{silent}/edit" in page.split('id="silent"')[1]
    longer = (await qiao.see("/admin/tallies", topic="buses-first", days="21")).text
    assert "没有哪个在用点位静默这么久" in longer
    wei = await sign_in(cast.WEI)
    assert "/edit" not in (await wei.see("/admin/tallies", topic="buses-first")).text


async def test_who_was_not_heard_stands_before_the_charts(qiao, keys: KeyRing) -> None:
    await builders.make_topic()
    await builders.submit(keys, await builders.make_placement())
    page = (await qiao.see("/admin/tallies", topic="buses-first")).text
    assert "是声音，不是投票" in page.split("<svg")[0]
    assert "委员占 0%，市民占 100%" in page


async def test_the_script_gets_the_numbers_of_the_tables(qiao, keys: KeyRing) -> None:
    await builders.make_topic(categories=["</script><script>alert(1)</script>", "乙"])
    (code, *_) = await stops(3)
    await builders.submit(keys, code, category="乙")
    page = (await qiao.see("/admin/tallies", topic="buses-first")).text
    told = re.search(r'<script type="application/json" id="board">(.*?)</script>', page, re.DOTALL)
    assert told
    facts = json.loads(told[1])
    assert facts["categories"]["names"] == ["</script><script>alert(1)</script>", "乙", "未归类"]
    assert [(one["state"], one["counts"]) for one in facts["categories"]["series"]] == [
        ("waiting", [0, 1, 0])
    ]
    assert facts["days"] == [["2026-07-01", 1]]
    assert facts["hours"]["counts"][2][12] == 1
    assert facts["places"] == [["第000站", 1]]
    assert [point[2:] for point in facts["map"]] == [[1, "第000站"], [0, "第001站"], [0, "第002站"]]
    assert [round(point[1]) for point in facts["map"]] == [-111, 0, 111]
