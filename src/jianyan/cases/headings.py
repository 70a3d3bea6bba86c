"""Which column of a list of answered letters says what, guessed from its headings."""

from collections.abc import Mapping, Sequence

import msgspec

from jianyan.suggestions import SuggestionColumns, guessed_columns
from jianyan.suggestions.headings import guessed

HEADINGS: dict[str, tuple[str, ...]] = {
    "reply": (
        *("答复意见", "答复内容", "回复内容", "办理结果", "处理结果", "答复", "回复"),
        *("reply", "answer", "response"),
    ),
    "reply_time": (
        *("答复时间", "回复时间", "办结时间", "答复日期", "回复日期", "办结日期"),
        *("replied_at", "answered_at", "reply time"),
    ),
    "department": (
        *("答复单位", "答复部门", "承办单位", "办理单位", "责任单位", "主办单位", "回复单位", "部门"),
        *("department", "answered by"),
    ),
    "result": ("办理类别", "办理结果类别", "结果类别", "result"),
    "adoption": ("采纳情况", "采纳结果", "是否采纳", "adoption"),
}
"""Field of `CaseColumns` → the headings it is known by, the surest first."""
FIELDS = tuple(HEADINGS)


class CaseColumns(msgspec.Struct, frozen=True, kw_only=True):
    """Which column of a sheet says what; None: none does."""

    suggestions: SuggestionColumns
    reply: str
    reply_time: str
    department: str | None = None
    result: str | None = None
    adoption: str | None = None


def guessed_answers(columns: Sequence[str]) -> dict[str, str]:
    """Give field → the column that seems to say it; nothing unless there are answers and their times.

    Args:
        columns: as the sheet names them.
    """
    found = guessed(columns, HEADINGS)
    return found if {"reply", "reply_time"} <= found.keys() else {}


def columns_of(columns: Sequence[str], named: Mapping[str, str | None]) -> CaseColumns:
    """Give which column says what: as somebody names it, else as its heading seems to say.

    Args:
        columns: as the sheet names them.
        named: field of `SuggestionColumns` or `CaseColumns` → its column; None: nobody names one. What is
            needed and neither named nor guessed is sought under the surest heading.
    """
    own = {field: column for field, column in named.items() if column}
    letters = {"body": "留言详情", **guessed_columns(columns), **_of(SuggestionColumns, own)}
    answers = {
        "reply": HEADINGS["reply"][0],
        "reply_time": HEADINGS["reply_time"][0],
        **guessed(columns, HEADINGS),
        **_of(CaseColumns, own),
    }
    return CaseColumns(suggestions=SuggestionColumns(**letters), **answers)


def _of(kind: type[msgspec.Struct], named: Mapping[str, str]) -> dict[str, str]:
    return {field: column for field, column in named.items() if field in kind.__struct_fields__}
