"""Fields that a report's ledger section may show, as text in the reader's language."""

from collections.abc import Callable, Mapping

from cmsdk.model.case import Case
from cmsdk.model.words import label

from .view import View

Field = Callable[[Case, View], str]


def _category(case: Case, view: View) -> str:
    found = view.plan.category(case.category)
    if found is None:
        # a category that has left the plan keeps its code: the case was classified
        return case.category or label("unclassified", view.lang)
    return found.name_en or found.name if view.lang == "en" else found.name


def _named(names: Mapping[str, object], key: str) -> str:
    return str(getattr(names[key], "name", key)) if key in names else key


_AS_IT_IS = (
    "id", "report", "kind", "category", "grid", "division", "place", "unit", "state", "title", "text", "result",
    "linked",
)  # fmt: skip


def _reporter(case: Case, view: View) -> str:
    """That somebody is named, never who it is; or that they were erased."""
    if case.person in view.erased:
        return label("erased", view.lang)
    return label("kept_apart", view.lang) if case.person else ""


def _count(number: int) -> str:
    return str(number or "")


def _plain(name: str) -> Field:
    return lambda case, _view: str(getattr(case, name))


FIELDS: Mapping[str, Field] = {
    **{name: _plain(name) for name in _AS_IT_IS},
    "opened": lambda c, v: v.time(c.opened),
    "at": lambda c, v: v.time(c.at),
    "handled": lambda c, v: v.time(c.handled),
    "closed": lambda c, v: v.time(c.closed),
    "channel": lambda c, v: _named(v.plan.channels, c.channel),
    "category_name": _category,
    "approach": lambda c, v: label(c.approach, v.lang),
    "grid_name": lambda c, v: _named(v.plan.grids, c.grid),
    "division_name": lambda c, v: _named(v.plan.divisions, c.division),
    "unit_name": lambda c, v: v.unit(c.unit),
    "mode": lambda c, v: label(c.mode, v.lang),
    "state_label": lambda c, v: v.state(c.state),
    "recurs": lambda c, _v: " ".join(c.recurs),
    "due": lambda c, v: v.time(c.due.at if c.due else None),
    "provisional": lambda c, v: label("yes", v.lang) if c.due and c.due.provisional else "",
    "late": lambda c, v: label("yes", v.lang) if c.late(v.now) else "",
    "solved": lambda c, v: "" if c.solved is None else label("yes" if c.solved else "no", v.lang),
    "satisfied": lambda c, v: label(c.satisfied, v.lang) if c.satisfied else "",
    "officer": lambda c, v: v.person(c.course.officer),
    "assisting": lambda c, v: "、".join(v.unit(one.unit) for one in c.course.assisting),
    "returns": lambda c, _v: _count(c.course.returns),
    "reworks": lambda c, _v: _count(len(c.course.rounds) - c.course.reopened),
    "reopened": lambda c, _v: _count(c.course.reopened),
    "exempt": lambda c, v: label("yes", v.lang) if c.course.exempt else "",
    "on_the_spot": lambda c, v: label("yes", v.lang) if c.course.on_the_spot else "",
    "reporter": _reporter,
    "outside": lambda c, _v: c.course.outside,
}
"""Field id → how to show it."""
