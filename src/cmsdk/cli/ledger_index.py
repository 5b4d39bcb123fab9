"""``cmsdk ledger index``: the texts of new cases into the index of words, before somebody searches."""

import click

from . import options
from .answer import Answer, Asked
from .lang import say
from .opening import opened
from .progress import progress
from .spoken import SpokenCommand


@click.command("index", cls=SpokenCommand, help="help-ledger-index")
@options.working
@options.answering
def index(asked: Asked) -> Answer:
    """Enter all that wait."""
    with opened(asked) as city, progress(asked, "progress-index") as tell:
        done = city.city.desk.index(tell)
    return Answer({"indexed": done}, lambda screen: screen.line(say("ledger-indexed", count=done)))
