"""The section of return visits, and what a report says is counted apart."""

from collections.abc import Iterable
from datetime import datetime

import attrs
import pytest

from cmsdk.city import City
from cmsdk.contract.case_rules import VisitRules
from cmsdk.contract.output import Document, ReportColumn, ReportDefinition, Table
from cmsdk.figures.counts import figures
from cmsdk.model.case import Case
from cmsdk.model.clock import Due
from cmsdk.model.course import Course, Round, VisitMade
from cmsdk.model.spans import Limit, LimitUnit
from cmsdk.publish.document import document
from cmsdk.publish.period import read_period

REPORT = ReportDefinition(
    id="v", title="回访", sections=("units", "visits"), columns=(ReportColumn(field="id", label="编号"),)
)


def _made(town: City, courses: Iterable[Course], lang: str, weights: VisitRules) -> Document:
    plan = town.plan
    at = datetime(2026, 6, 1, 12, tzinfo=plan.zone)
    due = Due(at, Limit(1, LimitUnit.MINUTE))
    cases = [
        Case(
            str(number), plan.city, "desk", str(number), at, at, "", "", unit="testville-works", due=due,
            handled=at.replace(hour=13), course=course,
        )
        for number, course in enumerate(courses)
    ]  # fmt: skip
    plan = attrs.evolve(plan, case_rules=attrs.evolve(plan.case_rules, visits=weights))
    return document(REPORT, cases, figures(cases, plan, at), plan, read_period("", plan.zone), lang, at)


def _visited(town: City, *, solved: bool, satisfied: str, valid: bool = True) -> Course:
    at = datetime(2026, 6, 1, 14, tzinfo=town.plan.zone)
    return Course(visits=(VisitMade(at, valid, True, solved, satisfied),))


def test_visits_are_shown_by_unit_with_a_summary(town: City):
    courses = [
        _visited(town, solved=True, satisfied="satisfied"),
        _visited(town, solved=False, satisfied="basically_satisfied"),
        _visited(town, solved=True, satisfied="satisfied", valid=False),
        Course(),
    ]
    made = _made(town, courses, "en", VisitRules(basically=90, contacted=10, solved=50, satisfied=40))
    table = made.sections[1]
    assert isinstance(table, Table)
    assert table.header[-4:] == ("Contacted %", "Solved %", "Satisfied %", "Score")
    # 2 of 2, 1 of 2, (1 + 0.9) of 2: 10 + 25 + 38
    row = ("3", "2", "2", "1", "1", "1", "100.0", "50.0", "95.0", "73.0")
    assert list(table.rows) == [("Public works", *row), ("Sum; rates: average of the units", *row)]


def test_without_weights_there_is_a_dash_and_without_visits_no_row(town: City):
    made = _made(town, [_visited(town, solved=True, satisfied="satisfied")], "zh", VisitRules())
    table = made.sections[1]
    assert isinstance(table, Table)
    assert (table.header[-1], table.rows[0][-1]) == ("综合成绩", "—")
    empty = _made(town, [Course()], "en", VisitRules()).sections[1]
    assert isinstance(empty, Table)
    assert list(empty.rows) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_exempt_ones_stay_late_and_are_shown_apart(town: City, lang: str):
    made = _made(town, [Course(exempt=True), Course()], lang, VisitRules())
    table = made.sections[0]
    assert isinstance(table, Table)
    assert table.rows[0][-2:] == ("2", "1")
    assert "1" in {value for name, value in made.facts if name in {"Late, but exempt by an appeal", "超期但经申诉免责"}}
    plain = _made(town, [Course()], lang, VisitRules()).sections[0]
    assert isinstance(plain, Table)
    assert len(plain.header) == 4


def test_side_flows_are_counted_in_cases_and_times_where_there_are_any(town: City):
    once = Round("testville-works", "", "swept")
    courses = [
        Course(returns=2, rounds=(once,)),
        Course(returns=1, rounds=(once, once, once), reopened=1),
        Course(on_the_spot=True),
    ]
    facts = dict(_made(town, courses, "en", VisitRules()).facts)
    assert facts["Sent back by units: cases (times)"] == "2 (3×)"
    assert facts["Done again: cases (times)"] == "2 (3×)"
    assert facts["Reopened: cases (times)"] == "1 (1×)"
    assert facts["Of these, put right on the spot"] == "1"
    assert not [name for name in dict(_made(town, [Course()], "en", VisitRules()).facts) if "(times)" in name]
