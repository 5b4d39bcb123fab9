"""``cmsdk city scenarios``: play scenario files, and say which scenarios hold."""

from pathlib import Path

import click

from cmsdk.testing import ScenarioResult, run_scenarios

from . import options
from .answer import DONE, LOOK, Answer, Asked
from .lang import LANG, say
from .opening import named_plugins
from .screen import Screen
from .spoken import SpokenCommand


def _form(result: ScenarioResult) -> dict[str, object]:
    return {
        "name": result.name, "file": result.file, "line": result.line, "passed": result.passed,
        "why": result.why, "basis": result.basis, "story": list(result.story),
    }  # fmt: skip


@click.command("scenarios", cls=SpokenCommand, help="help-city-scenarios")
@click.argument("file", metavar="PATH", type=click.Path(path_type=Path))
@options.plugins
@options.plain
@options.answering
def scenarios(asked: Asked, file: Path) -> Answer:
    """What came of each scenario of a file, or of all files of a folder."""
    results = run_scenarios(file, plugins=asked.plugins, only=named_plugins(), lang=LANG.get())
    failed = [result for result in results if not result.passed]

    def show(screen: Screen) -> None:
        for result in results:
            for line in str(result).splitlines():
                screen.line(line)
        screen.line(say("scenarios-count", count=len(results), failed=len(failed)), "bold")

    problems = tuple(problem for result in failed for problem in result.problems)
    data = {"scenarios": [_form(result) for result in results]}
    return Answer(data, show, problems, LOOK if failed or not results else DONE, told=True)
