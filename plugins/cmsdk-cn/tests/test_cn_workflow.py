"""The standard workflow: every row of the published table with its guard, the side flows, and who answers (issue 4)."""

from collections.abc import Callable
from typing import Final

import pytest

from cmsdk.plugin import Contribution, Transition, Workflow

Ask = Callable[[str], list[Contribution]]

PUBLISHED: Final = {
    "file, filing standard chosen": ("file", "accepted", "filed", "acceptor", {"standard_chosen"}),
    "a public report is verified before filing": ("file", "accepted", "filed", "acceptor", {"verified_or_direct"}),
    "reject ends": ("decline", "accepted", "declined", "acceptor", {"reason"}),
    "send a verify task": ("verify_before_filing", "accepted", "verifying", "acceptor", set()),
    "what was found": ("verify_before_filing", "verifying", "accepted", "collector", {"found"}),
    "dispatch": ("dispatch", "filed", "dispatched", "dispatcher", set()),
    "dispatcher returns, opinion required": ("return", "filed", "accepted", "dispatcher", {"reason"}),
    "department assigns": ("assign", "dispatched", "handling", "department", {"officer"}),
    "department returns": ("return", "dispatched", "returned", "department", {"reason", "returns_left"}),
    "not after a final adjudicator": ("return", "dispatched", "returned", "department", {"not_designated"}),
    "handler submits": ("handle", "handling", "handled", "handler", {"result", "assistants_done"}),
    "handler gives back, reason required": ("return", "handling", "dispatched", "handler", {"reason"}),
    "department rejects, same handler": ("rework", "handled", "handling", "department", {"reason"}),
    "department confirms": ("feed_back", "handled", "checking", "department", set()),
    "rework by the dispatcher": ("rework", "checking", "dispatched", "dispatcher", {"reason"}),
    "passed to the acceptor": ("check_after_handling", "checking", "=", "dispatcher", set()),
    "not good enough, through the dispatcher": ("rework", "checking", "dispatched", "acceptor", {"reason"}),
    "close, closing standard chosen": ("close", "checking", "closed", "acceptor", {"result", "check_passed"}),
}
"""Rows of the published table (facts 2.2): command, from, to, who, guards and fields that may not be empty."""
SIDE: Final = {
    "extend before the deadline": ("extend", "handling", "=", "handler", {"before_deadline", "extensions_left"}),
    "suspend, own end date": ("suspend", "handling", "suspended", "handler", {"until", "holds_left", "hold_ends"}),
    "postpone": ("postpone", "handling", "postponed", "department", {"holds_left", "hold_ends", "reason"}),
    "resume": ("resume", "suspended", "<", "dispatcher", {"reason"}),
    "void": ("void", "verifying", "voided", "shift_leader", {"reason"}),
    "appeal once after closing": ("appeal", "closed", "=", "department", {"is_late", "not_appealed", "reason"}),
    "withdraw": ("withdraw", "reported", "withdrawn", "reporter", set()),
    "transfer out, told where to go": ("transfer_out", "filed", "transferred_out", "acceptor", {"body", "path"}),
    "correct": ("correct", "returned", "=", "dispatcher", {"reason"}),
    "re-route": ("dispatch", "returned", "dispatched", "dispatcher", {"rerouted_or_corrected", "returns_left"}),
    "final adjudicator": ("dispatch", "returned", "dispatched", "adjudicator", {"returns_spent", "unit"}),
    "assist": ("assist", "handling", "=", "handler", {"unit_assists", "result"}),
    "measure by the ladder": ("take_measure", "handling", "=", "handler", {"ladder", "measure"}),
    "on the spot": ("fix_on_the_spot", "reported", "struck_off", "collector", {"nobody_to_visit", "result"}),
    "supervise": ("supervise", "handling", "=", "supervisor", {"level_rises", "reason"}),
    "reopen after the visit": ("reopen", "visiting", "dispatched", "visitor", {"unsatisfied", "reopenings_left"}),
    "strike off": ("strike_off", "visiting", "struck_off", "acceptor", {"content"}),
    "strike off without a visit": ("strike_off", "archived", "struck_off", "acceptor", {"nobody_to_visit", "reason"}),
    "force close": ("force_close", "handling", "forced_closed", "shift_leader", {"reason"}),
}  # fmt: skip
APPROVED: Final = {
    ("extend", "handling"): ("department", "dispatcher"),
    ("suspend", "dispatched"): ("department", "dispatcher"),
    ("postpone", "handling"): ("department", "dispatcher"),
    ("appeal", "archived"): ("dispatcher", "acceptor"),
    ("appeal", "struck_off"): ("dispatcher", "acceptor"),
    ("void", "filed"): ("shift_leader",),
    ("rework", "checking"): ("dispatcher",),
    ("withdraw", "handling"): ("acceptor",),
}
OF_THE_UNIT: Final = {"sign_for", "assign", "handle", "feed_back", "extend", "suspend", "postpone", "appeal"}


@pytest.fixture(scope="module")
def flow(ask: Ask) -> Workflow:
    (found,) = ask("cmsdk_workflow")
    assert isinstance(found, Workflow)
    return found


def _row(flow: Workflow, command: str, state: str, to: str, role: str) -> Transition:
    found = [
        row
        for row in flow.transitions
        if (row.command, row.to) == (command, to) and state in row.sources and role in row.roles
    ]
    assert found, f"no {command} from {state} to {to} by {role}"
    return found[0]


@pytest.mark.parametrize("name", [*PUBLISHED, *SIDE])
def test_every_row_of_the_published_table_and_every_side_flow_has_its_guard(name: str, flow: Workflow) -> None:
    command, state, to, role, conditions = {**PUBLISHED, **SIDE}[name]
    row = _row(flow, command, state, to, role)
    assert conditions <= {*row.guards, *row.needs}


@pytest.mark.parametrize(("command", "state"), APPROVED)
def test_what_has_to_be_approved_level_by_level(command: str, state: str, flow: Workflow) -> None:
    rows = [row for row in flow.transitions if row.command == command and state in row.sources]
    assert [row.approvals for row in rows] == [APPROVED[command, state]]


def test_what_was_handed_in_cannot_be_withdrawn_by_the_handler(flow: Workflow) -> None:
    assert not [r for r in flow.transitions if "handled" in r.sources and "handler" in r.roles]


def test_a_department_revokes_the_assignment_before_it_returns_a_case(flow: Workflow) -> None:
    returns = {
        (s, r.to) for r in flow.transitions if r.command == "return" for s in r.sources if "department" in r.roles
    }
    assert returns == {("dispatched", "returned"), ("handling", "dispatched")}


def test_who_receives_a_returned_case_can_only_correct_or_re_route_it_or_end_it(flow: Workflow) -> None:
    rows = [r for r in flow.transitions if "returned" in r.sources and r.leads_from("returned")]
    assert {r.command for r in rows} == {"dispatch", "void", "transfer_out", "withdraw", "force_close"}


def test_a_unit_acts_on_its_own_cases_only(flow: Workflow) -> None:
    for row in flow.transitions:
        if row.command in OF_THE_UNIT:
            assert "of_the_unit" in row.guards, row.command


def test_every_row_has_a_label_and_a_basis_and_every_state_and_role_a_label(flow: Workflow) -> None:
    assert [row.command for row in flow.transitions if not (row.label and row.basis)] == []
    roles = {role for row in flow.transitions for role in (*row.roles, *row.approvals)}
    assert {*flow.states, *roles} == set(flow.labels)


def test_what_this_pack_has_added_says_so(flow: Workflow) -> None:
    own = {row.command for row in flow.transitions if row.basis.startswith("本包设定")}
    assert {"archive", "withdraw", "transfer_out", "link", "unlink"} <= own
    assert not own & {"file", "dispatch", "handle", "feed_back", "close", "void", "extend"}


def test_every_open_state_has_a_holder_but_the_side_states_which_keep_theirs(flow: Workflow) -> None:
    open_ones = set(flow.states) - set(flow.ends)
    assert open_ones - set(flow.holders) == {"suspended", "postponed"}
    assert {flow.seats[role] for role in ("department", "handler")} == {"@unit"}
