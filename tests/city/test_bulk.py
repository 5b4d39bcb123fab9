"""One command on many cases: each on its own, a bad one stops none, and a key makes sending again harmless."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from cmsdk import (
    Accept,
    Acted,
    Actor,
    Case,
    City,
    Decline,
    Dispatch,
    File,
    Handle,
    Link,
    Problem,
    Refusal,
    Rework,
    Unlink,
)
from cmsdk.registry.discovery import Discovered

from .conftest import NOW

CLERK = Actor("ann", ("clerk", "handler"))
LATER = NOW + timedelta(hours=1)


def _file(city: City, count: int) -> list[str]:
    rows = "".join(f"b{number},litter at number {number}\n" for number in range(count))
    return list(city.receive("desk", f"No.,Text\n{rows}".encode(), now=NOW).case_ids)


def _kinds(rows: tuple[Acted, ...]) -> list[str]:
    return [row.result.state if isinstance(row.result, Case) else row.result.code for row in rows]


def test_each_case_on_its_own_in_the_order_given_and_named_once(town: City):
    first, ended, third = _file(town, 3)
    town.act(ended, Decline(reason="not ours"), CLERK, now=LATER)
    seen: list[int] = []
    ids = [third, "nix", ended, first, third, first]
    rows = town.act_all(ids, Accept(), CLERK, now=LATER, progress=seen.append)
    assert [row.id for row in rows] == [third, "nix", ended, first]
    assert _kinds(rows) == ["accepted", "CMS701", "CMS702", "accepted"]
    assert [type(row.result) for row in rows] == [Case, Problem, Refusal, Case]
    assert [row.done for row in rows] == [True, False, False, True]
    assert seen == [1, 2, 3, 4]
    assert town.case(first).version == 3


def test_a_foreign_case_is_a_problem_of_its_row(plugins: list[Discovered], tmp_path: Path):
    folder = tmp_path / "other"
    (folder / "tables").mkdir(parents=True)
    (folder / "cmsdk.toml").write_text(
        'name = "other"\napi = "1.0"\nscope = "us.ma.other"\nplugin = "cmsdk.plugin:TableCity"\n', encoding="utf-8"
    )
    (folder / "tables" / "city.toml").write_text(
        'name = "Other"\ntime_zone = "UTC"\nduty_desk = "other-desk"\n', encoding="utf-8"
    )
    (folder / "tables" / "units.csv").write_text("id,name,kind\nother-desk,Desk,department\n", encoding="utf-8")
    from cmsdk import discover, from_folder

    url = f"sqlite:///{tmp_path}/both.db"
    with City.open("us.ma.other", url, plugins=[*discover(only=()), from_folder(folder)]) as other:
        (foreign,) = other.receive("jsonl", b'{"external_id": "1", "text": "litter"}\n', now=NOW).case_ids
    with City.open("us.ma.testville", url, plugins=plugins) as town:
        (own,) = _file(town, 1)
        before = town.ledger.entries(foreign)
        assert _kinds(town.act_all([foreign, own], Accept(), CLERK, now=LATER)) == ["CMS710", "accepted"]
        assert town.ledger.entries(foreign) == before


def test_nothing_to_do_is_nothing(town: City):
    assert town.act_all([], Accept(), CLERK, now=LATER) == ()


def test_a_first_case_goes_before_those_that_follow_it_and_they_take_the_command_once(town: City):
    first, other, alone = _file(town, 3)
    town.act(other, Link(to=first), CLERK, now=LATER)
    rows = town.act_all([other, alone, first], Accept(), CLERK, now=LATER)
    assert _kinds(rows) == ["accepted"] * 3
    assert [entry.type for entry in town.ledger.entries(other)] == ["reported", "triaged", "link", "accept"]


def test_sent_again_with_its_key_it_does_nothing_twice_also_in_a_reopened_ledger(
    plugins: list[Discovered], tmp_path: Path
):
    url = f"sqlite:///{tmp_path}/keys.db"
    with City.open("us.ma.testville", url, plugins=plugins) as town:
        first, other, alone = _file(town, 3)
        town.act(other, Link(to=first), CLERK, now=LATER)
        steps = (Accept(), File(), Dispatch(unit="testville-works"))
        for command in steps:
            assert all(row.done for row in town.act_all([first, alone], command, CLERK, now=LATER))
        done = Handle(result="swept")
        rows = town.act_all([first, other, alone], done, CLERK, now=LATER, key="handled-monday")
        assert _kinds(rows) == ["handled"] * 3
        mark = town.ledger.mark()
    with City.open("us.ma.testville", url, plugins=plugins) as town:
        rows = town.act_all([first, other, alone], done, CLERK, now=LATER, key="handled-monday")
        assert _kinds(rows) == ["CMS720"] * 3
        assert town.ledger.mark() == mark
        town.act_all([first, alone], Rework(reason="still dirty"), CLERK, now=LATER)
        rows = town.act_all([first, other, alone], done, CLERK, now=LATER, key="handled-tuesday")
        assert _kinds(rows) == ["handled"] * 3


def test_a_link_keeps_its_key_and_so_do_the_cases_that_go_with_it(town: City):
    first, other, follower = _file(town, 3)
    town.act(follower, Link(to=other), CLERK, now=LATER)
    town.act(other, Link(to=first), CLERK, now=LATER, key="linked-once")
    mark = town.ledger.mark()
    for case in (other, follower):
        assert town.case(case, now=LATER).linked == first
        again = town.act(case, Unlink(reason="another lamp"), CLERK, now=LATER, key="linked-once")
        assert isinstance(again, Refusal)
        assert again.code == "CMS720"
    assert town.ledger.mark() == mark


@pytest.fixture(scope="module")
def fresh(plugins: list[Discovered]) -> Callable[[], City]:
    return lambda: City.open("us.ma.testville", plugins=plugins, clock=lambda: NOW)


@settings(max_examples=25, deadline=None)
@given(picks=st.lists(st.integers(0, 4), max_size=12))
def test_in_any_order_with_any_repeats_the_result_is_the_same(fresh: Callable[[], City], picks: list[int]):
    with fresh() as city:
        ids = [*_file(city, 4), "nix"]
        city.act(ids[1], Link(to=ids[0]), CLERK, now=LATER)
        city.act(ids[2], Decline(reason="x"), CLERK, now=LATER)
        rows = city.act_all([ids[pick] for pick in picks], Accept(), CLERK, now=LATER)
        assert [row.id for row in rows] == [ids[pick] for pick in dict.fromkeys(picks)]
        said = {row.id: kind for row, kind in zip(rows, _kinds(rows), strict=True)}
        for pick, kind in ((2, "CMS702"), (4, "CMS701")):
            assert said.get(ids[pick], kind) == kind
        assert {said[ids[pick]] for pick in set(picks) & {0, 1, 3}} <= {"accepted"}


def test_a_key_that_no_store_can_hold_is_written_out(town: City):
    one, two = _file(town, 2)
    assert isinstance(town.act(one, Accept(), CLERK, now=LATER, key="\ud800"), Case)
    assert _kinds(town.act_all([one, two], Accept(), CLERK, now=LATER, key="\ud800")) == ["CMS720", "accepted"]
