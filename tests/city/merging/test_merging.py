"""A station laptop worked offline and comes home: nothing is lost, nothing is done twice, what clashes is named."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from cmsdk import (
    Accept,
    Actor,
    City,
    Decline,
    Dispatch,
    File,
    Handle,
    Link,
    NotAllowed,
    Refusal,
    RejectedInput,
    StoreUnavailable,
    Unlink,
)
from cmsdk.contract.plan import CityPlan
from cmsdk.desk.redeciding import Merged
from cmsdk.ledger.keys.source import as_text
from cmsdk.ledger.moving.backup import backup
from cmsdk.ledger.moving.tables import moved
from cmsdk.ledger.moving.taking_over import OF_CITY, OF_STREAMS
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.problem import Problem

from .conftest import ANN, BOSS, TOWN, VOUCHED, Clock, Numbers, case_of, hold_true, laptop, report, streams


def _nothing_new(merged: Merged) -> bool:
    return not (merged.streams or merged.repeats or merged.done or merged.conflicts)


def test_what_a_laptop_began_is_taken_over_to_the_byte(home: City):
    away = laptop(home)
    new = report(away, "third")
    away.act(new, Accept(), ANN)
    report(home, "meanwhile")
    merged = home.merge(away.ledger, BOSS)
    assert (merged.streams, merged.done, merged.conflicts) == ((new,), (), ())
    assert home.ledger.entries(new) == away.ledger.entries(new)
    assert home.case(new) == away.case(new)
    assert home.ledger.person(f"p-{new}") == away.ledger.person(f"p-{new}")
    assert home.ledger.raw(new) == away.ledger.raw(new)
    gone, come = away.ledger.deliveries(TOWN), home.ledger.deliveries(TOWN)
    assert {d.id for d in gone} < {d.id for d in come}
    assert home.ledger.payload(gone[-1].id) == away.ledger.payload(gone[-1].id)
    assert case_of(home, "third") == new
    assert report(home, "third") == "", "it is a case already"
    hold_true(home)
    assert _nothing_new(home.merge(away.ledger, BOSS))


def test_commands_on_a_case_that_stands_here_too_are_decided_again(home: City):
    away, case = laptop(home), case_of(home, "first")
    away.act(case, Accept(), ANN)
    away.act(case, File(), VOUCHED)
    seen = away.case(case)
    merged = home.merge(away.ledger, BOSS)
    assert [command for _, command in merged.done] == ["accept", "file"]
    here, there = home.ledger.entries(case)[2:], away.ledger.entries(case)[2:]
    assert [(e.type, e.by, e.at) for e in here] == [(e.type, e.by, e.at) for e in there]
    assert home.case(case).state == seen.state == "filed"
    hold_true(home)
    again = home.merge(away.ledger, BOSS)
    assert _nothing_new(again)
    assert again.again == 2


def test_on_top_of_what_was_done_here_meanwhile(home: City):
    away, case = laptop(home), case_of(home, "first")
    home.act(case, Accept(), ANN)
    away.act(case, Accept(), ANN)
    away.act(case, File(), ANN)
    home.act(case, File(), BOSS)
    away.act(case, Dispatch(unit="testville-works"), ANN)
    merged = home.merge(away.ledger, BOSS)
    assert merged.done == ((case, "dispatch"),)
    assert [(c.command, c.refusal.code) for c in merged.conflicts] == [("accept", "CMS702"), ("file", "CMS702")]
    assert home.case(case).state == "dispatched"
    moments = [entry.at for entry in home.ledger.entries(case)]
    assert moments == sorted(moments)
    hold_true(home)
    again = home.merge(away.ledger, BOSS)
    assert (_nothing_new(again), again.again) == (True, 3)


def test_a_conflict_holds_all_that_was_said_until_somebody_settles_it(home: City):
    away, case = laptop(home), case_of(home, "first")
    home.act(case, Decline(reason="twice"), ANN)
    away.act(case, Accept(note="on my way"), ANN)
    entry = away.ledger.entries(case)[-1]
    (conflict,) = home.merge(away.ledger, BOSS).conflicts
    assert list(home.conflicts()) == [conflict]
    assert (conflict.stream, conflict.case, conflict.entry) == (case, case, entry.hash)
    assert (conflict.at, conflict.by, conflict.data) == (entry.at.isoformat(), entry.by, entry.data)
    assert conflict.last is not None
    done = home.settle(conflict.id, "phoned Eve Adams, 617-555-0101: nothing to do", BOSS)
    assert (done.state, done.settled_by) == ("settled", "boss")
    assert "nothing to do" in done.note
    assert not [said for said in ("Eve", "0101") if said in done.note]
    assert list(home.conflicts()) == []
    assert list(home.conflicts(settled=True)) == [done]
    with pytest.raises(NotAllowed) as caught:
        home.settle(conflict.id, "again", BOSS)
    assert [p.code for p in caught.value.problems] == ["CMS861"]
    assert _nothing_new(home.merge(away.ledger, BOSS)), "what was settled does not come back"


def test_a_report_that_is_a_case_in_both_is_linked_and_both_items_are_kept(home: City):
    away = laptop(home)
    here, there = report(home, "same"), report(away, "same")
    merged = home.merge(away.ledger, BOSS)
    assert merged.repeats == ((there, here),)
    assert home.case(there).linked == here
    assert case_of(home, "same") == here
    assert home.ledger.raw(there) == away.ledger.raw(there)
    assert home.ledger.entries(there)[:2] == away.ledger.entries(there)
    hold_true(home)
    assert _nothing_new(home.merge(away.ledger, BOSS))
    home.act(there, Unlink(reason="two lamps"), ANN)
    assert _nothing_new(home.merge(away.ledger, BOSS)), "who parted them is not overruled"
    home.act(there, Link(to=here), ANN)
    back = away.merge(home.ledger, BOSS)
    assert back.streams[0] == here
    assert not back.conflicts
    assert away.case(there).linked == here
    hold_true(away)


def test_a_repeat_that_may_not_be_linked_is_left_for_a_person(home: City):
    away = laptop(home)
    here, there = report(home, "same"), report(away, "same")
    home.act(here, Decline(reason="no"), ANN)
    (conflict,) = home.merge(away.ledger, BOSS).conflicts
    assert (conflict.stream, conflict.refusal.code) == (there, "CMS714")
    assert _nothing_new(home.merge(away.ledger, BOSS))


def test_who_followed_a_first_case_there_follows_it_here_once(home: City):
    first, second = case_of(home, "first"), case_of(home, "second")
    home.act(second, Link(to=first), ANN)
    away = laptop(home)
    away.act(first, Accept(), ANN)
    assert away.case(second).state == "accepted"
    merged = home.merge(away.ledger, BOSS)
    assert merged.done == ((first, "accept"),)
    assert [home.case(one).state for one in (first, second)] == ["accepted"] * 2
    assert len(home.ledger.entries(second)) == len(away.ledger.entries(second))
    assert _nothing_new(home.merge(away.ledger, BOSS))


def test_brought_home_and_taken_along_again_nothing_comes_back(home: City):
    away, case = laptop(home), case_of(home, "first")
    away.act(case, Accept(), ANN)
    report(away, "third")
    home.merge(away.ledger, BOSS)
    home.act(case, File(), ANN)
    back = away.merge(home.ledger, BOSS)
    assert back.done == ((case, "file"),)
    assert (back.streams, back.conflicts) == ((), ())
    hold_true(away)
    assert _nothing_new(home.merge(away.ledger, BOSS))
    assert streams(home).keys() == streams(away).keys()


def test_round_three_ledgers_a_command_is_carried_out_once(town: Callable[[], City]):
    home = town()
    one, two, case = laptop(home), laptop(home), case_of(home, "first")
    one.act(case, Accept(), ANN)
    two.merge(one.ledger, BOSS)
    home.merge(one.ledger, BOSS)
    assert streams(home) == streams(two), "decided by the same rules on the same ground, it is the same to the byte"
    home.act(case, File(), ANN)
    two.act(case, File(), BOSS)
    merged = home.merge(two.ledger, BOSS)
    assert (merged.done, [c.command for c in merged.conflicts]) == ((), ["file"])


def test_refusals_and_quarantine_come_along_once(home: City):
    away, case = laptop(home), case_of(home, "first")
    away.act(case, Dispatch(), Actor("nobody", ()))
    away.receive("desk", b"No.,Time,Text\nodd,never,litter\n")
    for _ in range(2):
        home.merge(away.ledger, BOSS)
        assert [r.by for r in home.ledger.refusals(case)] == ["nobody"]
        assert [q.key for q in home.quarantine()] == ["odd"]
    assert home.quarantine() == away.quarantine()


def test_a_laptop_with_a_key_of_its_own(home: City):
    away = laptop(home, b"l" * 32)
    new = report(away, "third")
    away.receive("desk", b"No.,Time,Text\nodd,never,litter\n")
    home.merge(away.ledger, BOSS)
    assert home.ledger.person(f"p-{new}") == away.ledger.person(f"p-{new}")
    assert home.ledger.raw(new) == away.ledger.raw(new)
    assert home.quarantine() == away.quarantine()
    assert home.ledger.payload(home.ledger.deliveries(TOWN)[-1].id)
    assert _nothing_new(home.merge(away.ledger, BOSS))


def test_who_was_erased_on_one_side_is_erased(home: City):
    away, first, second = laptop(home), case_of(home, "first"), case_of(home, "second")
    for city, case in ((home, first), (away, second)):
        assert isinstance(city.ledger, SqlLedger)
        with city.ledger.database.writing() as connection:
            connection.exec_driver_sql(
                f"UPDATE people SET wrapped = NULL, form = NULL, lookup = NULL, erased = 'then' WHERE key = 'p-{case}'"  # noqa: S608  our own id
            )
    new = report(away, "third")
    home.merge(away.ledger, BOSS)
    assert [home.ledger.person(f"p-{case}") for case in (first, second)] == [None, None]
    assert home.ledger.person(f"p-{new}") is not None


def test_a_rehearsal_says_the_same_and_changes_nothing(home: City):
    away, case = laptop(home), case_of(home, "first")
    away.act(case, Accept(), ANN)
    new = report(away, "third")
    before = streams(home)
    tried = home.merge(away.ledger, BOSS, dry_run=True)
    assert (tried.streams, tried.done) == ((new,), ((case, "accept"),))
    assert streams(home) == before
    assert home.merge(away.ledger, BOSS) == tried


def test_what_cannot_be_merged_is_named(
    town: Callable[[], City], plan: CityPlan, clock: Clock, tmp_path: Path, speaks: Callable[[Problem], None]
):
    home = town()
    empty = SqlLedger.in_memory(b"k" * 32)
    for other in (home.ledger, empty):
        with pytest.raises(RejectedInput) as caught:
            home.merge(other, BOSS)
        assert [p.code for p in caught.value.problems] == ["CMS862"]
        speaks(caught.value.problems[0])
    assert isinstance(home.act(case_of(home, "first"), Handle(result="x"), ANN), Refusal)


def test_a_stream_of_one_id_that_begins_otherwise_is_of_another_ledger(home: City, plan: CityPlan, clock: Clock):
    away = City(plan, SqlLedger.in_memory(b"k" * 32), clock, Numbers("x"))
    twin = City(plan, SqlLedger.in_memory(b"k" * 32), clock, Numbers("x"))
    report(away, "first")
    clock.now -= timedelta(minutes=1)
    report(twin, "other")
    assert case_of(away, "first") == case_of(twin, "other")
    before = streams(twin)
    with pytest.raises(RejectedInput) as caught:
        twin.merge(away.ledger, BOSS)
    assert [(p.code, p.where) for p in caught.value.problems] == [("CMS862", case_of(twin, "other"))]
    assert streams(twin) == before


def test_two_who_found_the_same_conflict_agree_on_it(town: Callable[[], City]):
    home = town()
    away, case = laptop(home), case_of(home, "first")
    home.act(case, Decline(reason="no"), ANN)
    away.act(case, Accept(), ANN)
    other = laptop(home)
    (mine,) = home.merge(away.ledger, BOSS).conflicts
    (theirs,) = other.merge(away.ledger, VOUCHED).conflicts
    assert mine.id == theirs.id
    other.settle(theirs.id, "seen", ANN)
    assert home.merge(other.ledger, BOSS).done == ((mine.id, "settled"),)
    assert list(home.conflicts()) == []


def test_every_table_has_a_way_home() -> None:
    assert {t.name for t in (*OF_STREAMS, *OF_CITY)} == {table.name for table in moved()}


def test_the_key_of_a_laptops_file_may_be_named(home: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CMSDK_LEDGER_KEY", as_text(b"k" * 32))
    away = laptop(home, b"l" * 32)
    new = report(away, "third")
    assert isinstance(away.ledger, SqlLedger)
    backup(away.ledger.database, tmp_path / "away.db")
    url = f"sqlite:///{tmp_path}/away.db"
    with pytest.raises(StoreUnavailable) as caught:
        home.merge(url, BOSS)
    assert [p.code for p in caught.value.problems] == ["CMS812"]
    (tmp_path / "own.key").write_text(as_text(b"l" * 32), encoding="ascii")
    assert home.merge(url, BOSS, key_file=tmp_path / "own.key").streams == (new,)
    assert home.ledger.person(f"p-{new}") == away.ledger.person(f"p-{new}")
