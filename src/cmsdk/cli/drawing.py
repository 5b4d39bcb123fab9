"""``cmsdk cases draw``: what one case went through, as a picture."""

from pathlib import Path

import click

from cmsdk.publish.write import write

from . import options
from .answer import Answer, Asked
from .lang import LANG
from .opening import opened
from .spoken import SpokenCommand


@click.command("draw", cls=SpokenCommand, help="help-cases-draw")
@click.argument("case_id", metavar="ID")
@options.option("--to", required=True, metavar="FILE", help="option-case-to")
@options.working
@options.answering
def draw(asked: Asked, case_id: str, to: str) -> Answer:
    """What a case went through as a picture: its states over time, and its clocks."""
    with opened(asked) as city:
        drawn = city.city.drawings.case(case_id, LANG.get(), now=city.at)
    path = write(drawn.encode(), Path(to))
    return Answer({"case": case_id, "file": str(path)}, lambda screen: screen.raw(str(path)))
