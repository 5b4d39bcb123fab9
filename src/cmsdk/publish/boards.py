"""Contact boards and cards for the printer (公示牌、联系牌): one self-contained page, cards several to a sheet.

It holds what the city makes public of its own people, and nobody else's data. No script, no request, all escaped.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape
from itertools import zip_longest
from typing import Final

import attrs

from cmsdk.contract.community.board import BoardKind, BoardRow
from cmsdk.contract.plan import CityPlan
from cmsdk.model.place import Level
from cmsdk.model.words import label
from cmsdk.model.works.board import Printed
from cmsdk.rules.stationing import to_print

_STYLE: Final = """
@page{size:A4;margin:12mm}
*{box-sizing:border-box}
body{margin:0;color:#12202e;background:#fff;font:11pt/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","WenQuanYi Micro Hei",sans-serif}
main{display:grid;grid-template-columns:1fr 1fr;gap:6mm;max-width:186mm;margin:0 auto}
article{border:1.2pt solid #1f5f8b;border-radius:3mm;padding:5mm;break-inside:avoid}
article.board{grid-column:1/-1;break-after:page;padding:14mm;font-size:18pt}
article.board:last-child{break-after:auto}
header{border-bottom:.8pt solid #1f5f8b;margin-bottom:3mm;padding-bottom:2mm}
h1{font-size:1.25em;line-height:1.3;margin:0;color:#1f5f8b}
header p{margin:.2em 0 0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2em .8em;margin:0}
dt{color:#4c6072}dd{margin:0;overflow-wrap:anywhere}
.who{font-weight:600}
@media screen{body{background:#eef2f5;padding:8mm}article{background:#fff}}
"""


@attrs.frozen
class Card:
    """A board or card before it is printed: what it says, and where it belongs."""

    id: str
    kind: BoardKind
    area: str
    """Names of its sub-district and community."""
    printed: Printed
    place: str = ""
    station: str = ""
    opens: str = ""


def card_of(plan: CityPlan, row: BoardRow, day: date) -> Card:
    """What a row of the table of boards says on ``day``."""
    lineage = plan.area_lineage("", row.division)
    levels = {Level.SUBDISTRICT, Level.COMMUNITY}
    found = [plan.divisions[code] for code in reversed(lineage) if code in plan.divisions]
    named = [one.name for one in found if one.level in levels] or [one.name for one in found[-1:]]
    station = plan.stations.get(row.station)
    return Card(
        row.id, row.kind, " · ".join(named), to_print(plan, row, day), row.place,
        station.name if station else "", station.opens if station else "",
    )  # fmt: skip


def _people(printed: Printed, lang: str) -> Iterator[tuple[str, str]]:
    """A line of each officer, and a line with their phone and badge where those are known."""
    for name, phone, badge in zip_longest(printed.officers, printed.phones, printed.badges, fillvalue=""):
        told = [name]
        told += [f"{label('board-phone', lang)} {phone}"] if phone else []
        told += [f"{label('board-badge', lang)} {badge}"] if badge else []
        yield label("board-officer", lang), " · ".join(told)


def _lines(card: Card, lang: str) -> Iterator[tuple[str, str]]:
    yield from _people(card.printed, lang)
    printed = card.printed
    for name, value in (
        ("scope", printed.scope), ("duties", printed.duties), ("place", card.place), ("station", card.station),
        ("opens", card.opens), ("supervision", printed.supervision),
    ):  # fmt: skip
        if value:
            yield label(f"board-{name}", lang), value


def _article(card: Card, lang: str, city: str) -> str:
    people = len(card.printed.officers)
    lines = "".join(
        f"<dt>{escape(name)}</dt><dd{' class=who' if number < people else ''}>{escape(value)}</dd>"
        for number, (name, value) in enumerate(_lines(card, lang))
    )
    title = escape(label(f"board-{card.kind.value}", lang))
    where = escape(f"{city} · {card.area}")
    return (
        f'<article class="{card.kind.value}" id="{escape(card.id)}">'
        f"<header><h1>{title}</h1><p>{where}</p></header><dl>{lines}</dl></article>"
    )


def board_page(cards: Sequence[Card], plan: CityPlan, lang: str) -> bytes:
    """The page of ``cards`` as UTF-8: boards a sheet each, cards two beside each other and never cut."""
    city = plan.profile.name_en or plan.profile.name if lang == "en" else plan.profile.name
    body = "".join(_article(card, lang, city) for card in _boards_first(cards))
    spoken, title = "zh-CN" if lang == "zh" else lang, escape(f"{city} · {label('board-title', lang)}")
    page = (
        f'<!doctype html><html lang="{escape(spoken)}"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>{_STYLE}</style></head><body><main>{body}</main></body></html>"
    )
    return page.encode()


def _boards_first(cards: Iterable[Card]) -> list[Card]:
    return sorted(cards, key=lambda card: card.kind is BoardKind.CARD)
