"""Personal data, against texts of which each is labelled with what a careful reader would mask."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.screening import Kind, personal_data
from jianyan.screening.personal import masked

LABEL = re.compile(r"\[\[(\w+)\|(.*?)\]\]")
LINES = (Path(__file__).parent / "personal_cases.txt").read_text(encoding="utf-8").splitlines()
KNOWN_FROM = LINES.index("# Known to be missed or wrong; they count in the figures.")

Parts = set[tuple[str, int, int]]


def labelled(line: str) -> tuple[str, Parts]:
    parts: Parts = set()
    while found := LABEL.search(line):
        start = found.start()
        parts.add((found[1], start, start + len(found[2])))
        line = line[:start] + found[2] + line[found.end() :]
    return line, parts


def found_in(text: str) -> Parts:
    return {(str(part.kind), part.start, part.end) for part in personal_data(text)}


def cases(lines: list[str]) -> list[tuple[str, Parts]]:
    return [labelled(line) for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("text", "parts"), cases(LINES[:KNOWN_FROM]))
def test_what_a_careful_reader_would_mask_is_found_and_nothing_else(text: str, parts: Parts) -> None:
    assert found_in(text) == parts


def test_nothing_harmless_is_masked_and_little_is_missed() -> None:
    every = cases(LINES)
    right = sum(len(found_in(text) & parts) for text, parts in every)
    found = sum(len(found_in(text)) for text, _ in every)
    wanted = sum(len(parts) for _, parts in every)
    assert len(every) >= 300
    assert right / found == 1
    assert right / wanted >= 0.94


@pytest.mark.parametrize(
    ("kind", "written", "public"),
    [
        (Kind.MOBILE, "13812345678", "138****5678"),
        (Kind.MOBILE, "+86 138-1234-5678", "+86 138-****-5678"),
        (Kind.MOBILE, "一三八一二三四五六七八", "一三八****五六七八"),
        (Kind.LANDLINE, "0731-88886666", "0731-88****66"),
        (Kind.LANDLINE, "(0731)8888 6666", "(0731)88** **66"),
        (Kind.IDENTITY, "110105194912310021", "110*************21"),
        (Kind.CARD, "6222 0219 0211 2345 679", "**** **** **** ***5 679"),
        (Kind.PLATE, "湘A·12345", "湘A·***45"),
        (Kind.PLATE, "湘AD12345", "湘A****45"),
        (Kind.EMAIL, "lan@163.com", "l**@163.com"),
        (Kind.EMAIL, "l@163.com", "*@163.com"),
        (Kind.EMAIL, "ｌａｎ＠１６３．ｃｏｍ", "ｌ**＠１６３．ｃｏｍ"),
        (Kind.ACCOUNT, "lan_2020", "l**_**20"),
        (Kind.ACCOUNT, "123456789", "1******89"),
        (Kind.WORD, "傻*逼", "***"),
    ],
)
def test_a_mask_keeps_the_length_and_enough_to_know_ones_own(kind: Kind, written: str, public: str) -> None:
    assert masked(written, kind) == public
    assert len(public) == len(written)


@given(st.text())
def test_parts_lie_in_the_text_one_after_another(text: str) -> None:
    end = 0
    for part in personal_data(text):
        assert end <= part.start < part.end <= len(text)
        end = part.end


@given(st.text(st.characters(exclude_categories=["L", "N", "S"])) | st.text("公交车太少，請增加班次。 \n"))
def test_a_text_without_digits_and_letters_holds_nothing_personal(text: str) -> None:
    assert personal_data(text) == []


@given(
    st.from_regex(r"\A1[3-9][0-9]{9}\Z"), st.sampled_from(["", " ", "-", ".", "\u200b", "－"]), st.booleans()
)
def test_a_mobile_number_is_found_however_its_digits_are_written(
    number: str, between: str, wide: bool
) -> None:
    dressed = (
        number.translate({ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"}) if wide else number
    )
    written = between.join((dressed[:3], dressed[3:7], dressed[7:]))
    assert [(part.kind, part.start, part.end) for part in personal_data(f"请打{written}。")] == [
        (Kind.MOBILE, 2, 2 + len(written))
    ]
