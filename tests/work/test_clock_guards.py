"""A guard binds the rows that name it and no others; what may be done next is what its guards let through."""

from pathlib import Path

import pytest

from cmsdk.work.clock_guards import CLOCK_CHECKS
from cmsdk.work.possible import possible
from cmsdk.work.procedure import procedure_of

from .sides import DISPATCHER, INSPECTOR, Town, side_plan, workflow


def _third_extension(town: Town) -> str:
    for minute in (0, 1):
        town.done("extend", DISPATCHER, f"2026-06-01 10:0{minute}", reason="x")
    return "extend"


def _second_suspension(town: Town) -> str:
    town.done("suspend", DISPATCHER, "2026-06-01 10:00", until="2026-06-20", reason="x")
    town.done("resume", DISPATCHER, "2026-06-01 10:01")
    return "suspend"


def _supervised(town: Town) -> str:
    town.done("supervise", INSPECTOR, "2026-06-01 10:00", level="interview", reason="x")
    return "supervise"


CASES = {
    "before_deadline": (lambda _town: "extend", "2026-06-02 09:30", {}, "CMS336"),
    "extensions_left": (_third_extension, "2026-06-01 10:30", {}, "CMS337"),
    "holds_left": (_second_suspension, "2026-06-01 10:30", {"until": "2026-06-20"}, "CMS731"),
    "hold_ends": (lambda _town: "suspend", "2026-06-01 10:30", {"until": "2026-12-01"}, "CMS733"),
    "level_rises": (_supervised, "2026-06-01 10:30", {"level": "ordinary"}, "CMS736"),
}


def test_every_guard_of_time_is_tried_here():
    assert set(CASES) == set(CLOCK_CHECKS)


@pytest.mark.parametrize("guard", CASES)
def test_what_a_guard_refuses_goes_through_where_no_row_names_it(guard: str, town: Town, tmp_path: Path):
    before, at, fields, code = CASES[guard]
    by = INSPECTOR if guard == "level_rises" else DISPATCHER
    lax = Town.at(side_plan(tmp_path, workflow(drop=guard)))
    for each in (town, lax):
        each.handling()
    assert town.refused(before(town), by, at, reason="x", **fields) == code
    lax.done(before(lax), by, at, reason="x", **fields)


def test_what_may_be_done_next_leaves_out_what_no_words_could_make_possible(town: Town):
    def names(at: str) -> set[str]:
        moment = town.moment(at)
        return {row.command for row in possible(town.case(at), procedure_of(town.city.plan), moment)}

    town.handling()
    assert {"extend", "suspend", "postpone", "supervise"} <= names("2026-06-01 10:00")
    assert "extend" not in names("2026-06-02 09:30")
    _supervised(town)
    _third_extension(town)
    town.done("suspend", DISPATCHER, "2026-06-01 10:05", until="2026-06-20", reason="x")
    assert names("2026-06-19 10:00") == {"resume", "void", "link"}
    left = names("2026-06-20 10:00")  # it resumed by itself
    assert {"extend", "suspend", "supervise"}.isdisjoint(left)
    assert {"handle", "postpone"} <= left
