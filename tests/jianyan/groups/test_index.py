import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.groups import Index, amounts_of
from jianyan.groups.index import COMPARED_MOST

SHORT = st.text(alphabet="公交车站末班早晚太挤座椅", max_size=12)
LEAST = 1e-6

COMPLAINT = "银杏苑门口的路灯不亮"
LETTER = (
    "您好，我住在银杏苑六栋，孩子在附近上小学。这一带晚上黑得很，门口的路灯有七盏不亮，已经两个月了，"
    "物业说不归他们管，社区说要等街道排期。前几天有老人在那里摔了一跤。希望有关部门派人看一看，"
    "把路灯修好，也请告诉我们以后这类事情该找谁。谢谢。"
)
OTHERS = (
    "图书馆周末闭馆太早，学生没有地方自习",
    "二号桥下面的桥洞下雨就积水，行人过不去",
    "菜市场门口停满了车，消防通道被堵住了",
    "您好，我住在河东，孩子在附近上小学。学校门口没有斑马线，希望有关部门派人看一看。谢谢。",
)


def filled(texts: list[str]) -> Index:
    index = Index()
    for number, text in enumerate(texts):
        index.add(number, index.numbered(amounts_of(None, text)))
    return index


def found(index: Index, text: str, least: float = LEAST) -> list[tuple[int, float]]:
    vector = index.numbered(amounts_of(None, text))
    return [(one.text, pytest.approx(one.likeness)) for one in index.alike(vector, least=least)]


def test_a_short_complaint_finds_the_long_letter_about_the_same_first() -> None:
    index = filled([*OTHERS, LETTER])
    first, *others = index.alike(index.numbered(amounts_of(None, COMPLAINT)), least=LEAST)
    assert first.text == len(OTHERS)
    assert first.likeness > 0.2
    assert all(one.likeness < first.likeness / 3 for one in others)


def test_a_paraphrase_is_more_alike_than_what_shares_its_phrases() -> None:
    index = filled([*OTHERS, "末班车收得太早，下了晚班坐不上"])
    assert found(index, "建议末班车晚点收，上晚班的人下班坐不上车")[0][0] == len(OTHERS)


def test_what_many_texts_have_in_common_says_little() -> None:
    common = [f"希望有关部门派人看一看，{chr(0x5000 + at)}{chr(0x6000 + at)}" for at in range(300)]
    index = filled([*common, "希望有关部门派人看一看，银杏苑的井盖"])
    vector = index.numbered(amounts_of(None, "希望有关部门派人看一看，银杏苑的路灯"))
    best, second, *_ = index.alike(vector, least=LEAST)
    assert best.text == len(common)
    assert best.likeness > second.likeness + 0.1


def test_at_most_so_many_are_found_and_none_below_the_least() -> None:
    index = filled([COMPLAINT] * 3 + list(OTHERS))
    vector = index.numbered(amounts_of(None, COMPLAINT))
    assert [one.text for one in index.alike(vector, least=0.9, most=2)] == [0, 1]
    assert len(index.alike(vector, least=0.9)) == 3


def test_however_many_say_it_no_more_than_forty_are_compared() -> None:
    index = filled([COMPLAINT] * (3 * COMPARED_MOST))
    assert len(index.promising(index.numbered(amounts_of(None, COMPLAINT)))) == COMPARED_MOST


def test_the_share_of_a_gram_counts_matters_and_imagined_ones_too() -> None:
    index = filled([COMPLAINT, LETTER, *OTHERS[:2]])
    assert index.share("路灯") == pytest.approx(2 / 104)
    assert index.share("海豚") == 0
    index.add(4, index.numbered(amounts_of(None, COMPLAINT)), said=index.packed(0)[0])
    assert index.share("路灯") == pytest.approx(2 / 104)
    for number in range(5, 300):
        index.add(number, index.numbered(amounts_of(None, COMPLAINT)), said=())
    assert index.share("路灯") == pytest.approx(4 / 104)
    assert index.alike(index.numbered(amounts_of(None, COMPLAINT)), least=0.99)
    assert 3 in index
    assert 300 not in index


@given(st.lists(SHORT, max_size=8), SHORT, st.randoms(use_true_random=False))
def test_added_in_any_order_the_same_texts_are_found(
    texts: list[str], asked: str, order: random.Random
) -> None:
    shuffled = list(range(len(texts)))
    order.shuffle(shuffled)
    index = Index()
    for number in shuffled:
        index.add(number, index.numbered(amounts_of(None, texts[number])))
    assert found(index, asked) == found(filled(texts), asked)


@given(SHORT, SHORT, st.lists(SHORT, max_size=4))
def test_likeness_is_the_same_either_way_round(one: str, other: str, others: list[str]) -> None:
    index = filled([one, other, *others])
    there, back = (
        {
            each.text: each.likeness
            for each in index.alike(index.numbered(amounts_of(None, text)), least=LEAST)
        }
        for text in (one, other)
    )
    assert there.get(1, 0.0) == pytest.approx(back.get(0, 0.0))
    assert there.get(1, 0.0) <= 1 + LEAST


@given(SHORT, SHORT, st.lists(SHORT, max_size=4))
def test_equal_texts_are_wholly_alike_and_those_without_a_pair_in_common_not_at_all(
    one: str, other: str, others: list[str]
) -> None:
    index = filled([one, other, *others])
    likenesses = dict(found(index, one))
    grams, of_other = amounts_of(None, one), amounts_of(None, other)
    assert likenesses.get(0) == (pytest.approx(1) if grams else None)
    assert (1 in likenesses) == bool(grams.keys() & of_other.keys())
