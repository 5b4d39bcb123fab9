"""M03: 250 person-times of officers, from the rosters of the day, and 1,000 leaflets, from the activities."""

from collections.abc import Callable

from cmsdk import City

AT = "2026-05-15T18:00+08:00"
Worked = Callable[..., City]
Cells = Callable[..., list[tuple[object, ...]]]


FILES = ("50-open-day.csv", "51-law-duty.csv")


def test_m03_law_into_the_community(worked: Worked, cells: Cells) -> None:
    city = worked("370283", "pingdu", *FILES, at=AT)
    assert cells(city, "campaign-forms", "name", "officer_times", "leaflets", form="qingdao-law") == [
        ("城管法律进社区", 250, 1000)
    ]
    (row,) = [row for row in city.view("campaign-forms").rows if row.cells["form"] == "qingdao-law"]
    assert sorted({source.split(":")[0] for source in row.sources}) == ["activity", "duty"]
    assert len([source for source in row.sources if source.startswith("duty:")]) == 10


def test_m03_without_one_roster_it_is_not_250(worked: Worked, cells: Cells) -> None:
    city = worked("370283", "pingdu", *FILES, at=AT, lacking=("roster.csv", "pingdu-ro-01"))
    assert cells(city, "campaign-forms", "officer_times", "leaflets", form="qingdao-law") == [(220, 1000)]


def test_m03_without_one_session_or_one_community_there_are_fewer(worked: Worked, cells: Cells) -> None:
    session = worked("370283", "pingdu", *FILES, at=AT, without="pingdu-ro-10@")
    assert cells(session, "campaign-forms", "officer_times", form="qingdao-law") == [(230,)]
    community = worked("370283", "pingdu", *FILES, at=AT, without="open-day-2026-a3,")
    assert cells(community, "campaign-forms", "leaflets", form="qingdao-law") == [(740,)]
