"""For whom something is shown, and what things are called for them: states, commands, roles, guards, units, people."""

from datetime import datetime, tzinfo

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.model.words import catalogue, label


@attrs.frozen
class View:
    """For whom a case is shown: the plan it is under, the reader's language, and the moment."""

    plan: CityPlan
    lang: str
    now: datetime
    erased: frozenset[str] = frozenset()
    """Keys of people who were erased, of whom there is a word to be shown."""

    @property
    def own(self) -> bool:
        """Whether the reader's language is that of the workflow's labels; the ids of states are English words."""
        return self.lang == (self.plan.workflow.lang or self.plan.profile.languages[0])

    def label(self, id_: str) -> str:
        """The city's label of a state or role, where that is in the reader's language; else empty."""
        return self.plan.workflow.labels.get(id_, "") if self.own else ""

    def word(self, kind: str, id_: str) -> str:
        """The library's word for a ``command``, ``role`` or ``guard``; empty where it has none."""
        key = f"{kind}-{id_}"
        return label(key, self.lang, "workflow") if key in catalogue("workflow") else ""

    def state(self, state: str) -> str:
        """A state in words: its label where that is in the reader's language, else its id."""
        return self.label(state) or state

    def command(self, command: str, state: str = "") -> str:
        """A command in words: the city's label where that is in the reader's language, else the library's word.

        Cities label the same command differently by ``state``; that of the row which holds there comes first.
        """
        rows = [row for row in self.plan.workflow.transitions if row.command == command and row.label]
        here = [row for row in rows if state in row.sources]
        own = next((row.label for row in (*here, *rows)), "") if self.own else ""
        return own or self.word("command", command) or command

    def role(self, role: str) -> str:
        """A role in words: the city's, where it names it in the reader's language, else the library's, else its id."""
        return self.label(role) or self.word("role", role) or role

    def unit(self, unit: str) -> str:
        """A unit by its name, else by its id."""
        return self.plan.units[unit].name if unit in self.plan.units else unit

    def person(self, officer: str) -> str:
        """A person of the roster by name, else by their id."""
        return self.plan.officers[officer].name if officer in self.plan.officers else officer

    def who(self, role: str, unit: str, officer: str) -> str:
        """Who answers for a case, in words: the unit, the role as the city calls it, and the person."""
        return " · ".join(filter(None, (self.unit(unit), self.role(role), self.person(officer))))

    def time(self, moment: datetime | None) -> str:
        """A moment to the minute, as clocks of the city show it; empty where there is none."""
        return clock_time(moment, self.plan.zone) if moment else ""


def clock_time(moment: datetime, zone: tzinfo) -> str:
    """``moment`` (aware) to the minute in ``zone``, as in ``2026-11-16 09:20``."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")
