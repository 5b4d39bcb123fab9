"""``cmsdk city``: whether a city can be opened, what is near a point, and its workflow."""

from datetime import UTC, datetime
from pathlib import Path

import click

from cmsdk.city import City
from cmsdk.desk.planning import planned
from cmsdk.desk.points import read_point
from cmsdk.model.errors import AssemblyError
from cmsdk.publish.view import View
from cmsdk.publish.write import write

from . import findings, options
from .answer import CANNOT, DONE, LOOK, Answer, Asked
from .coverage import day_of, show_some
from .lang import LANG, say
from .near import near_form, show_near
from .opening import found_plugins, moment
from .plan_screen import plan_form, show_plan
from .screen import Screen
from .spoken import SpokenGroup
from .workflow import FORMATS, SUFFIXES, drawn, show_workflow, workflow_form

group = SpokenGroup("city", help="help-city")


@group.command("check", help="help-city-check")
@click.argument("city_id", metavar="ID")
@options.option("--ledger", metavar="URL", default="", help="option-ledger-to-check")
@options.at
@options.plugins
@options.plain
@options.answering
def check(asked: Asked, city_id: str) -> Answer:
    """Everything that is wrong with a city's plugins at once, and what is worth a look in them."""
    try:
        plan = planned(found_plugins(asked), city_id)
    except AssemblyError as error:
        problems = error.problems

        def show_problems(screen: Screen) -> None:
            screen.line(say("city-cannot", id=city_id, count=len(problems)), "bold")
            screen.problems(problems)

        return Answer({"city": city_id}, show_problems, problems, CANNOT, told=True)

    day = day_of(asked, plan)
    parts = (findings.matrix(plan, day), findings.topology(plan, day), findings.deadlines(plan, asked))
    warnings = (*plan.warnings, *(p for part in parts for p in part.problems))

    def show(screen: Screen) -> None:
        show_plan(screen, plan)
        for part in parts:
            part.show(screen)
        screen.line()
        screen.line(say("warnings", count=len(warnings)) if warnings else say("no-problems"))
        show_some(screen, warnings)

    form = plan_form(plan)
    for part in parts:
        form |= part.form
    return Answer(form, show, warnings, LOOK if warnings else DONE, told=True)


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
        at = (moment(asked.at, city.plan.zone) or city.clock()).astimezone(city.plan.zone)
        found = city.nearest(point, service, at, count)
        return Answer(
            near_form(city.plan, found, city.grid_at(point, at), at), lambda s: show_near(s, city.plan, found)
        )


@group.command("workflow", help="help-city-workflow")
@click.argument("city_id", metavar="ID")
@options.option("--format", type=click.Choice(FORMATS))
@options.option("--to", metavar="FILE", default="", help="option-workflow-to")
@options.plugins
@options.plain
@options.answering
def workflow(asked: Asked, city_id: str, format: str | None, to: str) -> Answer:  # noqa: A002  the option's own name
    """The states of a city's cases, and who may take which step."""
    plan = planned(found_plugins(asked), city_id)
    view = View(plan, LANG.get(), datetime.now(UTC))
    form = format or SUFFIXES.get(Path(to).suffix.casefold(), "text")
    data = {"city": city_id, **workflow_form(plan.workflow)}
    if to:
        path = write(drawn(view, form).encode(), Path(to))
        return Answer({**data, "file": str(path)}, lambda screen: screen.raw(str(path)))

    def show(screen: Screen) -> None:
        if form == "text":
            show_workflow(screen, view)
        else:
            screen.raw(drawn(view, form))

    return Answer(data, show)
