"""``cmsdk ledger``: what is done to a ledger as a whole. ``key``: make the key of a new one."""

import os
from pathlib import Path

import click

from cmsdk.ledger.keys.source import write_key
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem
from cmsdk.publish.write import write
from cmsdk.sealing.keys import SealKey

from . import options
from .answer import Answer, Asked
from .lang import say
from .screen import Screen
from .spoken import SpokenGroup

group = SpokenGroup("ledger", help="help-ledger")


@group.command("key", help="help-ledger-key")
@options.option("--seal", is_flag=True, help="option-key-seal")
@options.option("--to", type=click.Path(path_type=Path, dir_okay=False), required=True)
@options.plain
@options.answering
def key(asked: Asked, seal: bool, to: Path) -> Answer:  # noqa: ARG001  every command is asked in the same way
    """A new key, in a file that only its owner may read. Raises RejectedInput."""
    if seal:
        return _seal_key(to)
    _written(to)
    return Answer({"file": str(to)}, lambda screen: screen.line(say("ledger-key-made", file=to)))


def _written(to: Path, text: str = "") -> None:
    """Write a key. Raises RejectedInput."""
    try:
        made = write_key(to, text)
    except OSError as error:
        raise RejectedInput([problem("CMS903", str(to), file=to, error=error.strerror)]) from error
    if not made:
        raise RejectedInput([problem("CMS816", str(to), file=to)])


def _seal_key(to: Path) -> Answer:
    """A key of seals, and its public half beside it, which everybody may have. Raises RejectedInput."""
    made, public = SealKey.new(), to.with_name(f"{to.name}.pub")
    if os.path.exists(public):  # noqa: PTH110  Path.exists fails on odd names
        raise RejectedInput([problem("CMS816", str(public), file=public)])
    _written(to, made.pem)
    write(made.public.pem.encode(), public)
    print_ = made.public.fingerprint

    def show(screen: Screen) -> None:
        screen.line(say("seal-key-made", file=to, public=public))
        screen.line(say("seal-key-print", key=print_), "bold")

    return Answer({"file": str(to), "public": str(public), "key": print_}, show)
