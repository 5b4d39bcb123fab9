"""Plugins' clean-up of reports, guarded; a normaliser that fails is skipped for that report."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from cmsdk.contract.deciding import Normaliser
from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.measured import Measured
from cmsdk.model.place import Point
from cmsdk.model.report import Dated, Report

from .draft import Draft, split
from .guard import FAILED, Guard
from .places.forms import fold
from .times import rehomed

_IDENTITY = ("city", "channel", "key", "external_id", "received")
_TEXTS = ("text", "title", "kind", "place", "division", "grid", "category")


def _wrong(before: Report, after: object, zone: ZoneInfo) -> str:
    """What keeps ``after`` from standing in for ``before``: cases are stored, so every field must be storable."""
    if not isinstance(after, Report):
        return f"answered with {type(after).__name__}"
    changed = [name for name in _IDENTITY if getattr(before, name) != getattr(after, name)]
    if changed:
        return f"changed {', '.join(changed)}, by which the report is known"
    kinds: tuple[tuple[object, Any], ...] = (
        (after.dated, Dated),
        (after.point, Point | None),
        (after.tags, tuple),
        (after.measures, tuple),
    )
    if not all(isinstance(value, kind) for value, kind in kinds):
        return f"answered with {after!r:.200}"
    if not isinstance(after.at, datetime):
        return f"answered with a time that is none: {after.at!r:.80}"
    rehomed(after.at, zone)
    if not all(isinstance(measure, Measured) for measure in after.measures):
        return f"answered with {after.measures!r:.200}"
    for text in (*(getattr(after, name) for name in _TEXTS), *after.tags):
        str.encode(text)
    return "" if after.text or after.title else "left neither text nor title"


@attrs.frozen
class NormaliseStage:
    """The normalisers of a plan, in their order."""

    plan: CityPlan

    def run(self, drafts: Sequence[Draft], guard: Guard) -> None:
        """Let each normaliser rewrite the reports that it holds for; then fold the text for finding words."""
        for ranked in self.plan.normalisers:
            self._ask(ranked, drafts, guard)
        for draft in drafts:
            report = draft.report
            joined = report.text if report.title == report.text else f"{report.title}\n{report.text}"
            draft.searched = fold(joined)

    def _ask(self, ranked: Ranked[Normaliser], drafts: Sequence[Draft], guard: Guard) -> None:
        item, zone = ranked.item, self.plan.zone
        asked, _ = split(range(len(drafts)), item, drafts)
        answers = guard.ask(
            ranked, [drafts[n].report for n in asked], item.apply, lambda before, after: _wrong(before, after, zone)
        )
        for n, answer in zip(asked, answers, strict=True):
            draft = drafts[n]
            if answer is FAILED:
                draft.steps.append(Step(Stage.NORMALISE, item.id, ranked.plugin.name, "", "skipped"))
            elif answer != draft.report:
                same = answer.at is draft.report.at
                draft.report = answer if same else attrs.evolve(answer, at=rehomed(answer.at, zone))
                draft.steps.append(Step(Stage.NORMALISE, item.id, ranked.plugin.name, "", "normalised"))
