"""Coded problems (问题): what is wrong, where, why, and how to mend it, in Chinese and English.

A problem is a value: its code and the facts of this occurrence. The sentences stand in
``messages/problems.toml``, one table a code, so that a translator needs no Python and every
page of the reference is generated from the same text that the user reads.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final

import attrs

from .words import catalogue, fill, spoken_span, spoken_times

_SPANS: Final = frozenset({"own", "above", "first_span", "second_span"})
"""Facts that are days, ``2026-01-01..``."""


class Severity(StrEnum):
    """How bad it is: an ``error`` stops what was asked, a ``warning`` asks for a look."""

    ERROR = "error"
    WARNING = "warning"


@attrs.frozen
class Problem:
    """One thing to look at. ``where`` names file and row, item or plugin; ``facts`` fill the sentences.

    A plugin may give a code that the catalogue does not have: then general sentences show the code and the facts.
    """

    code: str
    where: str = ""
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def _entry(self) -> Mapping[str, Any]:
        return catalogue().get(self.code) or catalogue("unlisted")["problem"]

    @property
    def severity(self) -> Severity:
        """Error or warning, as the catalogue says."""
        return Severity(self._entry["severity"])

    def _part(self, part: str, lang: str) -> str:
        sentences, facts = self._entry[part], self.facts
        if self.code not in catalogue():
            told = ", ".join(f"{name} = {value}" for name, value in facts) or "—"
            facts = (("code", str(self.code)), ("facts", told))
        return fill(sentences.get(lang) or sentences["en"], _worded(facts, lang))

    def what(self, lang: str = "en") -> str:
        """What is wrong, as a sentence."""
        return self._part("what", lang)

    def why(self, lang: str = "en") -> str:
        """Why it is wrong."""
        return self._part("why", lang)

    def remedy(self, lang: str = "en") -> str:
        """How to mend it."""
        return self._part("remedy", lang)

    def as_json(self, lang: str = "en") -> dict[str, str]:
        """The form of contracts §8."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "what": self.what(lang),
            "where": self.where,
            "why": self.why(lang),
            "remedy": self.remedy(lang),
        }

    def line(self, lang: str = "en") -> str:
        """One line for logs and exceptions: code, what, where, remedy."""
        place = f" [{self.where}]" if self.where else ""
        return f"{self.code} {self.what(lang)}{place} → {self.remedy(lang)}"


def _worded(facts: tuple[tuple[str, str], ...], lang: str) -> tuple[tuple[str, str], ...]:
    """``facts`` in the reader's language: what was expected (``messages/expected.toml``), spans and times."""
    known = catalogue("expected")
    made = []
    for name, value in facts:
        said = value
        if name in {"expected", "error"} and value in known:
            said = fill(known[value].get(lang) or known[value]["en"], facts)
        elif name in _SPANS:
            said = spoken_span(value, lang)
        elif name == "times":
            said = spoken_times(value, lang)
        made.append((name, said))
    return tuple(made)


def problem(code: str, where: str = "", /, **facts: object) -> Problem:
    """A problem from keyword facts; every fact is kept as text."""
    return Problem(code, where, tuple((name, str(value)) for name, value in facts.items()))


def errors_first(problems: Iterable[Problem]) -> list[Problem]:
    """``problems`` with the errors before the warnings, each in the order in which they were found."""
    return sorted(problems, key=lambda found: found.severity is not Severity.ERROR)
