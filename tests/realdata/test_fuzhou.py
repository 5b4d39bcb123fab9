"""712 real cases of the Fuzhou hotline, read by a column mapping alone."""

from collections import Counter
from collections.abc import Callable
import csv
from pathlib import Path

import pytest

from cmsdk import Case, City, Outcome
from cmsdk.model.decisions import Stage

FILE = "zh/fuzhou12345_dev.csv"
ROWS = 712
ROUTED_BY_DISTRICT = 0.95


@pytest.fixture(scope="module")
def rows(data: Path) -> list[dict[str, str]]:
    with (data / FILE).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def received(data: Path, open_city: Callable[[str, str], City]) -> tuple[City, Outcome]:
    city = open_city("350100", "fuzhou")
    return city, city.receive("hotline", (data / FILE).read_bytes(), name="fuzhou12345_dev.csv")


@pytest.fixture(scope="module")
def cases(received: tuple[City, Outcome]) -> dict[str, Case]:
    """Every case with its trail, by the number that the hotline gave it."""
    city, outcome = received
    return {case.report: case for case in map(city.case, outcome.case_ids)}


def test_every_row_is_a_case_or_in_quarantine_with_a_reason(received: tuple[City, Outcome]):
    city, outcome = received
    assert outcome.received == ROWS == len(outcome.case_ids) + outcome.duplicates + len(outcome.quarantined)
    assert (len(outcome.case_ids), outcome.duplicates) == (ROWS, 0)
    assert all(row.problems for row in outcome.quarantined)
    assert outcome.problems == []
    assert len(list(city.cases())) == len(outcome.case_ids)


def test_every_case_has_an_owner_and_a_deadline_from_the_rows_own_day(
    rows: list[dict[str, str]], cases: dict[str, Case]
):
    for row in rows:
        case = cases[row["case_no"]]
        assert case.unit
        assert case.due is not None
        assert case.at.date().isoformat() == row["created_on"]
        assert case.due.at > case.at
        assert not case.due.provisional


def test_the_rows_keep_their_kind_and_district(
    rows: list[dict[str, str]], cases: dict[str, Case], received: tuple[City, Outcome]
):
    divisions = received[0].plan.divisions
    for row in rows:
        case = cases[row["case_no"]]
        assert case.kind == row["kind"]
        named = [d.code for d in divisions.values() if d.name == row["district"]]
        assert case.division in named or not named


def test_nearly_all_are_routed_by_a_row_that_names_their_district(
    rows: list[dict[str, str]], cases: dict[str, Case], received: tuple[City, Outcome]
):
    plan = received[0].plan
    areas = {ranked.item.id: getattr(ranked.item, "area", "") for ranked in plan.routes}
    codes = {division.name: code for code, division in plan.divisions.items()}
    by_own = 0
    for row in rows:
        step = next(s for s in cases[row["case_no"]].trail if s.stage is Stage.ROUTE)
        by_own += areas.get(step.rule) == codes.get(row["district"], "none")
    assert by_own / ROWS >= ROUTED_BY_DISTRICT
    units = Counter(case.unit for case in cases.values())
    assert units[plan.profile.duty_desk] / ROWS <= 1 - ROUTED_BY_DISTRICT
    assert len(units) >= 5


def test_a_second_run_adds_nothing(data: Path, received: tuple[City, Outcome]):
    city, outcome = received
    again = city.receive("hotline", (data / FILE).read_bytes())
    assert (again.received, again.case_ids, again.duplicates) == (ROWS, [], ROWS - len(outcome.quarantined))
    assert len(list(city.cases())) == len(outcome.case_ids)


def test_the_figures_add_up(received: tuple[City, Outcome]):
    found = received[0].figures()
    assert found.total == ROWS
    assert sum(c.cases for c in found.units) == sum(c.cases for c in found.categories) == ROWS
