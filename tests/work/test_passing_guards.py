"""The guards that tables may name are those that are carried out; what is shown as possible hangs on them."""

from collections.abc import Callable
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from cmsdk.city import City
from cmsdk.contract.workflow import GUARDS as LISTED
from cmsdk.model.case import Case
from cmsdk.model.commands import (
    COMMANDS,
    Actor,
    Checked,
    Command,
    Dispatch,
    Found,
    Handle,
    Return,
    Satisfaction,
)
from cmsdk.registry.discovery import Discovered
from cmsdk.work.case import fold
from cmsdk.work.forms import CaseForms
from cmsdk.work.guards import GUARDS
from cmsdk.work.possible import possible
from cmsdk.work.procedure import procedure_of

from .conftest import SIDETOWN

Side = Any
FORMS = CaseForms()


def test_tables_may_name_exactly_the_guards_that_are_carried_out():
    assert set(LISTED) == set(GUARDS)


def _dispatchers(side: Side, case_id: str) -> list[str]:
    rows = possible(side.city.case(case_id), procedure_of(side.city.plan), side.now)
    return [row.roles[0] for row in rows if row.command == Dispatch.name]


def test_what_is_possible_next_follows_the_guards_that_hang_on_the_case(side: Side):
    case_id = side.dispatched()
    side.done(case_id, "roads", Return(reason="not ours"))
    assert _dispatchers(side, case_id) == ["dispatcher"]
    side.done(case_id, "dispatcher", Dispatch(unit="side-water"))
    side.done(case_id, "water", Return(reason="not ours"))
    assert _dispatchers(side, case_id) == ["adjudicator"]


def test_a_refusal_names_the_basis_of_its_row_and_else_that_of_the_citys_rules(sidetown: Callable[..., Side]):
    flow = (SIDETOWN / "tables" / "workflow.toml").read_text(encoding="utf-8")
    row = 'guards = ["of_the_unit", "assistants_done"]\n'
    assert row in flow
    side = sidetown({"workflow.toml": flow.replace(row, f'{row}basis = "order on joint handling"\n')})
    case_id = side.dispatched()
    assert side.refused(case_id, "water", Handle(result="x")).basis == "order on joint handling"
    assert side.refused(case_id, "water", Return(reason="x")).basis == "order of the town"


UNITS = st.sampled_from(["", "side-roads", "side-north", "side-water", "nix"])
FILLED = st.sampled_from(["", "because", "side-p-rob"])
ACTORS = st.builds(
    Actor,
    st.sampled_from(["side-p-rob", "side-p-will", "ann"]),
    st.lists(
        st.sampled_from(
            ["acceptor", "dispatcher", "adjudicator", "department", "handler", "checker", "visitor", "collector"]
        ),
        min_size=3,
        unique=True,
    ),
    UNITS,
)


def _any_of(name: str) -> st.SearchStrategy[Command]:
    kind = COMMANDS[name]
    fields: dict[str, st.SearchStrategy[Any]] = {}
    for field in attrs.fields(kind):
        fields[field.name] = {
            "unit": UNITS,
            "assisting": st.lists(UNITS, max_size=2),
            "category": st.sampled_from(["", "C101", "C102", "E101", "nix"]),
            "standard": st.sampled_from(["", "side-s-deep", "side-s-road", "side-s-litter", "nix"]),
            "found": st.none() | st.sampled_from(Found),
            "checked": st.none() | st.sampled_from(Checked),
            "satisfied": st.none() | st.sampled_from(Satisfaction),
            "solved": st.none() | st.booleans(),
            "valid": st.none() | st.booleans(),
            "contacted": st.none() | st.booleans(),
            "until": st.none(),
            "to": st.just(""),
        }.get(field.name, FILLED)
    return st.builds(kind, **fields)


@pytest.fixture(scope="module")
def open_side(side_plugins: list[Discovered]) -> Any:  # noqa: ANN401  a way to open the town
    return lambda: City.open("xx.side", plugins=side_plugins)


NAMES = st.sampled_from(sorted(COMMANDS))


@settings(max_examples=25, deadline=None)
@given(steps=st.lists(st.tuples(NAMES.flatmap(_any_of), ACTORS), max_size=40), name=st.sampled_from(["", "Zoe"]))
def test_any_commands_by_anybody_keep_a_case_whole(
    open_side: Any,  # noqa: ANN401  see above
    steps: list[tuple[Command, Actor]],
    name: str,
):
    with open_side() as city:
        (case_id,) = city.receive("desk", f"No.,Text,Name\n1,pothole,{name}\n".encode()).case_ids
        states, rules, units = city.plan.workflow.states, city.plan.case_rules, city.plan.units
        opening = (
            ("accept", {}), ("verify_before_filing", {}), ("verify_before_filing", {"found": Found.EXISTS}),
            ("file", {}), ("dispatch", {}),
        )  # fmt: skip
        everyone = Actor("all", ("acceptor", "checker", "dispatcher"))
        for command in [(COMMANDS[kind](**fields), everyone) for kind, fields in opening] + steps:
            before = city.case(case_id)
            answer = city.act(case_id, *command)
            entries = city.ledger.entries(case_id)
            case = city.case(case_id)
            assert len(entries) == before.version + isinstance(answer, Case)
            assert attrs.evolve(case, trail=()) == attrs.evolve(fold(entries, FORMS), trail=())
            assert case.state in states
            assert case.course.returns <= rules.returns
            assert not rules.reopenings or case.course.reopened <= rules.reopenings
            assert len(case.course.rounds) >= len(before.course.rounds)
            assert case.course.visits[: len(before.course.visits)] == before.course.visits
            parts = [case.unit, *(one.unit for one in case.course.assisting)]
            assert len(set(parts)) == len(parts)
            assert set(parts) <= set(units)
            assert not (case.course.exempt and not case.course.appealed)
