import msgspec

from jianyan.tallies import Unheard, unheard_told

FEW = Unheard(hours=[(1, 4), (23, 24)], placements=57, unopened=2, members=1, citizens=7)


def test_each_thing_that_is_known_is_told_in_one_sentence() -> None:
    assert unheard_told(FEW, "zh-CN") == [
        "这些时段从没有收到过建议：1:00–4:00、23:00–24:00。",
        "在用的 57 个点位中，2 个从没有人扫过码。",
        "自己写来的建议中，委员占 12%，市民占 88%。",
    ]
    assert unheard_told(FEW, "en")[0] == "At these hours nothing ever came: 1:00–4:00, 23:00–24:00."


def test_nothing_is_told_of_what_is_not_known() -> None:
    nobody = msgspec.structs.replace(FEW, hours=[], placements=0, members=0, citizens=0)
    assert unheard_told(nobody, "zh-CN") == []
