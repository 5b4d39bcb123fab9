"""What has happened in a scenario so far, in sentences of the reader's language (``messages.toml``)."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
import tomllib
from typing import Final

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.model.case import Case
from cmsdk.model.enforcement import EnforcementFile
from cmsdk.model.problem import Problem
from cmsdk.model.words import fill
from cmsdk.publish.columns import FIELDS
from cmsdk.publish.view import View, clock_time

from .decided import CORE, row_of
from .form import Given, Step
from .people import spoken

MOST: Final = 60
"""Characters of a report that are told."""


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files(__package__).joinpath("messages.toml").read_text(encoding="utf-8"))


def say(key: str, lang: str, /, **facts: object) -> str:
    """A sentence of ``messages.toml``."""
    sentences = _words()[key]
    return fill(sentences.get(lang) or sentences["en"], ((name, str(value)) for name, value in facts.items()))


@attrs.define
class Story:
    """Grows by a line whenever something happens."""

    plan: CityPlan
    lang: str
    lines: list[str] = attrs.field(factory=list)

    def _tell(self, now: datetime, key: str, /, **facts: object) -> None:
        at = clock_time(now, self.plan.zone)
        self.lines.append(f"{at}  {say(key, self.lang, **facts)}")

    def _stand(self, case: Case, now: datetime) -> dict[str, str]:
        view = View(self.plan, self.lang, now)
        return {name: FIELDS[name](case, view) for name in ("category_name", "unit_name", "due", "state_label")}

    def received(self, given: Given, case: Case, now: datetime) -> None:
        """A report came in and became a case; with the reason of each decision."""
        said = " ".join((case.title or case.text).split())
        text = said if len(said) <= MOST else f"{said[:MOST]}…"
        linked = "; ".join(filter(None, [case.linked]))
        facts = {"name": given.name, "text": text, "linked": linked, "channel": given.channel}
        self._tell(now, "received", **facts, **self._stand(case, now))
        names = {key: unit.name for key, unit in self.plan.units.items()}
        for step in case.trail:
            self.lines.append(f"    {step.sentence(self.lang, names)}")
            if not step.rule.startswith(CORE):
                self.lines.append(f"        {row_of(step)}")

    def kept_out(self, given: Given, why: str, now: datetime) -> None:
        """A report came in and became no case."""
        self._tell(now, "kept-out", name=given.name, why=why)

    def done(self, step: Step, label: str, case: Case, now: datetime) -> None:
        """A command was carried out."""
        words = ", ".join(f"{name} = {text}" for name, text in step.words.items())
        facts = {"step": step.number, "person": spoken(step.by, self.plan), "command": label, "words": words}
        self._tell(now, "done", **facts, case=step.case, **self._stand(case, now))

    def done_on_file(self, step: Step, label: str, file: EnforcementFile, now: datetime) -> None:
        """A command on an enforcement file was carried out."""
        words = ", ".join(f"{name} = {text}" for name, text in step.words.items())
        rules = self.plan.enforcement
        state = file.state if rules is None else rules.labels.get(file.state, file.state)
        facts = {"step": step.number, "person": spoken(step.by, self.plan), "command": label, "words": words}
        self._tell(now, "done-on-file", **facts, file=step.file, state=state)

    def refused(self, step: Step, label: str, why: Problem, now: datetime) -> None:
        """A command was refused."""
        facts = {"step": step.number, "person": spoken(step.by, self.plan), "command": label}
        facts["case"] = step.file or step.case
        self._tell(now, "refused", **facts, guard=why.where, code=why.code, why=why.what(self.lang))

    def looked(self, step: Step, now: datetime) -> None:
        """A step that only looks."""
        self._tell(now, "looked", step=step.number, case=step.file or step.case)
