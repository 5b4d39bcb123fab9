"""A ledger in memory is a copy of one that was made before: with all that a made one has, and nothing of another's."""

from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import CaseQuery
from cmsdk.ledger import schema
from cmsdk.ledger.engines.sqlite import SqliteMemory
from cmsdk.ledger.sql import SqlLedger

_MADE = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name"
_SAID = "PRAGMA secure_delete"


def test_the_copy_has_the_tables_indexes_and_triggers_of_the_schema():
    made = SqliteMemory()
    with made.making() as connection:
        for statement in schema.statements("sqlite"):
            connection.exec_driver_sql(statement)
        wanted = connection.exec_driver_sql(_MADE).all()
    ledger = SqlLedger.in_memory()
    with ledger.database.reading() as connection:
        assert connection.exec_driver_sql(_MADE).all() == wanted
        assert connection.exec_driver_sql(_SAID).scalar() == 1  # what is erased is overwritten here, too


def test_what_is_written_into_one_stands_in_no_other(plan: CityPlan):
    with City(plan, SqlLedger.in_memory()) as one:
        assert one.receive("desk", b"No.,Text\n1,litter\n").case_ids
        with City(plan, SqlLedger.in_memory()) as other:
            assert list(other.ledger.cases(CaseQuery(city=plan.city))) == []
            assert other.ledger.mark() == 0
            assert one.ledger.mark() == 2
