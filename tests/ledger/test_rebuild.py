"""What the entries have made is made anew from them: what was damaged is found, named and mended; the rest stays."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from importlib.resources import files
import os
from pathlib import Path
from random import Random
import shutil
import signal
import subprocess
import sys
from textwrap import dedent
from typing import Any

import attrs
import pytest
import sqlalchemy as sa

from cmsdk import Actor, EnforcementFile, Refusal
from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Ledger, Matter, MatterChange, NewCase
from cmsdk.contract.ports_rebuild import KEEP, Named, Rebuilt
from cmsdk.desk.conflicts import Conflicts
from cmsdk.ledger import rebuild, schema
from cmsdk.ledger.engines.database import Database
from cmsdk.ledger.open import open_ledger
from cmsdk.ledger.projections import OF_CASES, OF_MATTERS, Begun
from cmsdk.model.commands import Accept, File, Link
from cmsdk.model.enforcement_commands import OpenFile, PutOnFile, RecordProcess
from cmsdk.model.entry import GENESIS, seal
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover, from_folder

from .conftest import TESTVILLE
from .older import written

TOWN = "us.ma.testville"
ANN = Actor("ann", ("clerk", "reviewer", "dispatcher", "handler"))
HEAD = Actor("tv-a", ("enforcement_officer", "enforcement_head", "clerk"))
PEOPLE = "tv-a,Officer A,testville-works,enforcement_head,S1,\ntv-b,Officer B,testville-works,enforcement_officer,S2,\n"
REPORTS = (
    "No.,Time,Title,Text,Place,Name,Phone,Lon,Lat\n"
    "1,2026-06-01 09:00,a bag,litter,old mill,Zoe Quill,13800000001,-71.01,42.01\n2,,,pothole,,,,,\n3,,,litter,,,,,\n"
    + "".join(f"{number},,,litter,,,,,\n" for number in range(4, 12))
).encode()
ALL = (*OF_CASES, *OF_MATTERS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town with rules of enforcement files."""
    made = tmp_path_factory.mktemp("plugin") / "testville"
    shutil.copytree(TESTVILLE, made)
    for name in ("enforcement.toml", "measures.csv", "approach.toml"):
        (made / "tables" / name).write_bytes((files("cmsdk_cn") / "tables" / name).read_bytes())
    with (made / "tables" / "people.csv").open("a", encoding="utf-8") as people:
        people.write(PEOPLE)
    return made


@pytest.fixture(scope="module")
def enforcing(folder: Path) -> CityPlan:
    return assemble([*discover(only=()), from_folder(folder)], TOWN)


@pytest.fixture
def town(ledger: Ledger, enforcing: CityPlan) -> City:
    """A town that has worked on eleven cases, one of them linked to another one, and on one enforcement file."""
    moments = iter(range(1000))
    start = datetime(2026, 6, 1, 9, 30, tzinfo=enforcing.zone)
    city = City(enforcing, ledger, lambda: start + timedelta(hours=next(moments)))
    ids = city.receive("desk", REPORTS).case_ids
    for command in (Accept(), File()):
        assert not isinstance(city.act(ids[0], command, ANN, key=command.name), Refusal)
    assert not isinstance(city.act(ids[3], Link(to=ids[2]), ANN), Refusal)
    file = city.open_file(
        ids[1], OpenFile(unit="testville-works", party="p-7", party_kind="citizen", matter="a hole"), HEAD
    )
    assert isinstance(file, EnforcementFile)
    for step in (RecordProcess(stage="start", audio_video=True), PutOnFile(officers=["tv-a", "tv-b"])):
        assert isinstance(city.enforce(file.id, step, HEAD), EnforcementFile)
    return city


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of four, so that a few cases make several."""
    monkeypatch.setattr(rebuild, "BATCH", 4)


def _db(city: City) -> Database:
    found: Database = city.ledger._db  # type: ignore[attr-defined]
    return found


def _rows(city: City) -> list[Any]:
    with _db(city).reading() as connection:
        return [connection.execute(sa.select(one.table).order_by(one.column)).all() for one in ALL]


def _change(city: City, *statements: sa.Executable) -> None:
    with _db(city).writing() as connection:
        for statement in statements:
            connection.execute(statement)


def test_an_intact_ledger_is_left_as_it_is(town: City):
    before = _rows(town)
    told: list[int] = []
    found = town.rebuild(progress=told.append)
    assert (found.whole, found.intact, found.streams, found.right, found.problems) == (True, True, 12, 12, ())
    assert told[:3] == [4, 8, 12]
    assert _rows(town) == before


def _damages() -> Iterator[tuple[sa.Table, sa.Column[Any], object]]:
    for one in ALL:
        for column in one.table.columns:
            text = isinstance(column.type, sa.Text)
            yield one.table, column, "zzz" if text else 77
            if column.nullable:
                yield one.table, column, None
            if text and column.name != "id":
                yield one.table, column, ""


@pytest.mark.slow
def test_whatever_column_of_whatever_row_was_changed_is_found_and_mended(town: City, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rebuild, "BATCH", 1000)
    before = _rows(town)
    files = {file.id for file in town.files()}
    first = next(town.cases())
    for table, column, value in _damages():
        victim = first.id if table is schema.cases else next(iter(files))
        if getattr(_row(town, table, victim), column.name) == value:
            continue
        _change(town, table.update().where(table.c.id == victim).values({column: value}))
        found = town.rebuild()
        if column.name == "id":
            assert (found.missing.ids, found.strays.ids) == ((victim,), ("zzz",))
        else:
            assert (found.differed, found.right) == (Named(1, (victim,)), 11), column
        assert not found.intact
        assert _rows(town) == before, column
    assert town.rebuild().intact


def _row(city: City, table: sa.Table, row_id: str) -> Any:  # noqa: ANN401  a row
    with _db(city).reading() as connection:
        return connection.execute(sa.select(table).where(table.c.id == row_id)).one()


def test_every_column_of_every_projection_is_compared():
    for one in ALL:
        assert set(one.names) == set(one.table.columns.keys())


def test_rows_that_are_missing_come_back_and_rows_without_entries_go(town: City):
    before = _rows(town)
    stray = dict(zip(OF_CASES[0].names, OF_CASES[0].rows(Begun(900, next(town.cases())))[0], strict=True)) | {
        "id": "0-stray"
    }
    file = next(town.files()).id
    _change(town, schema.matters.delete(), schema.cases.insert().values(stray | {"report": "x"}))
    found = town.rebuild()
    assert (found.missing, found.strays, found.right) == (Named(1, (file,)), Named(1, ("0-stray",)), 11)
    assert [p.code for p in found.problems] == ["CMS881", "CMS882"]
    assert _rows(town) == before


def test_many_rows_without_entries_are_taken_away_batch_by_batch(town: City, monkeypatch: pytest.MonkeyPatch):
    before = _rows(town)
    stray = dict(zip(OF_CASES[0].names, OF_CASES[0].rows(Begun(900, next(town.cases())))[0], strict=True))
    copies = [stray | {"id": f"{where}-{number:03}"} for where in ("0", "27", "z") for number in range(50)]
    _change(town, schema.cases.insert().values(copies))
    mended: list[int] = []
    mend = rebuild.Rebuild._mend

    def counted(self: Any, connection: sa.Connection, ids: Any, fold: Any) -> Any:  # noqa: ANN401  as the method has it
        mended.append(len(ids))
        return mend(self, connection, ids, fold)

    monkeypatch.setattr(rebuild.Rebuild, "_mend", counted)
    found = town.rebuild()
    assert (found.strays.count, found.right, found.streams) == (150, 12, 12)
    assert max(mended) <= 2 * rebuild.BATCH + 1
    assert _rows(town) == before


def test_rows_of_another_city_are_none_of_ours(town: City, new_case: Callable[..., NewCase]):
    other = new_case("c-9", city="610100")
    theirs = attrs.evolve(other, entries=(attrs.evolve(other.entries[0], city="610100"),))
    assert town.ledger.record("d", [theirs], [])
    c = schema.cases
    stray = dict(zip(OF_CASES[0].names, OF_CASES[0].rows(Begun(900, other.case))[0], strict=True)) | {"id": "c-8"}
    _change(town, c.update().where(c.c.id == "c-9").values(title="changed"), c.insert().values(stray))
    before = _rows(town)
    found = town.rebuild()
    assert (found.streams, found.intact) == (12, True)
    assert _rows(town) == before


def test_what_cannot_be_read_and_what_is_of_an_unknown_kind_is_left_and_named(
    town: City, new_case: Callable[..., NewCase]
):
    newer = new_case("c-1")
    assert town.ledger.record("d", [newer], [])
    at = town.clock()
    for name, version, type_ in (("w-1", 1, "whistle"), ("w-2", 1, "triaged")):
        entry = seal(
            stream=name, version=version, city=TOWN, type_=type_, at=at, by="a", plan="p", data='{"v":1}', prev=GENESIS
        )
        whistle = Matter(name, "whistle", TOWN, "", "blown", 1, at, "{}")
        assert town.ledger.append_all([MatterChange(whistle, (entry,))])
    before = _rows(town)
    found = town.rebuild()
    assert (found.right, found.broken.ids, found.unknown.ids) == (12, ("c-1",), ("w-1", "w-2"))
    assert [p.code for p in found.problems] == ["CMS883", "CMS884"]
    assert _rows(town) == before


def test_a_city_without_rules_of_enforcement_leaves_files_alone(town: City, plan: CityPlan):
    before = _rows(town)
    found = City(plan, town.ledger).rebuild()
    assert (found.intact, found.unknown.count, found.right) == (True, 1, 11)
    assert _rows(town) == before


def test_an_entry_that_is_missing_leaves_the_row_alone(url: str, plan: CityPlan):
    city = City(plan, open_ledger(url))
    (case_id,) = city.receive("desk", b"No.,Text\n1,litter\n").case_ids
    for command in (Accept(), File()):
        city.act(case_id, command, ANN)
    before = _rows(city)
    _change(city, sa.text("DROP TRIGGER entries_last"), schema.entries.delete().where(schema.entries.c.version == 3))
    found = city.rebuild()
    assert found.broken == Named(1, (case_id,))
    assert _rows(city) == before
    city.close()


def test_one_that_was_interrupted_goes_on_where_it_stood_and_the_next_begins_anew(town: City):
    last = list(town.cases())[-1].id
    _change(town, schema.cases.update().values(title="changed"))
    begun = town.ledger.rebuild(TOWN, town._makes())
    assert next(begun).differed.count == 4
    begun.close()
    _change(town, schema.cases.update().where(schema.cases.c.id == next(town.cases()).id).values(title="again"))
    found = town.rebuild()
    assert (found.streams, found.differed.count, found.right) == (12, 11, 1)
    assert last in found.differed.ids
    assert town.rebuild().differed.count == 1  # what was changed behind its back
    begun = town.ledger.rebuild(TOWN, town._makes())
    next(begun)
    begun.close()
    assert (town.rebuild(anew=True).right, town.rebuild().right) == (12, 12)


def test_the_index_of_words_follows_what_was_mended_though_the_next_run_begins_anew(town: City):
    first = next(town.cases()).id
    _change(town, schema.cases.update().where(schema.cases.c.id == first).values(title="zebra", text="", place=""))
    town.desk.index()
    begun = town.ledger.rebuild(TOWN, town._makes())
    assert first in next(begun).differed.ids
    begun.close()
    assert town.rebuild(anew=True).differed.count == 0
    assert [case.id for case in town.desk.page(text="mill").cases] == [first]
    assert town.desk.page(text="zebra").cases == ()


def test_the_mark_of_an_upgrade_goes_when_all_is_done(town: City):
    _change(town, schema.meta.insert().values(name=f"stale:{TOWN}", value="0005"))
    begun = town.ledger.rebuild(TOWN, town._makes())
    next(begun)
    begun.close()
    assert _marks(town) == {f"rebuild:{TOWN}", f"stale:{TOWN}"}
    town.rebuild()
    assert _marks(town) == set()


def _marks(city: City) -> set[str]:
    with _db(city).reading() as connection:
        names = connection.scalars(sa.select(schema.meta.c.name)).all()
    return {name for name in names if ":" in name}


def test_others_work_meanwhile_and_lose_nothing(town: City):
    ids = [case.id for case in town.cases()]
    _change(town, schema.cases.update().values(title="changed"))
    acted = iter(ids[4:])
    new: list[str] = []

    def work(_: int) -> None:
        assert not isinstance(town.act(next(acted), Accept(), ANN), Refusal)
        new.extend(town.receive("desk", f"No.,Text\nn{len(new)},litter\n".encode()).case_ids)

    town.rebuild(progress=work)
    assert town.rebuild().intact
    assert [town.ledger.case(case_id).state for case_id in ids[4:6]] == ["accepted"] * 2  # type: ignore[union-attr]
    assert len(new) >= 3


def test_a_row_that_is_mended_by_a_writer_between_the_look_and_the_mending_is_right(
    town: City, monkeypatch: pytest.MonkeyPatch
):
    case = next(town.cases())
    _change(town, schema.cases.update().where(schema.cases.c.id == case.id).values(title="changed"))
    mend = rebuild.Rebuild._mend

    def after_somebody(self: Any, connection: sa.Connection, *rest: Any) -> Any:  # noqa: ANN401  as the method has it
        connection.execute(schema.cases.update().where(schema.cases.c.id == case.id).values(title=case.title))
        return mend(self, connection, *rest)

    monkeypatch.setattr(rebuild.Rebuild, "_mend", after_somebody)
    assert town.rebuild().intact


def test_long_streams_make_smaller_batches(town: City, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rebuild, "BATCH", 1000)
    monkeypatch.setattr(rebuild, "ENTRIES", 1)
    told: list[int] = []
    assert town.rebuild(progress=told.append).intact
    assert told[:12] == list(range(1, 13))


def test_of_many_ids_the_first_are_named():
    named = Named().and_(str(number) for number in range(KEEP + 5)).and_(["x"])
    assert (named.count, len(named.ids)) == (KEEP + 6, KEEP)
    assert Rebuilt(differed=named).problems[0].what("en").endswith("19, ….")


@pytest.mark.parametrize("number", [1, 2, 3])
def test_an_upgraded_ledger_is_as_its_entries_make_it(number: int, url: str, enforcing: CityPlan):
    from cmsdk.ledger.upgrade import upgrade_ledger

    upgrade_ledger(written(url, number))
    with City(enforcing, open_ledger(url)) as city:
        found = city.rebuild()
        assert (found.intact, found.right) == (True, {1: 2, 2: 3, 3: 4}[number])


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_was_done_to_cases_the_fold_is_what_the_projection_says(seed: int):
    from tests.city.world import World

    world = World(assemble(discover(), "610100"))
    random = Random(seed)  # noqa: S311  the same each time
    for _ in range(300):
        world.step(random)
    assert world.city.rebuild().intact


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from cmsdk.city import City
    from cmsdk.ledger import rebuild
    from cmsdk.ledger.open import open_ledger
    from cmsdk.registry.assembly import assemble
    from cmsdk.registry.discovery import discover, from_folder

    url, folder, call, before = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "before"
    rebuild.BATCH = 2
    keep, calls = rebuild.Rebuild._keep, 0

    def kept(self, *rest):
        global calls
        calls += 1
        if before and calls == call:
            os.kill(os.getpid(), signal.SIGKILL)
        keep(self, *rest)
        if calls == call:
            os.kill(os.getpid(), signal.SIGKILL)

    rebuild.Rebuild._keep = kept
    City(assemble([*discover(only=()), from_folder(folder)], "us.ma.testville"), open_ledger(url)).rebuild()
    """


@pytest.mark.slow
@pytest.mark.parametrize("address", ["sqlite", "postgresql"], indirect=True)
def test_killed_anywhere_and_run_again_all_is_mended_and_every_row_told_of_once(town: City, address: str, folder: Path):
    random = Random(7)  # noqa: S311  the same each time
    before = _rows(town)
    for _ in range(4):
        _change(town, schema.cases.update().values(title="changed"), schema.matters.update().values(state="x"))
        for _ in range(random.randrange(1, 4)):
            run = subprocess.run(  # noqa: S603  our own interpreter
                [
                    sys.executable, "-c", dedent(KILLED), address, str(folder), str(random.randrange(1, 3)),
                    random.choice(["before", "after"]),
                ],
                check=False, env={**os.environ},
            )  # fmt: skip
            assert run.returncode == -signal.SIGKILL
        found = town.rebuild()
        assert (found.streams, found.differed.count, found.right) == (12, 12, 0)
        assert _rows(town) == before


def test_conflicts_and_attachments_are_made_anew(enforcing: CityPlan, address: str, tmp_path: Path):
    town = City(enforcing, open_ledger(address, objects=tmp_path / "objects"))
    town.receive("desk", REPORTS)
    case = next(town.cases())
    town.attach(case.id, [b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(600)], by=ANN, purpose="before")
    entry = town.ledger.entries(case.id)[-1]
    conflicts = Conflicts(town.plan, town.ledger)
    made = conflicts.keep(entry, case.id, Refusal("CMS702", "state", ()), ANN, town.clock())
    conflicts.settle(made, "seen", (), ANN, town.clock())
    before = _rows(town)
    assert town.rebuild().intact
    m = schema.matters
    _change(town, m.update().where(m.c.kind.in_(["conflict", "attachments"])).values(form="{}", state="x"))
    assert town.rebuild().differed.count == 2
    assert _rows(town) == before
    town.close()
