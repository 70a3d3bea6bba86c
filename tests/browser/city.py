"""A city with something on every page: the demo, and beside it what it does not have.

A topic with rules of its own, a member's suggestion, appeals that wait and that were answered, added facts,
words on the list and found, a text that was revealed, an imported title, an organisation that was renamed.
"""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import builders
import cast
import pictures
from browser.handling import Handled, handle
from browser.reporting import add_report, add_template
from browser.telling import let_a_machine_be_told
from jianyan import (
    accounts,
    appeals,
    campaigns,
    db,
    jobs,
    moderation,
    proposals,
    screening,
    slips,
    suggestions,
    topics,
    uploads,
)
from jianyan.accounts import OrganisationKind, Person, Role, SignedIn, within
from jianyan.clock import day_of, now
from jianyan.demo import address_of, password_of, totp_secret_of
from jianyan.demo.people import person
from jianyan.keys import KeyRing, load_or_make
from jianyan.moderation import Act, Verdict
from jianyan.screening import Entry, Level
from jianyan.suggestions import Draft, NewPhoto
from jianyan.tables import TABLES
from jianyan.uploads import Darkroom, Store
from journeys.conftest import Installation

SLUG, DRAFT = "night-buses", "coming"
WORD = "黑话"
REASONS = ["与夜间公交无关。", "说的是别的城市。"]
TEXTS = ("末班车太早了。", "站台没有灯。", f"司机说{WORD}，电话 13800138000。", "夜里没有车。", "加一班车。")
_ROLES = (Role.STAFF, Role.MODERATOR, Role.ADMIN, Role.MEMBER)
_RULES = Verdict(act=Act.DECLINE, reason="v1-1")


@dataclass(frozen=True)
class City:
    """What there is, as addresses and forms name it."""

    installation: Installation
    keys: KeyRing
    code: str
    link: str
    waiting: str
    appealed: str
    heard: str
    by_member: str
    receipts: dict[str, str]
    """Number of a suggestion → its receipt."""
    account_id: int
    proposal_id: int
    organisation_id: int
    batch_id: int
    photo: str
    report: str
    draft_report: str
    template_id: int
    handled: Handled

    @property
    def file(self) -> Path:
        """Give the database."""
        return self.installation.folder / "jianyan.sqlite"

    def changed(self, statement: str) -> None:
        """Let time pass, in the database: run one statement."""
        with closing(sqlite3.connect(self.file, timeout=30)) as connection, connection:
            connection.execute(statement)

    def sign_in(self, role: Role) -> tuple[str, str]:
        """Give address and password of the person of a role; their app is known to the installation."""
        self.installation.secrets[address_of(role)] = totp_secret_of(role, self.keys) or ""
        return address_of(role), password_of(role, self.keys)


async def build(installation: Installation) -> City:
    """Fill an installation and give what is in it."""
    installation.run("demo")
    keys = load_or_make(Path(installation.environment["JIANYAN_SECRET_FILE"]))
    async with _opened(installation):
        city = await _fill(installation, keys, now())
    _import_title(installation)
    city.changed(
        "INSERT INTO passkey (account, credential_id, public_key, sign_count, name, created_at) "
        "SELECT id, 'none', x'00', 0, '管理员的手机', created_at FROM account WHERE role = 'admin'"
    )
    return city


@asynccontextmanager
async def _opened(installation: Installation) -> AsyncIterator[None]:
    engine = db.make_engine(installation.environment["JIANYAN_DATABASE_URL"])
    db.bind(engine, TABLES)
    await engine.open()
    yield
    await engine.close()


async def _fill(installation: Installation, keys: KeyRing, at: datetime) -> City:
    staff, wei, ada, he = [await person(role) for role in _ROLES]
    await screening.add_word(
        Entry(text=WORD, level=Level.NOTE, allowed=("说黑话的人",), note="举例"), by=staff, now=at
    )
    code = await _announce(staff, wei, at)
    sent, receipts = await _send(keys, code, at)
    waiting, appealed, heard = sent[2], sent[1], sent[0]
    await _appeal(appealed, heard, wei=wei, ada=ada, at=at)
    for tracking in (waiting, heard):
        await moderation.reveal(tracking, reason="核对站名", by=wei, now=at)
    by_member = await _send_as_member(keys, he, at)
    await builders.close_a_day(by=staff, now=at)
    await _ask_for_files(keys, at)
    await let_a_machine_be_told(keys, ada, at)
    batch_id, photo = await _type_slip(installation, keys, code, staff, at)
    return City(
        installation=installation,
        keys=keys,
        code=code,
        link=(await campaigns.placements_of((await topics.topic_by_slug(SLUG)).id))[0].code,
        waiting=waiting,
        appealed=appealed,
        heard=heard,
        by_member=by_member,
        receipts=receipts,
        account_id=await _rename(staff, ada, at),
        proposal_id=await proposals.propose("夜间公交怎么开", "请问一问夜班工人。", by=he, now=at),
        organisation_id=staff.scope.organisation or 0,
        batch_id=batch_id,
        photo=photo,
        report=await add_report(SLUG, staff, at, is_public=True),
        draft_report=await add_report(SLUG, staff, at, is_public=False),
        template_id=await add_template(staff, at),
        handled=await handle(
            sent[3],
            SLUG,
            staff=staff,
            bo=await person(Role.DEPARTMENT),
            uploads_folder=installation.environment["JIANYAN_UPLOADS"],
            at=at,
        ),
    )


async def _announce(staff: Person, wei: Person, at: datetime) -> str:
    """Announce two topics, one of them a draft, and give the code of a place of the other."""
    before = at - timedelta(hours=2)
    opening = {"opens_at": at - timedelta(hours=1), "closes_at": at + timedelta(days=9)}
    categories = [f"夜间{name}" for name in ("线路", "站点", "班次")]
    for slug in (SLUG, DRAFT):
        new = builders.new_topic(slug, title=f"夜间公交 {slug}", categories=categories, **opening)
        with within(staff.scope):
            await campaigns.announce(new, by=staff.actor, now=before)
        await moderation.set_rules(slug, "只看夜间的公交。", REASONS, by=wei, now=before)
    await topics.publish_topic(SLUG, by=staff.actor, now=before)
    amended = builders.new_topic(SLUG, title="夜间公交怎么开", categories=categories, **opening)
    await topics.save_topic(SLUG, amended, by=staff.actor, now=at)
    await campaigns.add_campaign(SLUG, "第二轮", by=staff.actor, now=at)
    facts = {"line": "往火车站方向", "side": "路东", "material": "不干胶", "origin": "站-1"}
    new_place = campaigns.NewPlacement(name="五里牌站", **facts)
    await campaigns.add_placements(await campaigns.first_campaign(SLUG), [new_place], by=staff.actor, now=at)
    return (await campaigns.placements_of((await topics.topic_by_slug(SLUG)).id))[-1].code


async def _send(keys: KeyRing, code: str, at: datetime) -> tuple[list[str], dict[str, str]]:
    """Send the texts from a place, each with an answer in words, and give their numbers and receipts."""
    arrival = await campaigns.arrive(code)
    words = await screening.words_in_force()
    question = arrival.topic.questions[-1].id
    sent: dict[str, str] = {}
    for text in TEXTS:
        issued = suggestions.tokens.issue(keys, code, now=at)
        token = suggestions.tokens.read(keys, issued, code=code, now=at)
        new = suggestions.compose(
            Draft(
                body=text,
                category=str(arrival.topic.categories[0].id),
                answers={f"q_{question}": ["多一些灯"]},
                phone=cast.LAN_PHONE,
            ),
            arrival=arrival,
            token=token,
            keys=keys,
            zone=builders.SHANGHAI,
            contact_days=90,
            now=at,
        )
        received = (await suggestions.submit_many([suggestions.looked_through(new, words)], now=at))[0]
        assert not isinstance(received, Exception)
        sent[received.tracking] = suggestions.receipts.derived(keys, token.key, key_id=token.key_id)
    return list(sent), sent


async def _send_as_member(keys: KeyRing, he: Person, at: datetime) -> str:
    topic = await topics.topic_by_slug(SLUG)
    issued = suggestions.tokens.issue(keys, f"T{topic.id:07d}", now=at)
    token = suggestions.tokens.read(keys, issued, code=f"T{topic.id:07d}", now=at)
    new = suggestions.compose_for_member(
        Draft(body="委员建议：夜里每小时一班。"),
        topic=topic,
        token=token,
        account_id=he.account_id,
        trail_id=he.trail_id,
        zone=builders.SHANGHAI,
        now=at,
    )
    received = (await suggestions.submit_many([new], now=at))[0]
    assert not isinstance(received, Exception)
    return received.tracking


async def _type_slip(
    installation: Installation, keys: KeyRing, code: str, staff: Person, at: datetime
) -> tuple[int, str]:
    """Type a slip with a photo, and give its batch and the name of its photo."""
    topic, zone = await topics.topic_by_slug(SLUG), builders.SHANGHAI
    darkroom, store = Darkroom(), Store(Path(installation.environment["JIANYAN_UPLOADS"]))
    photo = await uploads.take_in(pictures.telling(), darkroom=darkroom, store=store, by=staff.actor, now=at)
    await darkroom.close()
    new = slips.NewBatch(code=code, on=day_of(at, zone).isoformat())
    batch = await slips.begin_batch(new, topic, by=staff, zone=zone, now=at)
    issued = suggestions.tokens.issue(keys, code, now=at)
    await slips.type_slip(
        batch,
        slips.NewSlip(body="纸条：夜里站台没有灯。", photos=[NewPhoto(photo.id, photo.sha256)]),
        token=suggestions.tokens.read(keys, issued, code=code, now=at),
        words=builders.NO_WORDS,
        keys=keys,
        by=staff,
        zone=zone,
        now=at,
    )
    return batch.id, photo.name


async def _appeal(appealed: str, heard: str, *, wei: Person, ada: Person, at: datetime) -> None:
    for tracking in (appealed, heard):
        await appeals.add_facts(tracking, "是五里牌站。", by=None, now=at)
        await moderation.decide(tracking, _RULES, by=wei, now=at)
        await appeals.appeal(tracking, "说的就是夜间公交。", by=None, now=at, zone=builders.SHANGHAI)
    await appeals.hear(heard, appeals.Outcome.UPHOLD, "说的是白天。", by=ada, now=at)


async def _ask_for_files(keys: KeyRing, at: datetime) -> None:
    """Ask for files at each desk that has any: one failed, one is being made, one waits."""
    for role in (Role.STAFF, Role.ADMIN):
        me = await person(role)
        asking = SignedIn(person=me, csrf_token="", token_hash="none", proved_at=None)
        topic = await topics.topic_by_slug(SLUG)
        for number in range(3):
            new = builders.new_job(topic_id=topic.id, language="zh-CN", file_name=f"夜间公交 {number}.csv")
            await jobs.ask(new, by=asking, now=at)
        for holder in ("failed", "running"):
            job = await jobs.take(f"{role}-{holder}", now=at)
            assert job is not None
            if holder == "failed":
                await jobs.fail(job, "磁盘已满。", now=at)


async def _rename(staff: Person, ada: Person, at: datetime) -> int:
    """Rename an organisation and a place, and give the account of somebody who left."""
    kind = OrganisationKind.COMMITTEE
    below = await accounts.add_organisation_below(
        staff.scope.organisation, "夜班小组", kind=kind, by=ada.actor, now=at
    )
    await accounts.rename_organisation(below, "夜间公交小组", kind=kind, by=ada.actor, now=at)
    facts = {"role": Role.STAFF, "organisation": "夜间公交小组", "name": "兰", "by": ada.actor}
    account_id = await accounts.add_account(
        "lan@jianyan.example",
        password=cast.PASSWORD,
        now=at,
        **facts,  # type: ignore[arg-type]
    )
    await accounts.set_active("lan@jianyan.example", active=False, by=ada.actor, now=at)
    return account_id


def _import_title(installation: Installation) -> None:
    (installation.folder / "letters.csv").write_text("编号,主题,正文\n信-1,夜里太吵,车站夜里太吵。\n")
    columns = ("--id-column", "编号", "--title-column", "主题", "--body-column", "正文")
    installation.run("import", "suggestions", "letters.csv", "--topic", SLUG, *columns, "--state", "waiting")
