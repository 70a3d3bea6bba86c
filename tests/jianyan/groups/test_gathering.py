import random
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from jianyan.groups import LIKENESS_LEAST, Gathering, amounts_of

LAMPS = (
    "银杏苑门口的路灯不亮，晚上走路害怕",
    "银杏苑门口的路灯坏了两个月，晚上很黑",
    "请修一修银杏苑门口的路灯，晚上看不见路",
    "银杏苑门口路灯不亮，老人晚上摔跤了",
)
BUSES = (
    "末班车收得太早，下了晚班坐不上",
    "十二路末班车太早了，下晚班的人坐不上",
    "希望末班车收晚一点，下晚班坐不上车",
)
ELSEWHERE = ("银杏苑的电梯经常停运，高层住户出不了门", "图书馆周末闭馆太早，学生没有地方自习")
SHORT = st.text(alphabet="公交车站末班早晚太挤座椅", max_size=10)


def gathered(*texts: str, least: float = LIKENESS_LEAST) -> Gathering:
    gathering = Gathering(least=least)
    for number, text in enumerate(texts):
        gathering.take(number, amounts_of(None, text))
    return gathering


def test_those_who_say_the_same_are_one_group_and_others_at_the_same_place_are_not() -> None:
    gathering = gathered(*LAMPS, *ELSEWHERE, *BUSES)
    assert list(gathering.members.values()) == [[0, 1, 2, 3], [4], [5], [6, 7, 8]]
    assert [gathering.group_of(number) for number in (3, 4, 8)] == [0, 4, 6]


def test_the_order_of_arrival_makes_no_other_groups_of_what_is_clear() -> None:
    texts = [*LAMPS, *ELSEWHERE, *BUSES]
    wanted = {frozenset(members) for members in gathered(*texts).members.values()}
    for seed in range(20):
        order = list(range(len(texts)))
        random.Random(seed).shuffle(order)
        gathering = Gathering()
        for number in order:
            gathering.take(number, amounts_of(None, texts[number]))
        assert {frozenset(members) for members in gathering.members.values()} == wanted


def test_a_chain_of_neighbours_does_not_hold_together_what_is_not_alike() -> None:
    linked = ("甲乙丙丁戊己", "丁戊己庚辛壬", "庚辛壬癸子丑", "癸子丑寅卯辰")
    gathering = gathered(*linked)
    neighbours = [
        gathering.index.alike(gathering.index.numbered(amounts_of(None, text)), least=LIKENESS_LEAST)
        for text in linked
    ]
    assert [len(found) for found in neighbours] == [2, 3, 3, 2]
    assert gathering.group_of(0) != gathering.group_of(3)


def test_the_representative_is_what_says_best_what_all_say() -> None:
    gathering = gathered("银杏苑路灯不亮，还有电梯和垃圾，一言难尽", "银杏苑路灯不亮", "银杏苑的路灯不亮了")
    assert gathering.members == {0: [0, 1, 2]}
    assert gathering.representative(0) == 1
    assert gathered(LAMPS[0]).representative(0) == 0


def test_recalled_texts_stand_where_they_stood_and_take_the_same_ones_up() -> None:
    texts = [*LAMPS[:3], *ELSEWHERE, *BUSES[:2]]
    first, again = gathered(*texts), Gathering()
    for number, text in enumerate(texts):
        again.recall(number, amounts_of(None, text), group=first.group_of(number))
    assert again.members == first.members
    for number, text in ((7, LAMPS[3]), (8, BUSES[2])):
        amounts = amounts_of(None, text)
        assert again.take(number, amounts) == first.take(number, amounts)


def test_a_text_without_a_pair_of_letters_stands_alone() -> None:
    gathering = gathered("！", "！", "好")
    assert gathering.members == {0: [0], 1: [1], 2: [2]}


def test_a_large_group_takes_up_no_more_room_than_what_it_has_in_common() -> None:
    gathering = Gathering()
    for number in range(200):
        tail = "".join(chr(0x5000 + 7 * number + at) for at in range(6))
        gathering.take(number, amounts_of(None, f"银杏苑门口的路灯不亮{tail}"))
    assert len(gathering.members) == 1
    assert len(gathering.centre(0)[0]) == 256
    assert gathering.take(200, amounts_of(None, "银杏苑门口的路灯不亮")).group == 0


@given(st.lists(SHORT, max_size=12))
def test_no_member_joined_below_the_least_likeness_and_each_text_is_in_one_group(texts: list[str]) -> None:
    gathering = Gathering()
    joined = {number: gathering.take(number, amounts_of(None, text)) for number, text in enumerate(texts)}
    for group, members in gathering.members.items():
        assert members[0] == group
        assert members == sorted(members)
        assert all(LIKENESS_LEAST <= joined[number].likeness <= 1 + 1e-6 for number in members)
        assert {joined[number].group for number in members} == {group}
    assert sorted(chain.from_iterable(gathering.members.values())) == list(range(len(texts)))


@given(st.lists(SHORT, min_size=1, max_size=10))
def test_one_arrival_changes_one_group(texts: list[str]) -> None:
    before, after = gathered(*texts[:-1]).members, gathered(*texts).members
    assert sum(1 for group in after if after[group] != before.get(group)) == 1
