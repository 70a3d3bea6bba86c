"""The demo: whole, legal, the same each time, and only on this machine."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import builders
from conftest import Make
from jianyan import accounts, campaigns, cases, demo, suggestions, tallies, topics, trail
from jianyan.accounts import Front, Role
from jianyan.cases import CaseState
from jianyan.invariants import check_invariants
from jianyan.keys import KeyRing, load_or_make


@pytest.fixture
def begins_with() -> Make:
    return fill


@pytest.fixture
async def filled(database: str, ready_made: demo.Filled) -> demo.Filled:
    return ready_made


async def fill(keys: KeyRing) -> demo.Filled:
    return await demo.fill(keys, zone=builders.SHANGHAI, now=builders.NOW)


async def test_it_shows_three_topics_with_suggestions_in_all_states_and_places(filled: demo.Filled) -> None:
    assert [len(filled.topics), filled.added] == [3, 376]
    buses = await topics.topic_by_slug("buses-first")
    tally = await tallies.for_topic(buses, now=builders.NOW)
    assert len(buses.categories) == 11
    places = await campaigns.placements_of(buses.id, kind=campaigns.PlacementKind.PLACE)
    assert len(places) == 60
    assert all(tally.states[state] > 0 for state in ("waiting", "held", "published", "declined"))
    assert sum(1 for place in tally.placements if place.count) > 30
    assert len(tally.days) == 7
    assert tally.sources["member"] > 0
    assert sum((await campaigns.scans_of(buses.id)).values()) > tally.received
    assert (await campaigns.arrive(filled.code)).is_open(builders.NOW)
    over = [
        topic for topic in filled.topics if not (await topics.topic_by_slug(topic.slug)).is_open(builders.NOW)
    ]
    assert len(over) == 1


async def test_departments_have_cases_in_every_state_but_cancelled(
    filled: demo.Filled, keys: KeyRing
) -> None:
    states: Counter[CaseState] = Counter()
    for topic in filled.topics:
        async for page in suggestions.pages((await topics.topic_by_slug(topic.slug)).id):
            for one in page:
                states.update(case.summary.state for case in await cases.cases_of(one.id))
    assert set(states) == set(CaseState) - {CaseState.CANCELLED}
    assert sum(states.values()) == 16
    assert not [leaf for leaf in await trail.acts(kind="case-rated", most=100) if leaf.actor], (
        "authors have none"
    )


async def test_what_it_wrote_keeps_every_invariant(filled: demo.Filled, keys: KeyRing) -> None:
    checked = await check_invariants(keys)
    assert [each.fault for each in checked] == [None] * len(checked)


async def test_twice_adds_nothing(filled: demo.Filled, keys: KeyRing) -> None:
    again = await demo.fill(keys, zone=builders.SHANGHAI, now=builders.NOW)
    assert (again.added, again.code) == (0, filled.code)
    assert len([topic for topic in await topics.all_topics() if not topic.inner]) == 3


async def test_one_account_a_role_signs_in_and_two_more_members_sign(
    filled: demo.Filled, keys: KeyRing
) -> None:
    for role in Role:
        front = Front.MEMBERS if role is Role.MEMBER else Front.CONSOLE
        email, password = demo.address_of(role), demo.password_of(role, keys)
        secret = demo.totp_secret_of(role, keys)
        code = accounts.totp.code_of(secret, accounts.totp.step_of(builders.NOW)) if secret else ""
        token = await accounts.sign_in(email, password, front=front, keys=keys, now=builders.NOW, code=code)
        signed_in = await accounts.signed_in(token, front=front, now=builders.NOW)
        assert signed_in
        assert signed_in.person.role is role
        assert signed_in.person.has_totp is (role in accounts.OFFICE_ROLES)
    expected = Counter(role.value for role in Role) + Counter({Role.MEMBER.value: 2})
    assert Counter(one.role for one in await accounts.accounts()) == expected


def test_passwords_are_the_same_each_time_and_others_elsewhere(keys: KeyRing, tmp_path: Path) -> None:
    elsewhere = load_or_make(tmp_path / "elsewhere")
    for role in Role:
        assert demo.password_of(role, keys) == demo.password_of(role, keys)
        assert demo.password_of(role, keys) != demo.password_of(role, elsewhere)
    assert len({demo.password_of(role, keys) for role in Role}) == len(Role)


async def test_no_two_suggestions_say_the_same(filled: demo.Filled) -> None:
    bodies: list[str | None] = []
    for topic in filled.topics:
        async for page in suggestions.pages((await topics.topic_by_slug(topic.slug)).id):
            bodies += [one.body for one in page]
    assert len(set(bodies)) == len(bodies)


def run(folder: Path, *arguments: str, given: str = "", **changes: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("JIANYAN_")},
        "JIANYAN_DATABASE_URL": f"sqlite:///{folder}/demo.sqlite",
        "JIANYAN_SECRET_FILE": str(folder / "secret"),
        "LANG": "C.UTF-8",
        **changes,
    }
    command = [sys.executable, "-m", "jianyan.cli", *arguments]
    return subprocess.run(
        command, env=environment, cwd=folder, input=given, capture_output=True, text=True, check=False
    )


def test_the_command_says_all_in_one_object_and_resets(tmp_path: Path) -> None:
    first = json.loads(run(tmp_path, "demo", "--json").stdout)
    assert set(first) == {"topics", "placement_url", "console_url", "accounts"}
    assert {one["role"] for one in first["accounts"]} == {role.value for role in Role}
    again = json.loads(run(tmp_path, "demo", "--json").stdout)
    assert again == first
    reset = json.loads(run(tmp_path, "demo", "--reset", "--json").stdout)
    assert reset["accounts"] == first["accounts"]
    assert reset["placement_url"] != first["placement_url"]


def test_a_public_installation_gets_no_demo(tmp_path: Path) -> None:
    refused = run(tmp_path, "demo", JIANYAN_BASE_URL="https://jianyan.example.cn")
    assert refused.returncode == 1
    assert "loopback" in refused.stderr
    assert not (tmp_path / "demo.sqlite").exists()


def test_a_database_with_real_accounts_is_not_emptied(tmp_path: Path) -> None:
    run(tmp_path, "migrate")
    words = (
        "account",
        "add",
        "qiao@city.example",
        "--role",
        "staff",
        "--organisation",
        "X",
        "--password-stdin",
    )
    assert run(tmp_path, *words, given="correct horse battery\n").returncode == 0
    before = json.loads(run(tmp_path, "check", "--json").stdout)
    refused = run(tmp_path, "demo", "--reset")
    assert refused.returncode == 1
    assert refused.stderr.strip()
    assert json.loads(run(tmp_path, "check", "--json").stdout) == before
