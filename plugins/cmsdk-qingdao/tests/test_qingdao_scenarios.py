"""The stories of the open day, played on the city as it is installed."""

from pathlib import Path

from cmsdk.testing import run_scenarios

FOLDER = Path(__file__).parent / "scenarios"


def test_every_story_of_the_open_day_holds() -> None:
    results = list(run_scenarios(FOLDER))
    assert len(results) >= 3
    assert [str(result) for result in results if not result.passed] == []
