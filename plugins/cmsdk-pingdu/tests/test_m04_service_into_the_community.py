"""M04: on the open day complaints are taken at the community, counted by form and by community, and settled there."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
import re

from cmsdk import Actor, Case, City
from cmsdk.model.commands import FixOnTheSpot

AT = "2026-05-15T18:00+08:00"
SAMPLE = files("cmsdk_pingdu").joinpath("samples", "community.csv").read_text(encoding="utf-8")
Worked = Callable[..., City]
Cells = Callable[..., list[tuple[object, ...]]]


def day(worked: Worked, intake: str = SAMPLE, **less: object) -> City:
    city = worked("370283", "pingdu", "50-open-day.csv", at=AT, **less)
    city.receive("pingdu-community", intake.encode())
    return city


def page(city: City, to: Path) -> str:
    to.unlink(missing_ok=True)
    values = {"day": "2026年5月15日", "writer": "办公室"}
    return city.publish("pingdu-open-day-summary", to=to, values=values).read_text(encoding="utf-8")


def told(text: str) -> tuple[str, ...]:
    """Visitors, complaints, and those settled at once, as the summary says them."""
    found = re.search(r"接待群众 (\d+) 人次，现场受理投诉举报 (\d+) 件，当场办结 (\d+) 件", text)
    assert found is not None, text
    return found.groups()


def by_community(text: str) -> dict[str, tuple[int, int]]:
    rows = re.findall(r"^\| (\S*(?:社区|居委会)\S*) \| (\d+) \| (\d+) \|$", text, re.MULTILINE)
    return {name: (int(taken), int(fixed)) for name, taken, fixed in rows}


def test_m04_service_into_the_community(worked: Worked, cells: Cells, tmp_path: Path) -> None:
    city = day(worked)
    text = page(city, tmp_path / "a.md")
    assert told(text) == ("84", "12", "0")
    assert cells(city, "campaign-forms", "activities", "visitors", form="qingdao-service") == [(2, 84)]
    counted = by_community(text)
    assert sum(taken for taken, _ in counted.values()) == 12
    (bills,) = [case for case in city.cases() if case.report == "PD-SQ-260515-04"]
    officer = city.plan.officers["pingdu-p-squad-5-a"]
    fixed = city.act(bills.id, FixOnTheSpot(result="清掉"), Actor(officer.id, officer.roles))
    assert isinstance(fixed, Case), fixed
    after = page(city, tmp_path / "a.md")
    assert told(after) == ("84", "12", "1")
    name = city.plan.divisions[bills.division].name
    assert by_community(after) == {**counted, name: (counted[name][0], 1)}


def test_m04_one_complaint_or_one_service_post_less_is_counted_less(worked: Worked, tmp_path: Path) -> None:
    rows = SAMPLE.splitlines(keepends=True)
    less = "".join(row for row in rows if not row.startswith("PD-SQ-260515-05,"))
    assert told(page(day(worked, less), tmp_path / "a.md"))[:2] == ("84", "11")
    assert told(page(day(worked, without="open-day-2026-a9,"), tmp_path / "a.md"))[:2] == ("46", "12")


def test_m04_what_comes_by_telephone_is_no_intake_at_the_community(worked: Worked, tmp_path: Path) -> None:
    calls = files("cmsdk_pingdu").joinpath("samples", "hotline-12345.json").read_bytes()
    city = day(worked)
    assert city.receive("pingdu-12345", calls).case_ids
    assert told(page(city, tmp_path / "a.md"))[1] == "12"
