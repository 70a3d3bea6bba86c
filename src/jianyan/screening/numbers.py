"""Telephone, identity and card numbers in a text, however their digits are grouped.

A number is judged as a whole row of digits and their groups: 138 0013 8000 is a telephone, 2019-08-26 is
none.

Source: the numbering plan of China (mobile numbers 1[3-9], area codes 010, 02x and 0[3-9]xx).
"""

import re
from collections.abc import Iterator
from itertools import islice

import msgspec

from jianyan.screening.check_digits import is_resident_number, passes_luhn
from jianyan.screening.schemas import Part
from jianyan.screening.states import Kind
from jianyan.screening.widths import INVISIBLE

_DIGITS = f"(?:[0-9]{INVISIBLE}*)+"
_LEAST_DIGITS = 7
_ROW = re.compile(
    rf"(?=[0-9 .\-)(+{INVISIBLE}]{{{_LEAST_DIGITS}}}){_DIGITS}(?:(?:[ .\-)(+]{INVISIBLE}*){{1,3}}{_DIGITS})*"
)
_GROUP = re.compile(f"[0-9](?:{INVISIBLE}*[0-9])*")
_FRACTION = re.compile("[0-9][.]$")
_MOST_DIGITS = 19
_DIGITS_BEFORE_X = 17
_AROUND = 28
_JUST_AFTER = 6

_MOBILE = re.compile("(?:(?:00)?86|0)?1[3-9][0-9]{9}")
_LANDLINE = re.compile("(?:(?:00)?860?|0)(?:(?:10|2[0-57-9])[2-9][0-9]{7}|[3-9][0-9]{2}[2-9][0-9]{6,7})")
# Eight digits may be a day as well: 20190826.
_LOCAL = re.compile("(?!20[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]$)[2-9][0-9]{6,7}")
_CARD = re.compile("(?:62|60|4|5[1-5]|35|9[0-9])[0-9]*")
_COUNTRY = frozenset({"86", "0086"})

_BEFORE_PHONE = re.compile(
    "(?:电话|座机|手机|联系方式|联系|致电|拨打|tel|phone)[^0-9a-z]{0,4}(?:[0-9\\-]{7,13}[^0-9a-z]{1,3})?$"
)
_BEFORE_IDENTITY = re.compile("身份证[^0-9a-z]{0,6}$")
_BEFORE_CARD = re.compile("(?:卡号|银行卡|银行账户|[账帐]号)[^0-9a-z]{0,6}$")
_BEFORE_OTHER = re.compile(
    "(?:编|单|流水|合同|执照|案|票|注册|序列|准考证|学|工|户|批|文)(?:号|号码|编码)[^0-9a-z]{0,3}$"
)
_LETTER_BEFORE = re.compile("[a-z]$")
_NAME_BEFORE = re.compile("(?<![a-z])(?:tel|phone|mobile|mob|wx|vx|v|qq|sj|dh)$")
_UNIT_AFTER = re.compile("[ ]?(?:元|万|亿|%|‰|平|米|吨|公里|千瓦|[a-z_])|[.][0-9](?![0-9]{3}年)")


class _Candidate(msgspec.Struct, frozen=True):
    """Groups that stand together, and what is around them."""

    groups: list[str]
    before: str
    after: str

    @property
    def digits(self) -> str:
        return "".join(self.groups)


def numbers(narrow: str) -> Iterator[Part]:
    """Walk the numbers of persons in a narrowed text, in their order; a part of one may be another."""
    for row in _ROW.finditer(narrow):
        if row.end() - row.start() < _LEAST_DIGITS:
            continue
        spans = [group.span() for group in _GROUP.finditer(narrow, *row.span())]
        for first in range(len(spans)):
            yield from islice(_beginning_at(narrow, spans, first), 1)


def _beginning_at(narrow: str, spans: list[tuple[int, int]], first: int) -> Iterator[Part]:
    """Walk what the groups from one on may be, the longest first."""
    start = spans[first][0]
    before = narrow[max(0, start - _AROUND) : start]
    if _FRACTION.search(before):
        return
    groups = _groups(narrow, spans[first : first + _MOST_DIGITS])
    for count in range(len(groups), 0, -1):
        end = spans[first + count - 1][1]
        chosen = groups[:count]
        if narrow[end : end + 1] == "x" and sum(map(len, chosen)) == _DIGITS_BEFORE_X:
            chosen[-1] += "x"
            end += 1
        kind = _kind(_Candidate(chosen, before, narrow[end : end + _JUST_AFTER]))
        if kind is not None:
            yield Part(kind, start, end)


def _groups(narrow: str, spans: list[tuple[int, int]]) -> list[str]:
    """List the digits of groups as long as they may be one number."""
    groups: list[str] = []
    count = 0
    for start, end in spans:
        groups.append(narrow[start:end].replace(INVISIBLE, ""))
        count += len(groups[-1])
        if count > _MOST_DIGITS:
            return groups[:-1]
    return groups


def _kind(number: _Candidate) -> Kind | None:
    digits = number.digits
    if len(digits) < _LEAST_DIGITS or _stands_in_a_code(number):
        return None
    if len(digits) in {15, 18} and (is_resident_number(digits) or _BEFORE_IDENTITY.search(number.before)):
        return None if _BEFORE_OTHER.search(number.before) else Kind.IDENTITY
    if _is_card(number, digits):
        return Kind.CARD
    if _BEFORE_OTHER.search(number.before):
        return None
    if _MOBILE.fullmatch(digits) and _is_spelt_as_mobile(number.groups):
        return Kind.MOBILE
    if _is_landline(number, digits):
        return Kind.LANDLINE
    return None


def _stands_in_a_code(number: _Candidate) -> bool:
    """Tell whether letters, a unit or a fraction touch the digits: an order number, an amount."""
    if _UNIT_AFTER.match(number.after):
        return True
    return bool(_LETTER_BEFORE.search(number.before)) and not _NAME_BEFORE.search(number.before)


def _is_card(number: _Candidate, digits: str) -> bool:
    sizes = [len(group) for group in number.groups]
    if not 16 <= len(digits) <= _MOST_DIGITS or not digits.isdigit() or min(sizes[:-1], default=4) < 4:
        return False
    if _BEFORE_CARD.search(number.before):
        return True
    return bool(_CARD.fullmatch(digits)) and passes_luhn(digits) and not _BEFORE_OTHER.search(number.before)


def _is_spelt_as_mobile(groups: list[str]) -> bool:
    """Tell groups of a telephone (138 0013 8000, or each digit alone) from a list of numbers."""
    own = groups[1:] if groups[0] in _COUNTRY else groups
    sizes = [len(group) for group in own]
    return max(sizes) == 1 or (sizes[0] >= 3 and min(sizes) >= 2)


def _is_landline(number: _Candidate, digits: str) -> bool:
    sizes = [len(group) for group in number.groups]
    if _LANDLINE.fullmatch(digits):
        return len(sizes) == 1 or (2 <= sizes[0] <= 4 and min(sizes[1:]) >= 3)
    announced = _LOCAL.fullmatch(digits) and _BEFORE_PHONE.search(number.before)
    return bool(announced) and sizes in ([7], [8], [3, 4], [4, 4])
