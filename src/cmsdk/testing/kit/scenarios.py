"""The scenarios of a plugin's project, played once, and the rules that settled something in them."""

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.model.errors import CmsdkError
from cmsdk.model.problem import Problem
from cmsdk.testing.result import ScenarioResult
from cmsdk.testing.run import run_scenarios

from .target import Target
from .written import scenario_files


@attrs.frozen
class Played:
    """What came of the scenarios, and of files that cannot be played."""

    results: tuple[ScenarioResult, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def decided_by(self) -> frozenset[str]:
        """Ids of the rules that settled something in one of them."""
        return frozenset(rule for result in self.results for rule in result.decided_by)


def played(target: Target, plan: CityPlan) -> Played:
    """Play all scenario files below the target's project; those of its city under ``plan``."""
    if target.project is None:
        return Played()
    folders = (*target.beside, *((target.folder,) if target.folder else ()))
    results: list[ScenarioResult] = []
    problems: list[Problem] = []
    for file in scenario_files(target.project):
        try:
            results += run_scenarios(file, plugins=folders, only=target.only, plan=plan)
        except CmsdkError as error:
            problems += error.problems
    return Played(tuple(results), tuple(problems))
