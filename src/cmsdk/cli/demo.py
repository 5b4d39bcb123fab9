"""``cmsdk demo``: the whole job on a city's samples, from files to the ledger, the figures and a report.

Where no city is named and several have samples, a short tour of them all comes first (巡览).
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from cmsdk.model.errors import CmsdkError
from cmsdk.registry.discovery import Discovered

from . import options
from .answer import CANNOT, DONE, LOOK, Answer, Asked
from .demo_forms import demo_form, tour_form
from .demo_screen import show_demo
from .demonstrated import Demo, demonstrate
from .opening import found_plugins
from .progress import progress
from .screen import Screen
from .script import FILE, find_script, read_script, with_samples
from .spoken import SpokenCommand
from .tour_screen import Stop, show_tour


@click.command("demo", cls=SpokenCommand, help="help-demo")
@options.option("--city", metavar="ID", default="", help="option-demo-city")
@options.option(
    "--to", type=click.Path(path_type=Path), default="demo", metavar="DIR", show_default=True, help="option-demo-to"
)
@options.plugins
@options.plain
@options.answering
def demo(asked: Asked, to: Path) -> Answer:
    """Receive, triage, work, count, explain, publish."""
    rows = found_plugins(asked)
    with_demo = with_samples(rows)
    if asked.city or len(with_demo) < 2:  # noqa: PLR2004  one city is no tour
        row, script = find_script(rows, asked.city or _only(with_demo))
        with progress(asked, "progress-demo"):
            return _answer([], demonstrate(row, script, rows, to))
    with progress(asked, "progress-demo", len(with_demo)) as tell:
        stops = _toured(with_demo, rows, to, tell or (lambda _: None))
    return _answer(stops, next((stop.demo for stop in stops if stop.demo and stop.first), None))


def _only(with_demo: Sequence[Discovered]) -> str:
    return next((read_script(row.root, f"{row.label}/{FILE}").city for row in with_demo), "")


def _toured(
    with_demo: Sequence[Discovered], rows: Sequence[Discovered], to: Path, tell: Callable[[int], None]
) -> list[Stop]:
    """Every city in order of its id; one that cannot be shown says why, and the tour goes on."""
    stops: list[Stop] = []
    for number, row in enumerate(with_demo, start=1):
        try:
            script = read_script(row.root, f"{row.label}/{FILE}")
            first = script.first and not any(stop.first for stop in stops)
            made = demonstrate(row, script, rows, to if first else to / script.city)
            stops.append(Stop(script.city, made, first))
        except CmsdkError as error:
            stops.append(Stop(row.name, None, problems=error.problems))
        tell(number)
    return sorted(stops, key=lambda stop: stop.city)


def _answer(stops: list[Stop], shown: Demo | None) -> Answer:
    demos = [stop.demo for stop in stops if stop.demo] or ([shown] if shown else [])
    problems = [*(p for stop in stops for p in stop.problems), *(p for one in demos for p in one.problems)]

    def show(screen: Screen) -> None:
        if stops:
            show_tour(screen, stops)
        if shown is not None:
            show_demo(screen, shown)

    form = demo_form(shown) if shown else {}
    tour = [tour_form(stop.demo) for stop in stops if stop.demo]
    code = LOOK if problems else DONE
    return Answer({**form, "tour": tour}, show, tuple(problems), code if demos else CANNOT)
