import pytest

from jianyan import notices
from jianyan.accounts import Person
from jianyan.notices import NoticeKind, NoTimeOfDay, QuietHours, Wishes


async def test_what_somebody_wishes_is_kept_and_changed(ada: Person) -> None:
    assert await notices.own_wishes(ada) == Wishes()
    wishes = Wishes(kinds=(NoticeKind.FILE_READY,), quiet=QuietHours(1_320, 420))
    await notices.save_wishes(wishes, by=ada)
    assert await notices.own_wishes(ada) == wishes
    await notices.save_wishes(Wishes(), by=ada)
    assert await notices.own_wishes(ada) == Wishes()


async def test_a_kind_that_is_not_for_people_is_not_kept(ada: Person) -> None:
    await notices.save_wishes(Wishes(kinds=(NoticeKind.APPEAL_RAISED,)), by=ada)
    assert await notices.own_wishes(ada) == Wishes()


def test_quiet_hours_are_read_from_two_times() -> None:
    assert notices.read_quiet_hours("22:00", "7:05") == QuietHours(1_320, 425)
    assert notices.read_quiet_hours("", "") is None


@pytest.mark.parametrize(
    ("begin", "end", "field"),
    [
        ("22:00", "", "quiet_until"),
        ("", "07:00", "quiet_from"),
        ("24:00", "07:00", "quiet_from"),
        ("22:60", "07:00", "quiet_from"),
        ("22:00", "７:00", "quiet_until"),
        ("2200", "07:00", "quiet_from"),
    ],
)
def test_what_is_no_time_of_day_is_refused_at_its_field(begin: str, end: str, field: str) -> None:
    with pytest.raises(NoTimeOfDay) as refused:
        notices.read_quiet_hours(begin, end)
    assert refused.value.field == field
