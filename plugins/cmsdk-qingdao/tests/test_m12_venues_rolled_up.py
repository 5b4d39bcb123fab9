"""M12: the main venue and the venues of the districts are one campaign, added up."""

from collections.abc import Callable

from cmsdk import City

AT = "2026-10-16T18:00+08:00"
Worked = Callable[..., City]
Cells = Callable[..., list[tuple[object, ...]]]


FIGURES = ("activities", "guests", "visitors", "leaflets", "opinions")


def test_m12_venues_rolled_up(worked: Worked, cells: Cells) -> None:
    city = worked("370200", "qingdao", "50-open-day.csv", at=AT)
    assert cells(city, "campaign-venues", "title", "place", main=1) == [("主会场", "五四广场")]
    venues = cells(city, "campaign-venues", *FIGURES, campaign="open-day-2026")
    assert len(venues) == 1 + 10
    districts = {division for (division,) in cells(city, "campaign-venues", "division")} - {""}
    assert districts == {code for code, one in city.plan.divisions.items() if one.parent == "370200"}
    added = tuple(sum(int(str(one)) for one in column) for column in zip(*venues, strict=True))
    assert cells(city, "campaign-tree", *FIGURES, level=0) == [added] == [(22, 174, 1875, 2200, 3)]


def test_m12_without_one_venue_the_whole_is_less_by_that_venue(worked: Worked, cells: Cells) -> None:
    city = worked("370200", "qingdao", "50-open-day.csv", at=AT)
    ((shinan,),) = cells(city, "campaign-venues", "visitors", venue="open-day-2026-main")
    less = worked("370200", "qingdao", "50-open-day.csv", at=AT, without="open-day-2026-a02,")
    ((whole,),) = cells(less, "campaign-tree", "visitors", level=0)
    assert (shinan, whole) == (580, 1875 - 420)
