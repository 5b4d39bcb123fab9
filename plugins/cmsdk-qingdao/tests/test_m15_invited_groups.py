"""M15: those who were invited are counted by group: delegates, public committee, experts, residents, students."""

from collections.abc import Callable

from cmsdk import City

AT = "2026-10-16T18:00+08:00"
Worked = Callable[..., City]
Cells = Callable[..., list[tuple[object, ...]]]


def test_m15_invited_groups(worked: Worked, cells: Cells) -> None:
    city = worked("370200", "qingdao", "50-open-day.csv", at=AT)
    found: dict[object, int] = {}
    for name, guests in cells(city, "invited-groups", "name", "guests"):
        found[name] = found.get(name, 0) + int(str(guests))
    assert found == {"公众委员会委员": 10, "代表委员": 18, "专家学者": 5, "社区居民": 89, "学生": 52}
    assert cells(city, "campaign-tree", "guests", level=0) == [(sum(found.values()),)]


def test_m15_without_one_invitation_its_groups_are_fewer(worked: Worked, cells: Cells) -> None:
    city = worked("370200", "qingdao", "50-open-day.csv", at=AT, without="open-day-2026-a01,")
    assert cells(city, "invited-groups", "guests", group="qingdao-committee") == [(0,)]
    assert cells(city, "invited-groups", "guests", group="qingdao-delegates") == [(6,)]
    assert cells(city, "invited-groups", "guests", group="qingdao-experts") == [(5,)]
