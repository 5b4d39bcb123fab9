"""``cmsdk rules``: which rows of the responsibility matrix apply, in the order in which they are asked."""

from typing import Any, Final

import click

from cmsdk.contract.deciding import Route, RouteRow
from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.desk.planning import planned
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem
from cmsdk.model.words import label
from cmsdk.proof.prove import prove
from cmsdk.proof.verdict import verdict
from cmsdk.rules.asked import routes_asked
from cmsdk.rules.matrix import ANY, Matrix

from . import options
from .answer import DONE, LOOK, Answer, Asked
from .coverage import day_of, hidden_form, row_form, show_some
from .filters import one_of
from .lang import LANG, say
from .opening import found_plugins
from .rules_kinds import KINDS, ROUTES, rules_of
from .rules_lock import diff, lock
from .screen import Screen
from .spoken import SpokenGroup

group = SpokenGroup("rules", help="help-rules")
group.add_command(lock)
group.add_command(diff)

_SEVERAL: Final = 2
_SELDOM: Final = {"when", "principle"}
"""Columns that are left out where no row has anything in them: a terminal is narrow."""


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


def _grid_or_division(plan: CityPlan, area: str) -> tuple[str, str]:
    return (area, "") if area in plan.grids else ("", area)


def _last(plan: CityPlan, category: str, area: str) -> str:
    """Who gets what no row routes."""
    unit = Matrix(plan).fallback(category, *_grid_or_division(plan, area))
    return unit.id if unit else plan.profile.duty_desk


def _cells(plan: CityPlan, line: Ranked[RouteRow | Route]) -> tuple[str, ...]:
    row = line.item
    if isinstance(row, Route):
        return row.id, ANY, ANY, "", say("rules-python"), "", "", line.plugin.name, line.plugin.name
    unit = plan.units[row.unit].name if row.unit in plan.units else row.unit
    valid = "" if row.valid.always else f"{row.valid.first or ''}..{row.valid.last or ''}"
    times = " ".join(filter(None, (str(row.when or ""), valid)))
    principle = label(f"principle-{row.principle}", LANG.get()) if row.principle else ""
    category = row.category.removeprefix(f"{plan.profile.scheme}/")
    mode, source = label(row.mode, LANG.get()), row.source.rpartition("/")[2] or line.plugin.name
    return row.id, category, row.area, times, unit, mode, principle, line.plugin.name, source


def _form(line: Ranked[RouteRow | Route]) -> dict[str, Any]:
    if isinstance(line.item, Route):
        return {"id": line.item.id, "python": True, "plugin": line.plugin.name}
    return {**row_form(line.item), "python": False, "plugin": line.plugin.name}


@group.command("list", help="help-rules-list")
@click.argument("city_id", metavar="ID")
@options.option("--category", metavar="CODE", default="")
@options.option("--area", metavar="CODE", default="")
@options.option("--kind", type=click.Choice(KINDS), metavar="KIND", default=ROUTES, show_default=True)
@options.plugins
@options.plain
@options.answering
def list_(asked: Asked, city_id: str, category: str, area: str, kind: str) -> Answer:
    """Rows in the order in which they are asked, with file and row."""
    if kind != ROUTES and (category or area):
        raise RejectedInput([problem("CMS933", "--kind", kind=kind)])
    plan = planned(found_plugins(asked), city_id)
    if kind != ROUTES:
        return rules_of(plan, kind)
    key, code = _category(plan, category), _area(plan, area)
    lines = list(routes_asked(plan, key, code))
    last = _last(plan, key, code)

    def show(screen: Screen) -> None:
        names = ("id", "category", "area", "when", "unit", "mode", "principle", "plugin", "source")
        cells = [_cells(plan, line) for line in lines]
        one = len({line.plugin.name for line in lines}) < _SEVERAL
        left_out = {name for n, name in enumerate(names) if name in _SELDOM and not any(row[n] for row in cells)}
        kept = [n for n, name in enumerate(names) if name not in left_out | ({"plugin"} if one else set())]
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
