"""A city whose every contribution is a callable of the test's, and what must hold of its reports whatever happens."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs
import pytest

from cmsdk import City, Outcome
from cmsdk.plugin import Channel, Classified, Classifier, Item, Normaliser, Route, Routed

Batch = Callable[[Sequence[Any]], Any]


def read_lines(payload: bytes) -> Iterator[Item]:
    for number, line in enumerate(payload.decode().splitlines(), start=1):
        yield Item(str(number), line, {"external_id": line, "text": f"路灯 {line} 不亮"})


GOOD: dict[str, Batch] = {
    "normalise": lambda reports: [attrs.evolve(r, text=f"{r.text}。") for r in reports],
    "classify": lambda reports: [Classified("toy/1/S1", reason="given") for _ in reports],
    "route": lambda facts: [Routed("toy-garden", reason="given") for _ in facts],
}


@attrs.define
class Given:
    """The four callables of the toy city; each may be replaced by a misbehaving one. Calls are counted."""

    calls: dict[str, int] = attrs.field(factory=dict)
    good: dict[str, Batch] = attrs.field(factory=GOOD.copy)

    def counted(self, stage: str, call: Batch) -> Batch:
        def counting(items: Sequence[Any]) -> Any:  # noqa: ANN401  misbehaving callables answer with anything
            self.calls[stage] = self.calls.get(stage, 0) + 1
            return call(items)

        return counting


@pytest.fixture
def given() -> Given:
    return Given()


@pytest.fixture
def city_with(city_of: Callable[..., City], given: Given) -> Callable[..., City]:
    """The toy city with ``read``, ``normalise``, ``classify`` and ``route`` as the test gives them, good ones else."""

    def make(read: Callable[[bytes], Any] = read_lines, **stages: Batch) -> City:
        does = {stage: given.counted(stage, call) for stage, call in (given.good | stages).items()}
        return city_of(
            version="2.3",
            cmsdk_channels=[Channel(id="toy-lines", read=read)],
            cmsdk_normalisers=[Normaliser(id="toy-normalise", apply=does["normalise"])],
            cmsdk_classifiers=[Classifier(id="toy-classify", decide=does["classify"])],
            cmsdk_routes=[Route(id="toy-route", decide=does["route"])],
        )

    return make


@pytest.fixture
def lines() -> Callable[[int], bytes]:
    """``count`` reports of a line each."""
    return lambda count: "\n".join(f"r{n:04}" for n in range(count)).encode()


@pytest.fixture
def nothing_lost() -> Callable[..., None]:
    """Every report is a case with owner and deadline, once and in order, or a quarantine row with its reason."""

    def check(city: City, outcome: Outcome, cases: int, quarantined: int = 0) -> None:
        assert (outcome.received, outcome.duplicates) == (cases + quarantined, 0)
        assert (len(outcome.cases), len(outcome.quarantined)) == (cases, quarantined)
        assert [c.report for c in outcome.cases] == sorted({c.report for c in outcome.cases})
        stored = {case.id: case for case in city.cases()}
        assert outcome.case_ids == [c.id for c in outcome.cases] == list(stored)
        for case in outcome.cases:
            assert case.unit in city.plan.units
            assert case.due is not None
            assert case.due.at > case.at
            assert attrs.evolve(case, trail=()) == stored[case.id]
        for row in outcome.quarantined:
            assert row.problems
            assert row.raw
        assert list(city.quarantine()) == outcome.quarantined

    return check
