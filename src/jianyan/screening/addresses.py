"""E-mail addresses, WeChat and QQ accounts that are announced by name, and licence plates.

Source: RFC 5321, 4.5.3.1 (lengths); GA 36-2018 (plates: province, letter, five signs, six of new energy).
"""

import re
from collections.abc import Iterator

from jianyan.screening.schemas import Part
from jianyan.screening.states import Kind

_EMAIL = re.compile(r"[a-z0-9][a-z0-9._+\-]{0,63}@(?:[a-z0-9\-]{1,63}\.){1,4}[a-z]{2,24}(?![a-z0-9])")
_ACCOUNT = re.compile(
    r"(?:微信|薇信|威信|加[微薇]|企鹅|扣扣|(?<![a-z0-9])(?:加?v信|加v|加?vx|加?wx|wechat|weixin|qq))"
    r"(?P<mark>群?(?:号码|账号|帐号|号|id)?[ :是为(]{0,4})"
    r"(?P<account>[a-z][a-z0-9_\-]{5,19}|[1-9][0-9]{4,11})(?![a-z0-9_@])(?! ?[年月日元个人次万点分时%])"
)
# Each of them has a Latin letter, or is a number of QQ.
_POSSIBLE = re.compile("[a-z]|[0-9]{5}")
_TELLING = re.compile("[0-9_]")
_PLATE = re.compile(
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-hj-np-z][ .\\-]?"
    "(?P<signs>[a-hjk][a-hj-np-z0-9][0-9]{4}|[0-9]{5}[a-hjk]|[a-hj-np-z0-9]{4}[a-hj-np-z0-9挂学警港澳])"
    "(?![a-z0-9])"
)
_PLATE_DIGITS_LEAST = 3
# 12345 and the like are the hotlines of cities, not of a person.
_UNMARKED_LEAST = 6


def addresses(narrow: str) -> Iterator[Part]:
    """Walk the addresses, accounts and plates in a narrowed text, kind by kind."""
    if not _POSSIBLE.search(narrow):
        return
    for found in _EMAIL.finditer(narrow):
        yield Part(Kind.EMAIL, *found.span())
    for found in _ACCOUNT.finditer(narrow):
        if _is_account(found["account"], found["mark"]):
            yield Part(Kind.ACCOUNT, *found.span("account"))
    for found in _PLATE.finditer(narrow):
        if sum(map(str.isdigit, found["signs"])) >= _PLATE_DIGITS_LEAST:
            yield Part(Kind.PLATE, *found.span())


def _is_account(account: str, mark: str) -> bool:
    if mark.strip():
        return True
    return len(account) >= _UNMARKED_LEAST and bool(_TELLING.search(account))
