"""``cmsdk ledger``: what is done to a ledger as a whole. ``key``: make the key of a new one."""

from pathlib import Path

import click

from cmsdk.ledger.keys.source import write_key
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem

from . import options
from .answer import Answer, Asked
from .lang import say
from .spoken import SpokenGroup

group = SpokenGroup("ledger", help="help-ledger")


@group.command("key", help="help-ledger-key")
@options.option("--to", type=click.Path(path_type=Path, dir_okay=False), required=True)
@options.plain
@options.answering
def key(asked: Asked, to: Path) -> Answer:  # noqa: ARG001  every command is asked in the same way
    """A new key, in a file that only its owner may read. Raises RejectedInput."""
    try:
        made = write_key(to)
    except OSError as error:
        raise RejectedInput([problem("CMS903", str(to), file=to, error=error.strerror)]) from error
    if not made:
        raise RejectedInput([problem("CMS816", str(to), file=to)])
    return Answer({"file": str(to)}, lambda screen: screen.line(say("ledger-key-made", file=to)))
