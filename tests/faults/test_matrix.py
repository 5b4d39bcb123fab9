"""Whatever a plugin does at work, no report is lost and the outcome names the plugin (architecture §2.8)."""

from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any

import attrs
import pytest

from cmsdk import City, Outcome, Problem
from cmsdk.plugin import Approach, Classified, Mode, Routed

COUNT = 1000
POSITIONS = {"first": 0, "middle": COUNT // 2, "last": COUNT - 1}
STAGES = ("normalise", "classify", "route")
CityWith = Callable[..., City]
Given = Any
Lines = Callable[[int], bytes]
NothingLost = Callable[..., None]
Speaks = Callable[..., None]


class Grumpy:
    """An object that raises whatever one does with it."""

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401
        raise RuntimeError(f"no {name}")

    def __repr__(self) -> str:
        raise RuntimeError("no repr")


def raises(_items: Sequence[Any]) -> Any:  # noqa: ANN401
    raise RuntimeError("broken rule")


def ends_the_program(_items: Sequence[Any]) -> Any:  # noqa: ANN401
    raise SystemExit("bye")


def spoils_its_argument(items: Any) -> Any:  # noqa: ANN401
    items.clear()
    return []


def runs_out_of_stack(items: Sequence[Any]) -> Any:  # noqa: ANN401
    return [runs_out_of_stack(items)]


MISDEEDS: dict[str, Callable[[Sequence[Any]], Any]] = {
    "raises": raises,
    "ends the program": ends_the_program,
    "answers too little": lambda items: [None] * (len(items) - 1),
    "answers too much": lambda items: [None] * (len(items) + 1),
    "never stops answering": lambda _items: repeat(None),
    "answers with nothing": lambda _items: None,
    "answers with a number": lambda _items: 7,
    "answers with text": lambda items: "x" * len(items),
    "answers with junk": lambda items: [object()] * len(items),
    "answers with grumpy objects": lambda items: [Grumpy() for _ in items],
    "answers with a class": lambda items: [Classified] * len(items),
    "raises while it answers": lambda items: (1 // 0 for _ in items),
    "spoils its argument": spoils_its_argument,
    "runs out of stack": runs_out_of_stack,
}
FALLBACK = {"classify": ("", "toy-garden"), "route": ("toy/1/S1", "toy-desk"), "normalise": ("toy/1/S1", "toy-garden")}


def named(outcome: Outcome, stage: str, code: str) -> Problem:
    (found,) = outcome.problems
    facts = dict(found.facts)
    assert (found.code, found.where, facts["id"], facts["who"]) == (
        code,
        f"toy-{stage}",
        f"toy-{stage}",
        "cmsdk-toy 2.3",
    )
    return found


@pytest.mark.parametrize("misdeed", MISDEEDS)
@pytest.mark.parametrize("stage", STAGES)
def test_a_rule_that_always_misbehaves_costs_its_answers_and_no_case(
    stage: str, misdeed: str, city_with: CityWith, lines: Lines, nothing_lost: NothingLost, speaks: Speaks, given: Given
) -> None:
    city = city_with(**{stage: MISDEEDS[misdeed]})
    outcome = city.receive("toy-lines", lines(200))
    nothing_lost(city, outcome, cases=200)
    category, unit = FALLBACK[stage]
    assert {(c.category, c.unit) for c in outcome.cases} == {(category, unit)}
    found = named(outcome, stage, "CMS604")
    speaks(found, "cmsdk-toy 2.3", f"toy-{stage}")
    assert given.calls[stage] <= 60


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("misdeed", ["raises", "ends the program", "answers too little", "answers with nothing"])
@pytest.mark.parametrize("stage", STAGES)
def test_one_poisoned_report_in_a_thousand_costs_one_answer_and_few_calls(
    stage: str, misdeed: str, position: str, city_with: CityWith, lines: Lines, nothing_lost: NothingLost, given: Given
) -> None:
    poisoned = f"r{POSITIONS[position]:04}"

    def call(items: Sequence[Any]) -> Any:  # noqa: ANN401
        keys = {getattr(item, "report", item).key for item in items}
        return MISDEEDS[misdeed](items) if poisoned in keys else given.good[stage](items)

    city = city_with(**{stage: call})
    outcome = city.receive("toy-lines", lines(COUNT))
    nothing_lost(city, outcome, cases=COUNT)
    found = named(outcome, stage, "CMS601")
    assert dict(found.facts)["count"] == "1"
    assert given.calls[stage] <= 25
    usual = ("toy/1/S1", "toy-garden")
    odd = {c.report for c in outcome.cases if (c.category, c.unit) != usual or not c.text.endswith("。")}
    assert odd == {poisoned}


JUNK: dict[str, dict[str, Callable[[Any], Any]]] = {
    "normalise": {
        "nothing": lambda _r: None,
        "text": lambda r: r.text,
        "another report": lambda r: attrs.evolve(r, key="r9999"),
        "another city": lambda r: attrs.evolve(r, city="test.other"),
        "a text that is no text": lambda r: attrs.evolve(r, text=5),
        "a text that no store can hold": lambda r: attrs.evolve(r, text="\ud800"),
        "no text at all": lambda r: attrs.evolve(r, text="", title=""),
        "a time without a zone": lambda r: attrs.evolve(r, at=r.at.replace(tzinfo=None)),
        "tags that are no texts": lambda r: attrs.evolve(r, tags=(1,)),
        "tags that are one text": lambda r: attrs.evolve(r, tags="路灯"),
        "a point that is none": lambda r: attrs.evolve(r, point=(108.0, 34.0)),
        "a grumpy object": lambda _r: Grumpy(),
    },
    "classify": {
        "text": lambda _r: "toy/1/S1",
        "a route's answer": lambda _r: Routed("toy-garden"),
        "an unknown category": lambda _r: Classified("toy/1/S9"),
        "a bare code": lambda _r: Classified("S1"),
        "a list of categories": lambda _r: Classified(["toy/1/S1"]),  # type: ignore[arg-type]
        "an approach that is none": lambda _r: Classified("toy/1/S1", "scolding"),  # type: ignore[arg-type]
        "a reason that is none": lambda _r: Classified("toy/1/S1", Approach.SERVICE, 5),  # type: ignore[arg-type]
        "a reason that no store can hold": lambda _r: Classified("toy/1/S1", None, "\udfff"),
        "a grumpy object": lambda _r: Grumpy(),
    },
    "route": {
        "text": lambda _f: "toy-garden",
        "a classifier's answer": lambda _f: Classified("toy/1/S1"),
        "an unknown unit": lambda _f: Routed("toy-nobody"),
        "no unit": lambda _f: Routed(None),  # type: ignore[arg-type]
        "a list of units": lambda _f: Routed(["toy-garden"]),  # type: ignore[arg-type]
        "a mode that is none": lambda _f: Routed("toy-garden", "soon"),  # type: ignore[arg-type]
        "a reason that is none": lambda _f: Routed("toy-garden", Mode.NOW, object()),  # type: ignore[arg-type]
        "a reason that no store can hold": lambda _f: Routed("toy-garden", Mode.NOW, "\udfff"),
        "a grumpy object": lambda _f: Grumpy(),
    },
}


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize(("stage", "junk"), [(stage, junk) for stage, kinds in JUNK.items() for junk in kinds])
def test_one_junk_answer_is_left_out_and_named_and_the_others_stand(
    stage: str, junk: str, position: str, city_with: CityWith, lines: Lines, nothing_lost: NothingLost, given: Given
) -> None:
    odd = {"first": 0, "middle": 15, "last": 29}[position]

    def call(items: Sequence[Any]) -> list[Any]:
        answers = list(given.good[stage](items))
        for number, item in enumerate(items):
            if getattr(item, "report", item).key == f"r{odd:04}":
                answers[number] = JUNK[stage][junk](item)
        return answers

    city = city_with(**{stage: call})
    outcome = city.receive("toy-lines", lines(30))
    nothing_lost(city, outcome, cases=30)
    assert dict(named(outcome, stage, "CMS601").facts)["count"] == "1"
    usual = ("toy/1/S1", "toy-garden")
    odd_ones = [c.report for c in outcome.cases if (c.category, c.unit) != usual or not c.text.endswith("。")]
    assert odd_ones == [f"r{odd:04}"]
    for case in outcome.cases:
        assert city.case(case.id).trail == case.trail


def test_keyboard_interrupt_passes_and_the_delivery_is_kept(city_with: CityWith, lines: Lines) -> None:
    def interrupted(_items: Sequence[Any]) -> Any:  # noqa: ANN401
        raise KeyboardInterrupt

    city = city_with(route=interrupted)
    with pytest.raises(KeyboardInterrupt):
        city.receive("toy-lines", lines(5))
    (delivery,) = city.ledger.deliveries("test.toy")
    assert city.ledger.payload(delivery.id) == lines(5)
    assert list(city.cases()) == []


def test_a_rule_is_set_aside_after_twenty_failures_and_asked_again_in_the_next_run(
    city_with: CityWith, lines: Lines, nothing_lost: NothingLost, given: Given
) -> None:
    city = city_with(classify=raises)
    outcome = city.receive("toy-lines", lines(3000))
    nothing_lost(city, outcome, cases=3000)
    assert dict(named(outcome, "classify", "CMS604").facts)["count"] == "20"
    once = given.calls["classify"]
    assert once <= 60
    again = city.receive("toy-lines", b"x1\nx2")
    assert dict(named(again, "classify", "CMS601").facts)["count"] == "2"
    assert given.calls["classify"] == once + 3


def test_nineteen_failures_are_borne(city_with: CityWith, lines: Lines, given: Given) -> None:
    def call(items: Sequence[Any]) -> Any:  # noqa: ANN401
        if any(int(r.key[1:]) % 50 == 0 and int(r.key[1:]) < 950 for r in items):
            raise ValueError("every fiftieth")
        return [Classified("toy/1/S1") for _ in items]

    city = city_with(classify=call)
    outcome = city.receive("toy-lines", lines(COUNT))
    assert dict(named(outcome, "classify", "CMS601").facts)["count"] == "19"
    assert sum(c.category == "toy/1/S1" for c in outcome.cases) == COUNT - 19


def test_what_a_rule_does_to_its_argument_does_not_reach_the_next_rule(
    city_with: CityWith, lines: Lines, nothing_lost: NothingLost
) -> None:
    def sorts_in_place(items: Any) -> list[None]:  # noqa: ANN401
        if isinstance(items, list):
            items.reverse()
            items.pop()
        return [None] * len(items)

    city = city_with(classify=sorts_in_place, route=sorts_in_place)
    outcome = city.receive("toy-lines", lines(10))
    nothing_lost(city, outcome, cases=10)
    assert outcome.problems == []
