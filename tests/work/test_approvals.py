"""Approvals (审批): handler, department, dispatcher one after the other; what is turned down uses nothing up."""

from pathlib import Path

from cmsdk.model.commands import Actor, Extend, Refusal
from cmsdk.work.possible import possible
from cmsdk.work.procedure import procedure_of

from .sides import CLERK, DEPARTMENT, DISPATCHER, FORMS, HANDLER, Town, side_plan, workflow


def _asked(town: Town, by: Actor = HANDLER, at: str = "2026-06-01 10:00") -> None:
    town.handling()
    case = town.done("extend", by, at, reason="parts")
    assert (case.state, case.course.extensions, town.due()) == ("handling", (), "2026-06-02 09:30")


def test_a_handlers_request_goes_to_the_department_and_then_to_the_dispatcher(town: Town):
    _asked(town)
    waiting = town.case("2026-06-01 10:01").course.request
    assert waiting is not None
    assert (waiting.approvals, waiting.by, waiting.roles) == (("department", "dispatcher"), "bob", ("handler",))
    waiting = town.done("grant", DEPARTMENT, "2026-06-01 11:00").course.request
    assert waiting is not None
    assert (waiting.approvals, waiting.agreed) == (("dispatcher",), ("dan",))
    assert town.due() == "2026-06-02 09:30"
    case = town.done("grant", DISPATCHER, "2026-06-01 12:00")
    assert (case.course.request, len(case.course.extensions), town.due()) == (None, 1, "2026-06-03 09:30")
    entry = town.entries()[-1]
    assert (entry.type, entry.by, FORMS.read(entry)["effects"]["grants"]) == ("grant", "dora", "extend")


def test_a_departments_own_request_skips_the_first_level(town: Town):
    _asked(town, DEPARTMENT)
    waiting = town.case("2026-06-01 10:01").course.request
    assert waiting is not None
    assert waiting.approvals == ("dispatcher",)
    town.done("grant", DISPATCHER, "2026-06-01 12:00")
    assert town.due() == "2026-06-03 09:30"


def test_the_last_level_needs_nobody_where_it_asks_itself(town: Town):
    town.handling()
    town.done("extend", DISPATCHER, "2026-06-01 10:00", reason="parts")
    assert town.due() == "2026-06-03 09:30"


def test_a_later_level_does_not_agree_for_an_earlier_one(town: Town):
    _asked(town)
    assert town.refused("grant", DISPATCHER, "2026-06-01 11:00") == "CMS718"
    assert town.due() == "2026-06-02 09:30"
    town.done("grant", DEPARTMENT, "2026-06-01 11:10")
    town.done("grant", DISPATCHER, "2026-06-01 11:20")
    assert town.due() == "2026-06-03 09:30"


def test_who_holds_the_roles_of_both_levels_agrees_for_both(town: Town):
    _asked(town)
    case = town.done("grant", Actor("mo", ("dispatcher", "department")), "2026-06-01 11:00")
    assert (case.course.request, town.due()) == (None, "2026-06-03 09:30")


def test_a_level_that_is_still_to_agree_may_turn_it_down_before_its_turn(town: Town):
    _asked(town)
    case = town.done("reject", DISPATCHER, "2026-06-01 11:00", reason="never")
    assert (case.course.request, case.course.extensions) == (None, ())
    _asked(town)
    town.done("grant", DEPARTMENT, "2026-06-01 11:10")
    assert town.refused("reject", DEPARTMENT, "2026-06-01 11:20", reason="on second thoughts") == "CMS718"


def test_who_is_not_asked_yet_or_at_all_cannot_agree(town: Town):
    _asked(town)
    assert town.refused("grant", HANDLER, "2026-06-01 11:00") == "CMS703"
    town.done("grant", DEPARTMENT, "2026-06-01 11:00")
    assert town.refused("grant", Actor("don", ("department",)), "2026-06-01 11:30") == "CMS718"


def test_nobody_agrees_to_their_own_request_whatever_roles_they_have_by_then(town: Town):
    _asked(town)
    promoted = Actor(HANDLER.id, ("handler", "department", "dispatcher"))
    assert town.refused("grant", promoted, "2026-06-01 11:00") == "CMS719"
    assert town.refused("reject", promoted, "2026-06-01 11:00", reason="x") == "CMS719"


def test_a_refusal_at_either_level_uses_nothing_up(town: Town):
    _asked(town)
    assert town.refused("reject", DEPARTMENT, "2026-06-01 10:10") == "CMS704"
    case = town.done("reject", DEPARTMENT, "2026-06-01 10:10", reason="not needed")
    assert (case.course.request, case.course.extensions, town.due()) == (None, (), "2026-06-02 09:30")
    town.done("extend", HANDLER, "2026-06-01 10:20", reason="parts")
    town.done("grant", DEPARTMENT, "2026-06-01 10:30")
    town.done("reject", DISPATCHER, "2026-06-01 10:40", reason="not needed")
    for minute in (50, 51):
        town.done("extend", DISPATCHER, f"2026-06-01 10:{minute}", reason="parts")
    assert town.due() == "2026-06-04 09:30"


def test_a_refused_suspension_leaves_the_one_grant(town: Town):
    town.handling()
    town.done("suspend", HANDLER, "2026-06-01 10:00", until="2026-06-20", reason="x")
    town.done("reject", DEPARTMENT, "2026-06-01 10:10", reason="no")
    town.done("suspend", DEPARTMENT, "2026-06-01 10:20", until="2026-06-20", reason="x")
    assert town.done("grant", DISPATCHER, "2026-06-01 10:30").state == "suspended"


def test_there_is_one_request_at_a_time(town: Town):
    _asked(town)
    assert town.refused("extend", HANDLER, "2026-06-01 10:05", reason="again") == "CMS721"
    assert town.refused("suspend", HANDLER, "2026-06-01 10:05", until="2026-06-20", reason="x") == "CMS721"


def test_a_request_is_moot_when_the_case_has_gone_on(town: Town):
    _asked(town)
    town.done("handle", HANDLER, "2026-06-01 11:00", result="swept")
    assert town.refused("grant", DEPARTMENT, "2026-06-01 11:30") == "CMS702"
    town.done("rework", DISPATCHER, "2026-06-01 12:00", reason="not clean")
    assert town.done("grant", DEPARTMENT, "2026-06-01 12:30").course.request is not None  # it can be meant again


def test_a_request_of_one_unit_lapses_when_the_case_goes_to_another(town: Town):
    town.report()
    for minute, (name, by) in enumerate((("accept", CLERK), ("file", CLERK), ("dispatch", DISPATCHER)), start=1):
        case = town.done(name, by, f"2026-06-01 09:3{minute}")
    town.done("extend", Actor("dan", ("department",), case.unit), "2026-06-01 10:00", reason="parts")
    town.done("return", DEPARTMENT, "2026-06-01 10:10", reason="not ours")
    again = town.done("dispatch", DISPATCHER, "2026-06-01 10:20", unit=case.unit)
    assert again.course.request is not None, "the same unit can mean it still"
    town.done("return", DEPARTMENT, "2026-06-01 10:30", reason="not ours")
    after = town.done("dispatch", DISPATCHER, "2026-06-01 10:40", unit="testville-kiosk")
    assert (after.unit, after.course.request) == ("testville-kiosk", None)
    assert town.refused("grant", DISPATCHER, "2026-06-01 10:50") == "CMS717"
    assert town.done("extend", Actor("ann", ("department",), after.unit), "2026-06-01 11:00", reason="parts")


def test_a_request_is_moot_where_the_command_needs_nobodys_agreement_any_more(tmp_path: Path):
    flow = workflow() + '\n[[transition]]\ncommand = "extend"\nfrom = ["returned"]\nto = "="\nroles = ["dispatcher"]\n'
    flow += '\n[[transition]]\ncommand = "grant"\nfrom = ["returned"]\nto = "="\nroles = ["dispatcher"]\n'
    town = Town.at(side_plan(tmp_path, flow))
    town.report()
    for minute, (name, by) in enumerate((("accept", CLERK), ("file", CLERK), ("dispatch", DISPATCHER)), start=1):
        town.done(name, by, f"2026-06-01 09:3{minute}")
    town.done("extend", HANDLER, "2026-06-01 10:00", reason="parts")
    town.done("return", DEPARTMENT, "2026-06-01 11:00", reason="not ours")
    assert town.refused("grant", DISPATCHER, "2026-06-01 11:30") == "CMS717"
    assert town.done("extend", DISPATCHER, "2026-06-01 11:40", reason="parts").course.extensions


def test_nothing_lies_there_to_agree_to(town: Town):
    town.handling()
    assert town.refused("grant", DEPARTMENT, "2026-06-01 11:30") == "CMS717"
    assert town.refused("reject", DEPARTMENT, "2026-06-01 11:30", reason="x") == "CMS717"


def test_what_cannot_be_carried_out_is_not_asked_for_either(town: Town):
    town.handling()
    assert town.refused("suspend", HANDLER, "2026-06-01 10:00", reason="x") == "CMS732"
    assert town.refused("extend", HANDLER, "2026-06-02 10:00", reason="x") == "CMS336"


def test_a_hold_whose_day_has_come_while_others_had_to_agree_is_refused_then(town: Town):
    town.handling()
    town.done("suspend", HANDLER, "2026-06-01 10:00", until="2026-06-03", reason="x")
    town.done("grant", DEPARTMENT, "2026-06-02 10:00")
    assert town.refused("grant", DISPATCHER, "2026-06-03 00:00") == "CMS733"
    assert town.done("reject", DISPATCHER, "2026-06-03 00:01", reason="too late").course.request is None


def test_a_hold_that_was_asked_for_begins_when_the_last_has_agreed(town: Town):
    town.handling()
    town.done("suspend", HANDLER, "2026-06-01 10:00", until="2026-06-15", reason="x")
    town.done("grant", DEPARTMENT, "2026-06-01 11:00")
    case = town.done("grant", DISPATCHER, "2026-06-01 16:00")
    assert (case.state, case.course.holds[0].begins) == ("suspended", town.moment("2026-06-01 16:00"))
    assert town.due() == "2026-06-15 10:30"


def test_a_request_by_the_row_of_another_role_is_judged_by_that_row(tmp_path: Path):
    """Two rows for one command: the department's own has no bound, the handler's allows nothing more."""
    flow = workflow(extend='roles = ["handler"]\nguards = ["extensions_left"]\napprovals = ["dispatcher"]')
    flow += '\n[[transition]]\ncommand = "extend"\nfrom = ["handling"]\nto = "="\nroles = ["department"]\n'
    town = Town.at(side_plan(tmp_path, flow + 'approvals = ["dispatcher"]\n'))
    town.handling()
    for minute in (0, 2, 4):
        town.done("extend", DEPARTMENT, f"2026-06-01 10:0{minute}", reason="x")
        town.done("grant", DISPATCHER, f"2026-06-01 10:0{minute + 1}")
    assert len(town.case("2026-06-01 10:10").course.extensions) == 3
    assert town.refused("extend", HANDLER, "2026-06-01 10:10", reason="x") == "CMS337"


def test_merged_roles_count_as_their_own(town: Town):
    """One who fills two roles by the city's table asks as the higher one, and agrees for it."""
    master = Actor("mo", ("master",))
    _asked(town, master)
    waiting = town.case("2026-06-01 10:01").course.request
    assert waiting is not None
    assert waiting.approvals == ("dispatcher",)
    _asked(town)
    assert town.done("grant", master, "2026-06-01 11:00").course.request is not None


def test_a_key_that_was_used_asks_only_once(town: Town):
    town.handling()
    now = town.moment("2026-06-01 10:00")
    town.city.act(town.id, Extend(reason="x"), HANDLER, now=now, key="form-7")
    town.done("reject", DEPARTMENT, "2026-06-01 10:10", reason="no")
    again = town.city.act(town.id, Extend(reason="x"), HANDLER, now=town.moment("2026-06-01 10:20"), key="form-7")
    assert isinstance(again, Refusal)
    assert again.code == "CMS720"


def test_what_may_be_done_names_an_agreement_only_where_one_is_waited_for(town: Town):
    def names() -> set[str]:
        now = town.moment("2026-06-01 10:30")
        return {row.command for row in possible(town.case("2026-06-01 10:30"), procedure_of(town.city.plan), now)}

    town.handling()
    assert {"grant", "reject"}.isdisjoint(names())
    town.done("extend", HANDLER, "2026-06-01 10:00", reason="x")
    assert {"grant", "reject"} <= names()


def test_a_request_that_was_carried_out_cannot_be_granted_again(town: Town):
    _asked(town, DEPARTMENT)
    town.done("grant", DISPATCHER, "2026-06-01 11:00")
    assert town.refused("grant", DISPATCHER, "2026-06-01 11:01") == "CMS717"
    assert town.refused("grant", CLERK, "2026-06-01 11:01") == "CMS703"


def test_each_level_is_offered_to_agree_in_its_turn_and_whoever_asked_is_not(town: Town):
    def offered(by: Actor) -> set[str]:
        sheet = town.city.sheet(town.id, by=by, now=town.moment("2026-06-01 10:30"))
        return {row.command for row in sheet.possible} & {"grant", "reject"}

    town.handling()
    assert offered(DEPARTMENT) == set()
    town.done("extend", HANDLER, "2026-06-01 10:00", reason="parts")
    assert offered(DEPARTMENT) == {"grant", "reject"}
    assert offered(DISPATCHER) == {"reject"}
    assert offered(HANDLER) == set()
    assert offered(Actor("bob", ("department",))) == set()
