"""M08: 30 piles, 70 bills and 10 greens were cleared, place by place."""

from collections.abc import Callable

from cmsdk import City

AT = "2026-05-15T18:00+08:00"
Worked = Callable[..., City]
Cells = Callable[..., list[tuple[object, ...]]]


FILES = ("50-open-day.csv", "52-clearances.csv")


def test_m08_clearance_tally(worked: Worked, cells: Cells) -> None:
    city = worked("370283", "pingdu", *FILES, at=AT)
    assert sorted(cells(city, "clearance-tally", "name", "count", "places", campaign="open-day-2026")) == [
        ("乱堆乱放", 30, 4), ("乱贴乱画", 70, 4), ("毁绿占绿", 10, 4),
    ]  # fmt: skip
    garden = cells(city, "clearances", "partners", place="星光苑5号楼北侧小菜园")
    assert garden == [("pingdu-xingguang-property;pingdu-yuanlin",)]
    assert cells(city, "campaign-tree", "clearances", level=0) == [(110,)]


def test_m08_a_place_less_or_a_line_struck_out_is_not_in_the_tally(worked: Worked, cells: Cells) -> None:
    city = worked("370283", "pingdu", *FILES, at=AT, without="open-day-2026-c05,")
    assert cells(city, "clearance-tally", "count", "places", name="乱贴乱画") == [(46, 3)]
    struck = "事项,指令,经办人,原因\nopen-day-2026-c01,作废清理,pingdu-p-squad-5,与物业重复登记\n"
    assert city.enter_table(struck.encode()).done == 1
    assert cells(city, "clearance-tally", "count", "places", name="乱堆乱放") == [(21, 3)]
