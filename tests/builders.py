"""Plain functions that build a legal world through the verbs, with every default in sight."""

import base64
import hashlib
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import cast
from jianyan import accounts, calendars, campaigns, clock, reports, suggestions, topics
from jianyan.accounts import NEEDS_TOTP, Front, Person, Role, SignedIn
from jianyan.clock import day_of
from jianyan.jobs import JobKind, NewJob
from jianyan.keys import KeyRing, load_or_make
from jianyan.reports import ReportDetail
from jianyan.screening import Words
from jianyan.suggestions import Draft, NewSuggestion, Received, Source, new_tracking, submit_many
from jianyan.topics import NewQuestion, NewTopic, QuestionKind, TopicDetail

Send = Callable[..., Coroutine[Any, Any, list[str]]]
"""Sends so many suggestions and gives their numbers."""
Forge = Callable[..., Coroutine[Any, Any, None]]
"""Runs a statement past every guard, as somebody does who owns the database."""
NOW = datetime(2026, 7, 1, 4, 30, tzinfo=UTC)
"""Half past twelve in Shanghai, on the day the campaign of the model case began."""
SHANGHAI = ZoneInfo("Asia/Shanghai")

NO_WORDS = Words([])
"""A word list on which nothing stands."""

SATISFIED = NewQuestion(text="您对公交是否满意？", kind=QuestionKind.RATING)
OFTEN = NewQuestion(text="您多久乘一次公交？", kind=QuestionKind.SINGLE, options=["每天", "每周", "很少"])
LINES = NewQuestion(text="您常坐哪几路？", kind=QuestionKind.MULTIPLE, options=["1路", "2路", "3路"])
WISH = NewQuestion(text="您最想改的一件事", kind=QuestionKind.TEXT)


KEYS = KeyRing({"7e57ab1e": hashlib.sha256(b"the tests").digest()})
"""The secrets of every test installation."""


def make_keys(folder: Path) -> KeyRing:
    """Write the secrets of a test installation into its folder and give them."""
    path = folder / "secret"
    if not path.exists():
        path.touch(mode=0o600)
        lines = [f"{key_id} {base64.b64encode(secret).decode()}\n" for key_id, secret in KEYS.by_id.items()]
        path.write_text("".join(lines))
    return load_or_make(path)


def new_topic(slug: str = "buses-first", **changes: object) -> NewTopic:
    """Give a topic with three categories and four questions that opened an hour ago."""
    facts: dict[str, object] = {
        "slug": slug,
        "title": "优先发展城市公交",
        "invitation": "公交怎样才更好坐？请告诉我们。",
        "organisers": ["江州市政协", "江州公交集团"],
        "categories": ["线路规划", "站点设置", "收发班次"],
        "questions": [SATISFIED, OFTEN, LINES, WISH],
        "opens_at": NOW - timedelta(hours=1),
        "closes_at": NOW + timedelta(days=7),
    }
    return NewTopic(**{**facts, **changes})  # type: ignore[arg-type]


async def make_topic(slug: str = "buses-first", *, published: bool = True, **changes: object) -> TopicDetail:
    """Announce a topic and, unless told otherwise, publish it."""
    await campaigns.announce(new_topic(slug, **changes), by=None, now=NOW)
    if published:
        await topics.publish_topic(slug, by=None, now=NOW)
    return await topics.topic_by_slug(slug)


async def make_placement(slug: str = "buses-first", name: str = "五里牌站", **facts: object) -> str:
    """Add a placement to the topic's first campaign and give its code."""
    campaign_id = await campaigns.first_campaign(slug)
    new = campaigns.NewPlacement(name=name, **{"line": "往火车站方向", **facts})  # type: ignore[arg-type]
    await campaigns.add_placements(campaign_id, [new], by=None, now=NOW)
    return (await campaigns.placements_of((await topics.topic_by_slug(slug)).id))[-1].code


async def make_account(email: str, *, organisation: str = "江州市政协", now: datetime = NOW) -> None:
    """Add somebody of the cast, with an authenticator app where their role needs one."""
    role = cast.ROLES.get(email, Role.MODERATOR)
    await accounts.add_account(
        email,
        password=cast.PASSWORD,
        role=role,
        organisation=organisation,
        now=now,
        name=email.split("@", maxsplit=1)[0],
    )
    if role in NEEDS_TOTP:
        await accounts.enrol_at_once(email, cast.TOTP_SECRET, keys=KEYS, by=None, now=now)
    if email == cast.MO:
        await accounts.set_active(email, active=False, by=None, now=now)


async def make_person(email: str = cast.WEI) -> Person:
    """Add somebody of the cast and give them as they are when signed in."""
    await make_account(email)
    return (await make_session(email)).person


async def make_session(email: str, *, away: int = 0) -> SignedIn:
    """Sign somebody of the cast in who has an account, and give the session; `away` as in `sign_in`."""
    front = Front.MEMBERS if cast.ROLES.get(email) is Role.MEMBER else Front.CONSOLE
    token = await sign_in(email, front=front, away=away)
    signed_in = await accounts.signed_in(token, front=front, now=NOW)
    assert signed_in is not None
    return signed_in


async def close_a_day(reason: str = "台风停工", *, by: Person, now: datetime) -> None:
    """Let somebody's organisation rest on the day on which it is done."""
    new = calendars.NewException(
        organisation=by.scope.organisation,
        day=now.astimezone(SHANGHAI).date(),
        is_working=False,
        reason=reason,
    )
    await calendars.set_exception(new, by=by, now=now)


def new_job(**changes: object) -> NewJob:
    """Give a job that makes a file of 48,210 suggestions of no topic."""
    facts: dict[str, object] = {
        "kind": JobKind.EXPORT,
        "parameters": {"what": "suggestions", "form": "csv"},
        "topic_id": None,
        "language": "en",
        "file_name": "优先发展城市公交 建议.csv",
        "media_type": "text/csv",
        "total_count": 48_210,
    }
    return NewJob(**{**facts, **changes})  # type: ignore[arg-type]


async def sign_in(email: str, *, front: Front = Front.CONSOLE, now: datetime = NOW, away: int = 0) -> str:
    """Sign somebody of the cast in and give the token of the session.

    Args:
        away: which code of the app; within one half minute 0 works once, and then 1 once more.
    """
    code = cast.code(now, away=away)
    return await accounts.sign_in(email, cast.PASSWORD, front=front, keys=KEYS, now=now, code=code)


async def submit(
    keys: KeyRing,
    code: str,
    body: str = "末班车太早了，晚班下班赶不上。",
    *,
    category: str = "",
    now: datetime = NOW,
    **draft: object,
) -> tuple[Received, str]:
    """Send a suggestion from a placement as a citizen does, and give what came of it and the receipt.

    Args:
        category: name of one of the topic's categories; empty: not sure.
    """
    arrival = await campaigns.arrive(code)
    ids = {one.name: str(one.id) for one in arrival.topic.categories}
    token = suggestions.tokens.read(keys, suggestions.tokens.issue(keys, code, now=now), code=code, now=now)
    new = suggestions.compose(
        Draft(body=body, category=ids[category] if category else "", **draft),  # type: ignore[arg-type]
        arrival=arrival,
        token=token,
        keys=keys,
        zone=SHANGHAI,
        contact_days=90,
        now=now,
    )
    outcome = (await suggestions.submit_many([new], now=now))[0]
    if isinstance(outcome, Exception):
        raise outcome
    return outcome, suggestions.receipts.derived(keys, token.key, key_id=token.key_id)


async def freeze(slug: str = "buses-first", *, language: str = "zh-CN", now: datetime = NOW) -> ReportDetail:
    """Freeze a topic's figures and give the draft of a report about them."""
    return await reports.freeze(slug, words=NO_WORDS, zone=SHANGHAI, by=None, now=now, language=language)


async def fill(topic_id: int, count: int) -> None:
    """Let so many suggestions arrive by a way without forms."""
    facts = {"topic_id": topic_id, "body": "加一个站台", "source": Source.CITIZEN}
    at = {"received_at": clock.now(), "received_on": day_of(clock.now(), SHANGHAI)}
    for _ in range(0, count, 1_000):
        batch = [
            NewSuggestion(tracking=new_tracking(), **facts, **at)  # type: ignore[arg-type]
            for _ in range(min(count, 1_000))
        ]
        await submit_many(batch, now=clock.now())
