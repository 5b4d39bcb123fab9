"""Linked cases and holds: each follows by its own clock, and what joins a sleeping case sleeps as long."""

from pathlib import Path

from cmsdk.model.commands import Actor
from cmsdk.work.case import fold

from .sides import CLERK, DEPARTMENT, DISPATCHER, FORMS, HANDLER, Town, side_plan, workflow

DAY, EVE = "2026-06-15 00:00", "2026-06-14 23:59"


def _asleep(town: Town) -> str:
    town.handling()
    town.done("suspend", DISPATCHER, "2026-06-01 16:00", until="2026-06-15", reason="the road is dug up")
    return town.id


def _linked(town: Town, others: int = 1) -> tuple[str, list[str]]:
    """A case in handling and others that follow it: litter of half an hour later."""
    first = town.handling()
    found = []
    for _ in range(others):
        found.append(town.report("litter", "2026-06-01 10:00"))
        town.done("accept", CLERK, "2026-06-01 10:01")
        town.done("link", CLERK, "2026-06-01 10:02", to=first)
    return first, found


def test_followers_sleep_with_the_first_and_each_wakes_by_its_own_clock(town: Town):
    first, (other,) = _linked(town)
    town.done("suspend", DISPATCHER, "2026-06-01 16:00", first, until="2026-06-15", reason="x")
    assert (town.due(case=first), town.due(case=other)) == ("2026-06-15 10:30", "2026-06-15 11:00")
    assert town.case(EVE, other).state == "suspended"
    assert town.case(DAY, other).state == "handling"
    town.done("handle", HANDLER, "2026-06-15 09:00", first, result="swept")
    assert [entry.type for entry in town.entries(other)[-2:]] == ["resume", "handle"]
    assert town.case("2026-06-15 10:00", other).state == "handled"
    assert town.city.wake(now=town.moment("2026-06-16 00:00")).cases == ()


def test_followers_resume_early_with_the_first_by_their_own_clock(town: Town):
    first, (other,) = _linked(town)
    town.done("suspend", DISPATCHER, "2026-06-01 16:00", first, until="2026-06-15", reason="x")
    town.done("resume", DEPARTMENT, "2026-06-04 08:00", first)
    assert (town.due(case=first), town.due(case=other)) == ("2026-06-04 10:30", "2026-06-04 11:00")
    assert town.case("2026-06-04 09:00", other).course.holds[0].resumed == town.moment("2026-06-04 08:00")


def test_who_is_linked_to_a_sleeping_case_sleeps_as_long(town: Town):
    first = _asleep(town)
    other = town.report("litter", "2026-06-03 09:00")
    town.done("accept", CLERK, "2026-06-03 09:05")
    town.done("link", CLERK, "2026-06-03 10:00", to=first)
    assert (town.case(EVE, other).state, town.case(DAY, other).state) == ("suspended", "handling")
    assert town.due(case=other) == "2026-06-15 16:00"  # seven hours were left
    late = town.report("litter", "2026-06-15 09:00")
    town.done("accept", CLERK, "2026-06-15 09:05")
    assert town.done("link", CLERK, "2026-06-15 10:00", to=first).state == "handling"
    assert town.case("2026-06-15 10:00", late).course.holds == ()


def test_a_sleeping_case_that_is_linked_to_one_at_work_works_with_it(town: Town):
    other = _asleep(town)
    first = town.handling()
    case = town.done("link", CLERK, "2026-06-04 08:00", other, to=first)
    assert (case.state, case.course.holds[0].resumed) == ("handling", town.moment("2026-06-04 08:00"))
    assert town.due(case=other) == "2026-06-04 10:30"


def test_a_follower_that_was_late_when_an_extension_was_asked_stays_late(town: Town):
    first = town.handling("pothole, shallow")
    other = town.report("litter", "2026-06-01 10:00")
    town.done("accept", CLERK, "2026-06-01 10:01")
    town.done("link", CLERK, "2026-06-01 10:02", to=first)
    town.done("extend", DISPATCHER, "2026-06-03 09:00", first, reason="parts")
    assert (town.due(case=first), town.due(case=other)) == ("2026-06-09 09:30", "2026-06-02 10:00")


def test_a_likely_duplicate_that_comes_in_while_the_first_sleeps_sleeps_with_it(tmp_path: Path):
    rows = "id,category,radius,window,compare,similarity,basis\ntestville-dup,E1,50,2000,text,60,made up for tests\n"
    town = Town.at(side_plan(tmp_path, tables={"duplicates.csv": rows}))
    first = town.handling("litter at the old mill")
    town.done("suspend", DISPATCHER, "2026-06-01 16:00", until="2026-06-15", reason="x")
    other = town.report("litter at the old mill", "2026-06-03 09:00")
    case = town.case("2026-06-03 10:00", other)
    assert (case.linked, case.state, case.course.back) == (first, "suspended", "handling")
    assert fold(town.entries(other), FORMS) == case
    assert town.due(case=other) == "2026-06-15 17:00"
    assert town.case(DAY, other).state == "handling"
    late = town.report("litter at the old mill", "2026-06-15 09:00")
    assert town.case("2026-06-15 10:00", late).state == "handling"


def test_who_is_linked_to_a_case_in_another_side_state_goes_back_with_it(tmp_path: Path):
    more = (
        ("appeal", "handling", "appealed"),
        ("resume", "appealed", "<"),
        ("link", "accepted", "="),
        ("unlink", "appealed", "="),
    )
    rows = (
        f'\n[[transition]]\ncommand = "{name}"\nfrom = ["{source}"]\nto = "{to}"\nroles = ["head"]\n'
        for name, source, to in more
    )
    town, head = Town.at(side_plan(tmp_path, workflow() + "".join(rows))), Actor("hal", ("head",))
    first = town.handling()
    town.done("appeal", head, "2026-06-01 10:00")
    other = town.report("litter", "2026-06-01 10:01")
    town.done("accept", CLERK, "2026-06-01 10:02")
    assert town.done("link", head, "2026-06-01 10:03", to=first).state == "appealed"
    town.done("unlink", head, "2026-06-01 10:04", other)
    assert town.done("resume", head, "2026-06-01 10:05", other).state == "handling"
    assert town.city.wake(now=town.moment("2026-09-01 10:00")).cases == ()
