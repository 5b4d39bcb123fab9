"""The scenarios of a plugin's project: played once, the rules that settled something in them, and what they tell."""

from collections.abc import Iterator
from pathlib import Path
import tomllib

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.model.errors import CmsdkError
from cmsdk.model.problem import Problem
from cmsdk.testing.file import read_scenarios
from cmsdk.testing.result import ScenarioResult
from cmsdk.testing.run import read_text, run_scenarios

from .samples import HOURS, Sample
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


def _of_another_city(file: Path, city: str) -> bool:
    """Whether it can be read, and names another city, whose plan would have to be assembled for it."""
    try:
        named = tomllib.loads(read_text(file)).get("city", city)
    except (CmsdkError, tomllib.TOMLDecodeError, RecursionError):
        return False
    return bool(named != city)


def _of_city(target: Target) -> Iterator[Path]:
    """The scenario files below its project that are about its city, or cannot be read."""
    return (file for file in scenario_files(target.project) if not _of_another_city(file, target.city))


def told(target: Target) -> tuple[Sample, ...]:
    """The reports that its scenarios give, to try rules on: they hold the words that no table has.

    A file that cannot be read gives none; playing it names what is wrong.
    """
    given: list[dict[str, str]] = []
    for file in _of_city(target):
        try:
            read = read_scenarios(read_text(file), file.name, [])
        except CmsdkError:
            continue
        given += [dict(report.fields) for story in (read.scenarios if read else ()) for report in story.given]
    # a number of its own would make two reports one
    once = dict.fromkeys(tuple((key, text) for key, text in one.items() if key != "external_id") for one in given)
    return tuple(Sample(fields, HOURS[n % len(HOURS)]) for n, fields in enumerate(once))


def played(target: Target, plan: CityPlan) -> Played:
    """Play the scenario files of the target's city that stand below its project, under ``plan``."""
    folders = (*target.beside, *((target.folder,) if target.folder else ()))
    results: list[ScenarioResult] = []
    problems: list[Problem] = []
    for file in _of_city(target):
        try:
            results += run_scenarios(file, plugins=folders, only=target.only, plan=plan)
        except CmsdkError as error:
            problems += error.problems
    return Played(tuple(results), tuple(problems))
