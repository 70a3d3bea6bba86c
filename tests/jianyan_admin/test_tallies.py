import re

import builders
import cast
from jianyan import moderation
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
    assert rows["五里牌站"] == [3]
    assert rows["2026-07-01"] == [3]
    assert page.text.count('<svg xmlns="http://www.w3.org/2000/svg" class="chart"') == 2
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
