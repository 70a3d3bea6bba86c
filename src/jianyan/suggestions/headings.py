"""Which column of a clerk's sheet says what, guessed from its headings; a person looks it over."""

import unicodedata
from collections.abc import Mapping, Sequence

HEADINGS: dict[str, tuple[str, ...]] = {
    "body": (
        *(
            "留言详情",
            "建议内容",
            "意见内容",
            "诉求内容",
            "反映内容",
            "留言内容",
            "问题描述",
            "详情",
            "内容",
            "正文",
        ),
        *("建议", "意见", "留言", "诉求", "text", "body", "content", "message", "suggestion"),
    ),
    "title": ("留言主题", "诉求标题", "标题", "主题", "title", "subject"),
    "time": (
        *(
            "留言时间",
            "提交时间",
            "来电时间",
            "受理时间",
            "反映时间",
            "时间",
            "日期",
            "time",
            "date",
            "received",
        ),
        *("created_at", "received_at"),
    ),
    "category": ("一级分类", "一级标签", "类别", "分类", "诉求类别", "category", "class"),
    "likes": ("点赞数", "点赞", "赞成数", "likes", "votes"),
    "id": ("留言编号", "工单编号", "工单号", "编号", "序号", "id", "number", "no"),
}
"""Field of `SuggestionColumns` → the headings it is known by, the surest first."""
FIELDS = tuple(HEADINGS)


def guessed_columns(columns: Sequence[str]) -> dict[str, str]:
    """Give field → the column that seems to say it; fields for which none does are left out.

    Args:
        columns: as the sheet names them.
    """
    return guessed(columns, HEADINGS)


def guessed(columns: Sequence[str], known: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Give field → the column that seems to say it; fields for which none does are left out.

    Args:
        columns: as the sheet names them.
        known: field → the headings it is known by, the surest first.
    """
    named = {_plain(column): column for column in reversed(columns)}
    found = {
        field: next((named[_plain(heading)] for heading in headings if _plain(heading) in named), "")
        for field, headings in known.items()
    }
    return {field: column for field, column in found.items() if column}


def _plain(heading: str) -> str:
    """Give a heading as it is compared: narrow, lower case, without spaces."""
    return "".join(unicodedata.normalize("NFKC", heading).casefold().split())
