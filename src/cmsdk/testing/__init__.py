"""The door for tests: scenarios of a city (情景), and checks of plugins (符合性检查). pytest is not needed."""

from cmsdk.testing.contracts import (
    CalendarContract,
    ChannelContract,
    CityContract,
    ClassifierContract,
    ReportContract,
    RoutesContract,
    WorkflowContract,
    WorkRulesContract,
)
from cmsdk.testing.kit.check import Tier
from cmsdk.testing.kit.results import Conformance, Outcome, Result
from cmsdk.testing.kit.run import conformance
from cmsdk.testing.kit.target import Target, find_target
from cmsdk.testing.result import ScenarioResult
from cmsdk.testing.run import run_scenarios

__all__ = [
    "CalendarContract",
    "ChannelContract",
    "CityContract",
    "ClassifierContract",
    "Conformance",
    "Outcome",
    "ReportContract",
    "Result",
    "RoutesContract",
    "ScenarioResult",
    "Target",
    "Tier",
    "WorkRulesContract",
    "WorkflowContract",
    "conformance",
    "find_target",
    "run_scenarios",
]
