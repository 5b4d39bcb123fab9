"""A ledger goes out into a folder and comes back the same, on every engine; what is broken is named and stops it."""

from collections.abc import Callable
import json
from pathlib import Path
from typing import Any

import pytest

from cmsdk import Actor, Dispatch, RejectedInput, StoreUnavailable
from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.ledger.engines.database import Database
from cmsdk.ledger.keys.ring import KeyRing
from cmsdk.ledger.moving.export import BEGUN
from cmsdk.ledger.moving.export import export as export_
from cmsdk.ledger.moving.formats import Format, format_named
from cmsdk.ledger.moving.manifest import FORMATS, NAME, read_manifest
from cmsdk.ledger.moving.results import Exported
from cmsdk.ledger.moving.taking_in import import_
from cmsdk.ledger.moving.target import Target
from cmsdk.ledger.open import open_ledger, reach
from cmsdk.ledger.sql import SqlLedger

from .conftest import TOWN, fill, rows_of

LINES = format_named("jsonl")


def export(database: Database, folder: Path, form: Format, size: int = 1 << 20, **more: Any) -> Exported:  # noqa: ANN401  as export
    return export_(database, folder, form, size=size, **more)


def _key(city: City) -> bytes:
    assert isinstance(city.ledger, SqlLedger)
    return city.ledger._keys.key(begins=False)


@pytest.fixture
def folder(database: Database, tmp_path: Path) -> Path:
    """The full town, exported in small files."""
    export(database, tmp_path / "out", LINES, size=2000)
    return tmp_path / "out"


@pytest.mark.parametrize("form", FORMATS)
def test_every_row_comes_back_as_it_was(
    form: str, database: Database, target: Target, tmp_path: Path, full: City, plan: CityPlan
):
    gone = export(database, tmp_path / "out", format_named(form), size=2000).manifest
    assert {part.table for part in gone.files} >= {"entries", "cases", "people", "quarantine", "refusals", "reports"}
    come = import_(tmp_path / "out", target)
    assert rows_of(target.database) == rows_of(database)
    assert come.rows == gone.rows() == +gone.rows() == {name: n for name, n in come.new.items() if n}
    ledger = SqlLedger(target.database, type(target.keys)(target.keys.url, _key(full)))
    there = City(plan, ledger, full.clock)
    for case in full.cases():
        assert there.case(case.id) == full.case(case.id)
        assert there.ledger.person(f"p-{case.id}") == full.ledger.person(f"p-{case.id}")
        assert ledger.raw(case.id) == full.ledger.raw(case.id)
    assert there.quarantine() == full.quarantine()
    assert [ledger.payload(d.id) for d in ledger.deliveries(TOWN)] == [
        full.ledger.payload(d.id) for d in full.ledger.deliveries(TOWN)
    ]


def test_life_goes_on_after_an_import(folder: Path, target: Target, full: City, plan: CityPlan):
    import_(folder, target)
    there = City(plan, SqlLedger(target.database, type(target.keys)(target.keys.url, _key(full))), full.clock)
    before = there.ledger.mark()
    assert there.receive("desk", b"No.,Time,Text\nr1,,litter\nnew,,litter\n").duplicates == 1
    assert there.ledger.mark() == before + 2
    assert sum(len(there.ledger.refusals(case.id)) for case in there.cases()) == 1


def test_done_twice_nothing_is_new(folder: Path, target: Target):
    import_(folder, target)
    before = rows_of(target.database)
    again = import_(folder, target)
    assert not any(again.new.values())
    assert rows_of(target.database) == before


def test_a_ledger_that_has_some_of_it_gets_the_rest(
    folder: Path, target: Target, database: Database, full: City, tmp_path: Path
):
    import_(folder, target)
    (more,) = full.receive("desk", b"No.,Text\nlater,litter\n").case_ids
    done = export(database, tmp_path / "later", LINES).manifest
    new = import_(tmp_path / "later", target).new
    assert (new["cases"], new["entries"], new["deliveries"]) == (1, 2, 1)
    assert rows_of(target.database) == rows_of(database)
    assert done.rows()["cases"] == 5
    assert more


def test_a_ledger_that_has_gone_on_keeps_what_it_has(folder: Path, database: Database, full: City, tmp_path: Path):
    target = Target(*reach(f"sqlite:///{tmp_path}/to.db"))
    import_(folder, target)
    export(database, tmp_path / "again", LINES)
    full.receive("desk", b"No.,Text\nlater,litter\n")
    full.act(next(iter(full.cases())).id, Dispatch(), Actor("nobody", ()))
    before = rows_of(database)
    if database.url != "memory://":
        import_(tmp_path / "again", Target(database, target.keys))
        assert rows_of(database) == before


def test_another_ledger_is_left_alone(folder: Path, target: Target, plan: CityPlan, full: City):
    import_(folder, target)
    other = SqlLedger.in_memory(_key(full))
    fill(City(plan, other, full.clock))
    before = rows_of(other.database)
    with pytest.raises(RejectedInput) as caught:
        import_(folder, Target(other.database, other._keys))
    assert {(p.code, p.where) for p in caught.value.problems} == {
        ("CMS852", "refusals 1"), ("CMS852", "reports 1"), ("CMS852", "entries 1"),
    }  # fmt: skip
    assert rows_of(other.database) == before


def test_under_another_key_everything_can_be_read_and_found(folder: Path, full: City, plan: CityPlan, tmp_path: Path):
    own = b"n" * 32
    target = Target(*reach(f"sqlite:///{tmp_path}/to.db", own))
    with pytest.raises(StoreUnavailable) as caught:
        import_(folder, target)
    assert [p.code for p in caught.value.problems] == ["CMS857"]
    import_(folder, target, old_key=_key(full))
    there = City(plan, open_ledger(f"sqlite:///{tmp_path}/to.db", key=own), full.clock)
    people = [[ledger.person(f"p-{case.id}") for case in full.cases()] for ledger in (there.ledger, full.ledger)]
    assert people[0] == people[1]
    assert [there.ledger.raw(case.id) for case in there.cases()] == [full.ledger.raw(c.id) for c in full.cases()]
    assert there.quarantine() == full.quarantine()
    lookups = {row[4] for row in rows_of(target.database)["people"]}
    assert KeyRing.of(own).blind("6175550101") in lookups
    assert there.receive("desk", b"No.,Text\nr3,litter\n").case_ids
    assert not there.quarantine(), "the item is known again under the new key"


def test_a_wrong_old_key_is_named(folder: Path, tmp_path: Path):
    target = Target(*reach(f"sqlite:///{tmp_path}/to.db", b"n" * 32))
    with pytest.raises(StoreUnavailable) as caught:
        import_(folder, target, old_key=b"x" * 32)
    assert [p.code for p in caught.value.problems] == ["CMS857"]
    assert not (tmp_path / "to.db").exists() or not target.has_rows()


Breaking = Callable[[Path], object]


def _line(text: str, number: int = 2) -> Breaking:
    def change(path: Path) -> None:
        lines = path.read_text(encoding="utf-8").splitlines()
        lines[number - 1] = text
        path.write_text("\n".join(lines) + "\n", encoding="utf-8", errors="surrogatepass")

    return change


def _field(**fields: Any) -> Breaking:  # noqa: ANN401  JSON
    def change(path: Path) -> None:
        first, *rest = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([json.dumps({**json.loads(first), **fields}), *rest]) + "\n", encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("file", "change", "codes", "where"),
    [
        ("entries-00001.jsonl", _line("{broken"), {"CMS850", "CMS849"}, "entries-00001.jsonl:2"),
        ("cases-00001.jsonl", _line("[1]"), {"CMS850", "CMS849"}, "cases-00001.jsonl:2"),
        ("cases-00001.jsonl", _field(version="7"), {"CMS850", "CMS849"}, "cases-00001.jsonl:1"),
        ("cases-00001.jsonl", _field(title="a\0b"), {"CMS850", "CMS849"}, "cases-00001.jsonl:1"),
        ("cases-00001.jsonl", _field(title="\ud800"), {"CMS850", "CMS849"}, "cases-00001.jsonl:1"),
        ("people-00001.jsonl", _field(wrapped="??"), {"CMS850", "CMS849"}, "people-00001.jsonl:1"),
        ("entries-00001.jsonl", _field(data='{"v":1}'), {"CMS851", "CMS849"}, "entries-00001.jsonl:1"),
        ("entries-00001.jsonl", _field(number=7), {"CMS851", "CMS849"}, "entries-00001.jsonl:1"),
        ("entries-00001.jsonl", _field(version=9), {"CMS851", "CMS849"}, "entries-00001.jsonl:1"),
        ("entries-00001.jsonl", _field(prev="f" * 64), {"CMS851", "CMS849"}, "entries-00001.jsonl:1"),
        ("cases-00001.jsonl", _field(title="other"), {"CMS849"}, "cases-00001.jsonl"),
        ("cases-00001.jsonl", Path.unlink, {"CMS849"}, "cases-00001.jsonl"),
    ],
)
@pytest.mark.parametrize("address", ["memory"], indirect=True)
def test_what_is_broken_is_named_by_file_and_line_and_nothing_is_written(
    file: str, change: Breaking, codes: set[str], where: str, folder: Path, tmp_path: Path,
    speaks: Callable[..., None],
):  # fmt: skip
    change(folder / file)
    target = Target(*reach(f"sqlite:///{tmp_path}/to.db"))
    with pytest.raises(RejectedInput) as caught:
        import_(folder, target)
    assert {p.code for p in caught.value.problems} >= codes
    assert where in {p.where for p in caught.value.problems}
    for problem in caught.value.problems:
        speaks(problem, file)
    assert not (tmp_path / "to.db").exists()


@pytest.mark.parametrize("address", ["memory"], indirect=True)
def test_a_broken_parquet_file_is_named(database: Database, tmp_path: Path):
    folder = tmp_path / "out"
    export(database, folder, format_named("parquet"))
    path = folder / "cases-00001.parquet"
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(RejectedInput) as caught:
        import_(folder, Target(*reach(f"sqlite:///{tmp_path}/to.db")))
    assert {p.code for p in caught.value.problems} == {"CMS850", "CMS849"}
    assert not (tmp_path / "to.db").exists()


def test_an_export_that_was_stopped_at_its_first_word_begins_anew(database: Database, tmp_path: Path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / BEGUN).write_text('{"format": "js', encoding="utf-8")
    assert export(database, tmp_path / "out", LINES).kept == 0


@pytest.mark.parametrize("address", ["memory"], indirect=True)
def test_all_that_is_wrong_is_said_at_once(folder: Path, target: Target):
    _line("x")(folder / "cases-00001.jsonl")
    _line("y")(folder / "reports-00001.jsonl")
    (folder / "people-00001.jsonl").unlink()
    with pytest.raises(RejectedInput) as caught:
        import_(folder, target)
    assert {p.where.split("-")[0] for p in caught.value.problems} == {"cases", "reports", "people"}


@pytest.mark.parametrize("address", ["memory"], indirect=True)
def test_a_folder_without_a_whole_manifest_is_no_export(folder: Path, target: Target, tmp_path: Path):
    text = (folder / NAME).read_text(encoding="utf-8")
    wrong = ["{", "[]", '{"v": 99}', '{"v": 1}', text.replace('"people-00001', '"../people-00001')]
    for said in wrong:
        (folder / NAME).write_text(said, encoding="utf-8")
        with pytest.raises(RejectedInput) as caught:
            import_(folder, target)
        assert [p.code for p in caught.value.problems] == ["CMS847"]
    (folder / NAME).write_text(text.replace('"schema": ', '"schema": 1'), encoding="utf-8")
    with pytest.raises(RejectedInput) as caught:
        import_(folder, target)
    assert [p.code for p in caught.value.problems] == ["CMS848"]
    (folder / NAME).unlink()
    with pytest.raises(RejectedInput) as caught:
        import_(folder, target)
    assert [p.code for p in caught.value.problems] == ["CMS847"]


def test_a_folder_that_holds_something_else_is_left_alone(database: Database, tmp_path: Path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(RejectedInput) as caught:
        export(database, tmp_path / "mine", LINES)
    assert [p.code for p in caught.value.problems] == ["CMS853"]
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(RejectedInput) as caught:
        export(database, tmp_path / "file", LINES)
    assert [p.code for p in caught.value.problems] == ["CMS905"]


class Stop(Exception):  # noqa: N818  a test's own
    pass


def _after(rows: int) -> Callable[[int], None]:
    def tell(done: int) -> None:
        if done >= rows:
            raise Stop

    return tell


def test_an_export_that_was_stopped_goes_on_with_what_others_have_written_since(
    database: Database, full: City, tmp_path: Path, target: Target
):
    with database.reading() as connection:
        total = connection.exec_driver_sql("SELECT count(*) FROM entries").scalar()
    folder = tmp_path / "out"
    with pytest.MonkeyPatch.context() as monkey:
        monkey.setattr("cmsdk.ledger.moving.tables.ROWS", 2)
        stop = _after(_all(database) - total + 6)
        with pytest.raises(Stop):
            export(database, folder, LINES, size=1500, progress=stop)
    assert not (folder / NAME).exists()
    assert (folder / BEGUN).exists()
    with pytest.raises(RejectedInput):
        read_manifest(folder)
    full.receive("desk", b"No.,Text\nlater,litter\n")
    done = export(database, folder, LINES, size=1500)
    assert done.kept >= 1
    assert sorted(path.name for path in folder.iterdir()) == sorted([NAME, *(p.name for p in done.manifest.files)])
    import_(folder, target)
    assert rows_of(target.database) == rows_of(database)


def _all(database: Database) -> int:
    return sum(map(len, rows_of(database).values()))


def test_an_import_that_was_stopped_leaves_nothing_half_and_goes_on(
    folder: Path, database: Database, target: Target, tmp_path: Path
):
    total = _all(database)
    with pytest.raises(Stop):
        import_(folder, target, progress=_after(total + total // 2))
    with pytest.raises(StoreUnavailable) as caught:
        SqlLedger(target.database, target.keys)
    assert [p.code for p in caught.value.problems] == ["CMS856"]
    other = tmp_path / "other"
    export(database, other, format_named("parquet"))
    assert read_manifest(other).digest != read_manifest(folder).digest
    with pytest.raises(StoreUnavailable) as caught:
        import_(other, target)
    assert [p.code for p in caught.value.problems] == ["CMS856"]
    done = import_(folder, target)
    assert done.kept >= 1
    assert rows_of(target.database) == rows_of(database)
    assert sum(done.new.values()) == total


def test_who_is_erased_stays_erased_whichever_side_it_was(folder: Path, database: Database, tmp_path: Path):
    target = Target(*reach(f"sqlite:///{tmp_path}/to.db"))
    import_(folder, target)
    erase = "UPDATE people SET wrapped = NULL, form = NULL, lookup = NULL, erased = '2026-07-01' WHERE key = '{}'"
    keys = sorted(row[0] for row in rows_of(database)["people"])
    with database.writing() as connection:
        connection.exec_driver_sql(erase.format(keys[0]))
    with target.database.writing() as connection:
        connection.exec_driver_sql(erase.format(keys[1]))
    export(database, tmp_path / "again", LINES)
    import_(tmp_path / "again", target)
    people = {row[0]: row for row in rows_of(target.database)["people"]}
    assert [people[key][2:4] for key in keys[:2]] == [(None, None)] * 2
    assert all(people[key][2] is not None for key in keys[2:])


def test_every_table_with_keys_of_its_own_can_go_under_another_ledger_key() -> None:
    from cmsdk.ledger.moving.rewrap import WRAPPED
    from cmsdk.ledger.moving.tables import moved

    assert set(WRAPPED) == {table.name for table in moved() if "wrapped" in table.c}
