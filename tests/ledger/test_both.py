"""What the ledger must do on every engine."""

from collections.abc import Callable
from datetime import datetime, timedelta

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from cmsdk.city import City
from cmsdk.contract.ports import CaseQuery, Ledger, NewCase, Quarantined
from cmsdk.ledger.open import open_ledger
from cmsdk.model.case import Case
from cmsdk.model.clock import Due
from cmsdk.model.commands import Accept, Actor, Decline, File, Handle
from cmsdk.model.entry import GENESIS, Entry, chain, seal
from cmsdk.model.place import Crs, Point
from cmsdk.model.problem import problem
from cmsdk.model.report import Delivery, Person
from cmsdk.model.spans import Limit, LimitUnit

from .oracle import matches

KEY = b"k" * 32
New = Callable[..., NewCase]
TOWN = "us.ma.testville"
REPORTS = b"No.,Time,Text,Place,Name,Phone\n1,2026-06-01 09:00,litter,old mill,Zoe Quill,13800000001\n2,,pothole,,,\n"


def _quarantined(key: str = "k", position: str = "2", delivery: str = "d-1", code: str = "CMS506") -> Quarantined:
    found = problem(code, f"desk:{position}", value="yesterday")
    return Quarantined(TOWN, "desk", key, delivery, position, f'{{"n":"{position}"}}', (found,))


def _next(new: NewCase, at: datetime) -> Entry:
    last = new.entries[-1]
    return seal(
        stream=last.stream, version=last.version + 1, city=TOWN, type_="accept", at=at, by="ann", plan="p",
        data='{"v":1}', prev=last.hash,
    )  # fmt: skip


def test_a_delivery_is_kept_byte_for_byte(ledger: Ledger, delivery: Callable[..., Delivery]):
    body = bytes(range(256)) * 10
    ledger.store_delivery(delivery("d-1"), body)
    assert ledger.payload("d-1") == body
    assert list(ledger.deliveries(TOWN)) == [delivery("d-1")]
    assert list(ledger.deliveries("610100")) == []
    assert list(ledger.cities()) == [TOWN]


def test_the_same_bytes_twice_are_two_deliveries(ledger: Ledger, delivery: Callable[..., Delivery]):
    for name in ("d-1", "d-2", "d-3"):
        ledger.store_delivery(delivery(name), b"same")
    assert [ledger.payload(name) for name in ("d-1", "d-2", "d-3")] == [b"same"] * 3
    assert [d.id for d in ledger.deliveries(TOWN)] == ["d-1", "d-2", "d-3"]


def test_two_cities_share_a_ledger_and_not_their_cases(
    ledger: Ledger, delivery: Callable[..., Delivery], new_case: New
):
    ledger.store_delivery(delivery("d-1"), b"same")
    ledger.store_delivery(delivery("d-2", city="610100"), b"same")
    assert ledger.record("d-1", [new_case("c-1", "7")], [])
    assert ledger.record("d-2", [new_case("c-2", "7", city="610100")], [])
    assert [c.id for c in ledger.cases(CaseQuery(city=TOWN))] == ["c-1"]
    assert [c.id for c in ledger.cases(CaseQuery(city="610100"))] == ["c-2"]
    assert list(ledger.cities()) == ["610100", TOWN]


def test_a_recorded_case_is_known_and_comes_back_as_it_was(ledger: Ledger, new_case: New, moment: datetime):
    due = Due(moment + timedelta(hours=1), Limit(1, LimitUnit.WORK_HOUR), "c", "1", (moment.date(),), provisional=True)
    new = new_case("c-1", "7", due=due, point=Point(-71.0, 42.0, Crs.GCJ02), solved=False, satisfied="satisfied")
    assert ledger.record("d-1", [new], [])
    assert ledger.known(TOWN, "desk", ["6", "7"]) == {"7": "c-1"}
    assert ledger.known(TOWN, "app", ["7"]) == {}
    assert ledger.known(TOWN, "desk", []) == {}
    assert ledger.case("c-1") == new.case
    assert ledger.entries("c-1") == new.entries
    assert ledger.raw("c-1") == '{"raw":1}'
    assert (ledger.case("c-9"), ledger.raw("c-9"), ledger.person("p-9"), tuple(ledger.entries("c-9"))) == (
        None,
    ) * 3 + ((),)


def test_many_keys_are_asked_for_at_once(ledger: Ledger, new_case: New):
    ledger.record("d-1", [new_case(f"c-{n:04}") for n in range(1200)], [])
    assert len(ledger.known(TOWN, "desk", [f"c-{n:04}" for n in range(2000)])) == 1200


def test_a_report_that_already_is_a_case_makes_the_whole_batch_fail(ledger: Ledger, new_case: New):
    assert ledger.record("d-1", [new_case("c-1", "7")], [])
    assert not ledger.record("d-2", [new_case("c-2", "8"), new_case("c-3", "7")], [_quarantined()])
    assert [c.id for c in ledger.cases(CaseQuery(city=TOWN))] == ["c-1"]
    assert list(ledger.quarantine(TOWN)) == []
    assert not ledger.record("d-3", [new_case("c-4", "9"), new_case("c-5", "9")], [])
    assert ledger.known(TOWN, "desk", ["8", "9"]) == {}


def test_an_append_is_kept_and_a_second_one_on_the_same_state_is_refused(
    ledger: Ledger, new_case: New, moment: datetime
):
    new = new_case("c-1")
    ledger.record("d-1", [new], [])
    after = attrs.evolve(new.case, state="accepted", version=2)
    assert ledger.append(after, [_next(new, moment)])
    assert not ledger.append(attrs.evolve(after, state="declined"), [_next(new, moment)])
    assert [e.type for e in ledger.entries("c-1")] == ["reported", "accept"]
    assert ledger.case("c-1") == after


def test_an_append_that_leaves_out_an_entry_is_refused(ledger: Ledger, new_case: New, moment: datetime):
    new = new_case("c-1")
    ledger.record("d-1", [new], [])
    ahead = attrs.evolve(_next(new, moment), version=3)
    assert not ledger.append(attrs.evolve(new.case, state="accepted", version=3), [ahead])
    assert ledger.case("c-1") == new.case


def test_an_append_to_a_case_that_is_not_there_is_refused(ledger: Ledger, new_case: New, moment: datetime):
    new = new_case("c-9")
    assert not ledger.append(attrs.evolve(new.case, version=2), [_next(new, moment)])
    assert tuple(ledger.entries("c-9")) == ()


def test_an_entry_keeps_its_time_exactly_as_it_was_hashed(ledger: Ledger, new_case: New):
    new = new_case("c-1")
    ledger.record("d-1", [new], [])
    (entry,) = ledger.entries("c-1")
    assert entry.at.isoformat() == new.entries[0].at.isoformat() == "2026-06-01T09:30:00-04:00"


def test_quarantine_keeps_each_item_once_with_its_latest_reasons(ledger: Ledger):
    ledger.record("d-1", [], [_quarantined("k", "2"), _quarantined("l", "3"), _quarantined("k", "4")])
    ledger.record("d-2", [], [_quarantined("k", "2", "d-2", "CMS507")])
    rows = list(ledger.quarantine(TOWN))
    assert [(q.key, q.position, q.delivery) for q in rows] == [("k", "2", "d-2"), ("l", "3", "d-1"), ("k", "4", "d-1")]
    assert rows[0] == _quarantined("k", "2", "d-2", "CMS507")
    assert list(ledger.quarantine("610100")) == []


def test_what_becomes_a_case_leaves_quarantine(ledger: Ledger, new_case: New):
    ledger.record("d-1", [], [_quarantined("k"), _quarantined("l")])
    ledger.record("d-2", [new_case("c-1", "k")], [])
    assert [q.key for q in ledger.quarantine(TOWN)] == ["l"]


def test_a_broken_twin_in_the_same_batch_is_not_lost(ledger: Ledger, new_case: New):
    ledger.record("d-1", [new_case("c-1", "k")], [_quarantined("k", "3")])
    assert [(q.key, q.position) for q in ledger.quarantine(TOWN)] == [("k", "3")]


def test_a_person_is_found_by_key_only(ledger: Ledger, new_case: New):
    ledger.record("d-1", [new_case("c-1", person=Person("Zoe", "138")), new_case("c-2")], [])
    assert ledger.person("p-c-1") == Person("Zoe", "138")
    assert ledger.person("p-c-2") is None


def test_the_state_that_is_kept_is_the_fold_of_the_entries(city: City):
    first, second = city.receive("desk", REPORTS).case_ids
    clerk, handler = Actor("ann", ("clerk",)), Actor("bob", ("handler",))
    for command, by in ((Accept(), clerk), (File(), clerk), (Handle(result="swept"), handler)):
        assert isinstance(city.act(first, command, by), Case)
    city.act(second, Decline(reason="another town"), clerk)
    for case_id in (first, second):
        assert city.ledger.case(case_id) == attrs.evolve(city.case(case_id), trail=())


def test_the_chain_of_every_case_verifies(city: City):
    for case_id in city.receive("desk", REPORTS).case_ids:
        city.act(case_id, Accept(), Actor("ann", ("clerk",)))
        prev = GENESIS
        for e in city.ledger.entries(case_id):
            assert e.prev == prev
            assert e.hash == chain(prev, e.stream, e.version, e.city, e.type, e.at.isoformat(), e.by, e.plan, e.data)
            prev = e.hash


cases = st.lists(
    st.fixed_dictionaries(
        {
            "state": st.sampled_from(["reported", "filed", "closed"]),
            "unit": st.sampled_from(["u", "v"]),
            "grid": st.sampled_from(["", "g"]),
            "category": st.sampled_from(["", "a"]),
            "opened": st.integers(0, 4),
            "closed": st.none() | st.integers(0, 4),
            "due": st.none() | st.integers(0, 4),
            "city": st.sampled_from([TOWN, "610100"]),
        }
    ),
    max_size=8,
)
queries = st.fixed_dictionaries(
    {"city": st.sampled_from([TOWN, "610100"])},
    optional={
        "state": st.sampled_from(["reported", "filed"]), "unit": st.sampled_from(["u", "w"]), "grid": st.just("g"),
        "category": st.sampled_from(["", "a"]), "without_states": st.sampled_from([("closed",), ("filed", "closed")]),
        "due_before": st.integers(0, 4), "opened_from": st.integers(0, 4), "opened_until": st.integers(0, 4),
        "closed_from": st.integers(0, 4), "closed_until": st.integers(0, 4), "after": st.sampled_from(["c-2", "c-5"]),
        "limit": st.integers(0, 5),
    },
)  # fmt: skip


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@settings(max_examples=40, deadline=None)
@given(rows=cases, wanted=st.lists(queries, min_size=1, max_size=6))
def test_a_query_gives_what_matches_says(
    engine: str, rows: list[dict[str, object]], wanted: list[dict[str, object]], new_case: New, moment: datetime,
    postgres_schema: Callable[[], str],
):  # fmt: skip
    def time_of(hours: object) -> datetime | None:
        return moment + timedelta(hours=hours, microseconds=hours % 2) if isinstance(hours, int) else None

    ledger: Ledger = open_ledger("memory://" if engine == "sqlite" else postgres_schema(), key=KEY)
    made = []
    for number, row in enumerate(rows):
        at = time_of(row["due"])
        due = Due(at, Limit(1, LimitUnit.MINUTE)) if at else None
        times = {"opened": time_of(row["opened"]), "closed": time_of(row["closed"]), "due": due}
        made.append(new_case(f"c-{number}", **{**row, **times}))
    assert ledger.record("d-1", made, [])
    for given_fields in wanted:
        fields = {k: time_of(v) if k.endswith(("_from", "_until", "_before")) else v for k, v in given_fields.items()}
        query = CaseQuery(**fields)  # type: ignore[arg-type]
        expected = [n.case for n in made if matches(n.case, query)][: query.limit]
        assert list(ledger.cases(query)) == expected
    ledger.close()


def test_pages_by_key_give_every_case_once(ledger: Ledger, new_case: New, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("cmsdk.ledger.cases.PAGE", 3)
    ledger.record("d-1", [new_case(f"c-{n}") for n in range(8)], [])
    seen: list[str] = []
    while page := [c.id for c in ledger.cases(CaseQuery(city=TOWN, after=seen[-1] if seen else "", limit=3))]:
        seen += page
    assert seen == [f"c-{n}" for n in range(8)]
    assert [c.id for c in ledger.cases(CaseQuery(city=TOWN, limit=7))] == seen[:7]
