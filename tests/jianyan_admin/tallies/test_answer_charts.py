import builders
import cast
from cities import NOW, City, make_city
from jianyan import cases
from jianyan.cases import NewRating, Satisfaction
from jianyan.keys import KeyRing


async def test_a_board_without_cases_says_nothing_of_departments(qiao, keys: KeyRing) -> None:
    await builders.make_topic()
    await builders.submit(keys, await builders.make_placement())
    page = await qiao.see("/admin/tallies", topic="buses-first")
    assert page.status_code == 200
    assert 'id="answers"' not in page.text


async def test_a_board_shows_the_way_the_times_and_the_departments(sign_in, keys: KeyRing) -> None:
    city = await make_city(keys)
    await rated(city)
    await city.hand_over(lead_id=city.police, start=0, length=5)
    wei = await sign_in(cast.ZHU)
    page = await wei.see("/admin/tallies", topic="buses-first")
    section = page.text.partition('id="answers"')[2].partition("</section>")[0]
    assert section.count('<svg xmlns="http://www.w3.org/2000/svg" class="chart"') == 2
    for words in ("江州市交通运输局", "江州市公安局", "100.0%", "1 · 0 · 0"):
        assert words in section
    assert " style=" not in section


async def rated(city: City) -> None:
    case_id = await city.answered()
    rating = NewRating(is_solved=True, satisfaction=Satisfaction.SATISFIED)
    suggestion_id = (await city.seen(case_id)).suggestion_id
    await cases.rate(case_id, suggestion_id, rating, now=NOW, zone=builders.SHANGHAI)
