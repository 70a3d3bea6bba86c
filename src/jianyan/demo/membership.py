"""What members do beside suggesting: motions, one of each fate, and the system of a hotline."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from jianyan import accounts, cases, clients, motions
from jianyan.accounts import Person, Role
from jianyan.cases import Adoption, Manner, NewMeasure, NewMeeting, NewReply, Result
from jianyan.clients import NewClient
from jianyan.clock import day_of
from jianyan.demo.people import DOMAIN
from jianyan.demo.timeline import Timeline
from jianyan.motions import NewMotion

_COLLEAGUES = {f"member-2@{DOMAIN}": "委员乙", f"member-3@{DOMAIN}": "委员丙"}
_SESSION = "第十届二次会议"
_CO_SIGNED = NewMotion(
    title="关于在老旧小区周边增设无障碍候车亭的提案",
    text="建设路、文化路沿线多为老旧小区，老人和轮椅使用者多，现有站台有高差、无座椅。\n"
    "建议：一、先改造客流最大的六个站台；二、候车亭加装座椅和扶手；三、新建站点一次建成无障碍坡道。",
    sector="社会福利和社会保障界",
    category="城建交通",
    session=_SESSION,
    year="2026",
    is_open=True,
)
_ANSWERED = NewMotion(
    title="关于优化夜间公交线网的提案",
    text="医院、商圈和工业园的夜班职工反映，晚上十点以后没有公交。\n"
    "建议：一、延长三条骨干线的末班时间；二、周末试开夜间专线；三、按季度公布夜间客流。",
    sector="医药卫生界",
    category="城建交通",
    session=_SESSION,
    year="2026",
    is_open=True,
)
_DECLINED = NewMotion(
    title="关于清理五里牌站后巷堆物的提案",
    text="五里牌站后巷长期堆放废旧家具，影响行人通行，雨天有异味。建议尽快清理并设置监督电话。",
    sector="经济界",
    category="市容环境",
    session=_SESSION,
    year="2026",
)
_WHY_DECLINED = "属于个别地点的具体事项，不宜立案；已转为社情民意信息，由办公室转街道处理。"
_AGREED = "骨干线先延至 22:30；夜间专线先走医院和工业园，试运行两个月后一起看客流再定班次。"
_REPLY = (
    "收到提案后，我局调查了夜间客流。自下月起，1 路、6 路、12 路末班延至 22:30；"
    "周末夜间专线正在招标，两个月内试运行。"
)


class Membership(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts: the members, the office that examines, the department that answers."""

    members: Sequence[Person]
    """The first one writes; the others sign."""
    staff: Person
    department: Person
    zone: ZoneInfo

    def plan(self, timeline: Timeline) -> None:
        """Put three motions at their moments: one gathers signatures, one is answered, one was not filed."""
        self._plan_co_signed(timeline)
        self._plan_answered(timeline)
        self._plan_declined(timeline)

    def _plan_co_signed(self, timeline: Timeline) -> None:
        he, second, third = self.members

        async def submit(at: datetime) -> None:
            motion_id = await self._submitted(_CO_SIGNED, at)
            asked = [second.account_id, third.account_id]
            await motions.invite(motion_id, asked, by=he, now=at)
            await motions.sign(motion_id, by=second, now=at)

        timeline.add(timeline.moment(2, 15 * 60), submit)

    def _plan_answered(self, timeline: Timeline) -> None:
        ids: list[int] = []

        async def submit(at: datetime) -> None:
            ids.append(await self._submitted(_ANSWERED, at))
            for signer in self.members[1:]:
                await motions.sign(ids[0], by=signer, now=at)

        async def hand_over(at: datetime) -> None:
            await motions.file_motion(ids[0], by=self.staff, now=at)
            lead = self.department.scope.organisation
            ids.append(await cases.hand_over_motion(ids[0], lead, by=self.staff, now=at, zone=self.zone))

        async def meet(at: datetime) -> None:
            by, lead = self.department, self.department.scope.organisation
            await cases.claim(ids[1], by=by, now=at, zone=self.zone)
            new = NewMeeting(
                on=day_of(at, self.zone), manner=Manner.VISIT, party_ids=(lead or 0,), agreed=_AGREED
            )
            await cases.meet(ids[1], new, by=by, now=at, zone=self.zone)

        async def answer(at: datetime) -> None:
            by, case_id = self.department, ids[1]
            await cases.save_reply(case_id, self._reply(at), by=by, now=at)
            await cases.send_reply(case_id, by=by, now=at)
            await cases.publish_reply(case_id, by=self.staff, now=at)

        for days_ago, act in ((20, submit), (17, hand_over), (9, meet), (6, answer)):
            timeline.add(timeline.moment(days_ago, 10 * 60), act)

    def _plan_declined(self, timeline: Timeline) -> None:
        ids: list[int] = []

        async def submit(at: datetime) -> None:
            ids.append(await self._submitted(_DECLINED, at))

        async def decline(at: datetime) -> None:
            await motions.decline_motion(
                ids[0], _WHY_DECLINED, as_note=True, by=self.staff, zone=self.zone, now=at
            )

        timeline.add(timeline.moment(12, 16 * 60), submit)
        timeline.add(timeline.moment(9, 11 * 60), decline)

    async def _submitted(self, new: NewMotion, at: datetime) -> int:
        motion_id = await motions.draft_motion(new, by=self.members[0], now=at)
        await motions.submit_motion(motion_id, by=self.members[0], now=at)
        return motion_id

    def _reply(self, at: datetime) -> NewReply:
        due_on = day_of(at, self.zone) + timedelta(days=60)
        return NewReply(
            result=Result.PLANNED,
            adoption=Adoption.ADOPTED,
            text=_REPLY,
            measures=(NewMeasure(text="周末夜间专线试运行", due_on=due_on),),
        )


async def add_colleagues(first: Person, *, now: datetime) -> list[Person]:
    """Give the members of the demo, the first one first; nobody knows the passwords of the others."""
    known = {one.email for one in await accounts.accounts()}
    for email, name in _COLLEAGUES.items():
        if email not in known:
            await accounts.add_account(
                email,
                password=secrets.token_urlsafe(24),
                role=Role.MEMBER,
                organisation=first.organisation,
                name=name,
                now=now,
            )
    return [first, *[await accounts.person_by_email(email) for email in _COLLEAGUES]]


async def add_hotline(by: Person, *, now: datetime) -> None:
    """Connect the system of a hotline; its key is shown to nobody."""
    if not await clients.api_clients():
        assert by.scope.organisation is not None
        new = NewClient(name="12345 热线系统（演示）", organisation=by.scope.organisation, per_minute=60)
        await clients.add_client(new, by=by, now=now)
