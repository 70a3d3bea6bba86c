from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from jianyan import campaigns, topics, trail
from jianyan.clock import now


@pytest.fixture
def places(jianyan: Any, topic: str, tmp_path: Path) -> str:
    """Import three stops."""
    sheet = tmp_path / "stops.csv"
    sheet.write_text("名称,线路\n五里牌站,3路\n火车站,12路\n市一医院,夜1路\n", encoding="utf-8")
    assert jianyan("import", "placements", sheet, "--topic", topic).code == 0
    return topic


def pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return texts


@pytest.mark.parametrize(("paper", "count"), [("a4", 3), ("a5", 3), ("sticker-sheet", 1)])
def test_every_place_is_printed_with_its_name(
    paper: str, count: int, jianyan: Any, places: str, tmp_path: Path
) -> None:
    target = tmp_path / "x.pdf"
    ran = jianyan("posters", places, "--paper", paper, "-o", target, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert (ran.json["posters"], ran.json["bytes"]) == (3, target.stat().st_size)
    texts = pages(target)
    assert len(texts) == count
    for name in ("五里牌站", "火车站", "市一医院"):
        assert sum(name in text for text in texts) == 1


def test_a_revoked_code_is_not_printed_and_printing_is_recorded(
    jianyan: Any, places: str, inside: Callable[..., Any], tmp_path: Path
) -> None:
    async def revoke_one() -> None:
        topic = await topics.topic_by_slug(places)
        place = (await campaigns.placements_of(topic.id, kind=campaigns.PlacementKind.PLACE))[0]
        await campaigns.revoke(place.code, by=None, now=now())

    inside(revoke_one)
    assert jianyan("posters", places, "-o", tmp_path / "x.pdf").code == 0
    assert len(pages(tmp_path / "x.pdf")) == 2
    assert inside(lambda: trail.acts(kind="code-print", most=1))[0].data == {"count": 2}


def test_a_topic_without_places_is_said_and_no_file_made(jianyan: Any, topic: str, tmp_path: Path) -> None:
    ran = jianyan("posters", topic, "-o", tmp_path / "x.pdf")
    assert ran.code == 1
    assert "There is no placement to print" in ran.err
    assert not (tmp_path / "x.pdf").exists()
