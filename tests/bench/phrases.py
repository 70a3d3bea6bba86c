"""Suggestions by the million: every one is another, and reads like something a person could have sent."""

import random
from collections.abc import Iterator

_WHO = ("老人", "上班的人", "学生", "住在城郊的人", "带孩子的人", "推轮椅的人", "夜班工人", "外地来的人")
_WHERE = (
    "五里牌站",
    "火车站",
    "第一中学门口",
    "人民医院",
    "江边公园",
    "万达广场",
    "客运北站",
    "老城区",
    "大学城",
    "高新区",
)
_WHEN = ("早高峰", "晚上十点以后", "周末", "下雨天", "开学那几天", "中午", "春节前后", "每天傍晚")
_WHAT = (
    "车太少，等了{n}分钟还不来",
    "末班车收得太早",
    "站牌上的字太小，看不清",
    "没有遮雨的地方",
    "车上太挤，上不去",
    "换乘要走{n}米",
    "车到站不停",
    "报站的声音听不见",
    "座位坏了很久没有人修",
    "路口的红灯太长",
)
_WISH = (
    "建议加开区间车",
    "建议把末班车延到{n}点",
    "建议在站台装座椅",
    "建议换大一点的车",
    "建议增加一个站",
    "建议在手机上能看到车到哪里了",
    "建议给司机多一点休息",
    "建议划一条公交专用道",
)


def bodies(seed: int) -> Iterator[str]:
    """Give texts of 25 to 60 characters without end; the same seed gives the same ones."""
    chance = random.Random(seed)
    number = 0
    while True:
        number += 1
        what = chance.choice(_WHAT).format(n=chance.randrange(10, 90))
        wish = chance.choice(_WISH).format(n=chance.randrange(20, 24))
        people = f"{chance.choice(_WHO)}{chance.choice(_WHEN)}在{chance.choice(_WHERE)}"
        yield f"{people}坐{chance.randrange(1, 90)}路，{what}。{wish}，编号{seed}-{number}。"
