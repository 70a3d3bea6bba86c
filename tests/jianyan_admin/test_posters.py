import pypdfium2
import pytest
import zxingcpp

import builders
from conftest import BASE_URL
from jianyan import campaigns, trail
from jianyan.campaigns import PlacementState


def urls_in(pdf: bytes) -> list[str]:
    """Read every code of a PDF, page by page, each page from the top left."""
    found: list[str] = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        picture = page.render(scale=2).to_pil()
        codes = zxingcpp.read_barcodes(picture)
        found += [
            code.text
            for code in sorted(
                codes, key=lambda code: (code.position.top_left.y // 50, code.position.top_left.x)
            )
        ]
        page.close()
    document.close()
    return found


async def prints_of(slug: str) -> list[dict[str, object]]:
    topic = await builders.topics.topic_by_slug(slug)
    return [act.data for act in await trail.history(f"topic-{topic.id}") if act.kind == "code-print"]


@pytest.mark.parametrize("paper", ["a4", "a5", "sticker-sheet"])
async def test_each_poster_leads_to_its_own_placement(qiao, paper: str) -> None:
    await builders.make_topic()
    codes = [await builders.make_placement(name=name) for name in ("五里牌站", "火车站")]
    answer = await qiao.send("/admin/posters/print", {"topic": "buses-first", "paper": paper, "which": "all"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert f'filename="buses-first-{paper}-' in answer.headers["content-disposition"]
    assert "filename*=UTF-8''%E4%BC%98%E5%85%88" in answer.headers["content-disposition"]
    assert urls_in(answer.content) == [f"{BASE_URL}/S/{code}".upper() for code in codes]
    assert await prints_of("buses-first") == [{"count": 2}]


async def test_one_placement_or_one_state_is_printed_alone(qiao) -> None:
    topic = await builders.make_topic()
    planned = await builders.make_placement(name="五里牌站")
    damaged = await builders.make_placement(name="火车站", state=PlacementState.DAMAGED)
    link = await campaigns.topic_link(topic.id)
    assert link is not None
    for which, code in ((planned, planned), ("damaged", damaged), (link.code, link.code)):
        fields = {"topic": "buses-first", "paper": "a5", "which": which}
        answer = await qiao.send("/admin/posters/print", fields)
        assert urls_in(answer.content) == [f"{BASE_URL}/S/{code}".upper()]
    assert await prints_of("buses-first") == [{"count": 1}] * 3


async def test_revoked_and_removed_codes_are_not_among_all(qiao) -> None:
    await builders.make_topic()
    kept = await builders.make_placement(name="五里牌站")
    await builders.make_placement(name="火车站", state=PlacementState.REMOVED)
    await campaigns.revoke(await builders.make_placement(name="河西站"), by=None, now=builders.NOW)
    answer = await qiao.send("/admin/posters/print", {"topic": "buses-first", "paper": "a5", "which": "all"})
    assert urls_in(answer.content) == [f"{BASE_URL}/S/{kept}".upper()]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"paper": "a0"}, "paper"),
        ({"paper": ""}, "paper"),
        ({"which": "silent"}, "which"),
        ({"which": "?"}, "which"),
    ],
)
async def test_a_refused_print_keeps_the_form_and_writes_nothing(
    qiao, changes: dict[str, str], field: str
) -> None:
    await builders.make_topic()
    await builders.make_placement()
    fields = {"topic": "buses-first", "paper": "a4", "which": "all", **changes}
    answer = await qiao.send("/admin/posters/print", fields)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert await prints_of("buses-first") == []


async def test_the_form_says_how_many_codes_each_choice_prints(qiao) -> None:
    await builders.make_topic()
    await builders.make_placement()
    await builders.make_placement(name="火车站", state=PlacementState.REMOVED)
    page = await qiao.see("/admin/posters", topic="buses-first")
    assert '<option value="all" selected>' in page.text
    assert "(1)" in page.text


async def test_posters_of_an_unknown_topic_are_not_found(qiao) -> None:
    assert (await qiao.send("/admin/posters/print", {"topic": "nothing", "paper": "a4"})).status_code == 404
    assert (await qiao.see("/admin/posters", topic="nothing")).status_code == 404
