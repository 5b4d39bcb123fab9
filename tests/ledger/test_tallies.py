"""Tallies: what is counted beforehand equals what counting all cases gives, on every engine, for any span."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from cmsdk.contract.ports import Ledger, NewCase
from cmsdk.ledger import projecting
from cmsdk.ledger.open import open_ledger
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.approach import Approach
from cmsdk.model.case import Case
from cmsdk.model.tallies import Tally

from .test_desk_pages import change

KEY = b"k" * 32
New = Callable[..., NewCase]
TOWN = "us.ma.testville"
DAYS = st.integers(0, 100)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "unit": st.sampled_from(["u", "v"]), "category": st.sampled_from(["a", "b"]),
            "approach": st.sampled_from(list(Approach)), "state": st.sampled_from(["reported", "closed"]),
            "city": st.sampled_from([TOWN, TOWN, "610100"]), "opened": DAYS,
        }
    ),
    max_size=12,
)  # fmt: skip
CHANGED = st.dictionaries(st.integers(0, 11), st.sampled_from([{"state": "closed"}, {"unit": "w"}, {"title": "t"}]))


def counted(cases: list[Case], first: datetime | None, end: datetime | None) -> list[Tally]:
    found = Counter(
        (case.unit, case.category, case.approach.value, case.state)
        for case in cases
        if case.city == TOWN and (first is None or case.opened >= first) and (end is None or case.opened < end)
    )
    return [Tally(*kind, cases) for kind, cases in sorted(found.items())]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@settings(max_examples=40, deadline=None)
@given(rows=ROWS, changed=CHANGED, spans=st.lists(st.tuples(st.none() | DAYS, st.none() | DAYS), min_size=1))
def test_tallies_are_what_counting_the_cases_gives(
    engine: str, rows: list[dict[str, object]], changed: dict[int, dict[str, str]],
    spans: list[tuple[int | None, int | None]], new_case: New, moment: datetime, postgres_schema: Callable[[], str],
):  # fmt: skip
    first_of_may = moment.replace(month=5, day=1, hour=0, minute=0)

    def day(number: object) -> datetime | None:
        return first_of_may + timedelta(days=number) if isinstance(number, int) else None

    ledger: Ledger = open_ledger("memory://" if engine == "sqlite" else postgres_schema(), key=KEY)
    news = [new_case(f"c-{n}", **{**row, "opened": day(row["opened"])}) for n, row in enumerate(rows)]
    cases = [new.case for new in news]
    for new in range(0, len(news), 5):
        assert ledger.record("d-1", news[new : new + 5], [])
    for number, fields in changed.items():
        if number < len(news):
            done = change(news[number], moment, **fields)
            assert ledger.append_all([done])
            cases[number] = done.case
    for start, stop in [*spans, (None, None), (0, 31), (31, 61)]:
        if start is None or stop is None or start <= stop:
            assert list(ledger.tallies(TOWN, day(start), day(stop))) == counted(cases, day(start), day(stop))
    ledger.close()


def test_what_is_refused_is_not_counted(ledger: Ledger, new_case: New, moment: datetime):
    one = new_case("c-1", unit="u")
    ledger.record("d-1", [one], [])
    ledger.record("d-1", [new_case("c-2"), new_case("c-3", "c-1")], [])
    assert not ledger.append_all([change(one, moment, unit="v"), change(new_case("c-9"), moment)])
    assert [(tally.unit, tally.cases) for tally in ledger.tallies(TOWN, None, None)] == [("u", 1)]


def test_counts_that_are_wrong_are_counted_anew(address: str, new_case: New):
    ledger = open_ledger(address)
    assert isinstance(ledger, SqlLedger)
    ledger.record("d-1", [new_case(f"c-{n}", title="油烟", unit="u" if n else "v") for n in range(4)], [])
    before = _projections(ledger)
    for damage in ("UPDATE tallies SET cases = cases + 1", "DELETE FROM tallies WHERE unit = 'v'"):
        with ledger._writing() as connection:
            assert projecting.recount(ledger._db, connection, TOWN)
            connection.exec_driver_sql(damage)
        assert _projections(ledger) != before
        with ledger._writing() as connection:
            assert not projecting.recount(ledger._db, connection, TOWN)
        assert _projections(ledger) == before
    ledger.close()


def _projections(ledger: SqlLedger) -> list[object]:
    from cmsdk.contract.ports import CaseQuery
    from cmsdk.contract.ports_desk import DeskQuery

    return [
        list(ledger.cases(CaseQuery(city=TOWN))),
        ledger.page(DeskQuery(city=TOWN)),
        ledger.page(DeskQuery(city=TOWN, words=("油烟",))),
        ledger.tallies(TOWN, None, None),
    ]
