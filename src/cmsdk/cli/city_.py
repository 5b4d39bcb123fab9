"""``cmsdk city``: whether a city can be opened, and its workflow."""

from datetime import datetime

import click

from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.model.errors import AssemblyError
from cmsdk.points import read_point
from cmsdk.registry.assembly import assemble
from cmsdk.registry.topology import check_topology

from . import options
from .answer import CANNOT, DONE, LOOK, Answer, Asked
from .lang import LANG, say
from .near import near_form, show_near
from .opening import found_plugins, moment
from .screen import Screen
from .spoken import SpokenGroup
from .workflow import mermaid, show_workflow, workflow_form

group = SpokenGroup("city", help="help-city")

PARTS = (
    "divisions", "grids", "stations", "units", "officers", "categories", "standards", "classifiers", "routes",
    "limits", "calendars", "channels", "reports", "formats",
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

    warnings = (*plan.warnings, *check_topology(plan, datetime.now(plan.zone).date()))

    def show(screen: Screen) -> None:
        _show_plan(screen, plan)
        screen.line(say("warnings", count=len(warnings)) if warnings else say("no-problems"))
        screen.problems(warnings)

    return Answer(_plan_form(plan), show, warnings, LOOK if warnings else DONE, told=True)


@group.command("nearest", help="help-city-nearest", context_settings={"ignore_unknown_options": True})
@click.argument("city_id", metavar="ID")
@click.argument("lon", metavar="LON")
@click.argument("lat", metavar="LAT")
@options.option("--crs", default="wgs84", metavar="CRS")
@options.option("--service", default="", metavar="SERVICE")
@options.option("--count", type=click.IntRange(1), default=5, show_default=True)
@options.at
@options.plugins
@options.plain
@options.answering
def nearest(asked: Asked, city_id: str, lon: str, lat: str, crs: str, service: str, count: int) -> Answer:
    """Stations near a point, the open ones first."""
    point = read_point(lon, lat, crs)
    with City.open(city_id, plugins=found_plugins(asked)) as city:
        at = (moment(asked.at, city) or city.clock()).astimezone(city.plan.zone)
        found = city.nearest(point, service, at, count)
        return Answer(
            near_form(city.plan, found, city.grid_at(point, at), at), lambda s: show_near(s, city.plan, found)
        )


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
