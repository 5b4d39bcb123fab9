"""Nothing is global: two cities in one process, in turn, decide as each does alone."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from cmsdk import City, discover
from cmsdk.plugin import Classified, Classifier, Report

Install = Callable[..., Path]

CODE = """
import itertools

class Toy(TableCity):
    made = 0

    def __init__(self):
        type(self).made += 1
        self.seen = []

    @hookimpl
    def cmsdk_classifiers(self, context):
        self.seen.append(context.city)
        assert set(self.seen) == {context.city}
        yield from super().cmsdk_classifiers(context)

    @hookimpl
    def cmsdk_normalisers(self, context):
        city = context.city
        yield Normaliser(id=f"{context.plugin}-mark", apply=lambda reports: [mark(r, city) for r in reports])


def mark(report, city):
    import attrs
    assert report.city == city
    return attrs.evolve(report, text=f"{report.text} ({city})")
"""
CITIES = ("test.toy.north", "test.toy.south")


@pytest.fixture
def two(install: Install, toy: dict[str, str]) -> Callable[[str], City]:
    install(scope="test.toy", tables=toy, code=CODE)
    for city, unit, category in zip(CITIES, ("toy-garden", "toy-roads"), ("S1", "E1"), strict=True):
        name = city.rpartition(".")[2]
        tables = {
            "classify.csv": f"id,words,category\n{name}-c,路灯,{category}\n",
            "responsibility.csv": f"id,category,unit\n{name}-r,{category},{unit}\n",
        }
        install(name, scope=city, tables=tables)
    return lambda city: City.open(city, plugins=discover(only=["toy", "north", "south"]))


def _decided(city: City, payload: bytes) -> list[tuple[object, ...]]:
    outcome = city.receive("jsonl", payload)
    return [(c.city, c.text, c.category, c.unit, c.plan, tuple(s.rule for s in c.trail)) for c in outcome.cases]


def _batches(name: str) -> list[bytes]:
    return [
        "\n".join(f'{{"external_id": "{name}-{b}-{n}", "text": "路灯 {n} 不亮"}}' for n in range(5)).encode()
        for b in range(4)
    ]


def test_two_cities_in_turn_decide_as_each_alone(two: Callable[[str], City]) -> None:
    alone = {}
    for name in CITIES:
        with two(name) as city:
            alone[name] = [_decided(city, batch) for batch in _batches(name)]
    north, south = (two(name) for name in CITIES)
    turns: dict[str, list[Sequence[object]]] = {name: [] for name in CITIES}
    for first, second in zip(*(_batches(name) for name in CITIES), strict=True):
        turns[CITIES[0]].append(_decided(north, first))
        turns[CITIES[1]].append(_decided(south, second))
    assert turns == alone
    assert alone[CITIES[0]][0][0][1:4] == ("路灯 0 不亮 (test.toy.north)", "toy/1/S1", "toy-garden")
    assert alone[CITIES[1]][0][0][1:4] == ("路灯 0 不亮 (test.toy.south)", "toy/1/E1", "toy-roads")
    assert north.plan.fingerprint != south.plan.fingerprint


def test_each_city_has_plugin_objects_of_its_own(two: Callable[[str], City]) -> None:
    import importlib

    opened = [two(name) for name in (*CITIES, CITIES[0])]
    assert importlib.import_module("cmsdk_test_toy").Toy.made == len(opened)
    assert opened[0].plan.fingerprint == opened[2].plan.fingerprint


def test_two_cities_may_share_one_ledger_and_neither_sees_the_others_cases(two: Callable[[str], City]) -> None:
    north = two(CITIES[0])
    south = City.open(CITIES[1], north.ledger, plugins=discover(only=["toy", "north", "south"]))
    payload = _batches("same")[0]
    assert [c.city for c in north.receive("jsonl", payload).cases] == [CITIES[0]] * 5
    assert [c.city for c in south.receive("jsonl", payload).cases] == [CITIES[1]] * 5
    assert {c.city for c in north.cases()} == {CITIES[0]}
    assert {c.city for c in south.cases()} == {CITIES[1]}


def test_a_failure_in_one_city_leaves_the_other_alone(
    city_of: Callable[..., City], xian: City, reports: Callable[[int], bytes]
) -> None:
    def fail(given: Sequence[Report]) -> list[Classified | None]:
        raise RuntimeError("no")

    ill = city_of(cmsdk_classifiers=[Classifier(id="toy-ill", decide=fail)])
    payload = reports(30)
    before = [(c.report, c.category, c.unit) for c in xian.receive("jsonl", payload).cases]
    assert ill.receive("jsonl", payload).problems
    with City.open("610100", clock=xian.clock) as again:
        outcome = again.receive("jsonl", payload)
    assert outcome.problems == []
    assert [(c.report, c.category, c.unit) for c in outcome.cases] == before
