"""Small faults that no test had noticed until ``make mutate`` made them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar

import attrs
import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.workflow import Transition
from cmsdk.model.approach import Mode
from cmsdk.model.case import Case
from cmsdk.model.commands import Accept, Actor, Command, Dispatch, Grant, Handle, Refusal, Return, Supervise
from cmsdk.work.decide import Allowed, decide
from cmsdk.work.passing_guards import OF_THE_COMMAND
from cmsdk.work.possible import possible
from cmsdk.work.procedure import Procedure, procedure_of

ANN = Actor("ann", ("clerk",))


@attrs.frozen(kw_only=True)
class Accepts(Command):
    """Almost a command of the table."""

    name: ClassVar[str] = "accepts"


def _with_row(plan: CityPlan, **row: Any) -> tuple[Procedure, Transition]:  # noqa: ANN401  fields of a row
    """The town with one row more."""
    made = Transition(roles=("clerk",), **row)
    flow = attrs.evolve(plan.workflow, transitions=(*plan.workflow.transitions, made))
    return procedure_of(attrs.evolve(plan, workflow=flow)), made


@pytest.fixture
def given(desk: Callable[..., Any], opened_at: datetime) -> Callable[..., Allowed | Refusal]:
    """What comes of a command on a new case with the fields that are given; the course's as ``course__x``."""

    def give(procedure: Procedure, command: Command, **fields: Any) -> Allowed | Refusal:  # noqa: ANN401
        case: Case = desk().case
        course = {name.removeprefix("course__"): fields.pop(name) for name in list(fields) if "__" in name}
        case = attrs.evolve(case, **fields, course=attrs.evolve(case.course, **course))
        return decide(case, command, ANN, procedure, opened_at + timedelta(hours=1))

    return give


@pytest.mark.parametrize(
    ("state", "times"),
    [(state, 0) for state in ("reported", "accepted", "verifying", "filed", "reviewed", "returned")] + [("x-unit", 1)],
)
def test_only_what_a_unit_sends_back_is_counted(
    plan: CityPlan, given: Callable[..., Allowed | Refusal], state: str, times: int
):
    procedure, _ = _with_row(plan, command="return", sources=(state,), to="x-back")
    decided = given(procedure, Return(reason="not ours"), state=state)
    assert isinstance(decided, Allowed)
    assert decided.effects["course"].get("returns", 0) == times


@pytest.mark.parametrize("guard", [*sorted(OF_THE_COMMAND), "ladder", "only_through_a_file", "hold_ends"])
def test_what_hangs_on_the_command_or_on_who_gives_it_hides_nothing_from_what_is_possible(
    plan: CityPlan, desk: Callable[..., Any], opened_at: datetime, guard: str
):
    procedure, row = _with_row(plan, command="handle", sources=("x-here",), to="x-on", guards=(guard,))
    category = next(iter(plan.standards.values())).category
    case = attrs.evolve(desk().case, state="x-here", category=category, standard="")
    assert row in possible(case, procedure, opened_at)


def test_the_guards_that_hang_on_the_command_are_these():
    assert {"of_the_unit", "rerouted_or_corrected", "standard_chosen", "unit_assists"} == OF_THE_COMMAND


@pytest.mark.parametrize(
    ("sent_back_by", "unit", "goes"),
    [
        ("", "testville-works", False),
        ("", "testville-order", True),
        ("testville-order", "testville-works", True),
        ("testville-order", "testville-order", False),
    ],
)
def test_a_case_is_rerouted_from_the_unit_that_sent_it_back_else_from_the_one_that_has_it(
    plan: CityPlan, given: Callable[..., Allowed | Refusal], sent_back_by: str, unit: str, goes: bool
):
    guards = ("rerouted_or_corrected",)
    procedure, _ = _with_row(plan, command="dispatch", sources=("x-back",), to="x-unit", guards=guards)
    fields = {"state": "x-back", "unit": "testville-works", "course__sent_back_by": sent_back_by}
    answer = given(procedure, Dispatch(unit=unit), **fields)
    assert isinstance(answer, Allowed if goes else Refusal)
    if isinstance(answer, Refusal):
        assert (answer.code, dict(answer.facts)["unit"]) == ("CMS728", unit)


def test_who_gives_a_command_that_no_table_has_is_told_the_nearest(plan: CityPlan, desk: Callable[..., Any]):
    refusal = desk().give(Accepts(), "clerk")
    assert isinstance(refusal, Refusal)
    assert dict(refusal.facts) == {"command": "accepts", "near": "accept"}


@pytest.mark.parametrize(("roles", "held"), [((), "—"), (("mayor", "poet"), "mayor, poet")])
def test_who_has_none_of_the_roles_is_told_which_it_takes(desk: Callable[..., Any], roles: tuple[str, ...], held: str):
    refusal = desk().give(Accept(), *roles)
    facts = {"command": "accept", "actor": "ann", "roles": held, "wanted": "clerk"}
    assert (refusal.code, refusal.guard, dict(refusal.facts)) == ("CMS703", "role", facts)


def test_what_no_longer_holds_at_the_grant_is_told_by_the_row_of_whoever_asked(
    plan: CityPlan, desk: Callable[..., Any], opened_at: datetime
):
    """Not that others than the one who asked have a row of their own for it."""
    asks: dict[str, Any] = {"command": "supervise", "sources": ("reported",), "to": "=", "approvals": ("boss",)}
    rows = (
        Transition(**asks, roles=("mayor",)),
        Transition(**asks, roles=("clerk",), guards=("mode_is_transfer",)),
        Transition(command="grant", sources=("reported",), to="=", roles=("boss",)),
    )
    flow = attrs.evolve(plan.workflow, transitions=(*plan.workflow.transitions, *rows))
    procedure = procedure_of(attrs.evolve(plan, workflow=flow))
    case: Case = attrs.evolve(desk().case, mode=Mode.TRANSFER)
    asked = decide(case, Supervise(reason="x"), ANN, procedure, opened_at)
    assert isinstance(asked, Allowed)
    waiting = attrs.evolve(case.course, request=asked.effects["course"]["request"])
    case = attrs.evolve(case, mode=Mode.NOW, course=waiting)
    refusal = decide(case, Grant(), Actor("bea", ("boss",)), procedure, opened_at)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.guard) == ("CMS708", "mode_is_transfer")


def test_what_could_not_be_carried_out_is_not_put_before_anybody(
    plan: CityPlan, given: Callable[..., Allowed | Refusal]
):
    procedure, _ = _with_row(plan, command="dispatch", sources=("x-here",), to="x-on", approvals=("boss",))
    refusal = given(procedure, Dispatch(unit="nowhere"), state="x-here")
    assert isinstance(refusal, Refusal)
    assert refusal.code == "CMS711"


def test_a_key_adds_to_what_the_command_changes(plan: CityPlan, desk: Callable[..., Any], opened_at: datetime):
    case: Case = attrs.evolve(desk().case, state="filed")
    command, now = Dispatch(unit="testville-order"), opened_at + timedelta(hours=1)
    plain = decide(case, command, ANN, procedure_of(plan), now)
    with_key = decide(case, command, ANN, procedure_of(plan), now, key="k")
    assert isinstance(plain, Allowed)
    assert isinstance(with_key, Allowed)
    course = {**plain.effects.get("course", {}), "keys": ("k",)}
    assert with_key.effects == {**plain.effects, "course": course}
    assert with_key.effects["unit"] == "testville-order"


@pytest.mark.parametrize("dated", [True, False])
def test_who_was_in_time_is_told_the_deadline_if_there_is_one(
    plan: CityPlan, given: Callable[..., Allowed | Refusal], desk: Callable[..., Any], dated: bool
):
    procedure, _ = _with_row(plan, command="handle", sources=("x-here",), to="x-on", guards=("is_late",))
    due = desk().case.due
    refusal = given(procedure, Handle(result="x"), state="x-here", due=due if dated else None)
    assert isinstance(refusal, Refusal)
    assert dict(refusal.facts)["due"] == (due.at.isoformat() if dated else "—")
