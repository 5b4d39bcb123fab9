"""``cmsdk work boards``: contact boards and cards for the printer."""

import click

from cmsdk.contract.community.board import BoardKind

from . import options
from .answer import DONE, LOOK, Answer, Asked
from .lang import LANG, say
from .opening import opened
from .screen import Screen
from .spoken import SpokenCommand


@click.command("boards", cls=SpokenCommand, help="help-work-boards")
@click.argument("names", metavar="[ID]...", nargs=-1)
@options.option("--to", required=True, metavar="FILE", help="option-boards-to")
@options.option("--division", default="", metavar="CODE", help="option-boards-division")
@options.option("--kind", type=click.Choice([kind.value for kind in BoardKind]), help="option-boards-kind")
@options.working
@options.answering
def boards(asked: Asked, names: tuple[str, ...], to: str, division: str, kind: str | None) -> Answer:
    """Print boards as the city's tables stand; one that names nobody is left out and told."""
    with opened(asked, begins=True) as city:
        made = city.city.print_boards(
            to, boards=names, division=division, kind=kind or "", lang=LANG.get(), now=city.at
        )  # fmt: skip

    def show(screen: Screen) -> None:
        screen.line(say("boards-printed", count=len(made.boards)))
        screen.raw(str(made.path))

    form = {"file": str(made.path), "boards": list(made.boards)}
    return Answer(form, show, made.problems, LOOK if made.problems else DONE)
