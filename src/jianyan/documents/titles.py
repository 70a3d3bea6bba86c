"""A long title in lines that end where a phrase ends.

Without a dictionary of all words: a line ends best at punctuation, then beside the little words of official
titles, then between two of the two-character words that most of Chinese consists of, never in a common word.

Source: GB/T 9704-2012, 7.3.1 (回行时，要做到词意完整，排列对称，长短适宜，间距恰当).
"""

import re
import unicodedata
from bisect import bisect
from itertools import accumulate, pairwise

TITLE_WIDTH = 40
"""Half-width characters in a line: 20 of 2号 type in 156 mm."""

_AFTER = "、，：；。！？》）”的及和与对 "
_BEFORE = "《（“及和与暨对在向 "
_NEVER_FIRST, _NEVER_LAST = "、，：；。！？》）”", "《（“"
_WORDS = re.compile(
    "关于|工作|情况|报告|建议|意见|通知|问题|征集|办理|落实|城市|公共|交通|公交|发展|优先|市民|居民|委员|政协|"
    "人大|代表|常委会|委员会|办公室|人民|政府|全市|全区|服务|管理|建设|规划|方案|改进|提升|优化|推进|加强|开展|"
    "调查|研究|进展|结果|汇总|汇报|社会|社区|环境|安全|教育|医疗|养老|停车|绿地|线路|站点|点位|名单|一览|专题|提案|"
    "征求|收集|收到|可能|原因|说明|"
    "[0-9A-Za-z.,%]+|[0-9]+年(?:[0-9]+月)?(?:[0-9]+日)?|第[一二三四五六七八九十百]+[届次期]"
)
_MID_WORD, _ODD, _EVEN, _QUOTED, _LINE = 60.0, 15.0, 6.0, 12.0, 12.0
"""What ends of lines cost, and a line more; a half-width character of unequal width costs 1."""


def title_lines(title: str) -> list[str]:
    """Give the lines of a title, of much the same length; line breaks that somebody made are kept.

    Args:
        title: any text; an empty one gives one empty line.
    """
    return [line for written in title.splitlines() or [""] for line in _lines(" ".join(written.split()))]


def _lines(title: str) -> list[str]:
    widths = [0, *accumulate(_width(letter) for letter in title)]
    fewest = -(-widths[-1] // TITLE_WIDTH)
    if fewest <= 1:
        return [title]
    costs = _costs(title)
    _, ends = min(_best_ends(widths, costs, lines) for lines in (fewest, fewest + 1))
    return [title[start:end].strip() for start, end in pairwise((0, *ends))]


def _best_ends(widths: list[int], costs: list[float], lines: int) -> tuple[float, list[int]]:
    """Give where about so many lines end, with the least sum of bad ends and unequal widths before it."""
    length, wanted = len(widths) - 1, widths[-1] / lines
    best: dict[int, tuple[float, int]] = {length: (_LINE * lines, length)}
    for start in range(length - 1, -1, -1):
        last = bisect(widths, widths[start] + TITLE_WIDTH) - 1
        best[start] = min(
            (best[end][0] + costs[end] + abs(widths[end] - widths[start] - wanted), end)
            for end in range(start + 1, last + 1)
        )
    found = [best[0][1]]
    while found[-1] < length:
        found.append(best[found[-1]][1])
    return best[0][0], found


def _width(letter: str) -> int:
    return 2 if unicodedata.east_asian_width(letter) in "WFA" else 1


def _costs(title: str) -> list[float]:
    """Give how bad it is to end a line before each character, and after the last."""
    costs, phrase = [_MID_WORD], 0
    for at in range(1, len(title)):
        ends_phrase = title[at - 1] in _AFTER or title[at] in _BEFORE
        phrase = at if ends_phrase else phrase
        costs.append(0 if ends_phrase else _ODD if (at - phrase) % 2 else _EVEN)
        costs[at] += _QUOTED if title.count("“", 0, at) > title.count("”", 0, at) else 0
        if title[at] in _NEVER_FIRST or title[at - 1] in _NEVER_LAST:
            costs[at] = _MID_WORD
    for word in _WORDS.finditer(title):
        for at in range(word.start() + 1, word.end()):
            costs[at] = _MID_WORD
    return [*costs, 0.0]
