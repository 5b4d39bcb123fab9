"""Attachments go with the ledger: sealed as they are, named in the manifest, and what is missing is said."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from cmsdk import (
    Actor,
    RejectedInput,
    backup_ledger,
    copy_ledger,
    export_ledger,
    import_ledger,
    restore_ledger,
)
from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.ledger import schema
from cmsdk.ledger.moving.manifest import read_manifest
from cmsdk.ledger.moving.objects import carry, named
from cmsdk.ledger.objects.folder import FolderObjects
from cmsdk.ledger.open import open_ledger
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.problem import Problem

from .conftest import TOWN, fill

ANN = Actor("ann", ("clerk",))
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(600)
KEY = b"k" * 32


@pytest.fixture
def town(url: str, plan: CityPlan, moment: object) -> str:
    """A ledger in a file with two photos, one of which was removed again, and one of somebody who was erased."""
    with City(plan, open_ledger(url, key=KEY), lambda: moment) as city:  # type: ignore[arg-type, return-value]
        first, second, *_ = fill(city)
        city.attach(first, [JPEG, b"kept"], by=ANN, purpose="before")
        gone = city.attach(first, [JPEG, b"removed"], by=ANN, purpose="before")
        city.remove_attachment(first, gone.digest, by=ANN, why="blurred")
        city.attach(second, [JPEG, b"erased"], by=ANN, purpose="before")
        city.erase(case=second, by=ANN, why="asked for")
    return url


def _whole(url: str, plan: CityPlan, moment: object, photos: int = 1) -> None:
    """The one photo is there, by its digest; cases are counted and found."""
    with City(plan, open_ledger(url, key=KEY), lambda: moment) as city:  # type: ignore[arg-type, return-value]
        found = city.verify_objects()
        assert (found.attachments, found.faults) == (photos, ())
        assert isinstance(city.ledger, SqlLedger)
        with city.ledger.database.reading() as connection:
            counted = connection.scalar(sa.select(sa.func.sum(schema.tallies.c.cases)))
            assert counted == connection.scalar(sa.select(sa.func.count()).select_from(schema.cases)) == 4
            assert connection.scalar(sa.select(schema.meta.c.value).where(schema.meta.c.name == "objects")) is None
        assert [case.text for case in city.desk.page(text="broken lamp").cases] == ["broken lamp"]
        assert city.rebuild().intact


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_out_and_in(
    engine: str, town: str, plan: CityPlan, moment: object, tmp_path: Path, request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    done = export_ledger(town, tmp_path / "out")
    (kept,) = done.manifest.objects
    assert (done.carried.objects, done.carried.problems) == (1, ())
    assert FolderObjects(tmp_path / "out" / "objects").exists(kept.key)
    new = f"sqlite:///{tmp_path}/new.db" if engine == "sqlite" else request.getfixturevalue("postgres_schema")()
    monkeypatch.setenv("CMSDK_LEDGER_OBJECTS", str(tmp_path / "elsewhere"))
    come = import_ledger(tmp_path / "out", new)
    assert (come.carried.objects, come.carried.new, come.carried.problems) == (1, 1, ())
    assert import_ledger(tmp_path / "out", new).carried.new == 0
    _whole(new, plan, moment)


def test_copied_and_backed_up_and_restored(town: str, plan: CityPlan, moment: object, tmp_path: Path):
    other, third = f"sqlite:///{tmp_path}/other.db", f"sqlite:///{tmp_path}/third.db"
    assert copy_ledger(town, other).carried.new == 1
    _whole(other, plan, moment)
    made = backup_ledger(town, tmp_path / "b.db")
    assert made.carried.new == 1
    done = restore_ledger(tmp_path / "b.db", third)
    assert (done.carried.new, done.carried.problems) == (1, ())
    _whole(third, plan, moment)


def test_an_object_that_was_changed_in_the_folder_stops_the_import(town: str, tmp_path: Path):
    (kept,) = export_ledger(town, tmp_path / "out").manifest.objects
    path = tmp_path / "out" / "objects" / kept.key[:2] / kept.key[2:]
    for change in (lambda: path.write_bytes(b"changed"), path.unlink):
        change()
        with pytest.raises(RejectedInput) as caught:
            import_ledger(tmp_path / "out", f"sqlite:///{tmp_path}/new.db")
        assert [(p.code, p.where) for p in caught.value.problems] == [("CMS849", f"objects/{kept.key}")]
    assert not (tmp_path / "new.db").exists()


def test_what_is_missing_and_where_no_place_is_named_is_said(
    town: str, tmp_path: Path, postgres_schema: Callable[[], str], speaks: Callable[[Problem], None]
):
    there = copy_ledger(town, postgres_schema())
    assert [p.code for p in there.carried.problems] == ["CMS834"]
    (key,) = [one.key for one in read_manifest(_out(town, tmp_path)).objects]
    FolderObjects(Path(f"{town.removeprefix('sqlite:///')}.objects")).delete(key)
    lost = copy_ledger(town, f"sqlite:///{tmp_path}/other.db")
    assert [p.code for p in lost.carried.problems] == ["CMS835"]
    for problem in (*there.carried.problems, *lost.carried.problems):
        speaks(problem)


def _out(town: str, tmp_path: Path) -> Path:
    export_ledger(town, tmp_path / "out")
    return tmp_path / "out"


def test_one_that_was_begun_and_never_finished_is_begun_anew(town: str, tmp_path: Path):
    ledger = open_ledger(town, key=KEY)
    assert isinstance(ledger, SqlLedger)
    target = FolderObjects(tmp_path / "to")
    with ledger.database.reading() as connection:
        (one,) = named(connection)
        draft = tmp_path / "to" / one.object[:2] / f"{one.object[2:]}.part"
        draft.parent.mkdir(parents=True)
        draft.write_bytes(b"hal")
        assert carry([one], ledger.objects, target, town).new == 1
    assert not draft.exists()
    assert ledger.objects is not None
    assert b"".join(target.get(one.object)) == b"".join(ledger.objects.get(one.object))
    ledger.close()


def test_the_mark_of_an_upgrade_goes_along(town: str, tmp_path: Path):
    ledger = open_ledger(town, key=KEY)
    assert isinstance(ledger, SqlLedger)
    with ledger.database.writing() as connection:
        connection.execute(schema.meta.insert().values(name=f"stale:{TOWN}", value="0005"))
    ledger.close()
    copy_ledger(town, f"sqlite:///{tmp_path}/other.db")
    export_ledger(town, tmp_path / "out")
    import_ledger(tmp_path / "out", f"sqlite:///{tmp_path}/new.db")
    for name in ("other", "new"):
        made = open_ledger(f"sqlite:///{tmp_path}/{name}.db", key=KEY)
        assert isinstance(made, SqlLedger)
        assert made._said(f"stale:{TOWN}") == "0005"
        made.close()
