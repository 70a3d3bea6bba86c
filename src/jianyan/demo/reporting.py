"""The report about the first topic: frozen, written around, published."""

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from jianyan import reports, screening
from jianyan.accounts import Person

_TEXTS = {
    "addressee": "澜江市人民政府",
    "background": (
        "本次征集由澜江市政协提案委员会会同市公交集团组织，{places}处点位和链接同时开放，市民扫码即可填写，不需注册，"
        "也不收取证件号码。\n全部建议由审核员逐条阅读、归类；未公开的，都向本人说明了理由，本人可以申诉。"
    ),
    "answers": (
        "市交通运输局答复：末班车时间将结合客流逐线核定，首批延长3条线路，年内公布时刻表。\n"
        "市公交集团答复：站台照明和候车座椅已列入下半年维修计划，损坏的站牌在15个工作日内更换。"
    ),
    "advice": (
        "把公交末班车与晚高峰、夜班时段衔接起来，先在反映集中的线路试行。\n"
        "站点设置与道路改造同步设计，改造前征求沿线居民意见。\n"
        "办理结果按季度在本平台公布，由提出建议的市民评价。"
    ),
    "unheard": "不使用手机的老年人和夜班结束后才乘车的职工参加较少，建议由社区和工会补充走访。",
}


async def add_report(slug: str, *, by: Person, zone: ZoneInfo, now: datetime) -> None:
    """Freeze the figures of a topic as they stand and publish a report about them."""
    words = await screening.words_in_force()
    report = await reports.freeze(slug, words=words, zone=zone, by=by.actor, now=now)
    texts = msgspec.structs.replace(report.texts, **_TEXTS)
    await reports.save_texts(report.slug, texts, by=by.actor, now=now)
    await reports.publish_report(report.slug, by=by.actor, now=now)
