"""M02: squad 5 invites 15 residents to an enforcement experience day."""

from collections.abc import Callable

from cmsdk import City

AT = "2026-05-15T18:00+08:00"
Worked = Callable[..., City]
Cells = Callable[..., list[tuple[object, ...]]]


def test_m02_experience_day(worked: Worked, cells: Cells) -> None:
    city = worked("370283", "pingdu", "50-open-day.csv", at=AT)
    by_squad = cells(city, "activities", "unit", "form_name", "guests", form="qingdao-experience")
    assert by_squad == [("pingdu-squad-5", "城管执法体验日", 15), ("pingdu-squad-2", "城管执法体验日", 14)]
    groups = cells(city, "invited-groups", "name", "guests", form="qingdao-experience")
    assert groups == [("沿街商户", 8), ("代表委员", 6), ("社区居民", 15)]
    (row,) = [row for row in city.view("invited-groups").rows if row.cells["group"] == "qingdao-residents"]
    assert row.sources == ("activity:370283:open-day-2026-a1",)


def test_m02_without_the_visit_to_squad_5_no_residents_were_invited(worked: Worked, cells: Cells) -> None:
    city = worked("370283", "pingdu", "50-open-day.csv", at=AT, without="open-day-2026-a1,")
    assert cells(city, "invited-groups", "guests", group="qingdao-residents") == [(0,)]
    assert cells(city, "activities", "guests", unit="pingdu-squad-5", form="qingdao-experience") == []
