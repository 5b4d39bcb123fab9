"""The revision that keeps people apart makes of the version before what a new ledger has."""

from importlib import import_module
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
import pytest
import sqlalchemy as sa

from cmsdk.contract.ports import Ledger
from cmsdk.ledger.store import SqlStore

CHANGES = ("ALTER TABLE deliveries DROP COLUMN erased", "DROP INDEX ix_deliveries_same", "DROP TABLE repeats")


def _shape(connection: sa.Connection) -> dict[str, Any]:
    seen = sa.inspect(connection)
    return {
        table: (
            {column["name"]: (str(column["type"]), column["nullable"]) for column in seen.get_columns(table)},
            seen.get_pk_constraint(table)["constrained_columns"],
            {index["name"]: index["column_names"] for index in seen.get_indexes(table)},
        )
        for table in ("deliveries", "repeats")
    }


@pytest.mark.parametrize("change", [CHANGES])
def test_the_revision_adds_what_a_new_ledger_has(ledger: Ledger, change: tuple[str, ...]):
    assert isinstance(ledger, SqlStore)
    revision = import_module("cmsdk.ledger.migrations.versions.0007_people")
    assert (revision.revision, revision.down_revision) == ("0007", "0006")
    with ledger._db.writing() as connection:
        new = _shape(connection)
        for statement in change:
            connection.exec_driver_sql(statement)
        with Operations.context(MigrationContext.configure(connection)):
            revision.upgrade()
        assert _shape(connection) == new
