"""The scenario files of a plugin's project as they are written: which commands are carried out in them."""

from collections.abc import Iterator
from pathlib import Path

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.workflow import Workflow
from cmsdk.testing.file import SUFFIX, read_scenarios
from cmsdk.testing.verbs import verb_id

from .target import is_searched


def scenario_files(folder: Path | None) -> Iterator[Path]:
    """All scenario files of a project, in order of their names; none where there is no project."""
    for path in sorted(folder.iterdir()) if folder is not None else ():
        if path.is_file() and path.name.endswith(SUFFIX):
            yield path
        elif is_searched(path):
            yield from scenario_files(path)


def commands_in(folder: Path | None, plan: CityPlan, flow: Workflow) -> frozenset[str]:
    """Ids of the commands on cases that are carried out, and not refused, in some scenario of any city.

    A step may name a command by its label in ``plan``, or in ``flow``.
    """
    labels = {row.label: row.command for row in flow.transitions if row.label}
    found: set[str] = set()
    for path in scenario_files(folder):
        file = read_scenarios(path.read_text(encoding="utf-8-sig"), path.name, [])
        steps = [step for scenario in file.scenarios for step in scenario.steps] if file else []
        done = [(step.do, step.file) for step in steps if step.do and not step.refused]
        found |= {labels.get(do) or verb_id(do, of_file, plan) for do, of_file in done}
    return frozenset(found)
