"""Ledgers of earlier versions are brought up when somebody says so, wholly or not at all, and go on."""

from collections.abc import Callable
import os
from pathlib import Path
import shutil
import signal
import sqlite3
import subprocess
import sys
from textwrap import dedent
from threading import Thread

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
import pytest
import sqlalchemy as sa

from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.ledger import schema, upgrade
from cmsdk.ledger.engines.database import Database
from cmsdk.ledger.keys.ring import KeyRing
from cmsdk.ledger.open import open_ledger, reach
from cmsdk.ledger.upgrade import Upgraded, migrate, upgrade_ledger
from cmsdk.model.case import Case
from cmsdk.model.commands import Accept, Actor, Link
from cmsdk.model.course import NOTHING_YET
from cmsdk.model.entry import GENESIS, chain
from cmsdk.model.errors import StoreUnavailable

from .older import OLDER, SECRETS, dump, many, path_of, written

KEY = b"k" * 32
ANN = Actor("ann", ("clerk",))
TOWN = "us.ma.testville"


@pytest.fixture
def old(url: str) -> str:
    """The address of a ledger of the first version."""
    return written(url, 1)


def _codes(work: Callable[[], object]) -> list[str]:
    with pytest.raises(StoreUnavailable) as refused:
        work()
    return [p.code for p in refused.value.problems]


def _shape(url: str) -> dict[str, object]:
    """Columns, indexes and triggers of a file, and its version."""
    file = sqlite3.connect(path_of(url))
    columns = {t: sorted(c[1:4] for c in file.execute(f"PRAGMA table_info({t})")) for t in schema.metadata.tables}
    rest = file.execute("SELECT type, name, sql FROM sqlite_master WHERE type != 'table' AND sql NOT NULL").fetchall()
    version = file.execute("SELECT version_num FROM alembic_version").fetchall()
    names = sorted(name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'"))
    meta = sorted(name for (name,) in file.execute("SELECT name FROM meta"))
    file.close()
    rest = sorted((t, n, " ".join(sql.split())) for t, n, sql in rest)
    return {**columns, "rest": rest, "version": version, "tables": names, "meta": meta}


def test_the_last_revision_is_the_version_of_the_schema_and_all_stand_in_one_line():
    script = ScriptDirectory(str(Path(schema.__file__).parents[1] / "migrations"))
    found = [revision.revision for revision in script.walk_revisions()]
    assert found == [f"{number:04}" for number in range(schema.VERSION, 0, -1)]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_the_revisions_make_of_nothing_what_a_new_ledger_is(engine: str, request: pytest.FixtureRequest, url: str):
    address = url if engine == "sqlite" else str(request.getfixturevalue("postgres_url"))
    database, _ = reach(address, KEY, 10)
    with database.making() as connection:
        migrate(connection, lambda: KeyRing.of(KEY))
        context = MigrationContext.configure(
            connection, opts={"compare_server_default": True, "include_name": _is_a_table_of_ours}
        )
        assert compare_metadata(context, schema.metadata) == []
        assert connection.scalar(sa.select(schema.version.c.version_num)) == f"{schema.VERSION:04}"
    _keeps_entries(database)
    database.dispose()
    open_ledger(address, key=KEY).close()


def _is_a_table_of_ours(name: str | None, _kind: str, _parents: object) -> bool:
    """The index of words is each engine's own, and no table of the metadata."""
    return "words" not in (name or "")


def _keeps_entries(database: Database) -> None:
    texts = ("stream", "city", "type", "made", "by", "plan", "data", "prev", "hash")
    with database.writing() as connection:
        connection.execute(schema.entries.insert(), dict.fromkeys(texts, "x") | {"number": 1, "version": 1})
    for change in (schema.entries.update().values(data="y"), schema.entries.delete()):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), database.writing() as connection:
            connection.execute(change)


@pytest.mark.parametrize("number", OLDER)
def test_an_old_ledger_becomes_what_a_new_one_is(url: str, number: int, tmp_path: Path):
    old = written(url, number)
    assert _codes(lambda: open_ledger(old)) == ["CMS815"]
    told: list[int] = []
    made = f"{old.removeprefix('sqlite:///')}.key" if number < 4 else ""
    assert upgrade_ledger(old, progress=told.append) == Upgraded(number, schema.VERSION, key=made)
    assert told == sorted(told)
    assert told[-1] > 5
    new = f"sqlite:///{tmp_path}/new.db"
    open_ledger(new).close()
    assert _shape(old) == _shape(new)
    assert _shape(old)["version"] == [(f"{schema.VERSION:04}",)]
    open_ledger(old).close()


def test_a_current_ledger_is_left_as_it_is(url: str):
    open_ledger(url).close()
    before = dump(url)
    assert upgrade_ledger(url) == Upgraded(schema.VERSION, schema.VERSION)
    assert dump(url) == before


@pytest.mark.parametrize("number", OLDER)
def test_entries_keep_their_numbers_and_every_byte(url: str, number: int):
    before = [line for line in dump(written(url, number)) if line.startswith('INSERT INTO "entries"')]
    upgrade_ledger(url)
    assert [line for line in dump(url) if line.startswith('INSERT INTO "entries"')] == before
    assert len(before) >= 5


@pytest.mark.parametrize("number", OLDER)
def test_nothing_that_was_plain_is_left_in_the_file_or_its_log(url: str, number: int):
    def left() -> set[str]:
        whole = b"".join(path.read_bytes() for path in path_of(url).parent.iterdir())
        return {secret for secret in SECRETS[number] if secret.encode() in whole}

    written(url, number)
    with sqlite3.connect(path_of(url)) as file:  # what was taken away before still lies in the file
        file.execute("DELETE FROM quarantine")
    file.close()
    assert left() == set(SECRETS[number])
    upgrade_ledger(url)
    assert left() == set()


def test_what_an_old_ledger_holds_is_read_folded_and_verified(old: str, plan: CityPlan):
    upgrade_ledger(old)
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
        assert city.ledger.person(f"p-{first.id}").name == "Zoe Quill"  # type: ignore[union-attr]
        assert len(city.quarantine()) == 1
        assert str(city.explain(first.id))


def test_work_goes_on_in_an_old_ledger(old: str, plan: CityPlan):
    upgrade_ledger(old)
    with City(plan, open_ledger(old)) as city:
        first, second = (case.id for case in city.cases())
        assert isinstance(city.act(second, Link(to=first), ANN), Case)
        assert city.case(second).linked == first
        assert [case.id for case in city.linked_to(first)] == [second]
        assert city.receive("desk", b"No.,Text\n1,pothole\n9,litter\n").duplicates == 1
        assert isinstance(city.act(city.receive("desk", b"No.,Text\n8,litter\n").case_ids[0], Accept(), ANN), Case)


def test_a_case_that_was_worked_on_under_the_second_version_is_the_same_case_now(url: str, plan: CityPlan):
    upgrade_ledger(written(url, 2))
    with City(plan, open_ledger(url)) as city:
        visited, first, follower = city.cases()
        assert (visited.state, visited.result, visited.satisfied) == ("visiting", "swept", "basically_satisfied")
        folded = city.case(visited.id)
        same = ("state", "unit", "mode", "result", "solved", "satisfied", "handled", "closed", "due", "course")
        assert [getattr(folded, name) for name in same] == [getattr(visited, name) for name in same]
        assert folded.course == NOTHING_YET
        assert (follower.linked, city.case(follower.id).linked) == (first.id, first.id)


def test_what_was_plain_in_the_third_version_is_read_with_the_key_and_quarantine_is_read_again(
    url: str, plan: CityPlan
):
    file = sqlite3.connect(path_of(written(url, 3)))
    ((body,),) = file.execute("SELECT body FROM deliveries WHERE body IS NOT NULL").fetchall()
    raws = dict(file.execute("SELECT case_id, raw FROM reports"))
    refusals = file.execute("SELECT * FROM refusals").fetchall()
    file.close()
    upgrade_ledger(url)
    with City(plan, open_ledger(url)) as city:
        ledger = city.ledger
        assert [ledger.payload(d.id) for d in ledger.deliveries(TOWN)] == [body, body]
        assert {case.id: ledger.raw(case.id) for case in city.cases()} == raws
        people = [ledger.person(f"p-{case.id}") for case in city.cases()]
        assert [person and (person.name, person.phone) for person in people] == [
            ("Zoe Quill", "13800000001"), None, ("Moe Pike", "13800000004"),
        ]  # fmt: skip
        party = ledger.person(f"party:{TOWN}:party-7")
        assert party is not None
        assert party.name == "Gus Vender"
        (held,) = city.quarantine()
        assert "Yan Lark" in held.raw
        assert [p.code for p in held.problems] == ["CMS508"]
        mended = body.replace(b"yesterday", b"2026-06-01 09:20")
        assert len(city.receive("desk", mended).case_ids) == 1
        assert city.quarantine() == ()
    after = sqlite3.connect(path_of(url))
    assert after.execute("SELECT * FROM refusals").fetchall() == refusals
    assert after.execute("SELECT city, lookup IS NULL FROM people WHERE key LIKE 'party:%'").fetchall() == [(TOWN, 0)]
    after.close()


def test_a_large_delivery_is_sealed_piece_by_piece(url: str, plan: CityPlan):
    body = bytes(range(256)) * 10_000
    with sqlite3.connect(path_of(written(url, 3))) as file:
        file.execute("UPDATE deliveries SET body = ? WHERE body IS NOT NULL", [body])
    file.close()
    upgrade_ledger(url)
    ledger = open_ledger(url)
    assert [ledger.payload(d.id) == body for d in ledger.deliveries(TOWN)] == [True, True]
    ledger.close()


@pytest.mark.parametrize("change", ["DROP TABLE people", "ALTER TABLE matters DROP COLUMN due"])
def test_an_old_file_that_lacks_a_part_is_none_of_ours_and_stays_as_it_is(change: str, url: str):
    with sqlite3.connect(path_of(written(url, 3))) as file:
        file.execute(change)
    file.close()
    before = dump(url)
    assert _codes(lambda: upgrade_ledger(url)) == ["CMS802"]
    assert dump(url) == before


def test_a_row_that_cannot_be_read_is_named_and_nothing_is_changed(url: str):
    with sqlite3.connect(path_of(written(url, 3))) as file:
        file.execute("UPDATE people SET form = '{' WHERE key LIKE 'party:%'")
    file.close()
    before = dump(url)
    assert _codes(lambda: upgrade_ledger(url)) == ["CMS819"]
    assert dump(url) == before


@pytest.mark.parametrize("address", ["memory://", "sqlite:///{folder}/none.db"])
def test_where_there_is_no_ledger_none_is_made(address: str, tmp_path: Path):
    assert _codes(lambda: upgrade_ledger(address.format(folder=tmp_path))) == ["CMS817"]
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_no_ledger_to_upgrade(url: str):
    path_of(url).touch()
    assert _codes(lambda: upgrade_ledger(url)) == ["CMS817"]


def test_a_newer_ledger_is_never_taken_back(url: str):
    open_ledger(url).close()
    with sqlite3.connect(path_of(url)) as file:
        file.execute("UPDATE alembic_version SET version_num = '0099'")
    file.close()
    before = dump(url)
    assert _codes(lambda: upgrade_ledger(url)) == ["CMS803"]
    assert dump(url) == before


def test_without_its_key_nothing_is_changed(url: str, monkeypatch: pytest.MonkeyPatch):
    before = dump(written(url, 3))
    monkeypatch.setenv("CMSDK_LEDGER_KEY", "short")
    assert _codes(lambda: upgrade_ledger(url)) == ["CMS813"]
    assert dump(url) == before


def test_the_key_may_be_given(url: str):
    upgrade_ledger(written(url, 3), key=KEY)
    assert [path.name for path in path_of(url).parent.iterdir()] == ["town.db"]
    assert _codes(lambda: open_ledger(url).person(f"party:{TOWN}:party-7")) == ["CMS811"]
    ledger = open_ledger(url, key=KEY)
    assert ledger.person(f"party:{TOWN}:party-7") is not None
    ledger.close()


def test_of_several_that_upgrade_at_once_one_does_it_and_the_others_wait_and_find_it_done(url: str):
    many(url, 300)
    found: list[Upgraded] = []
    threads = [Thread(target=lambda: found.append(upgrade_ledger(url))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.found for one in found) == [3, schema.VERSION, schema.VERSION]
    ledger = open_ledger(url)
    assert ledger.raw("c-0000299") is not None
    ledger.close()


def test_another_program_that_writes_is_waited_for_and_not_for_ever(url: str):
    holder = sqlite3.connect(path_of(written(url, 3)), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert _codes(lambda: upgrade_ledger(url, patience=0.05)) == ["CMS885"]
    holder.execute("ROLLBACK")
    holder.close()
    assert upgrade_ledger(url).done


def test_while_another_program_reads_the_old_text_stays_and_that_is_said_until_it_is_gone(url: str):
    reader = sqlite3.connect(path_of(written(url, 3)), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM people").fetchone()
    assert _codes(lambda: upgrade_ledger(url, patience=0.05)) == ["CMS818"]
    assert _codes(lambda: upgrade_ledger(url, patience=0.05)) == ["CMS818"]
    reader.execute("ROLLBACK")
    reader.close()
    assert upgrade_ledger(url) == Upgraded(schema.VERSION, schema.VERSION)
    whole = b"".join(path.read_bytes() for path in path_of(url).parent.iterdir())
    assert b"Gus Vender" not in whole


LATER = """
    from alembic import op
    import sqlalchemy as sa
    from cmsdk.ledger.migrations.work import given, projections_are_stale

    revision, down_revision = "9999", "{last}"

    def upgrade():
        op.create_table("later", sa.Column("fingerprint", sa.Text))
        op.get_bind().execute(sa.text("INSERT INTO later VALUES (:key)"), {{"key": given().ring.fingerprint}})
        projections_are_stale(revision)
    """


@pytest.mark.parametrize("address", ["sqlite", "postgresql"], indirect=True)
def test_a_revision_that_cannot_fill_its_projection_marks_the_cities_until_they_are_rebuilt(
    address: str, plan: CityPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with City(plan, open_ledger(address)) as city:
        city.receive("desk", b"No.,Text\n1,litter\n")
    revisions = tmp_path / "migrations"
    shutil.copytree(Path(schema.__file__).parents[1] / "migrations", revisions)
    later = dedent(LATER).format(last=f"{schema.VERSION:04}")
    (revisions / "versions" / "9999_later.py").write_text(later, encoding="utf-8")
    monkeypatch.setattr(upgrade, "_REVISIONS", revisions)
    monkeypatch.setattr(schema, "VERSION", 9999)
    assert _codes(lambda: open_ledger(address)) == ["CMS815"]
    found = upgrade_ledger(address)
    assert (found.version, found.stale, found.done) == (9999, (TOWN,), True)
    assert upgrade_ledger(address) == Upgraded(9999, 9999, (TOWN,))
    with City(plan, open_ledger(address)) as city:
        assert city.rebuild().intact
    assert upgrade_ledger(address).stale == ()


@pytest.mark.parametrize("address", ["sqlite", "postgresql"], indirect=True)
def test_with_another_ledgers_key_a_revision_changes_nothing(
    address: str, plan: CityPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    open_ledger(address).close()
    revisions = tmp_path / "migrations"
    shutil.copytree(Path(schema.__file__).parents[1] / "migrations", revisions)
    later = dedent(LATER).format(last=f"{schema.VERSION:04}")
    (revisions / "versions" / "9999_later.py").write_text(later, encoding="utf-8")
    monkeypatch.setattr(upgrade, "_REVISIONS", revisions)
    with monkeypatch.context() as newer:
        newer.setattr(schema, "VERSION", 9999)
        assert _codes(lambda: upgrade_ledger(address, key=b"x" * 32)) == ["CMS812"]
    open_ledger(address).close()


KILLED = """
    import os, signal, sys
    from cmsdk.ledger.upgrade import upgrade_ledger

    def tell(done):
        if done >= int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)

    upgrade_ledger(sys.argv[1], progress=tell)
    """


@pytest.mark.slow
@pytest.mark.parametrize("rows", [1, 2, 1000, 1500, 2600])
def test_killed_in_the_middle_it_is_the_old_ledger_still_whole(rows: int, url: str):
    before = dump(many(url, 1500))
    run = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-c", dedent(KILLED), url, str(rows)], check=False, env={**os.environ}
    )
    assert run.returncode == -signal.SIGKILL
    assert dump(url) == before
    assert _codes(lambda: open_ledger(url)) == ["CMS815"]
    assert upgrade_ledger(url).done
    ledger = open_ledger(url)
    assert ledger.raw("c-0001499") is not None
    assert ledger.person("p-c-0001499") is not None
    ledger.close()
