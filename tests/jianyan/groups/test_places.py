import pytest

from jianyan.groups.places import district_of, is_place, people_of


@pytest.mark.parametrize(
    "word",
    ["银杏苑", "滨河路", "丽水新城", "第三中学", "人民医院", "朝阳街道", "石桥村", "客运北站", "教育学院"],
)
def test_what_ends_like_a_place_is_one(word: str) -> None:
    assert is_place(word, [])


@pytest.mark.parametrize("word", ["路灯", "末班车", "市政府", "停车位", "村民", "城"])
def test_what_does_not_is_none(word: str) -> None:
    assert not is_place(word, [f"{word}坏了", f"请修{word}"])


def test_a_name_with_things_around_it_is_a_place() -> None:
    assert is_place("江畔豪景", ["江畔豪景小区停水", "江畔豪景附近太吵", "江畔豪景二期停水"])
    assert not is_place("江畔豪景", ["江畔豪景小区停水", "江畔豪景二期", "江畔豪景停水"])


def test_the_district_that_most_texts_name_comes_before_its_city() -> None:
    assert district_of(["A市A2区停水", "A2区停水", "A市停水"]) == ["A2区"]
    assert district_of(["A市停水", "Ａ市停水", "B7县"]) == ["A市"]
    assert district_of(["停水", "停电", "A市"]) == []


def test_the_people_that_most_texts_name_are_told_the_most_frequent_first() -> None:
    assert people_of(["业主和老人", "业主", "业主，老人，学生", "停水"]) == ["业主", "老人"]
    assert people_of(["停水", "停电"]) == []
