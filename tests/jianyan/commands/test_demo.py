import asyncio
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import builders
from jianyan import accounts, db, topics, trail
from jianyan.clock import now
from jianyan.demo import people
from jianyan.keys import KeyRing
from jianyan.settings import Settings, sqlite_path


def test_resetting_makes_the_demo_anew_with_the_same_passwords(
    jianyan: Any, topic: str, inside: Callable[..., Any], keys: KeyRing
) -> None:
    inside(lambda: people.add_people(keys, now=builders.NOW))
    ran = jianyan("demo", "--reset", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert topic not in {one.slug for one in inside(topics.all_topics)}
    passwords = {one["role"]: one["password"] for one in ran.json["accounts"]}
    assert passwords["staff"] == people.password_of(accounts.Role.STAFF, keys)
    assert jianyan("check", "--json").json["checked"]["suggestions"] == 378


def test_everybody_in_the_console_has_an_app_whose_secret_is_told(
    jianyan: Any, inside: Callable[..., Any], keys: KeyRing
) -> None:
    told = {one["role"]: one for one in jianyan("demo", "--json").json["accounts"]}
    assert {role for role, one in told.items() if one["totp_secret"]} == set(accounts.OFFICE_ROLES)
    said = jianyan("demo").out
    for role in accounts.OFFICE_ROLES:
        one = told[role]
        found = re.search(rf"{one['totp_secret']}\s+(\d{{6}})\n", said)
        assert found is not None
        assert inside(lambda one=one, code=found[1]: enter(one["email"], one["password"], code, keys))


async def enter(email: str, password: str, code: str, keys: KeyRing) -> str:
    return await accounts.sign_in(
        email, password, front=accounts.Front.CONSOLE, keys=keys, now=now(), code=code
    )


def test_a_database_that_is_in_use_is_not_reset(
    jianyan: Any, topic: str, inside: Callable[..., Any], settings: Settings
) -> None:
    path = sqlite_path(settings.database_url)
    if path is None:  # PostgreSQL waits for its locks itself
        assert inside(lambda: refused_by_a_lock(jianyan)) != 0
        return
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT count(*) FROM trail").fetchone() != (0,)
        ran = jianyan("demo", "--reset")
    assert (ran.code, ran.err) == (
        1,
        "The database is in use. Stop jianyan serve first. Nothing was deleted.\n",
    )
    assert [one.slug for one in inside(topics.all_topics)] == [topic]


async def refused_by_a_lock(jianyan: Any) -> int:
    """Ask for a reset while somebody reads, and give its exit code."""
    async with db.snapshot():
        assert await trail.size() > 0
        return int((await asyncio.to_thread(jianyan, "demo", "--reset")).code)


def test_a_demo_made_with_another_secret_says_so(
    jianyan: Any, inside: Callable[..., Any], settings: Settings
) -> None:
    other = KeyRing({"0a0a0a0a": bytes(range(32))})
    inside(lambda: people.add_people(other, now=builders.NOW))
    ran = jianyan("demo")
    assert ran.code == 1
    assert "made with another secret file" in ran.err
