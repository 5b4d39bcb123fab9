"""M07: small matters do not leave the community, big ones not the sub-district (小事不出社区、大事不出街道)."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path

import pytest

from cmsdk import Actor, Case, City, discover
from cmsdk.work.wording import command

NOW = datetime(2026, 5, 15, 11, 0, tzinfo=timezone(timedelta(hours=8)))
Steps = tuple[tuple[str, str, dict[str, str]], ...]
ON_THE_SPOT: Steps = (("pingdu-p-squad-5-a", "fix_on_the_spot", {"result": "小广告当场铲净"}),)


def _guided(officer: str, leader: str) -> Steps:
    """A dispute that mediation and guidance end in the community."""
    guidance = {"measure": "cn-guidance", "reason": "划线定位，两家签字"}
    return (
        (officer, "accept", {}), (leader, "take_measure", {"measure": "cn-mediation"}),
        (officer, "take_measure", guidance),
    )  # fmt: skip


def _handled(leader: str, department: str) -> Steps:
    """The whole way: filed, dispatched, handled, checked, closed."""
    return (
        ("pingdu-p-acceptor", "accept", {}), ("pingdu-p-acceptor", "verify_before_filing", {}),
        (leader, "verify_before_filing", {"found": "exists"}), ("pingdu-p-leader", "file", {}),
        ("pingdu-p-dispatcher", "dispatch", {}), (department, "sign_for", {}),
        (department, "handle", {"result": "已清理"}), (department, "feed_back", {}),
        ("pingdu-p-checker", "check_after_handling", {"checked": "passed"}),
        ("pingdu-p-acceptor", "close", {"result": "已清理"}),
    )  # fmt: skip


DAY: dict[str, Steps] = {
    "PD-SQ-260515-04": ON_THE_SPOT,
    "PD-SQ-260515-02": _guided("pingdu-p-squad-5-a", "pingdu-p-grid-2"),
    "PD-SQ-260515-10": _guided("pingdu-p-squad-2-a", "pingdu-p-grid-3"),
    "PD-SQ-260515-03": _handled("pingdu-p-grid-1", "pingdu-p-squad-5"),
    "PD-SQ-260515-05": _handled("pingdu-p-grid-3", "pingdu-p-gongan"),
}
"""Reports of the samples that were settled on the day, and how."""


@pytest.fixture
def pingdu() -> Iterator[City]:
    with City.open("370283", plugins=discover(only=["cn", "pingdu", "qingdao"]), clock=lambda: NOW) as city:
        yield city


def _worked(city: City, day: dict[str, Steps]) -> None:
    sample = files("cmsdk_pingdu").joinpath("samples", "community.csv").read_bytes()
    cases = {case.report: case for case in city.receive("pingdu-community", sample).cases}
    for report, steps in day.items():
        for person, name, fields in steps:
            officer = city.plan.officers[person]
            after = city.act(cases[report].id, command(name, fields), Actor(officer.id, officer.roles, officer.unit))
            assert isinstance(after, Case), (report, name, after)


def _shares(city: City) -> dict[str, str]:
    names = ("pingdu-settled", "pingdu-in-community", "pingdu-in-subdistrict", "pingdu-in-city")
    return {one.id.removeprefix("pingdu-"): one.text for one in city.indicators(names)}


def test_m07_levels(pingdu: City, tmp_path: Path) -> None:
    _worked(pingdu, DAY)
    rows = [(row.cells["level"], row.cells["row"], row.cells["unit"]) for row in pingdu.view("settlements").rows]
    assert sorted(rows) == [
        ("市", "pingdu-lv-4", "pingdu-gongan"), ("社区", "pingdu-lv-1", "pingdu-squad-2"),
        ("社区", "pingdu-lv-1", "pingdu-squad-5"), ("社区", "pingdu-lv-1", "pingdu-squad-5"),
        ("街道", "pingdu-lv-3", "pingdu-squad-5"),
    ]  # fmt: skip
    assert _shares(pingdu) == {
        "settled": "5", "in-community": "60.0 %", "in-subdistrict": "20.0 %", "in-city": "20.0 %",
    }  # fmt: skip
    page = pingdu.publish("pingdu-levels", to=tmp_path / "l.html").read_text(encoding="utf-8")
    for shown in ("分级解决与多方联动情况", "60.0 %", "街道解决占比"):
        assert shown in page


def test_m07_a_matter_that_is_not_settled_is_no_part_of_the_shares(pingdu: City) -> None:
    _worked(pingdu, {report: steps for report, steps in DAY.items() if report != "PD-SQ-260515-04"})
    assert _shares(pingdu) == {
        "settled": "4", "in-community": "50.0 %", "in-subdistrict": "25.0 %", "in-city": "25.0 %",
    }  # fmt: skip
