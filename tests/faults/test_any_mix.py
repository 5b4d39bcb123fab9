"""However plugins misbehave together: every report comes out exactly once, in order, with an owner and a deadline."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from cmsdk import City, discover
from cmsdk.contract.plan import PluginInfo, Ranked
from cmsdk.ledger.sql import SqlLedger
from cmsdk.plugin import Classified, Classifier, Route, Routed
from cmsdk.triage.guard import FAILED, PATIENCE, Guard

Install = Callable[..., Path]
NothingLost = Callable[..., None]

EVERYWHERE = """
import attrs

def ill(*given):
    raise RuntimeError("ill")

class Toy(TableCity):
    @hookimpl
    def cmsdk_channels(self, context):
        yield Channel(id="toy-ill", read=ill)
        yield Channel(id="toy-half", read=half)

    @hookimpl
    def cmsdk_normalisers(self, context):
        yield Normaliser(id="toy-normalise", apply=ill)

    @hookimpl
    def cmsdk_classifiers(self, context):
        yield Classifier(id="toy-classify", decide=ill)

    @hookimpl
    def cmsdk_routes(self, context):
        yield Route(id="toy-route", decide=ill)

    @hookimpl
    def cmsdk_formats(self, context):
        yield Format(id="toy-format", media_type="text/plain", suffix=".toy", render=ill)

def half(payload):
    for number, line in enumerate(payload.decode().splitlines()):
        yield Item(str(number), line, {"external_id": line, "text": line})
    raise RuntimeError("ill at the end")
"""


def test_a_plugin_that_raises_in_every_contribution_all_reports_still_become_cases_with_an_owner_and_it_is_named(
    install: Install, toy: dict[str, str], nothing_lost: NothingLost, reports: Callable[[int], bytes]
) -> None:
    install(version="2.3", tables=toy, code=EVERYWHERE)
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        outcome = city.receive("jsonl", reports(1500))
        nothing_lost(city, outcome, cases=1500)
        assert {c.unit for c in outcome.cases} == {city.plan.profile.duty_desk}
        assert [dict(p.facts)["id"] for p in outcome.problems] == ["toy-classify", "toy-normalise", "toy-route"]
        assert {dict(p.facts)["who"] for p in outcome.problems} == {"cmsdk-toy 2.3"}
        half = city.receive("toy-half", b"a1\na2\na3")
        assert [c.unit for c in half.cases] == ["toy-desk"] * 3
        named = {(p.code, dict(p.facts)["who"]) for p in half.problems}
        assert named == {("CMS511", "cmsdk-toy 2.3"), ("CMS601", "cmsdk-toy 2.3")}
        ill = city.receive("toy-ill", b"a1\na2\na3")
        assert ill.unread
        assert city.ledger.payload(ill.delivery) == b"a1\na2\na3"
        assert city.figures().total == 1503


Answers = Callable[[Any, list[int], object], Any]


def raising(error: type[BaseException], which: Callable[[list[int]], bool] = bool) -> Answers:
    def answers(items: Any, keys: list[int], good: object) -> Any:  # noqa: ANN401
        if which(keys):
            raise error("no")
        return [good] * len(items)

    return answers


def mutating(items: Any, keys: list[int], good: object) -> list[object]:  # noqa: ANN401
    if isinstance(items, list):
        items.clear()
    return [None] * len(keys)


BEHAVIOURS: dict[str, Answers] = {
    "answers": lambda items, keys, good: [good] * len(items),
    "passes": lambda items, keys, good: [None] * len(items),
    "mutates": mutating,
    "raises": raising(ArithmeticError),
    "exits": raising(SystemExit),
    "raises on odd": raising(ArithmeticError, lambda keys: any(key % 2 for key in keys)),
    "few": lambda items, keys, good: [good] * (len(items) - 1),
    "many": lambda items, keys, good: [good] * (len(items) + 1),
    "none": lambda items, keys, good: None,
    "junk": lambda items, keys, good: ["junk"] * len(items),
    "junk on odd": lambda items, keys, good: ["junk" if key % 2 else good for key in keys],
}
HARMLESS = {"answers", "passes", "mutates"}


def behave(how: str, good: object) -> Callable[[Any], Any]:
    return lambda items: BEHAVIOURS[how](items, [int(getattr(i, "report", i).key[1:]) for i in items], good)


def _ranked(number: int, how: str) -> list[Any]:
    return [
        Classifier(id=f"toy-{number}", decide=behave(how, Classified("toy/1/S1", reason=str(number)))),
        Route(id=f"toy-{number}", decide=behave(how, Routed("toy-garden", reason=str(number)))),
    ]


@pytest.fixture
def mixed(city_of: Callable[..., City]) -> Callable[[Sequence[str]], City]:
    """One installed city whose rules are changed between examples; opening it anew is what a run costs."""
    base = city_of()
    toy = next(p for p in base.plan.plugins if p.name == "toy")

    def make(behaviours: Sequence[str]) -> City:
        made = [_ranked(number, how) for number, how in enumerate(behaviours)]
        classifiers, routes = (tuple(Ranked(pair[n], toy) for pair in made) for n in (0, 1))
        plan = attrs.evolve(base.plan, classifiers=classifiers, routes=routes)
        return City(plan, SqlLedger.in_memory(), base.clock)

    return make


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(behaviours=st.lists(st.sampled_from(sorted(BEHAVIOURS)), max_size=6), count=st.integers(1, 90))
def test_any_mix_of_misbehaving_rules_lets_every_report_out_once_and_in_order(
    mixed: Callable[[Sequence[str]], City], nothing_lost: NothingLost, behaviours: list[str], count: int
) -> None:
    city = mixed(behaviours)
    payload = "\n".join(f'{{"external_id": "r{n:05}", "text": "路灯 {n}"}}' for n in range(count)).encode()
    outcome = city.receive("jsonl", payload)
    nothing_lost(city, outcome, cases=count)
    assert [c.report for c in outcome.cases] == [f"r{n:05}" for n in range(count)]
    always = next((number for number, how in enumerate(behaviours) if how == "answers"), None)
    if always is not None:
        assert {(c.category, c.unit) for c in outcome.cases} == {("toy/1/S1", "toy-garden")}
    guilty = {p.where for p in outcome.problems}
    assert guilty <= {f"toy-{n}" for n, how in enumerate(behaviours) if how not in HARMLESS}


TOY = PluginInfo("toy", "cmsdk-toy", "2.3", "test.toy", 2)


@settings(max_examples=200, deadline=None)
@given(count=st.integers(0, 400), poisoned=st.sets(st.integers(0, 399), max_size=PATIENCE - 1))
def test_halving_costs_a_few_calls_for_each_guilty_item_and_no_answer_of_another(
    count: int, poisoned: set[int]
) -> None:
    calls = 0

    def call(items: Iterable[int]) -> list[int]:
        nonlocal calls
        calls += 1
        given_items = list(items)
        if poisoned.intersection(given_items):
            raise ValueError("poisoned")
        return [-item for item in given_items]

    ranked = Ranked(Classifier(id="toy-c", decide=lambda _reports: []), TOY)
    guard = Guard()
    answers = guard.ask(ranked, range(count), call, lambda _item, _answer: "")
    inside = {p for p in poisoned if p < count}
    assert answers == [FAILED if n in inside else -n for n in range(count)]
    assert calls <= 1 + 2 * len(inside) * max(count, 1).bit_length()
    assert len(guard.problems()) == bool(inside)
