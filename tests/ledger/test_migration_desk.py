"""The migration to version 5: what it makes of a ledger of version 4 is what a new ledger has."""

from collections.abc import Callable
from importlib import import_module

from alembic.migration import MigrationContext
from alembic.operations import Operations
import sqlalchemy as sa

from cmsdk.contract.ports import NewCase
from cmsdk.contract.ports_desk import DeskQuery
from cmsdk.ledger.open import open_ledger
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.course import Course
from cmsdk.model.place import Crs, Point

New = Callable[..., NewCase]
TOWN = "us.ma.testville"
HERE = Point(108.94, 34.26, Crs.GCJ02)
INDEXES = ("number", "state", "unit", "officer", "grid", "due", "unit_due", "cell")


def test_what_was_there_is_listed_counted_and_found(address: str, new_case: New):
    ledger = open_ledger(address)
    assert isinstance(ledger, SqlLedger)
    news = [
        new_case("c-1", text="油烟", unit="u", point=HERE, course=Course(officer="ann")),
        new_case("c-2", text="路灯", unit="v", course=Course(returns=1)),
    ]
    ledger.record("d-1", news, [])
    made = _answers(ledger), _columns(ledger)
    with ledger._db.making() as connection:
        _as_version_4(connection)
        with Operations.context(MigrationContext.configure(connection)):
            import_module("cmsdk.ledger.migrations.versions.0005_desk").upgrade()
    assert (_answers(ledger), _columns(ledger)) == made
    ledger.close()


def _as_version_4(connection: sa.Connection) -> None:
    for table in ("words", "tallies"):
        connection.exec_driver_sql(f"DROP TABLE {table}")
    for index in INDEXES:
        connection.exec_driver_sql(f"DROP INDEX ix_cases_{index}")
    for column in ("number", "day", "officer", "cell"):
        connection.exec_driver_sql(f"ALTER TABLE cases DROP COLUMN {column}")
    connection.exec_driver_sql("CREATE INDEX ix_cases_state_due ON cases (city, state, due)")
    connection.exec_driver_sql("CREATE INDEX ix_cases_unit ON cases (city, unit, state)")


def _columns(ledger: SqlLedger) -> list[object]:
    with ledger._reading() as connection:
        found = sa.inspect(connection)
        indexes = {i["name"]: (i["column_names"], i["unique"]) for i in found.get_indexes("cases")}
        return [ledger._db.columns(connection), indexes]


def _answers(ledger: SqlLedger) -> list[object]:
    queries = ({}, {"unit": "u"}, {"officer": "ann"}, {"near": HERE, "metres": 9}, {"words": ("油烟",)})
    pages: list[object] = [ledger.page(DeskQuery(city=TOWN, **fields)) for fields in queries]  # type: ignore[arg-type]
    return [*pages, ledger.tallies(TOWN, None, None)]
