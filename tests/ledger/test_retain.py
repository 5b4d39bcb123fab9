"""What is past its term goes, by the city's rows; what is open, or under an open file, never does."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
import json
from typing import Any

import attrs
import pytest

from cmsdk import Accept, Actor, City, Decline, Erased, Person
from cmsdk.contract.catalogue import CategoryKind
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Ledger
from cmsdk.contract.retention import Destroys, RetentionRow, RetentionRules
from cmsdk.model.approach import Approach
from cmsdk.model.spans import DateSpan
from cmsdk.rules.retention import Retention, delivery_days, last_day
from cmsdk.work.person_stream import Done

from .test_people import SECRETS, ZOE, nowhere, projected, verified

ANN = Actor("testville-p-ann", ("clerk", "dispatcher", "handler"))
PERSON, RAW, DELIVERY = (Destroys.PERSON,), (Destroys.RAW,), (Destroys.DELIVERY,)
Open = Callable[..., City]


def row(name: str, destroys: tuple[Destroys, ...] = PERSON, **fields: Any) -> RetentionRow:  # noqa: ANN401  any field
    return RetentionRow(id=name, destroys=destroys, basis=f"order {name}", **fields)


@pytest.fixture
def town(ledger: Ledger, plan: CityPlan, moment: datetime) -> Open:
    def opened(*rows: RetentionRow) -> City:
        rules = RetentionRules(id="t", rows=rows)
        return City(attrs.evolve(plan, retention=rules), ledger, lambda: moment)

    return opened


def _received(city: City, *numbers: str) -> list[str]:
    body = "\n".join(json.dumps({"external_id": n, "text": f"litter {n}", **ZOE}) for n in numbers)
    return city.receive("jsonl", body.encode()).case_ids


def _ended(city: City, case_id: str, at: datetime) -> None:
    after = city.act(case_id, Decline(reason="not ours"), ANN, now=at)
    assert getattr(after, "state", after) in city.plan.workflow.ends


def test_the_people_of_ended_cases_go_after_the_term_and_not_a_day_before(town: Open, moment: datetime):
    city = town(row("two", days=2))
    ended, other = _received(city, "1", "2")
    _ended(city, ended, moment)
    assert city.act(other, Accept(), ANN, now=moment)
    assert city.retain(now=moment + timedelta(days=2)).people == 0
    later = moment + timedelta(days=3)
    would = city.retain(now=later, dry_run=True)
    assert (would.people, would.written, [one.case for one in would.past]) == (1, False, [ended])
    assert (would.past[0].last, would.past[0].row.id) == (moment.date() + timedelta(days=2), "two")
    assert isinstance(city.person(ended, by=ANN, why="x"), Person)
    done = city.retain(now=later)
    assert (done.people, done.raws, done.written, done.refused) == (1, 0, True, [])
    assert city.person(ended, by=ANN, why="x") == Erased(later)
    assert isinstance(city.person(other, by=ANN, why="x"), Person)
    read, erased = city.accesses(case=ended)
    assert (read.done, erased.done) == (Done.READ, Done.ERASED)
    assert (erased.by, erased.rule, erased.why) == ("cmsdk", "two", "order two")
    assert erased.destroyed == ("person", "raw", "delivery")
    assert city.retain(now=later).people == 0
    nowhere(city, *SECRETS)
    projected(city)
    verified(city.ledger, city.id)


def test_open_cases_are_never_touched(town: Open, moment: datetime):
    city = town(row("soon", days=1))
    cases = _received(city, "1", "2")
    city.act(cases[0], Accept(), ANN, now=moment)
    assert city.retain(now=moment + timedelta(days=4000)).people == 0


def test_where_the_city_has_no_rows_only_bytes_of_deliveries_go(town: Open, moment: datetime):
    city = town()
    (case_id,) = _received(city, "1")
    _ended(city, case_id, moment)
    delivery = city.ledger.deliveries(city.id)[0].id
    assert city.retain(now=moment + timedelta(days=30)).deliveries == 0
    would = city.retain(now=moment + timedelta(days=31), dry_run=True)
    assert (would.overdue, would.people) == ([delivery], 0)
    assert city.ledger.payload(delivery)
    assert city.retain(now=moment + timedelta(days=31)).deliveries == 1
    assert city.ledger.payload(delivery) == b""
    assert city.ledger.destroyed(delivery) == moment + timedelta(days=31)
    assert isinstance(city.person(case_id, by=ANN, why="x"), Person)
    assert city.ledger.raw(case_id)
    assert city.retain(now=moment + timedelta(days=99)).deliveries == 0


def test_bytes_that_came_twice_stay_until_the_last_ones_term(town: Open, moment: datetime):
    city = town(row("d", DELIVERY, days=10))
    first = city.receive("jsonl", b'{"text": "litter"}')
    again = city.receive("jsonl", b'{"text": "litter"}', now=moment + timedelta(days=5))
    assert city.retain(now=moment + timedelta(days=15)).deliveries == 0
    assert city.ledger.payload(first.delivery) == city.ledger.payload(again.delivery) == b'{"text": "litter"}'
    assert city.retain(now=moment + timedelta(days=16)).deliveries == 1
    assert city.ledger.payload(first.delivery) == city.ledger.payload(again.delivery) == b""
    assert city.ledger.destroyed(again.delivery)
    third = city.receive("jsonl", b'{"text": "litter"}', now=moment + timedelta(days=17))
    assert city.ledger.payload(third.delivery) == b'{"text": "litter"}'


def test_the_item_as_it_came_may_go_before_the_person(town: Open, moment: datetime):
    city = town(row("raw", RAW, days=1), row("all", days=9))
    (case_id,) = _received(city, "1")
    _ended(city, case_id, moment)
    done = city.retain(now=moment + timedelta(days=2))
    assert (done.people, done.raws) == (0, 1)
    assert city.ledger.raw(case_id) is None
    assert isinstance(city.person(case_id, by=ANN, why="x"), Person)
    assert city.retain(now=moment + timedelta(days=3)).raws == 0
    assert city.retain(now=moment + timedelta(days=10)).people == 1
    assert [a.destroyed for a in city.accesses(case=case_id) if a.done is Done.ERASED] == [
        ("raw",),
        ("person", "raw", "delivery"),
    ]
    projected(city)


def test_more_than_one_batch_is_told_as_it_goes(town: Open, moment: datetime, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("cmsdk.desk.retaining.BATCH", 3)
    city = town(row("soon", days=1))
    for case_id in _received(city, *map(str, range(7))):
        _ended(city, case_id, moment)
    told: list[int] = []
    assert city.retain(now=moment + timedelta(days=9), progress=told.append).people == 7
    assert told == [3, 6, 7]


def test_the_row_that_says_most_holds_and_of_equals_the_longest(plan: CityPlan, town: Open, moment: datetime):
    (case_id,) = _received(town(), "1")
    case = attrs.evolve(town().case(case_id), closed=moment, approach=Approach.MANAGEMENT)
    known = plan.category(case.category)
    assert known is not None

    def row_of(*rows: RetentionRow) -> str:
        retention = Retention(attrs.evolve(plan, retention=RetentionRules(id="t", rows=rows)))
        (past,) = retention.past(case, date(2999, 1, 1))
        return past.row.id

    general, kind = row("general", days=1), row("kind", days=2, kind=known.kind)
    means = row("means", days=3, approach=Approach.MANAGEMENT)
    exact = row("exact", days=4, category=case.category)
    assert row_of(general) == "general"
    assert row_of(general, means) == "means"
    assert row_of(means, kind, general) == "kind"
    assert row_of(exact, means, kind, general) == "exact"
    assert row_of(general, row("longer", years=1)) == "longer"
    other = next(one for one in CategoryKind if one is not known.kind)
    assert row_of(general, row("other", days=9, kind=other), row("others", days=9, category="x/1/y")) == "general"
    later = row("later", days=9, category=case.category, valid=DateSpan(date(2030, 1, 1), None))
    assert row_of(general, later) == "general"


def test_years_end_on_the_same_day_and_never_early():
    assert last_day(row("y", years=3), date(2026, 6, 1)) == date(2029, 6, 1)
    assert last_day(row("y", years=1), date(2024, 2, 29)) == date(2025, 3, 1)
    assert last_day(row("y", years=4), date(2024, 2, 29)) == date(2028, 2, 29)


def test_the_term_of_deliveries_is_30_days_or_what_holds_today(plan: CityPlan):
    def days(*rows: RetentionRow) -> int:
        return delivery_days(attrs.evolve(plan, retention=RetentionRules(id="t", rows=rows)), date(2026, 6, 1))

    assert days() == days(row("p", days=9)) == 30
    assert days(row("d", DELIVERY, days=90)) == 90
    assert days(row("d", DELIVERY, days=90, valid=DateSpan(date(2027, 1, 1), None))) == 30


@pytest.mark.parametrize(
    "fields",
    [
        {"days": 1, "years": 1}, {}, {"days": 1, "destroys": ()}, {"days": 1, "destroys": (*PERSON, *DELIVERY)},
        {"days": 1, "destroys": DELIVERY, "category": "x"},
    ],
)  # fmt: skip
def test_a_row_that_says_two_things_or_nothing_is_refused(fields: dict[str, Any]):
    with pytest.raises(ValueError, match=r"years, days|destroys"):
        RetentionRow(**{"id": "x", "destroys": PERSON, **fields})
