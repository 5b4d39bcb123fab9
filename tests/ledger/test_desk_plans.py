"""No list of a desk reads the whole table, or sorts what it might read in order: the engine's own plan says so."""

from collections.abc import Callable
from datetime import datetime

import attrs
import pytest
import sqlalchemy as sa

from cmsdk.contract.ports import NewCase
from cmsdk.contract.ports_desk import DeskQuery
from cmsdk.ledger.desk_select import late, present
from cmsdk.ledger.pages import NEWEST, SOONEST
from cmsdk.ledger.sql import SqlLedger
from cmsdk.ledger.tallies import _parts
from cmsdk.model.place import Crs, Point

New = Callable[..., NewCase]
TOWN = "us.ma.testville"
ANY = datetime(2026, 6, 1).astimezone()
HERE = Point(108.94, 34.26, Crs.WGS84)


def plan_of(connection: sa.Connection, statement: sa.Executable) -> list[str]:
    compiled = statement.compile(connection, compile_kwargs={"render_postcompile": True})  # type: ignore[attr-defined]
    values = [compiled.params[name] for name in compiled.positiontup or ()]
    return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", tuple(values))]


@pytest.fixture
def made(new_case: New) -> SqlLedger:
    ledger = SqlLedger.in_memory(b"k" * 32)
    states = ("reported", "filed", "struck_off")
    ledger.record("d-1", [new_case(f"c-{n}", state=states[n % 3], text="油烟") for n in range(30)], [])
    ledger.index(20)
    return ledger


@pytest.mark.parametrize(
    ("fields", "index"),
    [
        ({}, "ix_cases_state (city=? AND state=? AND number<?)"),
        ({"ended": ("struck_off",)}, "ix_cases_state (city=? AND state=? AND number<?)"),
        ({"unit": "u", "ended": ("struck_off",)}, "ix_cases_unit (city=? AND unit=? AND state=? AND number<?)"),
        ({"officer": "ann", "unit": "u"}, "ix_cases_officer (city=? AND officer=? AND state=? AND number<?)"),
        ({"grid": "g"}, "ix_cases_grid (city=? AND grid=? AND state=? AND number<?)"),
        ({"due_until": ANY}, "ix_cases_due (city=? AND due>? AND due<?)"),
        ({"due_until": ANY, "due_from": ANY, "words": ("油烟",)}, "ix_cases_due (city=? AND due>? AND due<?)"),
        ({"due_until": ANY, "unit": "u"}, "ix_cases_unit_due (city=? AND unit=? AND due>? AND due<?)"),
        ({"near": HERE, "metres": 50}, "ix_cases_cell (city=? AND cell=? AND number<?)"),
        ({"words": ("油烟",), "unit": "u"}, "words VIRTUAL TABLE INDEX"),
        ({"words": ("油烟",), "ended": ("struck_off",)}, "words VIRTUAL TABLE INDEX"),
        (
            {"words": ("油烟",), "unit": "u", "ended": ("struck_off",)},
            "ix_cases_unit (city=? AND unit=? AND state=? AND number<?)",
        ),
    ],
)
def test_each_list_goes_along_its_index(made: SqlLedger, fields: dict[str, object], index: str):
    query = DeskQuery(**{"city": TOWN, **fields})  # type: ignore[arg-type]
    with made._reading() as connection:
        lines = [
            line
            for source in made._sources(connection, query)
            for line in plan_of(connection, source(SOONEST if query.by_deadline else NEWEST, 51))
        ]
    assert any(index in line for line in lines), lines
    # what is scanned is a virtual table by its own index, or a list made in this very statement
    tables = [line for line in lines if line.startswith("SCAN")]
    assert all("VIRTUAL TABLE INDEX" in line or "cases" not in line for line in tables), lines
    if query.by_deadline or (
        query.words and index.startswith("words")
    ):  # in the others, no more than a page, or what lies around a point, is sorted
        assert not any("TEMP B-TREE" in line for line in lines), lines


def test_counts_and_states_read_no_case_either(made: SqlLedger):
    with made._reading() as connection:
        assert present(connection, TOWN) == ["filed", "reported", "struck_off"]
        for statement in _parts(TOWN, None, None):
            lines = plan_of(connection, statement)
            assert any("SEARCH tallies USING PRIMARY KEY (city=?)" in line for line in lines), lines
        june = datetime(2026, 6, 1).astimezone(), datetime(2026, 6, 9).astimezone()
        for statement in _parts(TOWN, *june):
            lines = plan_of(connection, statement)
            assert any("ix_cases_opened (city=? AND opened>? AND opened<?)" in line for line in lines), lines


def test_to_count_what_is_overdue_no_case_is_read(made: SqlLedger):
    with made._reading() as connection:
        lines = plan_of(connection, late(TOWN, ANY))
    assert any("USING COVERING INDEX ix_cases_due (city=? AND due>? AND due<?)" in line for line in lines), lines


def test_a_second_page_begins_at_its_key(made: SqlLedger):
    query = DeskQuery(city=TOWN, limit=7)
    page = made.page(query)
    with made._reading() as connection:
        (source,) = made._sources(connection, attrs.evolve(query, after=page.next))
        lines = plan_of(connection, source(attrs.evolve(query, after=page.next).key or NEWEST, 7))
    assert sum("number<?" in line for line in lines) == 3, lines
