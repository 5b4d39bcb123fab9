"""The vocabulary of explanation: each decision keeps the steps that led to it (裁量轨迹)."""

from enum import StrEnum

import attrs

from .problem import catalogue, fill


class Stage(StrEnum):
    """Stages of triage, in their order."""

    READ = "read"
    NORMALISE = "normalise"
    CLASSIFY = "classify"
    LOCATE = "locate"
    ROUTE = "route"
    DUE = "due"


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

    def sentence(self, lang: str = "en") -> str:
        """The reason in the reader's language."""
        sentences = catalogue("steps")[self.why]
        return fill(sentences.get(lang) or sentences["en"], (("answer", self.answer), ("rule", self.rule), *self.facts))
