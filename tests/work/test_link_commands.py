"""Linking as a command like any other: carried out once by its key, and put before those who have to agree."""

from pathlib import Path

import pytest

from cmsdk.model.case import Case
from cmsdk.model.commands import Link, Refusal

from .sides import CLERK, DISPATCHER, HANDLER, Town, side_plan, workflow


def _two(town: Town) -> tuple[str, str]:
    """A case in handling, and one that has been accepted."""
    first = town.handling()
    other = town.report("litter", "2026-06-01 10:00")
    town.done("accept", CLERK, "2026-06-01 10:01")
    return first, other


def test_a_link_sent_twice_is_carried_out_once_whatever_came_between(town: Town):
    first, other = _two(town)
    linked = town.city.act(other, Link(to=first), CLERK, now=town.moment("2026-06-01 10:02"), key="k-1")
    assert isinstance(linked, Case)
    assert linked.course.keys == ("k-1",)
    town.done("unlink", CLERK, "2026-06-01 10:03", reason="another bin")
    again = town.city.act(other, Link(to=first), CLERK, now=town.moment("2026-06-01 10:04"), key="k-1")
    assert isinstance(again, Refusal)
    assert again.code == "CMS720"


def test_the_key_of_a_link_is_kept_beside_the_hold_that_it_joins(town: Town):
    first, other = _two(town)
    town.done("suspend", DISPATCHER, "2026-06-01 10:02", first, until="2026-06-15", reason="dug up")
    linked = town.city.act(other, Link(to=first), CLERK, now=town.moment("2026-06-01 10:03"), key="k-1")
    assert isinstance(linked, Case)
    assert (linked.state, linked.course.keys, len(linked.course.holds)) == ("suspended", ("k-1",), 1)


@pytest.fixture
def asking(tmp_path: Path) -> Town:
    """The town where the dispatcher has to agree to a link."""
    tail = 'roles = ["clerk"]\nneeds = ["to"]\napprovals = ["dispatcher"]'
    flow = workflow(link=tail).replace(
        'command = "grant"\nfrom = ["filed"', 'command = "grant"\nfrom = ["accepted", "suspended", "filed"'
    )
    flow = flow.replace(
        'command = "reject"\nfrom = ["filed"', 'command = "reject"\nfrom = ["accepted", "suspended", "filed"'
    )
    return Town.at(side_plan(tmp_path, flow))


def test_a_link_that_others_have_to_agree_to_waits_for_them(asking: Town):
    first, other = _two(asking)
    waiting = asking.done("link", CLERK, "2026-06-01 10:02", to=first)
    assert (waiting.state, waiting.linked) == ("accepted", "")
    assert waiting.course.request is not None
    assert waiting.course.request.command == "link"
    linked = asking.done("grant", DISPATCHER, "2026-06-01 10:03")
    assert (linked.id, linked.state, linked.linked, linked.course.request) == (other, "handling", first, None)


def test_a_link_to_nothing_is_not_even_asked_for_and_one_that_led_astray_meanwhile_is_not_granted(asking: Town):
    first, other = _two(asking)
    assert asking.refused("link", CLERK, "2026-06-01 10:02", to="nix") == "CMS713"
    asking.done("link", CLERK, "2026-06-01 10:02", to=first)
    asking.done("handle", HANDLER, "2026-06-01 10:03", first, result="swept")
    for name in ("close", "strike_off"):
        asking.done(name, CLERK, "2026-06-01 10:04", first)
    assert asking.refused("grant", DISPATCHER, "2026-06-01 10:05", other) == "CMS714"


def test_no_follower_is_extended_more_often_than_the_rules_allow(town: Town):
    first, other = _two(town)
    town.done("link", CLERK, "2026-06-01 10:02", to=first)
    for hour in ("11", "12"):
        town.done("extend", DISPATCHER, f"2026-06-01 {hour}:00", first, reason="parts")
    twice = town.due(case=other)
    town.done("unlink", CLERK, "2026-06-01 12:30", other, reason="another bin")
    third = town.handling("litter", "2026-06-01 13:00")
    town.done("link", CLERK, "2026-06-01 14:00", other, to=third)
    town.done("extend", DISPATCHER, "2026-06-01 15:00", third, reason="parts")
    assert len(town.case("2026-06-01 15:01", other).course.extensions) == 2
    assert town.due(case=other) == twice
