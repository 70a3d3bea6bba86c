"""Which words are a place or people: told by how they end, without a gazetteer.

Anonymised names (A2区, B7县) are found as such.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from jianyan.groups.grams import READ_MOST

_PLACE = re.compile(
    ".+(?:小区|社区|街道|家园|花园|公园|大厦|中心|市场|广场|机场|学校|中学|小学|学院|大学|幼儿园|医院|工地|车站|地铁站"
    "|大道|路口|[省市区县镇乡村组路街巷桥站城苑园湾庭里院湖山岛]|(?<!政)府)"
)
_AROUND = "(?:小区|社区|附近|周边|旁|项目|楼盘|片区|业主|门口|路段)"
_AROUND_LEAST = 0.25
"""Of the texts that have the word: so many write what is around it."""
_ANONYMOUS = re.compile("[A-Z][0-9]{0,2}[省市区县镇乡]")
_PEOPLE = re.compile(
    "业主|居民|村民|市民|职工|员工|学生|家长|老师|教师|农民工|司机|老人|孩子|儿童|患者|乘客|租户|商户|受害人|投资人"
    "|消费者|残疾人|退休人员"
)
_SHARE_LEAST = 0.4
_NAMED_MOST = 2


def is_place(word: str, texts: Sequence[str]) -> bool:
    """Say whether a word of these texts is a place: it ends like one, or things are often around it."""
    if _PLACE.fullmatch(word):
        return True
    having = [text for text in texts if word in text]
    around = re.compile(re.escape(word) + _AROUND)
    return sum(1 for text in having if around.search(text)) >= max(2, _AROUND_LEAST * len(having))


def district_of(texts: Sequence[str]) -> list[str]:
    """List the anonymised place that most texts name: a district (A2区), else a city; empty without one."""
    named = _frequent(texts, _ANONYMOUS)
    return sorted(named, key=lambda name: name[-1] in "省市")[:1]


def people_of(texts: Sequence[str]) -> list[str]:
    """List at most two kinds of people that most texts name, the most frequent first (业主)."""
    return _frequent(texts, _PEOPLE)


def _frequent(texts: Sequence[str], pattern: re.Pattern[str]) -> list[str]:
    read = (unicodedata.normalize("NFKC", text[:READ_MOST]) for text in texts)
    counts = Counter(name for text in read for name in _once(pattern.findall(text)))
    least = _SHARE_LEAST * len(texts)
    return [name for name, count in counts.most_common(_NAMED_MOST) if count >= least]


def _once(names: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(names)
