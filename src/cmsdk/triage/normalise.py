"""Plugins' clean-up of reports, guarded; a normaliser that fails is skipped for that report."""

from collections.abc import Sequence
from typing import Any

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.place import Point
from cmsdk.model.report import Dated, Report

from .draft import Draft
from .guard import FAILED, Guard
from .locate import fold

_IDENTITY = ("city", "channel", "key", "external_id", "received")
_TEXTS = ("text", "title", "kind", "place", "division", "grid", "category")


def _wrong(before: Report, after: object) -> str:
    """What keeps ``after`` from standing in for ``before``: cases are stored, so every field must be storable."""
    if not isinstance(after, Report):
        return f"answered with {type(after).__name__}"
    changed = [name for name in _IDENTITY if getattr(before, name) != getattr(after, name)]
    if changed:
        return f"changed {', '.join(changed)}, by which the report is known"
    kinds: tuple[tuple[object, Any], ...] = ((after.dated, Dated), (after.point, Point | None), (after.tags, tuple))
    if not all(isinstance(value, kind) for value, kind in kinds):
        return f"answered with {after!r:.200}"
    for text in (*(getattr(after, name) for name in _TEXTS), *after.tags):
        str.encode(text)
    return "" if after.text or after.title else "left neither text nor title"


@attrs.frozen
class NormaliseStage:
    """The normalisers of a plan, in their order."""

    plan: CityPlan

    def run(self, drafts: Sequence[Draft], guard: Guard) -> None:
        """Let each normaliser rewrite the reports; then fold the text for finding words."""
        for ranked in self.plan.normalisers:
            answers = guard.ask(ranked, [d.report for d in drafts], ranked.item.apply, _wrong)
            for draft, answer in zip(drafts, answers, strict=True):
                if answer is FAILED:
                    draft.steps.append(Step(Stage.NORMALISE, ranked.item.id, ranked.plugin.name, "", "skipped"))
                elif answer != draft.report:
                    draft.report = answer
                    draft.steps.append(Step(Stage.NORMALISE, ranked.item.id, ranked.plugin.name, "", "normalised"))
        for draft in drafts:
            report = draft.report
            joined = report.text if report.title == report.text else f"{report.title}\n{report.text}"
            draft.searched = fold(joined)
