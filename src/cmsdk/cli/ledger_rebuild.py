"""``cmsdk ledger rebuild``: what lists and reports show is made anew from the entries."""

import click

from . import options
from .answer import DONE, LOOK, Answer, Asked
from .lang import say
from .opening import opened
from .progress import progress
from .spoken import SpokenCommand

_NAMED = ("differed", "missing", "strays", "broken", "unknown")


@click.command("rebuild", cls=SpokenCommand, help="help-ledger-rebuild")
@options.option("--anew", is_flag=True)
@options.working
@options.answering
def rebuild(asked: Asked, anew: bool) -> Answer:
    """Compare every row with its entries, mend it, and name what was not as it should be."""
    with opened(asked) as city, progress(asked, "progress-rebuild") as tell:
        found = city.city.rebuild(anew=anew, progress=tell)
    counted = {"streams": found.streams, "right": found.right}
    data = counted | {name: {"count": (n := getattr(found, name)).count, "ids": list(n.ids)} for name in _NAMED}
    text = say("ledger-rebuilt", **counted)
    return Answer(data, lambda screen: screen.line(text, "bold"), found.problems, DONE if found.intact else LOOK)
