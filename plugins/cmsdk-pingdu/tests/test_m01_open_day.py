"""M01: the open day with its theme and three sections is one tree, added up from its entries."""

from collections.abc import Callable

from cmsdk import City

AT = "2026-05-15T18:00+08:00"
Worked = Callable[..., City]
Cells = Callable[..., list[tuple[object, ...]]]


def test_m01_open_day(worked: Worked, cells: Cells) -> None:
    city = worked("370283", "pingdu", "50-open-day.csv", at=AT)
    ((theme, activities),) = cells(city, "campaign-tree", "theme", "activities", level=0)
    assert (theme, activities) == ("平度城管进万家", 9)
    sections = cells(city, "campaign-tree", "title", "activities", node="section", parent="open-day-2026")
    assert sections == [("强服务优管理", 2), ("解读宣传", 5), ("民意民智", 2)]
    root, *rest = city.view("campaign-tree").rows
    assert {row.cells["campaign"] for row in rest} == {"open-day-2026"}
    below = {source for row in rest for source in row.sources if source.startswith("activity:")}
    assert below == {source for source in root.sources if source.startswith("activity:")}
    assert all(city.work_entries(source) for source in root.sources)


def test_m01_one_activity_less_is_missed_in_its_section_alone(worked: Worked, cells: Cells) -> None:
    city = worked("370283", "pingdu", "50-open-day.csv", at=AT, without="open-day-2026-a8,")
    assert cells(city, "campaign-tree", "activities", level=0) == [(8,)]
    sections = cells(city, "campaign-tree", "activities", node="section", parent="open-day-2026")
    assert sections == [(1,), (5,), (2,)]
