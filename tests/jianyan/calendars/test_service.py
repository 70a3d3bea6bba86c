from datetime import date, timedelta

import pytest

import builders
import cast
from jianyan import accounts, calendars, trail
from jianyan.accounts import NoSuchOrganisation, OrganisationKind, within
from jianyan.calendars import ExceptionDetail, ForAll, NewException
from jianyan.calendars.tables import CalendarException
from jianyan.errors import Invalid
from worlds import OWN, make_organisations

DAY = date(2026, 10, 8)
NOW = builders.NOW


async def put(organisation: int | None, *, works: bool, day: date = DAY, reason: str = "台风停工") -> None:
    new = NewException(organisation=organisation, day=day, is_working=works, reason=reason)
    await calendars.set_exception(new, by=None, now=NOW)


async def works(organisation: int | None, day: date = DAY) -> bool:
    return (await calendars.calendar_of(organisation)).is_working(day)


async def ids() -> dict[str, int]:
    return {name: one.id for name, one in (await make_organisations()).items()}


async def test_the_nearest_exception_counts_and_is_inherited_by_all_below(database: str) -> None:
    placed = await ids()
    above, own, below = (placed[name] for name in ("云省政协", OWN, "东区委员工作室"))
    elsewhere = placed["岳州市政协"]

    async def working() -> list[bool]:
        return [await works(each) for each in (None, above, own, below, elsewhere)]

    assert await working() == [True] * 5
    await put(None, works=False)
    assert await working() == [False] * 5
    await put(above, works=True)
    assert await working() == [False, True, True, True, False]
    await put(own, works=False)
    assert await working() == [False, True, False, False, False]
    await put(below, works=True)
    assert await working() == [False, True, False, True, False]
    assert await calendars.remove_exception(own, DAY, by=None, now=NOW)
    assert await working() == [False, True, True, True, False]


async def test_an_organisation_that_is_moved_inherits_from_its_new_place(database: str) -> None:
    placed = await ids()
    await put(placed["岳州市政协"], works=False)
    assert await works(placed["东区委员工作室"])
    await accounts.move_organisation(placed["东区委员工作室"], below=placed["岳州市政协"], by=None, now=NOW)
    assert not await works(placed["东区委员工作室"])


async def test_a_list_tells_one_exception_a_day_and_who_set_it(database: str) -> None:
    qiao = await builders.make_person(cast.QIAO)
    own = qiao.scope.organisation
    assert own is not None
    below = await accounts.add_organisation_below(own, "东区", kind=OrganisationKind.COUNTY, by=None, now=NOW)
    await put(None, works=False, day=DAY + timedelta(days=1), reason="全市停工")
    await put(None, works=False)
    new = NewException(organisation=own, day=DAY, is_working=True, reason="  值班 \n 接诉  ")
    await calendars.set_exception(new, by=qiao, now=NOW)
    assert (await calendars.exceptions_for(own))[0].set_by == qiao.name
    facts = {"day": DAY, "is_working": True, "reason": "值班 接诉", "set_by": qiao.name, "set_at": NOW}
    listed = await calendars.exceptions_for(below)
    assert listed[0] == ExceptionDetail(organisation=own, **facts)  # type: ignore[arg-type]
    assert [(one.organisation, one.reason, one.set_by) for one in listed[1:]] == [(None, "全市停工", "")]
    assert [one.is_working for one in await calendars.exceptions_for(None)] == [False, False]


async def test_a_day_that_is_set_again_changes_and_stays_one_row(database: str) -> None:
    own = (await ids())[OWN]
    await put(own, works=False, reason="停电")
    await put(own, works=True, reason="来电了")
    assert await CalendarException.count() == 1
    assert (await calendars.exceptions_for(own))[0].reason == "来电了"
    assert await works(own)


async def test_the_trail_says_who_set_and_removed_what(database: str) -> None:
    qiao = await builders.make_person(cast.QIAO)
    own = qiao.scope.organisation
    new = NewException(organisation=own, day=DAY, is_working=False, reason="停电")
    await calendars.set_exception(new, by=qiao, now=NOW)
    assert await calendars.remove_exception(own, DAY, by=qiao, now=NOW)
    assert not await calendars.remove_exception(own, DAY, by=qiao, now=NOW)
    await put(None, works=False)
    removed = await trail.acts(kind="calendar-remove")
    first = await trail.acts(kind="calendar-set")
    assert [(act.subject, act.actor, act.data) for act in removed] == [
        (f"organisation-{own}", qiao.trail_id, {"on": "2026-10-08", "from": "rest", "to": None})
    ]
    data = {"on": "2026-10-08", "from": None, "to": "rest", "reason": "停电"}
    assert (first[-1].subject, first[-1].actor, first[-1].data) == (
        f"organisation-{own}",
        qiao.trail_id,
        data,
    )
    assert (first[0].subject, first[0].actor) == ("calendar", None)
    assert await trail.first_fault() is None


async def test_days_of_others_are_not_there_and_those_of_all_are_set_at_the_top(database: str) -> None:
    await ids()
    own = await accounts.organisation_by_name(OWN)
    top = await accounts.organisation_by_name("云省政协")
    elsewhere = await accounts.organisation_by_name("岳州市政协")
    with within(own.scope):
        for unseen in (top.id, elsewhere.id, 987_654):
            with pytest.raises(NoSuchOrganisation):
                await put(unseen, works=False)
            with pytest.raises(NoSuchOrganisation):
                await calendars.remove_exception(unseen, DAY, by=None, now=NOW)
            with pytest.raises(NoSuchOrganisation):
                await calendars.calendar_of(unseen)
        with pytest.raises(ForAll):
            await put(None, works=False)
        with pytest.raises(ForAll):
            await calendars.remove_exception(None, DAY, by=None, now=NOW)
        assert not calendars.may_set_for_all()
    assert await CalendarException.count() == 0
    with within(top.scope):
        await put(None, works=False)
        await put(own.id, works=True)
    assert [await works(each.id) for each in (top, own, elsewhere)] == [False, True, False]


@pytest.mark.parametrize(
    ("day", "reason", "field"),
    [
        (DAY, "", "reason"),
        (DAY, " \n ", "reason"),
        (DAY, "停" * 121, "reason"),
        (date(2003, 12, 31), "停电", "on"),
        (date(2101, 1, 1), "停电", "on"),
    ],
)
async def test_what_cannot_be_kept_is_refused_at_its_field(
    database: str, day: date, reason: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await put(None, works=False, day=day, reason=reason)
    assert refused.value.field == field
    assert await CalendarException.count() == 0
