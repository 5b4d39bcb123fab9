"""``cmsdk plugins check``: the conformance kit at a shell, as a table, as JSON, or as SARIF."""

from itertools import groupby
import json
from pathlib import Path

import click

from cmsdk.publish.write import write
from cmsdk.testing.kit.check import Tier
from cmsdk.testing.kit.results import Conformance, Outcome, Result
from cmsdk.testing.kit.run import accepted, conformance
from cmsdk.testing.kit.sarif import sarif as log_of
from cmsdk.testing.kit.target import find_target
from cmsdk.testing.kit.telling import title

from . import options
from .answer import DONE, LOOK, Answer, Asked
from .few import few
from .lang import LANG, say
from .opening import named_plugins
from .screen import Screen
from .spoken import SpokenCommand


def _form(found: Conformance, tier: Tier) -> dict[str, object]:
    lang = LANG.get()
    return {
        "plugin": found.plugin, "city": found.city, "tier": tier, "reached": found.reached,
        "results": [result.as_json(lang) for result in found.results],
    }  # fmt: skip


def _rows(results: tuple[Result, ...]) -> list[tuple[str, ...]]:
    """A line for each check: what does not simply hold by itself, and how many others hold."""
    lang = LANG.get()
    rows: list[tuple[str, ...]] = []
    for name, group in groupby(results, key=lambda result: result.check):
        each = list(group)
        held = [result for result in each if result.outcome is Outcome.PASSED]
        shown = [(result, result.thing) for result in each if result.outcome is not Outcome.PASSED]
        if held:
            thing = held[0].thing if len(held) == 1 else say("conformance-things", count=len(held))
            shown.insert(0, (held[0], thing))
        rows += [
            (name, say(f"tier-{r.tier}"), thing, say(f"outcome-{r.outcome}"), r.reason or title(name, lang))
            for r, thing in shown
        ]
    return rows


@click.command("check", cls=SpokenCommand, help="help-plugins-check")
@click.argument("what", metavar="PATH")
@options.option(
    "--tier",
    type=click.Choice([str(tier) for tier in Tier]),
    metavar="TIER",
    default=Tier.SOLID.value,
    show_default=True,
)
@options.option("--city", metavar="ID", default="", help="option-check-city")
@options.option("--sarif", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@options.at
@options.plugins
@options.plain
@options.answering
def check(asked: Asked, what: str, tier: str, sarif: Path | None) -> Answer:
    """Every check of every thing that the plugin contributes, with what keeps it from the tier that is asked for."""
    named = named_plugins()
    only = None if named is None else tuple(sorted(named))
    target = find_target(what, asked.city, beside=asked.plugins, only=only, at=asked.at)
    found, wanted = conformance(target), Tier(tier)
    bad = [result for result in found.below(wanted) if result.outcome.bad]
    if sarif is not None:
        write((json.dumps(log_of(found, target, LANG.get()), ensure_ascii=False, indent=1) + "\n").encode(), sarif)
    problems = tuple(problem for result in bad for problem in result.problems)

    def show(screen: Screen) -> None:
        names = ("check", "tier", "thing", "outcome", "asks")
        run = tuple(result for result in found.results if result.outcome is not Outcome.NOT_RUN)
        screen.table([say(f"column-conformance-{name}") for name in names], _rows(run))
        if len(run) < len(found.results):
            screen.line(say("conformance-not-run", count=len(found.results) - len(run)))
        screen.told(few(problems))
        closed = [result.check for result in bad if result.outcome is Outcome.CLOSED]
        if closed:
            screen.line(say("conformance-closed", checks=", ".join(closed)))
        held = found.reached
        screen.line(say("conformance-reached", tier=say(f"tier-{held}")) if held else say("conformance-none"), "bold")

    return Answer(_form(found, wanted), show, problems, DONE if accepted(found, wanted) else LOOK, told=True)
