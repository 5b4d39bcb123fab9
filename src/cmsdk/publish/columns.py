"""Fields that a report's ledger section may show, as text in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import datetime

from cmsdk.contract.plan import CityPlan
from cmsdk.model.case import Case
from cmsdk.model.problem import catalogue

Field = Callable[[Case, CityPlan, str], str]


def label(key: str, lang: str) -> str:
    """A word of ``messages/labels.toml``."""
    words = catalogue("labels")[key]
    return str(words.get(lang) or words["en"])


def _time(moment: datetime | None, plan: CityPlan) -> str:
    return moment.astimezone(plan.zone).strftime("%Y-%m-%d %H:%M") if moment else ""


def _category(case: Case, plan: CityPlan, lang: str) -> str:
    found = plan.categories.get(case.category)
    if found is None:
        return label("unclassified", lang)
    return found.name_en or found.name if lang == "en" else found.name


def _named(names: Mapping[str, object], key: str) -> str:
    return str(getattr(names[key], "name", key)) if key in names else key


FIELDS: Mapping[str, Field] = {
    "id": lambda c, p, g: c.id,
    "report": lambda c, p, g: c.report,
    "opened": lambda c, p, g: _time(c.opened, p),
    "at": lambda c, p, g: _time(c.at, p),
    "handled": lambda c, p, g: _time(c.handled, p),
    "closed": lambda c, p, g: _time(c.closed, p),
    "channel": lambda c, p, g: _named(p.channels, c.channel),
    "kind": lambda c, p, g: c.kind,
    "category": lambda c, p, g: c.category,
    "category_name": _category,
    "approach": lambda c, p, g: label(c.approach, g),
    "grid": lambda c, p, g: c.grid,
    "grid_name": lambda c, p, g: _named(p.grids, c.grid),
    "division": lambda c, p, g: c.division,
    "division_name": lambda c, p, g: _named(p.divisions, c.division),
    "place": lambda c, p, g: c.place,
    "unit": lambda c, p, g: c.unit,
    "unit_name": lambda c, p, g: _named(p.units, c.unit),
    "mode": lambda c, p, g: label(c.mode, g),
    "state": lambda c, p, g: c.state,
    "state_label": lambda c, p, g: p.workflow.labels.get(c.state, c.state) if g == "zh" else c.state,
    "due": lambda c, p, g: _time(c.due.at if c.due else None, p),
    "provisional": lambda c, p, g: label("yes", g) if c.due and c.due.provisional else "",
    "title": lambda c, p, g: c.title,
    "text": lambda c, p, g: c.text,
    "result": lambda c, p, g: c.result,
    "solved": lambda c, p, g: "" if c.solved is None else label("yes" if c.solved else "no", g),
    "satisfied": lambda c, p, g: label(c.satisfied, g) if c.satisfied else "",
}
"""Field id → how to show it."""
