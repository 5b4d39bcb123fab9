"""The scenarios of a plugin's project, played once, and the rules that settled something in them."""

from collections.abc import Iterator
from pathlib import Path
import tomllib
from typing import Final

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.model.errors import CmsdkError
from cmsdk.model.problem import Problem
from cmsdk.testing.file import SUFFIX
from cmsdk.testing.result import ScenarioResult
from cmsdk.testing.run import run_scenarios

from .target import Target, is_searched

OTHERS: Final = 1
"""Files about other cities that are played, whose city has to be assembled first: a national pack may have dozens,
and its own tests play them all."""


@attrs.frozen
class Played:
    """What came of the scenarios, and of files that cannot be played."""

    results: tuple[ScenarioResult, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def decided_by(self) -> frozenset[str]:
        """Ids of the rules that settled something in one of them."""
        return frozenset(rule for result in self.results for rule in result.decided_by)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name.endswith(SUFFIX):
            yield path
        elif is_searched(path):
            yield from _files(path)


def _city(file: Path) -> str:
    try:
        return str(tomllib.loads(file.read_text(encoding="utf-8-sig")).get("city", ""))
    except (OSError, ValueError, RecursionError):
        return ""


def _chosen(files: list[Path], city: str) -> list[Path]:
    """The files of ``city`` and those that cannot be read; of a plugin for many cities without any, the first."""
    others = [file for file in files if _city(file) not in {city, ""}]
    own = [file for file in files if file not in others]
    return own or others[:OTHERS]


def played(target: Target, plan: CityPlan) -> Played:
    """Play all scenario files below the target's project; those of its city under ``plan``."""
    if target.project is None:
        return Played()
    folders = (*target.beside, *((target.folder,) if target.folder else ()))
    results: list[ScenarioResult] = []
    problems: list[Problem] = []
    for file in _chosen(list(_files(target.project)), target.city):
        try:
            results += run_scenarios(file, plugins=folders, only=target.only, plan=plan)
        except CmsdkError as error:
            problems += error.problems
    return Played(tuple(results), tuple(problems))
