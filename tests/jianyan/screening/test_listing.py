from pathlib import Path

import pytest

from jianyan.errors import Invalid
from jianyan.screening import Level, NotALevel, NotAWord, Word, default_words, words_of_sheet
from jianyan.screening.folding import folded
from jianyan.screening.listing import WORD_MOST
from jianyan.sheets import MissingColumn, read_rows

HEADER = "word,level,allowed\n"


def listed(folder: Path, text: str, encoding: str = "utf-8") -> list[Word]:
    path = folder / "words.csv"
    path.write_text(text, encoding=encoding)
    return words_of_sheet(read_rows(path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_an_operators_list_is_read_with_its_allow_phrases(tmp_path: Path, encoding: str) -> None:
    words = listed(
        tmp_path, HEADER + "口交,block,路口交通；十字路口交警\n刷单,Hold,\n发票, note ,a|b、c\n", encoding
    )
    assert words == [
        Word("口交", Level.BLOCK, ("路口交通", "十字路口交警")),
        Word("刷单", Level.HOLD),
        Word("发票", Level.NOTE, ("a", "b", "c")),
    ]


def test_other_columns_are_remarks_in_any_order(tmp_path: Path) -> None:
    assert listed(tmp_path, "remark,allowed,level,word\nwhy,,mask,刷单\n") == [Word("刷单", Level.MASK)]


def test_a_list_without_a_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingColumn) as refused:
        listed(tmp_path, "word,level\n刷单,hold\n")
    assert refused.value.values["names"] == "allowed"


@pytest.mark.parametrize("word", ["", "***", "，。", "\u200b", "字" * (WORD_MOST + 1)])
def test_a_row_without_anything_to_search_for_is_refused(tmp_path: Path, word: str) -> None:
    with pytest.raises(NotAWord) as refused:
        listed(tmp_path, HEADER + f"刷单,hold,\n{word},hold,x\n")
    assert refused.value.values["row"] == 3


@pytest.mark.parametrize("level", ["", "ban", "拦截"])
def test_a_row_without_a_level_is_refused(tmp_path: Path, level: str) -> None:
    with pytest.raises(NotALevel) as refused:
        listed(tmp_path, HEADER + f"刷单,{level},\n")
    assert refused.value.values == {"row": 2, "text": level}
    assert isinstance(refused.value, Invalid)


def test_the_list_that_comes_with_the_service_is_small_and_turns_nobody_away() -> None:
    words = default_words()
    texts = [folded(word.text).text for word in words]
    assert 100 <= len(words) <= 300
    assert len(set(texts)) == len(texts)
    assert {word.level for word in words} == {Level.HOLD, Level.MASK, Level.NOTE}
    assert [
        (word.text, phrase)
        for word in words
        for phrase in word.allowed
        if folded(word.text).text not in folded(phrase).text
    ] == []
