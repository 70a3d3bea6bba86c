import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.screening import Level, Word, Words
from jianyan.screening.folding import folded

IGNORED = st.text(st.sampled_from(" *-_.·~+|/★😀\u200b\u2060\ufeff\u0336\u3000"), max_size=3)
LISTED = ["操你妈", "刷单返利", "傻逼", "代开发票", "加v信"]


def found_in(text: str, *words: Word | str) -> list[str]:
    listed = [word if isinstance(word, Word) else Word(word, Level.HOLD) for word in words]
    read = folded(text)
    return [text[slice(*read.span(found.start, found.end))] for found in Words(listed).places(read)]


@pytest.mark.parametrize(
    ("text", "word", "written"),
    [
        ("你个傻逼！", "傻逼", ["傻逼"]),
        ("你个傻 * 逼！", "傻逼", ["傻 * 逼"]),
        ("代開發票", "代开发票", ["代開發票"]),
        ("代开发票", "代開發票", ["代开发票"]),
        ("加Ｖ信", "加v信", ["加Ｖ信"]),
        ("刷单，刷单", "刷单", ["刷单", "刷单"]),
        ("QQ 一二三四五", "12345", ["一二三四五"]),
        ("刷，单", "刷单", []),
        ("第100路", "1000", []),
        ("第10000路", "1000", []),
    ],
)
def test_a_word_is_found_in_whatever_dress(text: str, word: str, written: list[str]) -> None:
    assert found_in(text, word) == written


@pytest.mark.parametrize(
    ("text", "word", "written"),
    [
        ("谢谢", "谢谢", ["谢谢"]),
        ("谢", "谢谢", []),
        ("谢你", "谢谢你", []),
        ("你谢", "你谢谢", []),
        ("路口口口交交交通", "口交", ["口口口交交交"]),
        ("谢谢谢谢谢", "谢谢", ["谢谢谢谢谢"]),
        ("你他妈的", "他妈的", ["他妈的"]),
        ("他妈妈的", "他妈的", []),
        ("他妈妈妈的", "他妈的", ["他妈妈妈的"]),
        ("他他妈妈的的", "他妈的", ["他他妈妈的的"]),
        ("大傻傻傻逼逼逼逼", "傻逼", ["傻傻傻逼逼逼逼"]),
        ("你傻逼逼", "傻逼", ["傻逼"]),
        ("滚，傻傻逼", "傻逼", ["傻逼"]),
        ("他妈的的确", "他妈的", ["他妈的"]),
        ("妈妈的包", "妈的", []),
        ("谢谢谢", "谢谢", ["谢谢谢"]),
        ("goood", "god", ["goood"]),
        ("good", "god", []),
        ("www", "www", ["www"]),
    ],
)
def test_letters_may_be_stretched_but_not_doubled_as_words_are(
    text: str, word: str, written: list[str]
) -> None:
    assert found_in(text, word) == written


def test_a_word_inside_its_allow_phrase_does_not_count_and_elsewhere_it_does() -> None:
    word = Word("沙雕", Level.NOTE, ("沙雕艺术", "黄沙雕塑"))
    assert found_in("海边的沙雕艺术", word) == []
    assert found_in("沙*雕藝術", word) == []
    assert found_in("沙雕艺术，你个沙雕", word) == ["沙雕"]


def test_an_allow_phrase_excuses_its_own_word_only() -> None:
    assert found_in("沙雕艺术", Word("沙雕", Level.NOTE, ("沙雕艺术",)), "沙雕艺术") == ["沙雕艺术"]


def test_a_phrase_that_holds_its_word_twice_excuses_both() -> None:
    assert found_in("刷单不刷单", Word("刷单", Level.HOLD, ("刷单不刷单",))) == []


def test_words_over_each_other_are_all_found() -> None:
    assert found_in("兼职刷单返利", "刷单返利", "刷单", "兼职刷单") == ["兼职刷单", "刷单", "刷单返利"]


def test_two_entries_of_one_form_are_both_found() -> None:
    assert found_in("刷單", "刷单", "刷單") == ["刷單", "刷單"]


def test_a_word_of_marks_only_cannot_be_listed() -> None:
    with pytest.raises(ValueError, match="searched"):
        Words([Word("，", Level.HOLD)])


@given(st.sampled_from(LISTED), st.data())
def test_a_listed_word_is_found_with_anything_ignorable_between_its_letters(
    word: str, data: st.DataObject
) -> None:
    written = word[0] + "".join(data.draw(IGNORED) + letter for letter in word[1:])
    assert found_in(f"请看，{written}。", word) == [written]


@given(st.text(st.sampled_from("傻逼操你妈，。 *路口交通"), max_size=30))
def test_places_lie_in_the_text(text: str) -> None:
    read = folded(text)
    for found in Words(
        [Word("傻逼", Level.HOLD), Word("操你妈", Level.HOLD), Word("口交", Level.HOLD)]
    ).places(read):
        start, end = read.span(found.start, found.end)
        assert 0 <= start < end <= len(text)
        assert set(found.word.text) <= set(text[start:end])


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("路口交通", [("口交", "口交", None)]),
        ("黄沙雕塑", [("沙雕", "沙雕", "沙雕塑")]),
        ("真是沙雕", []),
        ("末班车", []),
    ],
)
def test_a_listed_word_that_does_not_count_is_told_with_the_reason(
    text: str, passed: list[tuple[str, str, str | None]]
) -> None:
    words = Words([Word("口交", Level.HOLD), Word("沙雕", Level.NOTE, ("沙雕塑",))])
    read = folded(text)
    found = words.passed_over(read)
    assert [(one.word.text, read.text[one.start : one.end], one.phrase) for one in found] == passed
