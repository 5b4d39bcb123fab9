"""``cmsdk rules list --kind``: rules of the other kinds, in the order in which they are asked."""

from typing import Any, Final

import attrs

from cmsdk.contract.api import HOOKS
from cmsdk.contract.base import Contribution
from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.registry.content import content, said, spoken
from cmsdk.rules.asked import in_order

from .answer import Answer
from .coverage import MOST
from .lang import say
from .screen import Screen, short

PREFIX: Final = "cmsdk_"
ROUTES: Final = "routes"
KINDS: Final = tuple(hook.removeprefix(PREFIX) for hook in HOOKS)
"""Hooks without their prefix."""
_SHARED: Final = {field.name for field in attrs.fields(Contribution)} | {"id", "code"}
_TOLD: Final = 70
_COLUMNS: Final = ("id", "type", "says", "valid", "plugin", "source")
"""The plugin is left out where all rules are of one: else two files of one name look the same."""


def _says(item: Any) -> dict[str, Any]:  # noqa: ANN401  any contribution
    """What a rule says besides what all rules do; fields that were left out, or tell of people, are not there."""
    found = {
        field.name: getattr(item, field.name)
        for field in said(type(item), personal=False)
        if field.name not in _SHARED and getattr(item, field.name) != field.default
    }
    return {name: value for name, value in found.items() if value not in (None, "", (), {})}


def _form(ranked: Ranked[Contribution]) -> dict[str, Any]:
    item = ranked.item
    says = {name: content(value, personal=False) for name, value in _says(item).items()}
    return {
        "id": item.key, "type": type(item).__name__, "plugin": ranked.plugin.name, "says": says,
        "valid_from": item.valid.first and item.valid.first.isoformat(),
        "valid_to": item.valid.last and item.valid.last.isoformat(),
        "basis": item.basis, "source": item.source,
    }  # fmt: skip


def _cells(ranked: Ranked[Contribution]) -> tuple[str, ...]:
    form = _form(ranked)
    told = ", ".join(f"{name} {spoken(value)}" for name, value in _says(ranked.item).items())
    valid = f"{form['valid_from'] or ''}..{form['valid_to'] or ''}"
    where = form["source"].rpartition("/")[2] or form["plugin"]
    return form["id"], form["type"], short(told, _TOLD), valid if valid != ".." else "", form["plugin"], where


def rules_of(plan: CityPlan, kind: str) -> Answer:
    """The rules of a kind in order; on the screen the first of many."""
    rules = in_order(plan, PREFIX + kind)

    def show(screen: Screen) -> None:
        cells = [_cells(ranked) for ranked in rules[:MOST]]
        several = len({ranked.plugin.name for ranked in rules}) > 1
        kept = [n for n, name in enumerate(_COLUMNS) if name != "plugin" or several]
        screen.table([say(f"column-rules-{_COLUMNS[n]}") for n in kept], [[row[n] for n in kept] for row in cells])
        if len(rules) > MOST:
            screen.line(say("proof-more", count=len(rules) - MOST))

    return Answer({"city": plan.city, "kind": kind, "rows": list(map(_form, rules))}, show)
