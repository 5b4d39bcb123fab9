"""``cmsdk figures``: how many cases there are, and the 7-2-1 mix of the city and of its parts."""

import click

from cmsdk.model.mix import BREAKDOWNS
from cmsdk.publish.chances import as_json

from . import options
from .answer import Answer, Asked
from .lang import say
from .mix_screen import show_mix, show_parts
from .opening import opened
from .screen import Screen
from .spoken import SpokenCommand


@click.command("figures", cls=SpokenCommand, help="help-figures")
@options.option("--period", default="", metavar="PERIOD")
@options.option("--by", type=click.Choice(BREAKDOWNS), metavar="WHAT", help="option-figures-by")
@options.working
@options.answering
def figures(asked: Asked, period: str, by: str | None) -> Answer:
    """Count, measure the mix, break it down."""
    with opened(asked) as city:
        found = city.city.figures(period, by=by or "", now=city.at)

    def show(screen: Screen) -> None:
        counts = {"total": found.total, "open": found.open, "late": found.late}
        screen.line(say("figures-counts", **{name: str(count) for name, count in counts.items()}))
        show_mix(screen, found.mix)
        for each, rows in found.mixes.items():
            show_parts(screen, each, rows)

    rows = found.mixes[by] if by else ()
    return Answer(
        {
            "total": found.total, "open": found.open, "late": found.late, "linked": found.linked,
            "mix": as_json(found.mix),
            "by": by,
            "rows": [
                {
                    "key": row.key, "label": row.label, **as_json(row.mix),
                    "chance_among_rows": row.chance, "more_than_chance": row.more_than_chance,
                }
                for row in rows
            ],
        },
        show,
    )  # fmt: skip
