"""The door for tests: scenarios of a city (情景), played from files that office staff write. pytest is not needed."""

from cmsdk.testing.result import ScenarioResult
from cmsdk.testing.run import run_scenarios

__all__ = [
    "ScenarioResult",
    "run_scenarios",
]
