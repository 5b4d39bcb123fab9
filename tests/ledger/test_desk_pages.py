"""The lists of a desk: on every engine the same cases, in the same order, in pages that leave none out."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import attrs
from hypothesis import example, given, settings
from hypothesis import strategies as st
import pytest

from cmsdk.contract.ports import Change, Ledger, NewCase
from cmsdk.contract.ports_desk import DeskQuery
from cmsdk.ledger.open import open_ledger
from cmsdk.model.clock import Due
from cmsdk.model.course import Course
from cmsdk.model.entry import seal
from cmsdk.model.finding import words_of
from cmsdk.model.place import Crs, Point
from cmsdk.model.spans import Limit, LimitUnit

from .desk_oracle import wanted

KEY = b"k" * 32
New = Callable[..., NewCase]
TOWN = "us.ma.testville"
HERE = Point(108.94, 34.26, Crs.WGS84)


def walk(ledger: Ledger, query: DeskQuery) -> Iterator[str]:
    """All ids of a list, page by page."""
    while True:
        page = ledger.page(query)
        assert len(page.cases) <= query.limit
        yield from (case.id for case in page.cases)
        if not page.next:
            return
        query = attrs.evolve(query, after=page.next)


def change(new: NewCase, at: datetime, **fields: object) -> Change:
    last = new.entries[-1]
    entry = seal(
        stream=last.stream, version=2, city=TOWN, type_="accept", at=at, by="ann", plan="p", data='{"v":1}',
        prev=last.hash,
    )  # fmt: skip
    return Change(attrs.evolve(new.case, version=2, **fields), (entry,))


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "state": st.sampled_from(["reported", "filed", "handled", "struck_off"]),
            "unit": st.sampled_from(["", "u", "v"]),
            "grid": st.sampled_from(["", "g"]),
            "officer": st.sampled_from(["", "ann"]),
            "due": st.none() | st.integers(0, 6),
            "done": st.sampled_from(["", "", "handled", "closed"]),
            "city": st.sampled_from([TOWN, TOWN, TOWN, "610100"]),
            "text": st.sampled_from(["", "油烟扰民", "路灯不亮 12号", "ＡＢ油烟"]),
            "point": st.none() | st.tuples(st.integers(-3, 3), st.integers(-3, 3), st.sampled_from(list(Crs))),
        }
    ),
    max_size=14,
)
QUERIES = st.fixed_dictionaries(
    {"city": st.sampled_from([TOWN, TOWN, "610100"]), "limit": st.integers(1, 5)},
    optional={
        "ended": st.sampled_from([("struck_off",), ("struck_off", "handled")]), "unit": st.sampled_from(["u", "w", ""]),
        "officer": st.sampled_from(["ann", ""]), "grid": st.just("g"), "due_until": st.integers(0, 7),
        "due_from": st.integers(0, 3),
        "words": st.sampled_from([("油烟",), ("灯",), ("12号", "路灯"), ("ab",)]),
        "near": st.just(HERE), "metres": st.sampled_from([1, 60, 200, 400]),
    },
)  # fmt: skip


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@settings(max_examples=40, deadline=None)
@given(rows=ROWS, asked=st.lists(QUERIES, min_size=1, max_size=6), indexed=st.integers(0, 14))
def test_a_list_holds_what_is_said_of_each_case(
    engine: str, rows: list[dict[str, object]], asked: list[dict[str, object]], indexed: int, new_case: New,
    moment: datetime, postgres_schema: Callable[[], str],
):  # fmt: skip
    def time_of(hours: object) -> datetime | None:
        return moment + timedelta(hours=hours, microseconds=hours % 2) if isinstance(hours, int) else None

    def made(number: int, row: dict[str, object]) -> NewCase:
        given = dict(row)
        at, officer, done, place = (given.pop(name) for name in ("due", "officer", "done", "point"))
        due_at = time_of(at)
        given["due"] = Due(due_at, Limit(1, LimitUnit.MINUTE)) if due_at else None
        given["course"] = Course(officer=str(officer))
        if done:
            given[str(done)] = moment
        if isinstance(place, tuple):
            given["point"] = Point(HERE.lon + place[0] / 1900, HERE.lat + place[1] / 1900, place[2])
        return new_case(f"c-{9 - number % 10}-{number}", **given)

    ledger: Ledger = open_ledger("memory://" if engine == "sqlite" else postgres_schema(), key=KEY)
    news = [made(number, row) for number, row in enumerate(rows)]
    for first in range(0, len(news), 4):
        assert ledger.record("d-1", news[first : first + 4], [])
    ledger.index(indexed)
    for fields in asked:
        times = {name: time_of(fields[name]) for name in ("due_until", "due_from") if name in fields}
        query = DeskQuery(**{**fields, **times})  # type: ignore[arg-type]
        assert list(walk(ledger, query)) == wanted([new.case for new in news], query)
    ledger.close()


CHARACTERS = st.sampled_from("油烟路灯不亮12abＡé，。 -\n")


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@settings(max_examples=40, deadline=None)
@given(
    texts=st.lists(st.tuples(*[st.text(CHARACTERS, max_size=8)] * 3), max_size=8),
    asked=st.lists(st.text(CHARACTERS, min_size=1, max_size=4).filter(words_of), min_size=1, max_size=8),
    indexed=st.integers(0, 8),
)
@example(texts=[("油烟", "", ""), ("", "大油", "烟"), ("", "", "烟油烟")], asked=["油烟", "烟", "油"], indexed=3)
@example(texts=[("a" * 70, "", ""), ("x" + "a" * 70, "", "")], asked=["a" * 70, "a" * 60], indexed=2)
def test_to_search_is_to_look_for_a_substring(
    engine: str, texts: list[tuple[str, str, str]], asked: list[str], indexed: int, new_case: New,
    postgres_schema: Callable[[], str],
):  # fmt: skip
    ledger: Ledger = open_ledger("memory://" if engine == "sqlite" else postgres_schema(), key=KEY)
    news = [
        new_case(f"c-{n}", title=title, text=text, place=place) for n, (title, text, place) in enumerate(texts, start=1)
    ]
    ledger.record("d-1", news, [])
    ledger.index(indexed)
    for text in asked:
        query = DeskQuery(city=TOWN, words=words_of(text), limit=3)
        assert list(walk(ledger, query)) == wanted([new.case for new in news], query)
    ledger.close()


def test_a_text_that_is_changed_is_found_by_its_new_words_alone(ledger: Ledger, new_case: New, moment: datetime):
    one, two = new_case("c-1", title="油烟扰民"), new_case("c-2", title="油烟扰民")
    ledger.record("d-1", [one, two], [])
    assert ledger.index(1) == 1
    assert ledger.append_all([change(one, moment, title="噪声扰民"), change(two, moment, title="噪声扰民")])
    for _ in range(2):
        assert list(walk(ledger, DeskQuery(city=TOWN, words=("油烟",)))) == []
        assert list(walk(ledger, DeskQuery(city=TOWN, words=("噪声",)))) == ["c-2", "c-1"]
        ledger.index(10)


def test_a_case_changes_lists_with_its_entries(ledger: Ledger, new_case: New, moment: datetime):
    due = Due(moment, Limit(1, LimitUnit.MINUTE))
    one = new_case("c-1", unit="u", due=due)
    ledger.record("d-1", [one, new_case("c-2", unit="v", due=due), new_case("c-3", unit="u", due=due)], [])
    late = moment + timedelta(seconds=1)
    assert ledger.overdue(TOWN, late) == {"u": 2, "v": 1}
    assert ledger.overdue(TOWN, moment) == {}
    assert ledger.append_all([change(one, moment, unit="v", course=Course(officer="ann"))])
    assert list(walk(ledger, DeskQuery(city=TOWN, officer="ann"))) == ["c-1"]
    assert list(walk(ledger, DeskQuery(city=TOWN, unit="u", due_until=late))) == ["c-3"]
    assert ledger.overdue(TOWN, late) == {"u": 1, "v": 2}


def test_a_page_that_is_begun_does_not_move_when_cases_come_in(ledger: Ledger, new_case: New):
    ledger.record("d-1", [new_case(f"c-{n}") for n in range(5)], [])
    first = ledger.page(DeskQuery(city=TOWN, limit=2))
    ledger.record("d-2", [new_case("c-9")], [])
    second = ledger.page(DeskQuery(city=TOWN, limit=2, after=first.next))
    assert [case.id for case in (*first.cases, *second.cases)] == ["c-4", "c-3", "c-2", "c-1"]


def test_a_word_is_found_however_far_back_it_stands(ledger: Ledger, new_case: New, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("cmsdk.ledger.words.Gin.steps", (2, 5))
    news = [new_case(f"c-{n:02}", text="油烟" if n % 3 else "路灯") for n in range(20)]
    ledger.record("d-1", news, [])
    ledger.index(18)
    for word in ("油烟", "路灯"):
        query = DeskQuery(city=TOWN, words=(word,), limit=4)
        assert list(walk(ledger, query)) == wanted([new.case for new in news], query)


def test_the_index_waits_until_enough_texts_do(ledger: Ledger, new_case: New):
    assert ledger.index(10) == 0
    ledger.record("d-1", [new_case(f"c-{n}") for n in range(5)], [])
    assert ledger.index(10, 6) == 0
    assert ledger.index(3, 5) == 3
    assert ledger.index(10) == 2


@pytest.mark.parametrize("key", ["", "7/", "/", "x", "2026-06-01/7", "9" * 30, "٣"])
def test_what_is_no_key_is_none(key: str):
    assert DeskQuery(city=TOWN, after=key).key is None


def test_a_key_belongs_to_its_order():
    assert DeskQuery(city=TOWN, after="7").key == ("", 7)
    by_deadline = DeskQuery(city=TOWN, after="2026-06-01T09:30:00+00:00/7", due_until=datetime(2026, 6, 1))  # noqa: DTZ001  only that it is given
    assert by_deadline.key == ("2026-06-01T09:30:00+00:00", 7)
    assert attrs.evolve(by_deadline, after="7").key is None
