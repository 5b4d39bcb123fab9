"""What things are called on an enforcement file: its states and commands have words of their own."""

import attrs
from typing_extensions import override

from cmsdk.contract.enforcement import EnforcementRules
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.workflow import Transition

from .view import View


@attrs.frozen
class FileView(View):
    """A :class:`View` of the enforcement files of a city; all but states and commands is called as on cases."""

    @property
    def rules(self) -> EnforcementRules | None:
        """The rules of the city's files, if it has any."""
        return self.plan.enforcement

    @property
    def _rows(self) -> tuple[Transition, ...]:
        """The rows whose labels are in the reader's language."""
        return self.rules.transitions if self.rules is not None and _speaks(self.rules, self.plan, self.lang) else ()

    @override
    def state(self, state: str) -> str:
        """A state of a file: its label in the rules where that is in the reader's language, else its id."""
        return self.rules.labels.get(state, state) if self.rules is not None and self._rows else state

    @override
    def command(self, command: str, state: str = "") -> str:
        """A command on a file: the label of the rules where that is in the reader's language, else its id."""
        rows = [row for row in self._rows if row.command == command and row.label]
        here = (row for row in rows if state in row.sources)
        return next((row.label for row in (*here, *rows)), command)

    def officer(self, officer: str) -> str:
        """Somebody of the roster by name and id, since two may have one name; anybody else by id."""
        name = self.person(officer)
        return officer if name in {"", officer} else f"{name} ({officer})"


def _speaks(rules: EnforcementRules, plan: CityPlan, lang: str) -> bool:
    """Whether the labels of ``rules`` are in ``lang``; where they do not say, they are in the city's first language."""
    return lang == (rules.lang or plan.profile.languages[0])
