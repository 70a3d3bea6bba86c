from collections.abc import Callable
from pathlib import Path

import pytest

from jianyan.filing.examples import Labelled, OneColumnTwice, TooFewCategories, TooFewExamples, labelled
from jianyan.sheets import MissingColumn, Sheet, read_rows

Rows = Callable[..., Sheet]


@pytest.fixture
def sheet(tmp_path: Path) -> Rows:
    """Give what reads a sheet of such rows."""

    def read(*rows: str) -> Sheet:
        path = tmp_path / "filed.csv"
        path.write_text("\n".join(["主题,详情,补充,分类", *rows]) + "\n", encoding="utf-8")
        return read_rows(path)

    return read


GOOD = ("公交,太少,加车,交通", "公交,太慢,,交通", "河水,发臭,,环境", ",污染,,环境")


def texts_of(read: Labelled) -> list[tuple[str, str]]:
    return [(example.title, example.body) for example in read.examples]


def test_rows_with_a_category_become_examples(sheet: Rows) -> None:
    read = labelled(sheet(*GOOD), label="分类", texts=["主题", "详情", "补充"], folds=2)
    assert read.names == ["交通", "环境"]
    assert [example.category for example in read.examples] == [0, 0, 1, 1]
    assert texts_of(read) == [("公交", "太少\n加车"), ("公交", "太慢\n"), ("河水", "发臭\n"), ("", "污染\n")]


def test_a_single_text_column_is_the_body(sheet: Rows) -> None:
    read = labelled(sheet(*GOOD), label="分类", texts=["详情"], folds=2)
    assert texts_of(read) == [("", "太少"), ("", "太慢"), ("", "发臭"), ("", "污染")]


def test_rows_without_a_category_or_a_letter_are_left_out(sheet: Rows) -> None:
    read = labelled(
        sheet(*GOOD, "公交,太远,,", "12,？,,交通", "线路,,,交通 "), label="分类", texts=["主题"], folds=1
    )
    assert (len(read.examples), read.left_out) == (4, 3)
    assert read.names == ["交通", "环境"]


def test_categories_are_compared_in_narrow_letters(sheet: Rows) -> None:
    read = labelled(sheet("a,公交,,ＡＢ", "b,公交,,AB ", "c,河,,C"), label="分类", texts=["详情"], folds=1)
    assert read.names == ["AB", "C"]


def test_a_label_among_the_texts_is_refused(sheet: Rows) -> None:
    with pytest.raises(OneColumnTwice, match="分类"):
        labelled(sheet(*GOOD), label="分类", texts=["详情", "分类"], folds=2)
    with pytest.raises(OneColumnTwice, match="详情"):
        labelled(sheet(*GOOD), label="分类", texts=["详情", "详情"], folds=2)


def test_a_column_that_is_not_there_is_named(sheet: Rows) -> None:
    with pytest.raises(MissingColumn, match="内容"):
        labelled(sheet(*GOOD), label="分类", texts=["内容"], folds=2)


def test_too_little_to_learn_from_is_refused(sheet: Rows) -> None:
    with pytest.raises(TooFewCategories, match="has 1"):
        labelled(sheet(*GOOD[:2]), label="分类", texts=["详情"], folds=2)
    with pytest.raises(TooFewCategories, match="has 0"):
        labelled(sheet("公交,太少,,"), label="分类", texts=["详情"], folds=2)
    with pytest.raises(TooFewExamples, match="环境 has 1 rows; 2 folds"):
        labelled(sheet(*GOOD[:3]), label="分类", texts=["详情"], folds=2)
