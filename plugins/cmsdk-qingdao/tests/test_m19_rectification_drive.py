"""M19: residents' reports of greens are bundled into a drive with targets and results."""

from collections.abc import Callable

from cmsdk import City

AT = "2026-10-16T18:00+08:00"
Worked = Callable[..., City]
Cells = Callable[..., list[tuple[object, ...]]]


FIRST = (
    ("qingdao-patrol", "patrol.json"), ("qingdao-camera", "camera.jsonl"), ("qingdao-drone", "drone.json"),
    ("qingdao-app", "app.json"), ("qingdao-12345", "hotline-12345.csv"),
)  # fmt: skip


def test_m19_rectification_drive(worked: Worked, cells: Cells) -> None:
    city = worked("370200", "qingdao", "60-greens-drive.csv", at=AT, first=FIRST)
    ((cases, target, cleared, share),) = cells(city, "drives", "cases", "target", "cleared", "share")
    assert (target, cleared, share) == (12, 8, 0.6667)
    (drive,) = city.view("drives").rows
    bundled = [city.case(source) for source in drive.sources if ":" not in source]
    assert len(bundled) == cases == 6
    assert {case.category.rpartition("/")[2] for case in bundled} == {"E0191", "E0117"}
    assert not any(case.linked for case in bundled), "a plot that three saw is one case"
    assert cells(city, "drive-targets", "name", "target", "cleared", "left") == [
        ("圈占绿地", 3, 3, 0), ("绿地堆物", 4, 2, 2), ("绿地种菜", 5, 3, 2),
    ]  # fmt: skip


def test_m19_without_the_reports_of_the_public_there_are_fewer_cases(worked: Worked, cells: Cells) -> None:
    city = worked("370200", "qingdao", "60-greens-drive.csv", at=AT, first=FIRST[:3])
    assert cells(city, "drives", "cases", "cleared") == [(2, 8)]


def test_m19_without_a_clearance_the_target_is_missed_by_more(worked: Worked, cells: Cells) -> None:
    city = worked("370200", "qingdao", "60-greens-drive.csv", at=AT, first=FIRST, without="greens-2026-c3,")
    assert cells(city, "drive-targets", "cleared", "left", "share", name="圈占绿地") == [(0, 3, 0.0)]
