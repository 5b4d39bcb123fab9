"""Ledgers of earlier versions, written by the library as it was then (``version_N.sql``), open and go on."""

from pathlib import Path
import sqlite3

import pytest

from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.ledger.open import open_ledger
from cmsdk.ledger.schema import VERSION, metadata
from cmsdk.ledger.upgrade import STEPS
from cmsdk.model.case import Case
from cmsdk.model.commands import Accept, Actor, Link
from cmsdk.model.course import NOTHING_YET
from cmsdk.model.entry import GENESIS, chain

OLDER = {number: Path(__file__).with_name(f"version_{number}.sql") for number in range(1, VERSION)}
ANN = Actor("ann", ("clerk",))


def _written(url: str, number: int) -> str:
    with sqlite3.connect(url.removeprefix("sqlite:///")) as file:
        file.executescript(OLDER[number].read_text(encoding="utf-8"))
    file.close()
    return url


@pytest.fixture
def old(url: str) -> str:
    """The address of a ledger of the first version."""
    return _written(url, 1)


def _shape(url: str) -> dict[str, object]:
    """Columns, indexes and triggers of a file, and its version."""
    file = sqlite3.connect(url.removeprefix("sqlite:///"))
    columns = {t: sorted(c[1] for c in file.execute(f"PRAGMA table_info({t})")) for t in metadata.tables}
    rest = file.execute("SELECT type, name, sql FROM sqlite_master WHERE type != 'table' AND sql NOT NULL").fetchall()
    version = file.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone()
    file.close()
    return {**columns, "rest": sorted((t, n, " ".join(sql.split())) for t, n, sql in rest), "version": version}


def test_every_version_has_a_step_to_the_next():
    assert set(STEPS) == set(range(1, VERSION))


@pytest.mark.parametrize("number", OLDER)
def test_an_old_ledger_becomes_what_a_new_one_is(url: str, number: int, tmp_path: Path):
    old = _written(url, number)
    open_ledger(old).close()
    new = f"sqlite:///{tmp_path}/new.db"
    open_ledger(new).close()
    assert _shape(old) == _shape(new)
    assert _shape(old)["version"] == (str(VERSION),)
    open_ledger(old).close()


def test_what_an_old_ledger_holds_is_read_folded_and_verified(old: str, plan: CityPlan):
    with City(plan, open_ledger(old)) as city:
        first, second = city.cases()
        assert (first.state, first.report, first.linked, first.recurs) == ("accepted", "1", "", ())
        for case in (first, second):
            folded = city.case(case.id)
            assert (folded.category, folded.due, folded.version) == (case.category, case.due, case.version)
            assert folded.trail
            prev = GENESIS
            for e in city.ledger.entries(case.id):
                body = (e.stream, e.version, e.city, e.type, e.at.isoformat(), e.by, e.plan, e.data)
                assert (e.prev, e.hash) == (prev, chain(prev, *body))
                prev = e.hash
        assert '"v":1' in city.ledger.entries(first.id)[1].data
        assert city.person(first.id).name == "Zoe Quill"  # type: ignore[union-attr]
        assert len(city.quarantine()) == 1
        assert str(city.explain(first.id))


def test_work_goes_on_in_an_old_ledger(old: str, plan: CityPlan):
    with City(plan, open_ledger(old)) as city:
        first, second = (case.id for case in city.cases())
        assert isinstance(city.act(second, Link(to=first), ANN), Case)
        assert city.case(second).linked == first
        assert [case.id for case in city.linked_to(first)] == [second]
        assert city.receive("desk", b"No.,Text\n1,pothole\n9,litter\n").duplicates == 1
        assert isinstance(city.act(city.receive("desk", b"No.,Text\n8,litter\n").case_ids[0], Accept(), ANN), Case)


def test_a_case_that_was_worked_on_under_the_second_version_is_the_same_case_now(url: str, plan: CityPlan):
    with City(plan, open_ledger(_written(url, 2))) as city:
        visited, first, follower = city.cases()
        assert (visited.state, visited.result, visited.satisfied) == ("visiting", "swept", "basically_satisfied")
        folded = city.case(visited.id)
        same = ("state", "unit", "mode", "result", "solved", "satisfied", "handled", "closed", "due", "course")
        assert [getattr(folded, name) for name in same] == [getattr(visited, name) for name in same]
        assert folded.course == NOTHING_YET
        assert (follower.linked, city.case(follower.id).linked) == (first.id, first.id)


def test_an_old_file_that_lacks_a_part_is_none_of_ours_and_stays_as_it_is(old: str):
    from cmsdk.model.errors import StoreUnavailable

    path = Path(old.removeprefix("sqlite:///"))
    with sqlite3.connect(path) as file:
        file.execute("DROP TABLE people")
    file.close()
    before = path.read_bytes()
    with pytest.raises(StoreUnavailable, match="CMS802"):
        open_ledger(old)
    assert path.read_bytes() == before


def test_two_processes_may_bring_up_one_ledger_at_once_and_a_newer_one_is_never_taken_back(old: str):
    from cmsdk.ledger import file, schema
    from cmsdk.ledger.upgrade import upgrade

    engine = file.writer(file.connect(old.removeprefix("sqlite:///"), 10))
    upgrade(engine)
    shape = _shape(old)
    upgrade(engine)  # the other process had recognised the old version before
    assert _shape(old) == shape
    with engine.begin() as connection:
        connection.execute(schema.meta.update().values(value=str(VERSION + 1)))
    upgrade(engine)  # and so had this one, before a newer library got at it
    engine.dispose()
    assert _shape(old)["version"] == (str(VERSION + 1),)
