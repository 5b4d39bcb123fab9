"""M42: the enforcement volunteer team has 500 members, by its lists and by name."""

from collections.abc import Callable

from cmsdk import City

AT = "2026-11-19T18:00+08:00"
Worked = Callable[..., City]
Cells = Callable[..., list[tuple[object, ...]]]


def test_m42_volunteer_team(worked: Worked, cells: Cells) -> None:
    city = worked("610100", "xian", "50-volunteers.csv", at=AT)
    assert cells(city, "volunteer-teams", "name", "members", "volunteer_times") == [("执法志愿者队伍", 500, 21)]
    (row,) = city.view("volunteer-teams").rows
    named = [one for one in map(city.work, row.sources) if one.person]
    assert len(named) == 2
    said = "".join(entry.data for one in named for entry in city.work_entries(one.id))
    assert "志愿者甲" not in said
    assert "13900008001" not in said
    assert city.ledger.person(named[0].person) is not None


def test_m42_without_a_list_or_after_one_has_left_there_are_fewer(worked: Worked, cells: Cells) -> None:
    city = worked("610100", "xian", "50-volunteers.csv", at=AT, without="xfl-list-03,")
    assert cells(city, "volunteer-teams", "members") == [(455,)]
    left = "事项,指令,经办人\nxfl-member-2,退出志愿队,xian-p-geng\n"
    assert city.enter_table(left.encode()).done == 1
    assert cells(city, "volunteer-teams", "members", "left") == [(454, 1)]
