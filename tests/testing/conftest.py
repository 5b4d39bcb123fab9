"""Scenario files below this folder are tests; and a file of one scenario that each test changes at one place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cmsdk import City, Problem, RejectedInput, discover, from_folder
from cmsdk.contract.plan import CityPlan
from cmsdk.testing import ScenarioResult, run_scenarios
from cmsdk.testing.pytest_plugin import pytest_collect_file

__all__ = ["pytest_collect_file"]

TOWN = Path(__file__).parents[1] / "city" / "testville"
PLAIN = """
city = "us.ma.testville"
[[scenario]]
name = "Litter is accepted"
at = "2026-06-01 09:00"
[scenario.given]
text = "rubbish everywhere"
grid = "tv-g3"
[[scenario.step]]
do = "accept"
by = "testville-p-cat"
expect = { state = "accepted" }
[scenario.expect]
due = "2026-06-02 09:00"
"""
"""A scenario that holds."""


@pytest.fixture
def plain() -> str:
    return PLAIN


@pytest.fixture(scope="session")
def plan() -> CityPlan:
    """The plan of Testville."""
    with City.open("us.ma.testville", plugins=[*discover(only=()), from_folder(TOWN)]) as city:
        return city.plan


@pytest.fixture
def results(plan: CityPlan) -> Callable[..., tuple[ScenarioResult, ...]]:
    """What comes of a text of scenarios of Testville."""
    return lambda text, **more: run_scenarios(text, plan=plan, **more)


@pytest.fixture
def failing(results: Callable[..., tuple[ScenarioResult, ...]]) -> Callable[..., ScenarioResult]:
    """The one scenario of a text, which must not hold, and must say so in both languages with every fact told."""

    def run(text: str, **more: str) -> ScenarioResult:
        (result,) = results(text, **more)
        assert not result.passed
        for lang in ("en", "zh"):
            (said,) = results(text, lang=lang)
            assert "{" not in str(said).replace("{ refused", "")
            assert "<<" not in str(said)
        return result

    return run


@pytest.fixture
def mistakes(results: Callable[..., tuple[ScenarioResult, ...]]) -> Callable[[str], list[Problem]]:
    """The mistakes for which a text is not played at all; each whole in both languages."""

    def find(text: str) -> list[Problem]:
        with pytest.raises(RejectedInput) as rejected:
            results(text)
        for problem in rejected.value.problems:
            for lang in ("en", "zh"):
                assert all(problem.as_json(lang).values()), problem
                assert "<<" not in problem.line(lang)
        return list(rejected.value.problems)

    return find
