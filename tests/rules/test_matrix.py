"""The matrix finds by index, not by scanning: a look-up touches as many buckets among 20,000 rows as among 20."""

from datetime import date, datetime, timedelta, timezone

import pytest

from cmsdk.contract.base import Applies
from cmsdk.contract.deciding import Principle, RouteRow
from cmsdk.contract.plan import PluginInfo, Ranked
from cmsdk.model.spans import DateSpan
from cmsdk.rules.matrix import ANY, Layer, Question, rank
from cmsdk.rules.times import LocalTime

PLUGIN = PluginInfo("p", "p", "1", "*", 0)
NOON = datetime(2026, 6, 1, 12, tzinfo=timezone(timedelta(hours=8)))
ORDER = (Principle.OWNER, Principle.LOCALITY)


class _Counted(str):
    """A text that counts how often it is asked whether it equals another, or for its hash."""

    __slots__ = ()
    asked = 0

    def __hash__(self) -> int:
        _Counted.asked += 1
        return super().__hash__()

    def __eq__(self, other: object) -> bool:
        _Counted.asked += 1
        return super().__eq__(other)


def _rows(count: int) -> list[Ranked[RouteRow]]:
    return [
        Ranked(RouteRow(id=f"p-{n:06}", category=f"c{n % 200}", area=f"a{n // 200}", unit="u"), PLUGIN)
        for n in range(count)
    ]


def _touched(count: int) -> int:
    layer = Layer(_rows(count), orders=[ORDER])
    moment = LocalTime(None, ()).moment(NOON)
    question = Question((_Counted("c7"), _Counted("*")), (_Counted("a0"), _Counted("*")), ORDER)
    _Counted.asked = 0
    assert [row.item.id for row in layer.holding(question, (moment, moment))] == ["p-000007"]
    return _Counted.asked


def test_a_look_up_touches_no_more_among_many_rows_than_among_few():
    assert _touched(20_000) == _touched(20)


def test_rows_of_one_category_and_area_are_found_by_day_without_asking_each():
    first = date(2020, 1, 1)
    rows = [
        Ranked(
            RouteRow(id=f"p-{n:04}", unit="u", valid=DateSpan(first + timedelta(n), first + timedelta(n))), PLUGIN
        )
        for n in range(5_000)
    ]  # fmt: skip
    layer, time = Layer(rows), LocalTime(None, ())
    (bucket,) = layer._buckets(Question((ANY,), (ANY,), ()))
    moment = time.moment(datetime(2026, 6, 1, 12, tzinfo=NOON.tzinfo))
    assert bucket._dated is not None
    assert [number for number, _ in bucket._dated[0].on(moment.day)] == [(date(2026, 6, 1) - first).days]


@pytest.mark.parametrize("decided", [date(2026, 6, 1), date(2026, 7, 1)])
def test_rows_judged_at_report_and_at_decision_stand_in_one_order(decided: date):
    def row(name: str, applies: Applies, last: date | None) -> Ranked[RouteRow]:
        return Ranked(RouteRow(id=name, unit="u", applies=applies, valid=DateSpan(None, last)), PLUGIN)

    filler = [row(f"p-9{n}", Applies.AT_REPORT, date(2020, 1, 1)) for n in range(6)]
    layer = Layer([row("p-1", Applies.AT_DECISION, date(2026, 6, 30)), row("p-2", Applies.AT_REPORT, None), *filler])
    time = LocalTime(None, ())
    moments = time.moment(NOON), time.moment(datetime(decided.year, decided.month, decided.day, tzinfo=NOON.tzinfo))
    found = [r.item.id for r in layer.holding(Question((ANY,), (ANY,), ()), moments)]
    assert found == (["p-1", "p-2"] if decided.month == 6 else ["p-2"])


def test_the_rank_of_a_row_without_a_principle_of_the_order_comes_last():
    rows = [RouteRow(id="r", unit="u", principle=p) for p in (Principle.LOCALITY, Principle.OWNER, None)]
    assert [rank(row, ORDER) for row in rows] == [1, 0, 2]
    assert [rank(row, (Principle.LOCALITY,)) for row in rows] == [0, 1, 1]
