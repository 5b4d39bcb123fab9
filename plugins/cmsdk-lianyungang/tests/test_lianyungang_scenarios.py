"""The stories of Lianyungang (社区吹哨、城管报到), played on the city as it is installed."""

from pathlib import Path

from cmsdk.testing import run_scenarios

FOLDER = Path(__file__).parent / "scenarios"


def test_every_story_of_the_gates_and_greens_holds() -> None:
    results = list(run_scenarios(FOLDER))
    assert len(results) >= 4
    assert [str(result) for result in results if not result.passed] == []
