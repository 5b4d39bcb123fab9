"""A matcher that misbehaves costs its answer, never a case; a good one links as a row does."""

from collections.abc import Callable, Sequence
from datetime import timedelta
import tracemalloc
from typing import Any

import attrs
import pytest

from cmsdk import City, Outcome
from cmsdk.plugin import Matched, Matcher, MatchFacts, MatchRow

Batch = Callable[[Sequence[MatchFacts]], Any]
Matching = Callable[..., City]
LINES = "\n".join(f'{{"external_id": "r{n}", "text": "路灯 {n // 2} 不亮"}}' for n in range(20)).encode()


@pytest.fixture
def matching(city_of: Callable[..., City]) -> Matching:
    def make(decide: Batch, *rows: MatchRow, **fields: object) -> City:
        return city_of(cmsdk_matchers=[Matcher(id="toy-m", decide=decide, **fields), *rows])

    return make


def by_text(items: Sequence[MatchFacts]) -> list[Matched | None]:
    """The latest earlier case of the same text, linked or not."""
    found = ([c.id for c in facts.earlier if c.text == facts.report.text] for facts in items)
    return [Matched(ids[-1], "same words") if ids else None for ids in found]


def whole(city: City, outcome: Outcome, count: int = 20) -> None:
    assert (outcome.received, len(outcome.case_ids), outcome.duplicates, len(outcome.quarantined)) == (
        count,
        count,
        0,
        0,
    )
    stored = {case.id: case for case in city.cases()}
    for case in outcome.cases:
        assert attrs.evolve(case, trail=()) == stored[case.id]
        assert case.linked == "" or stored[case.linked].linked == ""


def test_what_a_matcher_finds_is_linked_with_its_reason(matching: Matching):
    city = matching(by_text)
    outcome = city.receive("jsonl", LINES)
    whole(city, outcome)
    assert outcome.linked == 10
    assert [bool(case.linked) for case in outcome.cases] == [False, True] * 10
    text = str(city.explain(outcome.case_ids[1]))
    assert "same words" in text
    assert "toy-m" in text
    assert outcome.problems == []


def test_an_answer_that_names_a_linked_one_means_its_first(matching: Matching):
    city = matching(by_text)
    same = b"\n".join(b'{"external_id": "s%d", "text": "the same"}' % n for n in range(5))
    outcome = city.receive("jsonl", same)
    whole(city, outcome, 5)
    assert {case.linked for case in outcome.cases[1:]} == {outcome.case_ids[0]}


def test_a_matcher_sees_the_open_cases_of_its_class_and_hours(matching: Matching, now: Any):  # noqa: ANN401
    asked: list[tuple[str, ...]] = []

    def note(items: Sequence[MatchFacts]) -> list[None]:
        asked.extend(tuple(case.id for case in facts.earlier) for facts in items)
        return [None for _ in items]

    city = matching(note, hours=2)
    one = b'{"text": "%d"}'
    ids = [city.receive("jsonl", one % n, now=now + timedelta(hours=n)).case_ids[0] for n in range(4)]
    assert asked == [(), (ids[0],), (ids[0], ids[1]), (ids[1], ids[2])]


def grumpy(_items: Sequence[MatchFacts]) -> Any:  # noqa: ANN401
    raise SystemExit("bye")


MISDEEDS: dict[str, Batch] = {
    "raises": lambda items: 1 // 0,
    "ends the program": grumpy,
    "answers too little": lambda items: [None] * (len(items) - 1),
    "answers too much": lambda items: [None] * (len(items) + 1),
    "answers with nothing": lambda items: None,
    "answers with text": lambda items: [case.report.key for case in items],
    "names a case that it was not given": lambda items: [Matched("260101-000000-000000") for _ in items],
    "names no case": lambda items: [Matched(None) for _ in items],  # type: ignore[arg-type]
    "names a list": lambda items: [Matched([]) for _ in items],  # type: ignore[arg-type]
    "gives no reason": lambda items: [a and attrs.evolve(a, reason=None) for a in by_text(items)],
    "gives a reason that no store can hold": lambda items: [
        a and attrs.evolve(a, reason="\ud800") for a in by_text(items)
    ],
}


@pytest.mark.parametrize("misdeed", MISDEEDS)
def test_a_matcher_that_misbehaves_costs_its_answers_and_no_case(misdeed: str, matching: Matching):
    city = matching(MISDEEDS[misdeed])
    outcome = city.receive("jsonl", LINES)
    whole(city, outcome)
    assert outcome.linked == 0
    (found,) = outcome.problems
    assert found.code in {"CMS601", "CMS604"}
    assert dict(found.facts)["id"] == "toy-m"
    assert any(step.why == "failed" for step in outcome.cases[1].trail)


def test_one_poisoned_report_costs_one_answer(matching: Matching):
    def call(items: Sequence[MatchFacts]) -> list[Matched | None]:
        if any(facts.report.key == "r7" for facts in items):
            raise ValueError("r7")
        return by_text(items)

    city = matching(call)
    outcome = city.receive("jsonl", LINES)
    whole(city, outcome)
    assert outcome.linked == 9
    assert [dict(p.facts)["count"] for p in outcome.problems] == ["1"]


def test_a_row_comes_before_a_matcher_which_is_asked_where_it_finds_none(matching: Matching):
    row = MatchRow(id="toy-row", category="toy/1/E1")
    city = matching(lambda items: [Matched(f.earlier[0].id, "first") if f.earlier else None for f in items], row)
    there = '"category": "E1", "crs": "wgs84", "lon": "108", "lat": "34'
    outcome = city.receive("jsonl", "\n".join(f'{{"text": "{n}", {there}.{n // 2}"}}' for n in (1, 2, 3)).encode())
    first, second, third = outcome.cases
    assert (second.linked, second.trail[-1].rule) == (first.id, "toy-m")
    assert (third.linked, third.trail[-1].rule) == (first.id, "toy-m")
    near = city.receive("jsonl", f'{{"text": "x", {there}.00001"}}'.encode()).cases[0]
    assert (near.linked, near.trail[-1].rule) == (first.id, "toy-row")


def test_asking_before_filing_asks_matchers_too_and_bears_their_faults(matching: Matching):
    city = matching(by_text)
    (first,) = city.receive("jsonl", b'{"text": "dark"}').case_ids
    (asked,) = city.similar("jsonl", b'{"external_id": "q", "text": "dark"}').reports
    assert [(case.id, case.metres, case.rule) for case in asked.cases] == [(first, None, "toy-m")]


def test_of_the_many_cases_that_a_matcher_is_shown_only_those_that_it_names_are_kept(matching: Matching):
    city = matching(lambda items: [None] * len(items))
    reports = b"\n".join(b'{"external_id": "m%d", "text": "light %d"}' % (n, n) for n in range(800))
    city.receive("jsonl", b'{"external_id": "m", "text": "light"}')  # what is made once is not counted
    tracemalloc.start()
    city.receive("jsonl", reports)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 9_000_000  # 14 MB with a table of all of them for each report
