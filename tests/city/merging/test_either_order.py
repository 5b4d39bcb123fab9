"""Two laptops that were copied from one ledger come home in either order, whatever was done on each of the three."""

from collections.abc import Callable
from datetime import datetime
from itertools import product
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from cmsdk import Accept, Archive, City, Close, Decline, Dispatch, File, Handle, Link, Return, Rework, Unlink, Void
from cmsdk.desk.redeciding import Merged
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.commands import Command

from .conftest import ANN, BOSS, KEY, VOUCHED, Clock, Numbers, begun, hold_true, laptop, report, streams, the_plan

COMMANDS: tuple[Callable[[City], Command], ...] = (
    lambda _: Accept(),
    lambda _: File(),
    lambda _: Dispatch(unit="testville-works"),
    lambda _: Handle(result="done"),
    lambda _: Return(reason="not ours"),
    lambda _: Rework(reason="not done"),
    lambda _: Close(),
    lambda _: Archive(),
    lambda _: Decline(reason="no"),
    lambda _: Void(reason="no"),
    lambda _: Unlink(reason="another"),
    lambda city: Link(to=min(case.id for case in city.cases())),
)
steps = st.lists(
    st.tuples(
        st.sampled_from(["home", "one", "two"]),
        st.one_of(
            st.sampled_from(["new", "same"]),
            st.tuples(st.integers(0, 4), st.integers(0, len(COMMANDS) - 1), st.sampled_from([ANN, BOSS, VOUCHED])),
        ),
    ),
    max_size=25,
)


def _do(city: City, what: Any, number: int) -> None:  # noqa: ANN401  drawn by hypothesis
    if isinstance(what, str):
        report(city, "same" if what == "same" else f"r{number}")
        return
    place, command, by = what
    ids = sorted(case.id for case in city.cases())
    city.act(ids[place % len(ids)], COMMANDS[command](city), by)


def _accounted(merged: Merged, away: City, before: dict[str, list[str]]) -> None:
    """Each entry that only the laptop had is carried out, in conflict, or was nobody's own command."""
    own = [h for stream, hashes in streams(away).items() if stream in before for h in hashes if h not in before[stream]]
    conflicts = [one for one in merged.conflicts if one.stream not in merged.streams]
    assert len(merged.done) + len(conflicts) + merged.again == len(own)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(done=steps)
def test_in_either_order_nothing_is_lost_and_nothing_twice(done: list[Any]) -> None:
    plan = the_plan()
    clock = Clock(datetime(2026, 6, 1, 9, tzinfo=plan.zone))
    home = begun(City(plan, SqlLedger.in_memory(KEY), clock, Numbers("h")))
    cities = {"home": home} | {name: laptop(home, ids=Numbers(name)) for name in ("one", "two")}
    for number, (where, what) in enumerate(done):
        _do(cities[where], what, number)
    ends = []
    for order in (("one", "two"), ("two", "one")):
        whole = laptop(home)
        for name in order:
            before = streams(whole)
            _accounted(whole.merge(cities[name].ledger, BOSS), cities[name], before)
            hold_true(whole)
        for name in order:
            again = whole.merge(cities[name].ledger, BOSS)
            assert attrs.evolve(again, again=0) == Merged()
        ends.append(streams(whole))
        _taken_over(ends[-1], cities)
        away = laptop(cities["one"])
        away.merge(whole.ledger, BOSS)
        hold_true(away)
        assert ends[-1].keys() <= streams(away).keys()
        assert attrs.evolve(away.merge(whole.ledger, BOSS), again=0) == Merged()
    assert {s for s in ends[0] if "conflict" not in s} == {s for s in ends[1] if "conflict" not in s}


def _taken_over(whole: dict[str, list[str]], cities: dict[str, City]) -> None:
    """A stream that one of them began stands there as it was, whatever was entered after that."""
    before = streams(cities["home"])
    for (stream, hashes), name in product(before.items(), ("home",)):
        assert whole[stream][: len(hashes)] == hashes, name
    for name in ("one", "two"):
        for stream, hashes in streams(cities[name]).items():
            if stream not in before and not stream.startswith("conflict"):
                assert whole[stream][: len(hashes)] == hashes, name
