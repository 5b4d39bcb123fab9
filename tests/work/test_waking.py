"""Holds end by themselves: whoever looks sees the case as it has become; the next command, or a sweep, enters it."""

from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import AnyChange, Ledger, Seen
from cmsdk.ledger.open import open_ledger
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.case import Case
from cmsdk.model.clock import Light
from cmsdk.model.commands import Actor, Handle, Refusal
from cmsdk.work.case import fold
from cmsdk.work.decide import Allowed, decide
from cmsdk.work.procedure import procedure_of
from cmsdk.work.waking import awake, wake

from .sides import CLERK, DISPATCHER, FORMS, HANDLER, Town, side_plan, workflow

DAY, EVE = "2026-06-15 00:00", "2026-06-14 23:59"


@pytest.fixture(params=["memory", "sqlite"])
def town(request: pytest.FixtureRequest, sides: CityPlan, tmp_path: Path) -> Iterator[Town]:
    """The town on each of the ledgers."""
    ledger = open_ledger("memory://" if request.param == "memory" else f"sqlite:///{tmp_path}/x.db")
    yield Town.at(sides, ledger)
    ledger.close()


def _asleep(town: Town, until: str = "2026-06-15") -> str:
    town.handling()
    town.done("suspend", DISPATCHER, "2026-06-01 16:00", until=until, reason="the road is dug up")
    return town.id


def test_a_reader_sees_it_as_resumed_though_nothing_has_been_entered(town: Town):
    case_id = _asleep(town)
    before = town.entries()
    assert (town.case(EVE).state, town.case(DAY).state) == ("suspended", "handling")
    listed = {at: [case.state for case in town.city.cases(now=town.moment(at))] for at in (EVE, DAY)}
    assert listed == {EVE: ["suspended"], DAY: ["handling"]}
    for at, state in ((EVE, "suspended"), (DAY, "handling")):
        counted = town.city.figures(now=town.moment(at)).states
        assert [(row.key, row.cases) for row in counted] == [(state, 1)]
    assert "on the long list" not in str(town.city.explain(case_id, now=town.moment(DAY)))
    assert town.entries() == before


def test_a_list_by_state_finds_it_where_it_stands_now(town: Town):
    ids = [_asleep(town, until) for until in ("2026-06-15", "2026-07-01", "2026-06-15")]
    ids += [town.handling()]

    def listed(state: str, at: str, limit: int | None = None, after: str = "") -> list[str]:
        return [c.id for c in town.city.cases(state=state, now=town.moment(at), limit=limit, after=after)]

    assert (listed("suspended", EVE), listed("handling", EVE)) == (ids[:3], ids[3:])
    assert (listed("suspended", DAY), listed("handling", DAY)) == ([ids[1]], [ids[0], ids[2], ids[3]])
    assert listed("handling", DAY, limit=2) == [ids[0], ids[2]]
    assert listed("handling", DAY, limit=2, after=ids[0]) == [ids[2], ids[3]]
    assert listed("closed", DAY) == []


def test_decide_judges_the_case_that_it_has_become(town: Town, sides: CityPlan):
    _asleep(town)
    asleep, procedure = town.case(EVE), procedure_of(sides)
    refused = decide(asleep, Handle(result="swept"), HANDLER, procedure, town.moment(EVE))
    allowed = decide(asleep, Handle(result="swept"), HANDLER, procedure, town.moment(DAY))
    assert isinstance(refused, Refusal)
    assert isinstance(allowed, Allowed)
    assert allowed.to == "handled"


def test_the_entry_is_of_the_day_itself_and_comes_before_the_commands_own(town: Town):
    _asleep(town)
    town.done("supervise", Actor("ina", ("inspector",)), "2026-06-20 10:00", reason="slow")
    types = [(entry.type, entry.by, town.case(DAY).id == entry.stream) for entry in town.entries()[-2:]]
    assert types == [("resume", "cmsdk", True), ("supervise", "ina", True)]
    assert town.entries()[-2].at == town.moment(DAY)
    assert [entry.version for entry in town.entries()] == list(range(1, len(town.entries()) + 1))
    assert all(b.prev == a.hash for a, b in zip(town.entries(), town.entries()[1:], strict=False))


def test_a_refused_command_enters_no_waking_either(town: Town):
    _asleep(town)
    assert town.refused("close", CLERK, "2026-06-20 10:00") == "CMS702"
    assert town.refused("resume", DISPATCHER, "2026-06-20 10:00") == "CMS702"  # it has resumed already


def test_a_command_of_a_moment_before_the_day_is_refused_once_it_was_entered(town: Town):
    _asleep(town)
    town.city.wake(now=town.moment("2026-06-20 10:00"))
    assert town.refused("handle", HANDLER, EVE, result="swept") == "CMS705"


def test_a_sweep_enters_all_that_are_due_and_nothing_the_second_time(town: Town):
    ids = [_asleep(town), _asleep(town, "2026-07-01"), _asleep(town)]
    town.handling()
    told: list[int] = []
    assert town.city.wake(now=town.moment(EVE)).cases == ()
    found = town.city.wake(now=town.moment("2026-06-16 09:00"), progress=told.append)
    assert ([case.id for case in found.cases], found.refused, told) == ([ids[0], ids[2]], (), [2])
    for case_id in (ids[0], ids[2]):
        entry = town.entries(case_id)[-1]
        assert (entry.type, entry.by, entry.at) == ("resume", "cmsdk", town.moment(DAY))
        stored = town.city.ledger.case(case_id)
        assert stored is not None
        assert (stored.state, stored.version) == ("handling", entry.version)
    assert town.city.wake(now=town.moment("2026-06-16 09:00")).cases == ()
    assert town.case("2026-06-16 09:00", ids[1]).state == "suspended"


def test_swept_or_not_the_case_is_the_same(town: Town):
    case_id = _asleep(town)
    seen = town.case("2026-06-16 09:00")
    town.city.wake(now=town.moment("2026-06-16 09:00"))
    swept = town.case("2026-06-16 09:00", case_id)
    assert attrs.evolve(swept, version=swept.version - 1) == seen  # what has not been entered is not counted
    assert fold(town.entries(), FORMS) == swept


def test_a_case_that_another_writer_changes_meanwhile_is_named_and_the_others_are_woken(sides: CityPlan):
    class Busy(SqlLedger):
        busy = ""

        def append_all(self, changes: "list[AnyChange]", seen: Seen | None = None) -> bool:  # type: ignore[override]
            if any(change.entries[0].stream == self.busy for change in changes):
                return False
            return super().append_all(changes, seen)

    ledger = Busy.in_memory()
    town = Town.at(sides, ledger)
    ids = [_asleep(town) for _ in range(3)]
    ledger.busy = ids[1]
    found = town.city.wake(now=town.moment(DAY))
    assert [case.id for case in found.cases] == [ids[0], ids[2]]
    assert [(case_id, refusal.code) for case_id, refusal in found.refused] == [(ids[1], "CMS709")]
    ledger.busy = ""
    assert [case.id for case in town.city.wake(now=town.moment(DAY)).cases] == [ids[1]]


def test_asleep_again_after_it_was_woken_it_wakes_again(town: Town):
    town.handling()
    for first, day in (("2026-06-01 16:00", "2026-06-08"), ("2026-06-08 09:00", "2026-06-12")):
        town.done("postpone", DISPATCHER, first, until=day, reason="x")
    case = town.case("2026-06-12 00:00")
    assert (case.state, [hold.resumed for hold in case.course.holds]) == ("handling", [None, None])


def test_from_hold_to_hold_it_goes_back_to_where_it_worked(tmp_path: Path):
    flow = workflow() + (
        '\n[[transition]]\ncommand = "suspend"\nfrom = ["postponed"]\nto = "suspended"\nroles = ["dispatcher"]\n'
    )
    town = Town.at(side_plan(tmp_path, flow))
    town.handling()
    town.done("postpone", DISPATCHER, "2026-06-01 16:00", until="2026-06-10", reason="x")
    town.done("suspend", DISPATCHER, "2026-06-02 16:00", until="2026-06-15", reason="x")
    assert town.case(EVE).state == "suspended"
    assert town.case(DAY).state == "handling"


def test_a_table_without_a_row_to_resume_wakes_it_all_the_same(tmp_path: Path):
    rows = workflow().split("[[transition]]")
    flow = "[[transition]]".join(row for row in rows if 'command = "resume"' not in row)
    town = Town.at(side_plan(tmp_path, flow))
    _asleep(town)
    assert town.case(DAY).state == "handling"


def test_a_row_that_resumes_elsewhere_is_followed(tmp_path: Path):
    flow = workflow().replace('to = "<"', 'to = "filed"')
    town = Town.at(side_plan(tmp_path, flow))
    _asleep(town)
    assert town.case(DAY).state == "filed"
    assert [entry.type for entry in town.city.explain(town.id, now=town.moment(DAY)).entries][-1] == "suspend"
    assert town.city.wake(now=town.moment(DAY)).cases[0].state == "filed"


def test_what_did_not_sleep_by_a_hold_of_its_own_never_wakes(sides: CityPlan, town: Town):
    town.handling()
    odd = attrs.evolve(town.case("2026-06-01 10:00"), state="suspended")
    assert wake(odd, procedure_of(sides), town.moment("2030-01-01 00:00")) is None
    assert awake(odd, procedure_of(sides), town.moment("2030-01-01 00:00")) is odd
    town.done("suspend", DISPATCHER, "2026-06-01 16:00", until="2026-06-15", reason="x")
    town.done("resume", DISPATCHER, "2026-06-02 16:00")  # and is brought into that state by some other row
    odd = attrs.evolve(town.case("2026-06-03 10:00"), state="suspended")
    assert wake(odd, procedure_of(sides), town.moment("2030-01-01 00:00")) is None


def test_a_projection_is_rebuilt_from_entries_whichever_way_it_was_woken(town: Town):
    ids = [_asleep(town), _asleep(town)]
    town.done("handle", HANDLER, "2026-06-16 09:00", ids[0], result="swept")
    town.city.wake(now=town.moment("2026-06-16 09:00"))
    for case_id in ids:
        folded, stored = fold(town.entries(case_id), FORMS), _stored(town.city.ledger, case_id)
        assert folded is not None
        assert attrs.evolve(folded, trail=()) == stored


def _stored(ledger: Ledger, case_id: str) -> Case:
    found = ledger.case(case_id)
    assert found is not None
    return found


def test_watched_cases_are_shown_as_they_stand(town: Town):
    case_id = _asleep(town)
    seen = [
        (case.id, case.state, light) for case, light in town.city.deadlines.watched(town.moment("2026-06-15 09:30"))
    ]
    assert seen == [(case_id, "handling", Light.YELLOW)]
    assert list(town.city.deadlines.watched(town.moment(EVE))) == []


def test_no_stream_goes_back_in_time_whatever_was_entered_since(town: Town, sides: CityPlan):
    _asleep(town)
    later = attrs.evolve(town.case(EVE), last=town.moment("2026-06-15 07:00"))
    waking = wake(later, procedure_of(sides), town.moment("2026-06-15 08:00"))
    assert waking is not None
    assert waking.at == town.moment("2026-06-15 07:00")
