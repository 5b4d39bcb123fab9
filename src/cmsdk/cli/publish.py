"""``cmsdk publish``: a report of the city as a file."""

import click

from cmsdk.contract.plan import CityPlan

from . import options
from .acting import fields_from
from .answer import Answer, Asked
from .lang import LANG, say
from .opening import opened
from .progress import progress
from .screen import Screen
from .spoken import SpokenCommand


def report_id(plan: CityPlan, word: str) -> str:
    """The id of a report; the plugin's name before it may be left out (``problem-ledger``)."""
    if word in plan.reports:
        return word
    ending = [id_ for id_ in plan.reports if id_.endswith(f"-{word}")]
    return ending[0] if len(ending) == 1 else word


@click.command("publish", cls=SpokenCommand, help="help-publish")
@click.argument("report", metavar="REPORT")
@options.option("--to", required=True, metavar="FILE", help="option-publish-to")
@options.option("--period", default="", metavar="PERIOD")
@options.option("--set", "fields", multiple=True, metavar="NAME=VALUE", help="option-publish-set")
@options.working
@options.answering
def publish(asked: Asked, report: str, to: str, period: str, fields: tuple[str, ...]) -> Answer:
    """Write the report; the file's ending names the format."""
    with opened(asked) as city, progress(asked, "progress-publish"):
        name = report_id(city.city.plan, report)
        values = fields_from("publish", fields)
        path = city.city.publish(name, to=to, period=period, lang=LANG.get(), now=city.at, values=values)

    def show(screen: Screen) -> None:
        screen.line(say("published", report=name))
        screen.raw(str(path))

    return Answer({"report": name, "file": str(path), "period": period or None}, show)
