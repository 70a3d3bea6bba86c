from datetime import UTC, datetime, timedelta

from jianyan.groups import Issue, Message, hottest, representative_of

NOW = datetime(2026, 7, 1, tzinfo=UTC)
DAY = timedelta(days=1)
LAMPS = (
    "A2区丽水新城小区的路灯不亮，业主晚上害怕",
    "A2区丽水新城东门路灯坏了两个月，业主投诉",
    "丽水新城小区路灯什么时候修，业主等了很久",
)
MORE_LAMPS = ("丽水新城小区一带路灯不亮，老人摔跤", "丽水新城路灯坏了，老人孩子摔跤")
LIFTS = ("丽水新城的电梯经常停运，高层住户出不了门", "丽水新城电梯停运，高层出不了门")
BUSES = ("末班车收得太早，下了晚班坐不上", "末班车太早了，下晚班的人坐不上")


def group(texts: tuple[str, ...], first: int, *, days_ago: float = 1, likes: int = 0) -> list[Message]:
    return [
        Message(number=first + at, title="", body=text, at=NOW - days_ago * DAY, likes=likes)
        for at, text in enumerate(texts)
    ]


def issues(*groups: list[Message], days: int = 30, most: int = 5) -> list[Issue]:
    return hottest(groups, since=NOW - days * DAY, until=NOW, most=most)


def test_groups_about_the_same_at_the_same_place_are_one_issue_and_another_matter_there_is_not() -> None:
    found = issues(group(LAMPS, 0), group(LIFTS, 10), group(MORE_LAMPS, 20), group(BUSES, 30))
    assert [issue.groups for issue in found] == [[0, 2], [1], [3]]
    assert [message.number for message in found[0].messages] == [0, 1, 2, 20, 21]


def test_an_issue_says_what_where_whom_and_since_when() -> None:
    lamps = [*group(LAMPS[:2], 0, days_ago=9), *group(LAMPS[2:], 2, days_ago=3)]
    issue = issues(group(BUSES, 10), lamps)[0]
    assert (issue.places, issue.people, issue.words) == (["A2区", "丽水新城"], ["业主"], ["路灯"])
    assert (issue.first_at, issue.last_at) == (NOW - 9 * DAY, NOW - 3 * DAY)
    assert (issue.sender_count, issue.representative.number in {0, 1, 2}) == (3, True)


def test_the_hottest_comes_first_and_only_so_many() -> None:
    lamps, buses = group(LAMPS, 0), group(BUSES, 10)
    assert [issue.groups for issue in issues(buses, lamps)] == [[1], [0]]
    liked = group(BUSES, 10, likes=100)
    assert [issue.groups for issue in issues(liked, lamps)] == [[0], [1]]
    assert len(issues(buses, lamps, most=1)) == 1


def test_what_is_outside_the_time_does_not_count() -> None:
    old, new = group(LAMPS[:1], 0, days_ago=31), group(LAMPS[1:], 1, days_ago=1)
    late = group(BUSES, 10, days_ago=-1)
    found = issues([*old, *new], late)
    assert [[message.number for message in issue.messages] for issue in found] == [[1, 2]]
    assert issues(old) == []
    assert issues() == []


def test_who_wrote_recently_makes_it_hotter() -> None:
    fresh, stale = group(LAMPS, 0, days_ago=1), group(LAMPS, 0, days_ago=29)
    assert issues(fresh)[0].heat.total > 1.5 * issues(stale)[0].heat.total


def test_the_representative_says_best_what_all_say() -> None:
    odd = ("丽水新城路灯不亮，另外说一下图书馆闭馆太早，桥洞积水", "丽水新城路灯不亮", "丽水新城的路灯不亮了")
    assert representative_of(group(odd, 0)).number == 1
    assert representative_of(group(odd[:1], 7)).number == 7
