"""Lists that a clerk sends through the console, step by step as a browser does."""

import html
import re

import httpx

import builders
from jianyan import accounts, cases, suggestions
from jianyan.cases import CaseDetail
from jianyan.suggestions import SuggestionDetail, SuggestionState

HEAD = "留言编号,留言主题,留言时间,留言详情,一级分类,点赞数"
ANSWERED = f"{HEAD},答复意见,答复时间,答复单位,采纳情况,办理类别"
LETTER = "7,夜班,2019/8/26 8:33:03,加开夜班车,收发班次,3"
REPLIED = f"{LETTER},已加开,2019-09-02 10:00:00,江州市交通运输局,采纳,A"
GOOD = "7,夜班,2019/8/26 8:33:03,加开夜班车,收发班次,3"
BAD = "8,白天,2019/8/26 8:33:03,,天气,3"
WAITING = "9,站牌,2019/8/26 8:33:03,站牌太小,,"


def sheet(*rows: str, head: str = HEAD) -> tuple[str, bytes]:
    return "letters.csv", "\n".join([head, *rows, ""]).encode()


def sent_on(page: str, **changes: str) -> dict[str, str]:
    """Give the fields of the form of a page as a browser would send them, with some changes."""
    found = {
        name: html.unescape(value)
        for name, value in re.findall(r'hidden" name="(\w+)" value="([^"]*)"', page)
    }
    for name, options in re.findall(r'<select id="\w+" name="(\w+)">(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = html.unescape(chosen[1]) if chosen else ""
    found.pop("csrf_token")
    return {**found, **changes}


async def looked(desk, file: tuple[str, bytes], topic: str = "buses-first") -> httpx.Response:
    return await desk.send("/admin/imports", {"topic": topic}, file=file)


async def confirmed(desk, page: str, **changes: str) -> httpx.Response:
    return await desk.send("/admin/imports/confirm", sent_on(page, **changes))


async def imported() -> list[SuggestionDetail]:
    topic = await builders.topics.topic_by_slug("buses-first")
    return await suggestions.in_state(topic.id, list(SuggestionState), most=99)


def figures(page: str) -> list[int]:
    return [int(each) for each in re.findall(r'<dd class="figure">(\d+)</dd>', page)]


async def answered() -> list[CaseDetail]:
    return [case for letter in await imported() for case in await cases.cases_of(letter.id)]


async def add_transport() -> None:
    root = await accounts.organisation_by_name("江州市政协")
    kind = accounts.OrganisationKind.DEPARTMENT
    await accounts.add_organisation_below(root.id, "江州市交通运输局", kind=kind, by=None, now=builders.NOW)
