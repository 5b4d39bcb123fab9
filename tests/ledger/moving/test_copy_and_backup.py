"""From one engine to the other with everything, and back; a backup while others write; what is broken is refused."""

from collections.abc import Callable
from pathlib import Path
import sqlite3
from threading import Event, Thread
from typing import Any

import pytest

from cmsdk import RejectedInput, StoreUnavailable, backup_ledger, copy_ledger, restore_ledger
from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import CaseQuery
from cmsdk.ledger.engines.database import Database
from cmsdk.ledger.moving.backup import backup, restore
from cmsdk.ledger.moving.copy import copy, heads_of
from cmsdk.ledger.moving.results import BackedUp, Copied, Exported
from cmsdk.ledger.moving.target import Target
from cmsdk.ledger.open import open_ledger, reach
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.problem import Problem

from .conftest import TOWN, fill, rows_of

KEY = b"k" * 32


def test_everything_arrives_and_is_counted(database: Database, target: Target):
    done = copy(database, target)
    assert rows_of(target.database) == rows_of(database)
    assert done.rows == {name: len(rows) for name, rows in rows_of(database).items()}
    assert done.streams == 4
    with target.database.reading() as here, database.reading() as there:
        assert heads_of(here) == heads_of(there)
    with pytest.raises(StoreUnavailable) as caught:
        copy(database, target)
    assert [p.code for p in caught.value.problems] == ["CMS854"]


def test_there_and_back_again_and_life_goes_on(postgres_url: str, plan: CityPlan, tmp_path: Path, full: City):
    assert isinstance(full.ledger, SqlLedger)
    if full.ledger.database.name == "postgresql":
        pytest.skip("the other way is what the other engines do")
    old = full.ledger.keys.key(begins=False)
    there, back = Target(*reach(postgres_url)), Target(*reach(f"sqlite:///{tmp_path}/back.db"))
    copy(full.ledger.database, there, old_key=old)
    with City(plan, open_ledger(postgres_url), full.clock) as city:
        (case_id,) = city.receive("desk", b"No.,Text,Name\nnew,litter,Joan\n").case_ids
        assert city.ledger.mark() == full.ledger.mark() + 2
        copy(there.database, back, old_key=KEY)
        with City(plan, open_ledger(f"sqlite:///{tmp_path}/back.db"), full.clock) as home:
            query = CaseQuery(city=TOWN)
            assert list(home.ledger.cases(query)) == list(city.ledger.cases(query))
            assert home.ledger.person(f"p-{case_id}") == city.ledger.person(f"p-{case_id}")
            assert city.ledger.person(f"p-{case_id}") is not None
            assert home.ledger.raw(case_id) == city.ledger.raw(case_id)
    for opened in (there, back):
        opened.database.dispose()


def test_what_does_not_arrive_is_noticed_and_nothing_is_kept(
    database: Database, target: Target, monkeypatch: pytest.MonkeyPatch, speaks: Callable[..., None]
):
    append = type(target.database).append

    def losing(self: Any, connection: Any, table: Any, names: Any, rows: Any) -> None:  # noqa: ANN401  the engine's own
        append(self, connection, table, names, rows[1:] if table.name == "people" else rows)

    monkeypatch.setattr(type(target.database), "append", losing)
    with pytest.raises(StoreUnavailable) as caught:
        copy(database, target)
    assert [(p.code, p.where) for p in caught.value.problems] == [("CMS855", "people")]
    speaks(caught.value.problems[0], "people")
    assert not target.has_rows()


def test_something_sealed_that_was_changed_is_named(database: Database, tmp_path: Path, full: City):
    assert isinstance(full.ledger, SqlLedger)
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE people SET wrapped = form WHERE form IS NOT NULL")
    target = Target(*reach(f"sqlite:///{tmp_path}/new.db", b"n" * 32))
    with pytest.raises(StoreUnavailable) as caught:
        copy(database, target, old_key=full.ledger.keys.key(begins=False))
    assert [p.code for p in caught.value.problems] == ["CMS858"]
    assert not target.has_rows()


@pytest.fixture
def file(url: str, plan: CityPlan, moment: Any) -> str:  # noqa: ANN401
    with City(plan, open_ledger(url), lambda: moment) as city:
        fill(city)
    return url


def test_a_backup_is_one_moment_while_others_write(file: str, plan: CityPlan, moment: Any, tmp_path: Path):  # noqa: ANN401
    stop, started = Event(), Event()

    def write() -> None:
        with City(plan, open_ledger(file), lambda: moment) as city:
            for number in range(10_000):
                if stop.is_set():
                    return
                city.receive("desk", f"No.,Text\nw{number},litter\n".encode())
                started.set()

    writer = Thread(target=write)
    writer.start()
    started.wait(timeout=30)
    try:
        made = [backup_ledger(file, tmp_path / f"{number}.db") for number in range(5)]
    finally:
        stop.set()
        writer.join()
    for number, one in enumerate(made):
        assert isinstance(one, BackedUp)
        target = Target(*reach(f"sqlite:///{tmp_path}/back{number}.db"))
        done = restore(one.file, target)
        assert done.rows["entries"] == one.entries == 2 * done.rows["cases"] + 1
        assert done.rows["reports"] == done.rows["cases"]
        target.database.dispose()
    assert sorted(path.name for path in tmp_path.glob("?.db*")) == [f"{number}.db" for number in range(5)]


def test_a_restored_ledger_is_what_was_backed_up(file: str, plan: CityPlan, moment: Any, tmp_path: Path):  # noqa: ANN401
    backup_ledger(file, tmp_path / "b.db")
    new = f"sqlite:///{tmp_path}/new.db"
    assert isinstance(restore_ledger(tmp_path / "b.db", new), Copied)
    (tmp_path / "new.db.key").write_bytes((tmp_path / "town.db.key").read_bytes())
    with City(plan, open_ledger(new), lambda: moment) as there, City(plan, open_ledger(file), lambda: moment) as here:
        for case in here.cases():
            assert there.case(case.id) == here.case(case.id)
            assert there.ledger.person(f"p-{case.id}") == here.ledger.person(f"p-{case.id}")


def test_of_a_ledger_on_a_server_an_export_is_made(postgres_url: str, plan: CityPlan, moment: Any, tmp_path: Path):  # noqa: ANN401
    with City(plan, open_ledger(postgres_url), lambda: moment) as city:
        fill(city)
    done = backup_ledger(postgres_url, tmp_path / "b")
    assert isinstance(done, Exported)
    new = f"sqlite:///{tmp_path}/new.db"
    assert restore_ledger(tmp_path / "b", new).rows["cases"] == 4
    with pytest.raises(StoreUnavailable) as caught:
        restore_ledger(tmp_path / "b", new)
    assert [p.code for p in caught.value.problems] == ["CMS854"]


def _problems(file: Path, target: Target) -> list[str]:
    with pytest.raises((StoreUnavailable, RejectedInput)) as caught:
        restore(file, target)
    problems: tuple[Problem, ...] = caught.value.problems
    return [p.code for p in problems]


def test_a_broken_backup_is_refused(file: str, tmp_path: Path):
    backup_ledger(file, tmp_path / "b.db")
    whole = (tmp_path / "b.db").read_bytes()
    target = Target(*reach(f"sqlite:///{tmp_path}/new.db"))
    (tmp_path / "cut.db").write_bytes(whole[: len(whole) // 2])
    assert _problems(tmp_path / "cut.db", target)[0] in {"CMS802", "CMS804", "CMS860"}
    (tmp_path / "text.db").write_text("not a ledger at all, but long enough to be looked at", encoding="utf-8")
    assert _problems(tmp_path / "text.db", target) == ["CMS802"]
    (tmp_path / "empty.db").write_bytes(b"")
    assert _problems(tmp_path / "empty.db", target) == ["CMS860"]
    with sqlite3.connect(tmp_path / "b.db") as changed:
        changed.execute("DROP TRIGGER entries_stay")
        changed.execute("UPDATE entries SET by = 'somebody' WHERE number = 3")
    changed.close()
    assert _problems(tmp_path / "b.db", target) == ["CMS860"]
    assert not target.has_rows()


def test_a_backup_takes_no_files_place(file: str, tmp_path: Path):
    (tmp_path / "mine").write_text("dear", encoding="utf-8")
    for to, code in ((tmp_path / "mine", "CMS859"), (tmp_path / "no" / "where.db", "CMS905")):
        with pytest.raises(RejectedInput) as caught:
            backup_ledger(file, to)
        assert [p.code for p in caught.value.problems] == [code]
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "dear"


def test_a_ledger_in_memory_can_be_backed_up(city: City, tmp_path: Path):
    fill(city)
    assert isinstance(city.ledger, SqlLedger)
    if city.ledger.database.name == "sqlite":
        assert backup(city.ledger.database, tmp_path / "b.db").entries == city.ledger.mark()


def test_the_same_by_url(file: str, tmp_path: Path):
    done = copy_ledger(file, f"sqlite:///{tmp_path}/new.db")
    assert done.rows["cases"] == 4
    with pytest.raises(RejectedInput) as caught:
        copy_ledger(f"sqlite:///{tmp_path}/none.db", f"sqlite:///{tmp_path}/n2.db")
    assert [p.code for p in caught.value.problems] == ["CMS903"]
    assert not (tmp_path / "none.db").exists()
