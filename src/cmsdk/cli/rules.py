"""``cmsdk rules``: which rows of the responsibility matrix apply, in the order in which they are asked."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import attrs
import click

from cmsdk.contract.deciding import Route, RouteRow
from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.desk.planning import planned
from cmsdk.model.words import label
from cmsdk.proof.prove import prove
from cmsdk.proof.verdict import verdict
from cmsdk.rules.matrix import ANY, Matrix, rank

from . import options
from .answer import DONE, LOOK, Answer, Asked
from .coverage import day_of, hidden_form, row_form, show_some
from .filters import one_of
from .lang import LANG, say
from .opening import found_plugins
from .screen import Screen
from .spoken import SpokenGroup

group = SpokenGroup("rules", help="help-rules")

_SELDOM: Final = {"when", "principle"}
"""Columns that are left out where no row has anything in them: a terminal is narrow."""


@attrs.frozen
class _Line:
    item: RouteRow | Route
    plugin: str


def _category(plan: CityPlan, word: str) -> str:
    """The key of the category that ``word`` is, or is the name of; nothing where none is asked for."""
    own = f"{plan.profile.scheme}/{word}"
    if own in plan.categories:
        return own
    bare = [key for key, category in plan.categories.items() if category.code == word]
    if len(bare) == 1:
        return bare[0]
    return one_of("--category", word, {key: c.name for key, c in plan.categories.items()}) or ""


def _area(plan: CityPlan, word: str) -> str:
    names = {code: d.name for code, d in plan.divisions.items()} | {code: g.name for code, g in plan.grids.items()}
    return one_of("--area", word, names) or ""


def _places(asked: str, lineage: Callable[[str], Sequence[str]]) -> Callable[[str], int | None]:
    """The place of a row's category or area among those that cover what is asked; exact before general in any case."""
    if not asked:
        return lambda name: 0 if name == ANY else -len(lineage(name))
    chain = (*lineage(asked), ANY)
    return lambda name: chain.index(name) if name in chain else None


def _grid_or_division(plan: CityPlan, area: str) -> tuple[str, str]:
    return (area, "") if area in plan.grids else ("", area)


def _lines(plan: CityPlan, category: str, area: str) -> Iterator[_Line]:
    """Rows and callables in the order in which they are asked, those that cannot cover the case left out."""
    matrix = Matrix(plan)
    order = matrix.order(category)
    by_category = _places(category, plan.lineage)
    by_area = _places(area, lambda name: plan.area_lineage(*_grid_or_division(plan, name)))
    for layer in matrix.layers:
        found: list[tuple[tuple[Any, ...], Ranked[RouteRow]]] = []
        for ranked in layer.rows:
            row = ranked.item
            places = by_category(row.category), by_area(row.area)
            if None not in places:
                found.append(((rank(row, order), *places, row.when is None, row.id), ranked))
        for _, ranked in sorted(found, key=lambda pair: pair[0]):
            yield _Line(ranked.item, ranked.plugin.name)
        yield from (_Line(call.item, call.plugin.name) for call in layer.calls)


def _last(plan: CityPlan, category: str, area: str) -> str:
    """Who gets what no row routes."""
    unit = Matrix(plan).fallback(category, *_grid_or_division(plan, area))
    return unit.id if unit else plan.profile.duty_desk


def _cells(plan: CityPlan, line: _Line) -> tuple[str, ...]:
    row = line.item
    if isinstance(row, Route):
        return row.id, ANY, ANY, "", say("rules-python"), "", "", line.plugin
    unit = plan.units[row.unit].name if row.unit in plan.units else row.unit
    valid = "" if row.valid.always else f"{row.valid.first or ''}..{row.valid.last or ''}"
    times = " ".join(filter(None, (str(row.when or ""), valid)))
    principle = label(f"principle-{row.principle}", LANG.get()) if row.principle else ""
    category = row.category.removeprefix(f"{plan.profile.scheme}/")
    mode, source = label(row.mode, LANG.get()), row.source.rpartition("/")[2] or line.plugin
    return row.id, category, row.area, times, unit, mode, principle, source


def _form(line: _Line) -> dict[str, Any]:
    if isinstance(line.item, Route):
        return {"id": line.item.id, "python": True, "plugin": line.plugin}
    return {**row_form(line.item), "python": False, "plugin": line.plugin}


@group.command("list", help="help-rules-list")
@click.argument("city_id", metavar="ID")
@options.option("--category", metavar="CODE", default="")
@options.option("--area", metavar="CODE", default="")
@options.plugins
@options.plain
@options.answering
def list_(asked: Asked, city_id: str, category: str, area: str) -> Answer:
    """Rows in the order in which they are asked, with file and row."""
    plan = planned(found_plugins(asked), city_id)
    key, code = _category(plan, category), _area(plan, area)
    lines = list(_lines(plan, key, code))
    last = _last(plan, key, code)

    def show(screen: Screen) -> None:
        names = ("id", "category", "area", "when", "unit", "mode", "principle", "source")
        cells = [_cells(plan, line) for line in lines]
        kept = [n for n, name in enumerate(names) if name not in _SELDOM or any(row[n] for row in cells)]
        screen.table([say(f"column-rules-{names[n]}") for n in kept], [[row[n] for n in kept] for row in cells])
        screen.line(say("rules-last", unit=f"{plan.units[last].name} ({last})"))

    data = {"city": city_id, "category": key, "area": code, "rows": [_form(line) for line in lines], "last": last}
    return Answer(data, show)


@group.command("shadowed", help="help-rules-shadowed")
@click.argument("city_id", metavar="ID")
@options.at
@options.plugins
@options.plain
@options.answering
def shadowed(asked: Asked, city_id: str) -> Answer:
    """Rows that can never win, each with the rows that are asked before it."""
    plan = planned(found_plugins(asked), city_id)
    proof = prove(plan, day_of(asked, plan))
    problems = tuple(p for p in verdict(proof, plan) if p.code in {"CMS352", "CMS353", "CMS391"})

    def show(screen: Screen) -> None:
        screen.line(say("rules-shadowed", count=len(problems), rows=proof.rows, day=proof.on))
        show_some(screen, problems)

    data = {"city": city_id, "from": proof.on.isoformat(), "rows": [hidden_form(h) for h in proof.hidden]}
    return Answer(data, show, problems, LOOK if problems else DONE, told=True)
