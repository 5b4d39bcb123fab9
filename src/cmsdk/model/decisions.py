"""The vocabulary of explanation: each decision keeps the steps that led to it (裁量轨迹)."""

from collections.abc import Mapping
from enum import StrEnum

import attrs

from .words import catalogue, fill, label


class Stage(StrEnum):
    """Stages of triage, in their order."""

    READ = "read"
    NORMALISE = "normalise"
    CLASSIFY = "classify"
    LOCATE = "locate"
    ROUTE = "route"
    CONDITION = "condition"
    DUE = "due"
    MATCH = "match"


@attrs.frozen
class Step:
    """Who was asked at a stage, what was answered and why.

    ``why`` is a key of ``messages/steps.toml``; ``facts`` fill its sentence. An empty ``answer``
    means that the one asked had none. ``basis`` is the official source of the row that fired.
    """

    stage: Stage
    rule: str
    plugin: str
    answer: str
    why: str
    facts: tuple[tuple[str, str], ...] = ()
    basis: str = ""

    def sentence(self, lang: str = "en", names: Mapping[str, str] | None = None) -> str:
        """The reason in the reader's language; ``names`` says what ids are called."""
        sentences = catalogue("steps")[self.why]
        answer = self.answer[:16].replace("T", " ") if self.stage is Stage.DUE else self.answer
        if names and answer in names:
            answer = f"{names[answer]} ({answer})"
        facts = (
            ("answer", answer),
            ("rule", self.rule),
            *((name, _worded(name, value, lang)) for name, value in self.facts),
        )
        return fill(sentences.get(lang) or sentences["en"], facts)


def _worded(name: str, value: str, lang: str) -> str:
    """A fact as people say it: units and principles by name, reasons as sentences, nothing as a dash."""
    if name == "limit":
        amount, _, unit = value.partition(" ")
        return f"{amount} {label(unit, lang)}"
    if name in {"principle", "order"}:
        return " → ".join(label(f"principle-{part}", lang) for part in value.split(" → "))
    reason = catalogue("steps").get(value) if name == "reason" else None
    return str(reason.get(lang) or reason["en"]) if reason else value or "—"
