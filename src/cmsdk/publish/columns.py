"""Fields that a report's ledger section may show, as text in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import datetime

import attrs

from cmsdk.contract.organisation import Officer
from cmsdk.contract.plan import CityPlan
from cmsdk.model.case import Case
from cmsdk.model.words import label


@attrs.frozen
class View:
    """For whom a case is shown: the plan it is under, the reader's language, and the moment."""

    plan: CityPlan
    lang: str
    now: datetime

    @property
    def own(self) -> bool:
        """Whether the reader's language is that of the workflow's labels; the ids of states are English words."""
        return self.lang == (self.plan.workflow.lang or self.plan.profile.languages[0])

    def state(self, state: str) -> str:
        """A state in words: its label where that is in the reader's language, else its id."""
        return self.plan.workflow.labels.get(state, state) if self.own else state

    def command(self, command: str) -> str:
        """A command in words: the city's label where that is in the reader's language, else the library's word."""
        rows = self.plan.workflow.transitions
        own = next((row.label for row in rows if row.command == command and row.label), "") if self.own else ""
        return own or _known(f"command-{command}", command, self.lang)

    def role(self, role: str) -> str:
        """A role in words: the city's, where it names it in the reader's language, else the library's, else its id."""
        own = self.plan.workflow.labels.get(role, "") if self.own else ""
        return own or _known(f"role-{role}", role, self.lang)

    def who(self, role: str, unit: str, officer: str) -> str:
        """Who answers for a case, in words: the unit, the role as the city calls it, and the person."""
        person = self.plan.officers.get(officer)
        return " · ".join(filter(None, (_named(self.plan.units, unit), self.role(role), _person(officer, person))))


def _known(key: str, word: str, lang: str) -> str:
    found = label(key, lang, "workflow")
    return word if found == key else found


Field = Callable[[Case, View], str]


def _person(officer: str, found: Officer | None) -> str:
    return found.name if found else officer


def _time(moment: datetime | None, plan: CityPlan) -> str:
    return moment.astimezone(plan.zone).strftime("%Y-%m-%d %H:%M") if moment else ""


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


def _count(number: int) -> str:
    return str(number or "")


def _plain(name: str) -> Field:
    return lambda case, _view: str(getattr(case, name))


FIELDS: Mapping[str, Field] = {
    **{name: _plain(name) for name in _AS_IT_IS},
    "opened": lambda c, v: _time(c.opened, v.plan),
    "at": lambda c, v: _time(c.at, v.plan),
    "handled": lambda c, v: _time(c.handled, v.plan),
    "closed": lambda c, v: _time(c.closed, v.plan),
    "channel": lambda c, v: _named(v.plan.channels, c.channel),
    "category_name": _category,
    "approach": lambda c, v: label(c.approach, v.lang),
    "grid_name": lambda c, v: _named(v.plan.grids, c.grid),
    "division_name": lambda c, v: _named(v.plan.divisions, c.division),
    "unit_name": lambda c, v: _named(v.plan.units, c.unit),
    "mode": lambda c, v: label(c.mode, v.lang),
    "state_label": lambda c, v: v.state(c.state),
    "recurs": lambda c, _v: " ".join(c.recurs),
    "due": lambda c, v: _time(c.due.at if c.due else None, v.plan),
    "provisional": lambda c, v: label("yes", v.lang) if c.due and c.due.provisional else "",
    "late": lambda c, v: label("yes", v.lang) if c.late(v.now) else "",
    "solved": lambda c, v: "" if c.solved is None else label("yes" if c.solved else "no", v.lang),
    "satisfied": lambda c, v: label(c.satisfied, v.lang) if c.satisfied else "",
    "officer": lambda c, v: _named(v.plan.officers, c.course.officer) if c.course.officer else "",
    "assisting": lambda c, v: "、".join(_named(v.plan.units, one.unit) for one in c.course.assisting),
    "returns": lambda c, _v: _count(c.course.returns),
    "reworks": lambda c, _v: _count(len(c.course.rounds) - c.course.reopened),
    "reopened": lambda c, _v: _count(c.course.reopened),
    "exempt": lambda c, v: label("yes", v.lang) if c.course.exempt else "",
    "on_the_spot": lambda c, v: label("yes", v.lang) if c.course.on_the_spot else "",
    "outside": lambda c, _v: c.course.outside,
}
"""Field id → how to show it."""
