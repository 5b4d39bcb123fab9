"""The 7-2-1 mix on the screen: bars with the aim, what they come to, and a table of parts."""

from collections.abc import Sequence

from cmsdk.model.mix import Mix, MixOf
from cmsdk.model.words import label
from cmsdk.publish.chances import judged

from .lang import LANG, say
from .screen import Screen, short

BAR = 40
"""Columns of a full bar."""


def show_mix(screen: Screen, mix: Mix) -> None:
    """A bar for each means, with a mark at the aim, and whether the distance is more than chance."""
    lang = LANG.get()
    rows = []
    for share in mix.shares:
        filled, aim = round(BAR * share.share / 100), round(BAR * share.target / 100)
        bar = "".join("┃" if n == aim else "█" if n < filled else "·" for n in range(BAR + 1))
        rows.append((label(share.approach, lang), str(share.count), f"{share.share:.1f} %", f"{share.target} %", bar))
    screen.table([say(f"column-{name}") for name in ("means", "count", "share", "target", "bar")], rows)
    screen.line(say("demo-mix-note"))
    for sentence in judged(mix, lang):
        screen.line(sentence)


def show_parts(screen: Screen, by: str, rows: Sequence[MixOf]) -> None:
    """A row for each grid, station, …: its cases and shares, and whether that is more than chance among them all."""
    lang = LANG.get()
    screen.heading(label(f"mix_by_{by}", lang))
    means = [label(share.approach, lang) for share in rows[0].mix.shares] if rows else []
    header = [label("name", lang), label("cases", lang), *means, label("more_than_chance", lang)]
    cells = [
        (
            short(row.label, 36),
            str(row.mix.total),
            *(f"{s.count} · {s.share:.1f} %" for s in row.mix.shares),
            label("yes" if row.more_than_chance else "no", lang),
        )
        for row in rows
    ]
    screen.table(header, cells)
