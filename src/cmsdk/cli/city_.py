"""``cmsdk city``: whether a city can be opened, and its workflow."""

import click

from cmsdk.contract.plan import CityPlan
from cmsdk.model.errors import AssemblyError
from cmsdk.registry.assembly import assemble

from . import options
from .answer import CANNOT, DONE, LOOK, Answer, Asked
from .lang import LANG, say
from .opening import found_plugins
from .screen import Screen
from .spoken import SpokenGroup
from .workflow import mermaid, show_workflow, workflow_form

group = SpokenGroup("city", help="help-city")

PARTS = (
    "divisions", "grids", "stations", "units", "officers", "categories", "standards", "classifiers", "routes",
    "matchers", "limits", "calendars", "channels", "reports", "formats",
)  # fmt: skip
"""What a plan is made of, in the order in which it is counted."""


def city_name(plan: CityPlan) -> str:
    """The city's name in the language of the run."""
    return plan.profile.name_en or plan.profile.name if LANG.get() == "en" else plan.profile.name


def _show_plan(screen: Screen, plan: CityPlan) -> None:
    facts = [(say(f"part-{part}"), str(len(getattr(plan, part)))) for part in PARTS]
    screen.line(say("city-can", city=city_name(plan), id=plan.city), "bold")
    screen.pairs([
        (say("fingerprint"), plan.fingerprint),
        (say("made-of"), ", ".join(f"{p.name} ({p.label})" for p in plan.plugins)),
        (say("contains"), " · ".join(f"{name} {count}" for name, count in facts)),
    ])  # fmt: skip


def _plan_form(plan: CityPlan) -> dict[str, object]:
    return {
        "city": plan.city,
        "name": plan.profile.name,
        "fingerprint": plan.fingerprint,
        "plugins": [{"name": p.name, "distribution": p.distribution, "version": p.version} for p in plan.plugins],
        "parts": {part: len(getattr(plan, part)) for part in PARTS},
    }


@group.command("check", help="help-city-check")
@click.argument("city_id", metavar="ID")
@options.plugins
@options.plain
@options.answering
def check(asked: Asked, city_id: str) -> Answer:
    """Everything that is wrong with a city's plugins at once."""
    try:
        plan = assemble(found_plugins(asked), city_id)
    except AssemblyError as error:
        problems = error.problems

        def show_problems(screen: Screen) -> None:
            screen.line(say("city-cannot", id=city_id, count=len(problems)), "bold")
            screen.problems(problems)

        return Answer({"city": city_id}, show_problems, problems, CANNOT, told=True)

    def show(screen: Screen) -> None:
        _show_plan(screen, plan)
        screen.line(say("warnings", count=len(plan.warnings)) if plan.warnings else say("no-problems"))
        screen.problems(plan.warnings)

    return Answer(_plan_form(plan), show, plan.warnings, LOOK if plan.warnings else DONE, told=True)


@group.command("workflow", help="help-city-workflow")
@click.argument("city_id", metavar="ID")
@options.option("--format", type=click.Choice(["text", "mermaid"]), default="text", show_default=True)
@options.plugins
@options.plain
@options.answering
def workflow(asked: Asked, city_id: str, format: str) -> Answer:  # noqa: A002  the option's own name
    """The states of a city's cases, and who may take which step."""
    plan = assemble(found_plugins(asked), city_id)

    def show(screen: Screen) -> None:
        if format == "mermaid":
            screen.raw(mermaid(plan.workflow))
        else:
            show_workflow(screen, plan.workflow)

    return Answer({"city": city_id, **workflow_form(plan.workflow)}, show)
