"""The national catalogue of measures: each belongs to one means, and the ladder leads from the first to the last."""

from collections.abc import Callable
import re

import pytest

from cmsdk.plugin import Approach, ApproachPolicy, Contribution, Measure

Ask = Callable[[str], list[Contribution]]


@pytest.fixture(scope="module")
def measures(ask: Ask) -> dict[str, Measure]:
    return {m.id: m for m in ask("cmsdk_measures") if isinstance(m, Measure)}


@pytest.fixture(scope="module")
def policy(ask: Ask) -> ApproachPolicy:
    (found,) = ask("cmsdk_approach_policy")
    assert isinstance(found, ApproachPolicy)
    return found


def test_the_three_means_have_their_measures(measures: dict[str, Measure]) -> None:
    counts = {a: sum(m.approach is a for m in measures.values()) for a in Approach}
    assert counts == {Approach.SERVICE: 7, Approach.MANAGEMENT: 10, Approach.ENFORCEMENT: 14}


def test_every_measure_has_a_chinese_and_an_english_name_of_its_own(measures: dict[str, Measure]) -> None:
    for measure in measures.values():
        assert re.fullmatch(r"cn-[a-z-]+", measure.id)
        assert not measure.name.isascii()
        assert measure.name_en.isascii()
        assert measure.source
    assert len({m.name for m in measures.values()}) == len({m.name_en for m in measures.values()}) == len(measures)


def test_every_measure_of_enforcement_names_the_law_it_stands_on(measures: dict[str, Measure]) -> None:
    assert [m.id for m in measures.values() if m.approach is Approach.ENFORCEMENT and "法第" not in m.basis] == []


def test_service_waits_for_nothing_management_for_service_and_enforcement_for_management_at_least(
    measures: dict[str, Measure], policy: ApproachPolicy
) -> None:
    for measure in measures.values():
        steps = policy.steps_before(measure)
        assert bool(steps) is (measure.approach is not Approach.SERVICE), measure.id
        if measure.requires is None and measure.approach is not Approach.SERVICE:
            assert steps == (("service",) if measure.approach is Approach.MANAGEMENT else ("management",))


def test_no_exception_stands_for_what_the_law_orders_to_come_first(
    measures: dict[str, Measure], policy: ApproachPolicy
) -> None:
    """A fine without a filed case, or substitute performance without a demand, is unlawful, whatever the danger."""
    bound = {m.id for m in measures.values() if m.requires}
    assert {"cn-fine", "cn-confiscation", "cn-substitute-performance", "cn-demolition", "cn-court-application"} <= bound
    assert {policy.excuses_of(measures[id_]) for id_ in bound} == {()}


def test_immediate_clearing_has_an_exception_that_no_other_measure_has(
    measures: dict[str, Measure], policy: ApproachPolicy
) -> None:
    holding = {m.id for m in measures.values() if "immediate_clearing" in policy.excuses_of(m)}
    assert holding == {"cn-immediate-clearing"}
    assert "第52条" in policy.excuses["immediate_clearing"].basis


def test_the_exceptions_are_danger_repeat_within_twelve_months_statute_and_clearing(policy: ApproachPolicy) -> None:
    assert set(policy.excuses) == {"danger", "repeat", "statute", "immediate_clearing"}
    assert {id_: e.months for id_, e in policy.excuses.items() if e.months} == {"repeat": 12}
    assert [id_ for id_, e in policy.excuses.items() if e.article] == ["statute"]
    assert all(e.called("en").isascii() and not e.called("zh").isascii() for e in policy.excuses.values())
