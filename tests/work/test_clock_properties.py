"""Whatever is done to a case in whatever order: its clock never runs backwards, and entries make its state."""

from datetime import date, datetime, timedelta
from pathlib import Path
import tempfile
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from cmsdk.clock.clocks import Clocks
from cmsdk.clock.lights import spent
from cmsdk.model.case import Case
from cmsdk.model.commands import (
    Actor,
    Command,
    Extend,
    Handle,
    Postpone,
    Refusal,
    Resume,
    Rework,
    Supervise,
    Suspend,
    Void,
)
from cmsdk.work.case import fold
from cmsdk.work.running import deadline, pauses_of

from .sides import FORMS, Town, side_plan, workflow

TEXTS = ("litter", "street light out", "pothole, shallow", "pothole, dangerous", "bench broken")
LAX = side_plan(
    Path(tempfile.mkdtemp()),
    workflow(
        **{
            name: 'roles = ["dispatcher"]\nguards = ["before_deadline"]'
            if name == "extend"
            else 'roles = ["dispatcher"]'
            for name in ("extend", "suspend", "postpone")
        }
    ),
)
"""As many extensions and holds as one likes, by one person: the bounds have tests of their own."""
ALL = Actor("ann", ("clerk", "handler", "department", "dispatcher", "inspector"))
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("extend", "suspend", "postpone", "resume", "supervise", "handle", "rework", "void", "look")),
        st.integers(0, 60 * 24 * 6),
        st.integers(1, 30),
    ),
    max_size=8,
)
STARTS = st.sampled_from(
    ("2026-06-01 09:30", "2026-10-29 16:45", "2026-03-06 08:00", "2026-12-18 11:00", "2026-07-02 16:00")
)


def _command(name: str, day: date, days: int) -> Command:
    until = day + timedelta(days=days)
    made: dict[str, Command] = {
        "extend": Extend(reason="x"), "suspend": Suspend(until=until, reason="x"), "resume": Resume(),
        "postpone": Postpone(until=until, reason="x"), "supervise": Supervise(reason="x"), "rework": Rework(reason="x"),
        "handle": Handle(result="x"), "void": Void(reason="x"),
    }  # fmt: skip
    return made[name]


def _spent(case: Case, clocks: Clocks, moment: datetime) -> int:
    assert case.due is not None
    pauses = pauses_of(hold for hold in case.course.holds if hold.pauses)
    return spent(case.due, case.at, moment, clocks.of(case.due), pauses)


@settings(max_examples=60, deadline=None)
@given(STARTS, st.sampled_from(TEXTS), STEPS)
def test_clocks_never_run_backwards_and_no_extension_or_hold_brings_a_deadline_forward(
    start: str, text: str, steps: list[tuple[str, int, int]]
):
    town = Town.at(LAX)
    town.handling(text, start)
    clocks, now, was = Clocks(LAX), town.moment(start) + timedelta(minutes=10), 0
    for name, minutes, days in steps:
        now = (now + timedelta(minutes=minutes)).astimezone(LAX.zone)
        before = town.city.case(town.id, now=now)
        assert before.due is not None
        after: Any = before
        if name != "look":
            after = town.city.act(town.id, _command(name, now.date(), days), ALL, now=now)
        case = before if isinstance(after, Refusal) else after
        assert case.due is not None
        if name not in {"resume", "void"}:  # which let work go on, or end, before the day that had been agreed
            assert before.due.at.timestamp() <= case.due.at.timestamp()
        used = _spent(case, clocks, now)
        assert used >= was
        was = used
        counted = deadline(case, clocks)
        assert counted is not None
        assert (
            counted.at.timestamp() == case.due.at.timestamp()
        )  # what stands in the ledger is what is counted from the whole course
        _folds(town, case)


def _folds(town: Town, case: Case) -> None:
    """Folding the entries gives the case, as its projection has it; as text, since no two zones are equal at 1 a.m."""
    folded, stored = fold(town.entries(), FORMS), town.city.ledger.case(town.id)
    assert folded is not None
    assert stored == attrs.evolve(folded, trail=())
    assert FORMS.converter.unstructure(case.due) == FORMS.converter.unstructure(folded.due)


@settings(max_examples=60, deadline=None)
@given(STARTS, st.sampled_from(TEXTS), st.integers(0, 60 * 30), st.integers(1, 30), st.integers(0, 60 * 24 * 31))
def test_a_hold_that_ends_early_is_due_no_later_than_one_that_runs_out(
    start: str, text: str, after: int, days: int, early: int
):
    town = Town.at(LAX)
    town.handling(text, start)
    untouched = town.city.case(town.id, now=town.moment(start)).due
    begins = town.moment(start) + timedelta(minutes=10 + after)
    held = town.city.act(town.id, _command("suspend", begins.date(), days), ALL, now=begins)
    assert isinstance(held, Case)
    ends = begins + timedelta(minutes=early)
    freed = town.city.act(town.id, Resume(), ALL, now=ends)
    assert untouched is not None
    assert held.due is not None
    if isinstance(freed, Case):
        assert freed.due is not None
        assert untouched.at <= freed.due.at <= held.due.at
    else:
        assert town.city.case(town.id, now=ends).state == "handling"
