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

import msgspec

import builders
import cast
from browser.answering import add_answers
from browser.handling import Handled, handle
from browser.motioning import add_motions, send_micro
from browser.reporting import add_report, add_template
from browser.sending import send, send_as_member, type_slip
from browser.telling import let_a_machine_be_told, let_a_machine_tell
from jianyan import (
    accounts,
    appeals,
    campaigns,
    db,
    jobs,
    moderation,
    proposals,
    screening,
    suggestions,
    topics,
)
from jianyan.accounts import OrganisationKind, Person, Role, SignedIn, within
from jianyan.clock import now
from jianyan.demo import address_of, password_of, totp_secret_of
from jianyan.demo.people import person
from jianyan.keys import KeyRing, load_or_make
from jianyan.moderation import Act, Verdict
from jianyan.screening import Entry, Level
from jianyan.tables import TABLES
from jianyan.uploads import Store
from journeys.conftest import Installation

SLUG, DRAFT = "night-buses", "coming"
WORD = "黑话"
REASONS = ["与夜间公交无关。", "说的是别的城市。"]
TEXTS = (
    "末班车太早了。",
    "站台没有灯。",
    f"司机说{WORD}，电话 13800138000。",
    "夜里没有车。",
    "加一班车。",
    "夜里站台多放座椅。",
)
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
    motion_ids: tuple[int, ...]
    """A draft, then submitted ones."""
    service: str
    """Code of a category of the topic, as other systems name it."""
    answered: tuple[str, str]
    """Numbers of suggestions that a department answered."""
    reply_photo: str
    handled: Handled
    outcomes: dict[Role | None, int]
    """Role → job of theirs that took a sheet in."""

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
    sent, receipts = await send(TEXTS, keys, code, at)
    waiting, appealed, heard = sent[2], sent[1], sent[0]
    await _appeal(appealed, heard, wei=wei, ada=ada, at=at)
    for tracking in (waiting, heard):
        await moderation.reveal(tracking, reason="核对站名", by=wei, now=at)
    by_member = await send_as_member(SLUG, keys, he, at)
    await send_micro(he, await topics.topic_by_slug(SLUG), keys, at)
    await builders.close_a_day(by=staff, now=at)
    outcomes = await _ask_for_files(installation, at)
    await let_a_machine_be_told(keys, ada, at)
    service = await let_a_machine_tell(keys, SLUG, ada, at)
    batch_id, photo = await type_slip(SLUG, _photos_of(installation), keys, code, staff, at)
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
        proposal_id=await _propose(he, staff, at),
        organisation_id=staff.scope.organisation or 0,
        batch_id=batch_id,
        photo=photo,
        report=await add_report(SLUG, staff, at, is_public=True),
        draft_report=await add_report(SLUG, staff, at, is_public=False),
        template_id=await add_template(staff, at),
        motion_ids=await add_motions(he, staff, at),
        service=service,
        answered=(sent[3], sent[4]),
        reply_photo=await add_answers(SLUG, (sent[3], sent[4]), staff, _photos_of(installation), at),
        handled=await handle(
            sent[5],
            SLUG,
            staff=staff,
            bo=await person(Role.DEPARTMENT),
            uploads_folder=installation.environment["JIANYAN_UPLOADS"],
            at=at,
        ),
        outcomes=outcomes,
    )


async def _propose(he: Person, staff: Person, at: datetime) -> int:
    title, text = "夜间公交怎么开", "请问一问夜班工人。"
    proposal_id = await proposals.propose(title, text, by=he, now=at)
    await proposals.examine_proposal(proposal_id, title, text, "和公交集团说一声", by=staff, now=at)
    return proposal_id


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


def _photos_of(installation: Installation) -> Store:
    return Store(Path(installation.environment["JIANYAN_UPLOADS"]))


async def _appeal(appealed: str, heard: str, *, wei: Person, ada: Person, at: datetime) -> None:
    for tracking in (appealed, heard):
        await appeals.add_facts(tracking, "是五里牌站。", by=None, now=at)
        await moderation.decide(tracking, _RULES, by=wei, now=at)
        await appeals.appeal(tracking, "说的就是夜间公交。", by=None, now=at, zone=builders.SHANGHAI)
    await appeals.hear(heard, appeals.Outcome.UPHOLD, "说的是白天。", by=ada, now=at)


async def _take_a_sheet_in(me: Person, installation: Installation, at: datetime) -> int:
    """Let a job of somebody's take a sheet in, and give its id."""
    asking = SignedIn(person=me, csrf_token="", token_hash="none", proved_at=None)
    topic = await topics.topic_by_slug(SLUG)
    new = builders.new_job(
        kind=jobs.JobKind.IMPORT, topic_id=topic.id, language="zh-CN", file_name="信件.xlsx", media_type=""
    )
    job_id = await jobs.ask(new, by=asking, now=at)
    job = await jobs.take(f"{me.account_id}", now=at)
    assert job is not None
    outcome = msgspec.json.encode(suggestions.ImportCount(taken=20_001, already=3, refused=1))
    file = Path(installation.environment["JIANYAN_UPLOADS"]) / jobs.FOLDER / job.file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(outcome)
    await jobs.finish(job, done=20_004, file_bytes=len(outcome), sha256="", now=at)
    return job_id


async def _ask_for_files(installation: Installation, at: datetime) -> dict[Role | None, int]:
    """Ask at each desk that has files: one failed, one is being made, one waits; a sheet was taken in.

    Gives role → job that took the sheet in.
    """
    outcomes: dict[Role | None, int] = {}
    for role in (Role.STAFF, Role.ADMIN):
        outcomes[role] = await _take_a_sheet_in(await person(role), installation, at)
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
    return outcomes


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
