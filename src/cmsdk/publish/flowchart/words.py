"""The words of a drawing, in the language of its reader."""

from collections.abc import Iterable

import attrs

from cmsdk.contract.workflow import Transition
from cmsdk.model.words import fill, label
from cmsdk.publish.view import View

from .text import fit


def _plain(id_: str) -> str:
    """An id without words of its own: ids are English words."""
    return fit(id_.replace("_", " "))


@attrs.frozen
class Words:
    """What things are called for the reader of a drawing: as everywhere, but nothing keeps its underscores."""

    view: View

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.view.lang

    def state(self, id_: str) -> str:
        """A state: the city's label, else its id."""
        return fit(self.view.label(id_)) or _plain(id_)

    def command(self, row: Transition) -> str:
        """A step: the city's label for it, else the library's word."""
        return (self.view.own and fit(row.label)) or self._known("command", row.command)

    def _known(self, kind: str, id_: str) -> str:
        return self.view.word(kind, id_) or _plain(id_)

    def _named(self, kind: str, id_: str) -> str:
        return fit(self.view.label(id_)) or self._known(kind, id_)

    def roles(self, ids: Iterable[str]) -> str:
        """Who may take a step: the city's words for its roles, else the library's, else ids."""
        return self.listed(self._named("role", id_) for id_ in ids)

    def approvals(self, ids: Iterable[str]) -> str:
        """Who has to agree, in turn; empty where nobody has."""
        named = " → ".join(self._named("role", id_) for id_ in ids)
        return self.say("approved", roles=named) if named else ""

    def guards(self, ids: Iterable[str]) -> str:
        """Conditions of a step, with the word for "if" before them; empty where there are none."""
        named = self.listed(self._named("guard", id_) for id_ in ids)
        return self.say("if", conditions=named) if named else ""

    def listed(self, words: Iterable[str]) -> str:
        """Words one after the other."""
        return self.say("comma").join(words)

    def say(self, key: str, **facts: object) -> str:
        """A sentence of the drawing itself."""
        return fill(label(f"chart-{key}", self.lang, "workflow"), ((name, str(fact)) for name, fact in facts.items()))
