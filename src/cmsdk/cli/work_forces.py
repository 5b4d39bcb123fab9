"""``cmsdk work on-duty|roster|patrols``: who is on duty, the roster as a calendar, the nearest patrol that is free."""

from pathlib import Path

import click

from cmsdk.desk.points import read_point
from cmsdk.publish.view import View
from cmsdk.publish.works import work_state
from cmsdk.publish.write import write
from cmsdk.work.community.nearest import Standing

from . import options
from .answer import DONE, LOOK, Answer, Asked
from .filters import one_of, wanted_grid
from .forms import work_form
from .lang import LANG, say
from .opening import opened
from .screen import Screen
from .spoken import SpokenCommand


@click.command("on-duty", cls=SpokenCommand, help="help-work-on-duty")
@options.option("--grid", default="", metavar="CODE", help="option-work-grid")
@options.working
@options.answering
def on_duty(asked: Asked, grid: str) -> Answer:
    """The sessions of now, those that have begun first."""
    with opened(asked) as city:
        named = wanted_grid(city.city.plan, grid) or ""
        found = city.city.on_duty(grid=named, at=city.at)
        view = View(city.city.plan, LANG.get(), city.now)
        stations = city.city.plan.stations

    def show(screen: Screen) -> None:
        columns = [say(f"column-{name}") for name in ("duty-place", "state", "duty-from", "duty-until", "duty-who")]
        rows = [
            (
                " ".join(filter(None, (stations[one.station].name if one.station in stations else "", one.place))),
                work_state(one.state or "planned", LANG.get()), view.time(one.planned_from),
                view.time(one.planned_until), ", ".join(map(view.person, one.officers)) or str(one.headcount),
            )
            for one in found
        ]  # fmt: skip
        if rows:
            screen.table(columns, rows)
        else:
            screen.line(say("duty-none"))

    return Answer({"grid": named, "sessions": [work_form(one) for one in found]}, show)


@click.command("roster", cls=SpokenCommand, help="help-work-roster")
@options.option("--to", required=True, metavar="FILE", help="option-roster-to")
@options.option("--period", default="", metavar="PERIOD")
@options.option("--station", default="", metavar="ID", help="option-work-station")
@options.working
@options.answering
def roster(asked: Asked, to: str, period: str, station: str) -> Answer:
    """The sessions of a period as an iCalendar file."""
    with opened(asked) as city:
        named = one_of("--station", station, {one.id: one.name for one in city.city.plan.stations.values()}) or ""
        made = city.city.duty_calendar(period, station=named, lang=LANG.get(), now=city.at)
    path = write(made, Path(to))
    return Answer({"file": str(path), "period": period or None}, lambda screen: screen.raw(str(path)))


@click.command(
    "patrols", cls=SpokenCommand, help="help-work-patrols", context_settings={"ignore_unknown_options": True}
)
@click.argument("lon", metavar="LON")
@click.argument("lat", metavar="LAT")
@options.option("--crs", default="wgs84", metavar="CRS")
@options.working
@options.answering
def patrols(asked: Asked, lon: str, lat: str, crs: str) -> Answer:
    """The patrols that are out, whom to send first."""
    point = read_point(lon, lat, crs)
    with opened(asked) as city:
        found = city.city.nearest_patrol(point, at=city.at)
    free = [one for one in found if one.standing is Standing.FREE]

    def show(screen: Screen) -> None:
        for one in found:
            screen.line(f"{one.patrol.name}  {one.why(LANG.get())}", "bold" if one in free[:1] else "")
        if not free:
            screen.line(say("patrols-none"))

    forms = [
        {
            "patrol": one.patrol.id, "unit": one.patrol.unit, "standing": one.standing.value.removeprefix("patrol_"),
            "metres": one.metres, "minutes": one.minutes, "why": one.why(LANG.get()),
        }
        for one in found
    ]  # fmt: skip
    return Answer({"patrols": forms}, show, code=DONE if free else LOOK)
