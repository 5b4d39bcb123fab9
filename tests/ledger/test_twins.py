"""What linking needs of a ledger: several streams at once, what was seen, and earlier cases by index."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
import shutil
import sqlite3
from threading import Barrier

import attrs
import pytest

from cmsdk.city import City
from cmsdk.contract.ports import CaseQuery, Change, Ledger, NewCase, Seen
from cmsdk.ledger.open import open_ledger
from cmsdk.ledger.select import select, select_earlier
from cmsdk.model.entry import seal
from cmsdk.model.place import Crs, Point
from cmsdk.registry.discovery import discover, from_folder

New = Callable[..., NewCase]
TOWN = "us.ma.testville"
TESTVILLE = Path(__file__).parents[1] / "city" / "testville"


def _change(new: NewCase, at: datetime, version: int = 2) -> Change:
    last = new.entries[-1]
    entry = seal(
        stream=last.stream, version=version, city=TOWN, type_="accept", at=at, by="ann", plan="p", data='{"v":1}',
        prev=last.hash,
    )  # fmt: skip
    return Change(attrs.evolve(new.case, state="accepted", version=version), (entry,))


def test_several_streams_are_appended_all_or_none(ledger: Ledger, new_case: New, moment: datetime):
    one, two, three = (new_case(f"c-{n}") for n in (1, 2, 3))
    assert ledger.record("d-1", [one, two, three], [])
    assert ledger.append_all([_change(one, moment), _change(two, moment)])
    assert [c.state for c in ledger.cases(CaseQuery(city=TOWN))] == ["accepted", "accepted", "reported"]
    before = ledger.mark()
    assert not ledger.append_all([_change(three, moment), _change(two, moment)])
    assert not ledger.append_all([_change(three, moment), _change(new_case("c-9"), moment)])
    assert not ledger.append_all([_change(three, moment), _change(three, moment)])
    assert [c.state for c in ledger.cases(CaseQuery(city=TOWN))] == ["accepted", "accepted", "reported"]
    assert (ledger.mark(), len(ledger.entries("c-3"))) == (before, 1)


def test_the_mark_counts_entries_without_a_gap(ledger: Ledger, new_case: New, moment: datetime):
    assert ledger.mark() == 0
    one = new_case("c-1")
    ledger.record("d-1", [one], [])
    assert not ledger.record("d-1", [new_case("c-2"), new_case("c-3", "c-1")], [])
    ledger.append_all([_change(one, moment)])
    assert ledger.mark() == 2


@pytest.mark.parametrize(
    ("seen", "holds"),
    [
        ({"categories": frozenset({"b"})}, True),
        ({"categories": frozenset({"a", "b"})}, False),
        ({"categories": frozenset({"a"}), "city": "us.ma.other"}, True),
        ({"streams": frozenset({"c-1"})}, False),
        ({"streams": frozenset({"c-0"})}, False),
        ({"streams": frozenset({"c-2"})}, True),
        ({}, True),
    ],
)
def test_what_was_seen_holds_until_something_newer_is_entered_in_it(
    seen: dict[str, object], holds: bool, ledger: Ledger, new_case: New, moment: datetime
):
    ledger.record("d-0", [new_case("c-0", category="z"), new_case("c-2", category="y")], [])
    given = Seen(**{"mark": ledger.mark(), "city": TOWN, **seen})  # type: ignore[arg-type]
    assert ledger.record("d-1", [new_case("c-1", category="a", linked="c-0")], [], given)
    assert ledger.record("d-2", [new_case("c-3")], [], given) == holds
    later = new_case("c-4")
    ledger.record("d-3", [later], [])
    assert ledger.append_all([_change(later, moment)], given) == holds
    assert [c.id for c in ledger.cases(CaseQuery(city=TOWN)) if c.id == "c-3"] == (["c-3"] if holds else [])


def test_earlier_cases_are_those_of_the_class_and_the_time_that_are_linked_to_none(
    ledger: Ledger, new_case: New, moment: datetime
):
    point = Point(-71.0, 42.0, Crs.WGS84)
    ledger.record(
        "d-1",
        [
            new_case("c-3", category="a", at=moment, point=point),
            new_case("c-2", category="b", at=moment - timedelta(hours=1), handled=moment),
            new_case("c-1", category="a", at=moment, closed=moment),
            new_case("c-4", category="a", at=moment + timedelta(hours=1)),
            new_case("c-5", category="a", at=moment - timedelta(hours=1, seconds=1)),
            new_case("c-6", category="c", at=moment),
            new_case("c-7", category="a", at=moment, linked="c-1"),
            new_case("c-8", category="a", at=moment, city="us.ma.other"),
        ],
        [],
    )
    found = ledger.earlier(TOWN, ["a", "b"], moment - timedelta(hours=1), moment + timedelta(hours=1))
    assert [(case.id, case.open) for case in found] == [("c-2", False), ("c-1", False), ("c-3", True)]
    assert (found[2].point, found[2].at) == (point, moment)
    assert len(ledger.earlier(TOWN, ["a", *map(str, range(1200))], moment, moment + timedelta(1))) == 3
    assert [c.id for c in ledger.cases(CaseQuery(city=TOWN, linked="c-1"))] == ["c-7"]


def test_neither_earlier_cases_nor_followers_are_looked_for_by_reading_all(url: str, moment: datetime):
    open_ledger(url).close()
    file = sqlite3.connect(url.removeprefix("sqlite:///"))
    linked, values = select(CaseQuery(city=TOWN, linked="c-1"), "", 10)
    for statement, index in (
        (select_earlier(TOWN, ["a", "b"], moment, moment), "ix_cases_class"),
        (linked.params(values), "ix_cases_linked"),
    ):
        text = str(statement.compile(compile_kwargs={"literal_binds": True}))
        plan = [row[3] for row in file.execute(f"EXPLAIN QUERY PLAN {text}")]
        assert any(index in line for line in plan), plan
        assert not any(line.startswith("SCAN cases") for line in plan), plan
    file.close()


def test_two_who_bring_in_the_same_matter_at_once_make_one_first_case(ledger: Ledger, tmp_path: Path):
    folder = tmp_path / "town"
    shutil.copytree(TESTVILLE, folder)
    (folder / "tables" / "duplicates.csv").write_text("id,category\ntestville-d,C101\n")
    plugins = [*discover(only=()), from_folder(folder)]
    city = City.open(TOWN, ledger, plugins=plugins)
    workers, count = 4, 40
    barrier = Barrier(workers)

    def receive(number: int) -> None:
        barrier.wait(timeout=30)
        for one in range(count // 4):
            rows = "".join(f"w{number}-{one}-{n},pothole,-71.0,{42 + n / 100}\n" for n in range(4))
            city.receive("desk", f"No.,Text,Lon,Lat\n{rows}".encode())

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(receive, range(workers)))
    cases = list(city.cases())
    firsts = {case.id: case for case in cases if not case.linked}
    assert (len(cases), len(firsts)) == (workers * count, 4)
    for case in cases:
        if case.linked:
            assert firsts[case.linked].point == case.point
