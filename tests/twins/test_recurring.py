"""Recurring matters: not duplicates of what has ended, but new cases that say what they repeat."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from cmsdk import Case, City, Outcome
from cmsdk.model.commands import Accept, Close, Decline, Dispatch, Handle
from cmsdk.model.commands import File as FileCommand

from .conftest import ANN, NOW

Town = Callable[..., City]
File = Callable[..., Outcome]
Give = Callable[..., Case]
VENDOR = {"category": "E102", "repeats": 3, "days": 7}
DONE = (Accept(), FileCommand(), Dispatch(), Handle(result="moved on"), Close())


def _evening(city: City, file: File, give: Give, day: int, clock: str = "21:30", lat: str = "42.5") -> Case:
    """The vendor is reported at ``clock`` of a day in June, and gone an hour after each step."""
    at = NOW.replace(day=day, hour=23)
    report = {"No.": f"v{day}-{clock}-{lat}", "Time": f"2026-06-{day:02} {clock}", "Text": "vending", "Lat": lat}
    outcome = file(city, report, now=at)
    (case_id,) = outcome.case_ids
    for command in DONE:
        assert isinstance(city.act(case_id, command, ANN, now=at), Case)
    return city.case(case_id)


def test_the_vendor_who_is_back_every_evening_recurs_from_the_third_time_on(town: Town, file: File, give: Give):
    city = town({**VENDOR, "when": "21:00-02:00"})
    cases = [_evening(city, file, give, day) for day in (1, 2, 3, 4)]
    assert [case.linked for case in cases] == [""] * 4
    assert [case.recurs for case in cases] == [(), (), (cases[0].id, cases[1].id), tuple(c.id for c in cases[:3])]
    step = cases[2].trail[-1]
    facts = dict(step.facts)
    assert (step.why, step.rule) == ("recurs", "testville-dup-0")
    assert (facts["count"], facts["days"], facts["hours"]) == ("3", "7", "21:00-02:00")
    assert facts["times"] == "06-01 21:30, 06-02 21:30"
    for lang in ("zh", "en"):
        text = str(city.explain(cases[2].id, lang))
        assert all(part in text for part in ("21:00-02:00", cases[0].id, cases[1].id))
    assert [city.ledger.case(c.id).recurs for c in cases] == [c.recurs for c in cases]  # type: ignore[union-attr]


def test_the_days_of_the_row_are_the_days_that_count(town: Town, file: File, give: Give):
    city = town(VENDOR)
    days = [_evening(city, file, give, day) for day in (1, 2, 10, 16)]
    assert [case.recurs for case in days] == [(), (), (), ()]
    assert _evening(city, file, give, 17).recurs == (days[2].id, days[3].id)


@pytest.mark.parametrize(("clock", "recurs"), [("20:59", False), ("21:00", True), ("01:59", True), ("02:00", False)])
def test_only_times_in_the_hours_of_the_row_count_past_midnight_too(
    clock: str, recurs: bool, town: Town, file: File, give: Give
):
    city = town({**VENDOR, "window": 0, "when": "21:00-02:00"})
    for day in (1, 2):
        _evening(city, file, give, day)
    assert bool(_evening(city, file, give, 3, clock).recurs) == recurs


def test_a_report_whose_time_of_day_is_not_its_own_is_in_no_hours(town: Town, file: File, give: Give):
    city = town({**VENDOR, "window": 0, "when": "21:00-24:00"})
    for day in (1, 2):
        _evening(city, file, give, day)
    outcome = file(city, {"No.": "x", "Text": "vending"}, now=NOW.replace(day=3, hour=21, minute=30))
    assert outcome.cases[0].recurs == ()


def test_another_place_and_another_class_are_not_the_same_again(town: Town, file: File, give: Give):
    city = town(VENDOR)
    _evening(city, file, give, 1)
    _evening(city, file, give, 2, lat="42.51")
    assert _evening(city, file, give, 3).recurs == ()


def test_what_was_found_to_be_nothing_and_what_is_linked_are_no_times(town: Town, file: File, give: Give):
    city = town(VENDOR)
    at = NOW.replace(day=1, hour=23)
    report = {"Text": "vending", "Time": "2026-06-01 21:00"}
    first, *_ = file(city, {"No.": "a", **report}, {"No.": "b", **report}, {"No.": "c", **report}, now=at).case_ids
    for command in DONE:
        city.act(first, command, ANN, now=at)
    (nothing,) = file(
        city, {"No.": "d", "Text": "vending", "Time": "2026-06-02 22:00"}, now=NOW.replace(day=2, hour=23)
    ).case_ids
    city.act(nothing, Decline(reason="nobody there"), ANN, now=NOW.replace(day=2, hour=23))
    assert _evening(city, file, give, 3).recurs == ()
    assert len(_evening(city, file, give, 4).recurs) == 2


def test_one_that_is_still_open_is_a_first_one_and_no_time_before(town: Town, file: File):
    city = town({**VENDOR, "repeats": 2})
    report = {"Text": "vending"}
    outcome = file(city, {**report, "Time": "2026-06-01 09:00"}, {**report, "Time": "2026-06-01 10:00"})
    assert [(bool(c.linked), c.recurs) for c in outcome.cases] == [(False, ()), (True, ())]
    late = file(city, {"No.": "x", **report, "Time": "2026-06-02 11:00"}, now=NOW + timedelta(days=2)).cases[0]
    assert (late.linked, late.recurs) == ("", (outcome.case_ids[0],))
