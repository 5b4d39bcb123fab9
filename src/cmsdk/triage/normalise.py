"""Plugins' clean-up of reports, guarded; a normaliser that fails is skipped for that report."""

from collections.abc import Sequence

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.report import Report

from .draft import Draft
from .guard import Guard
from .locate import fold


def _fits(answer: object) -> bool:
    return isinstance(answer, Report)


_IDENTITY = ("city", "channel", "key", "external_id", "received")


def _same_report(before: Report, after: Report) -> bool:
    return all(getattr(before, name) == getattr(after, name) for name in _IDENTITY)


@attrs.frozen
class NormaliseStage:
    """The normalisers of a plan, in their order."""

    plan: CityPlan

    def run(self, drafts: Sequence[Draft], guard: Guard) -> None:
        """Let each normaliser rewrite the reports; then fold the text for finding words."""
        for ranked in self.plan.normalisers:
            answers = guard.ask(ranked, [d.report for d in drafts], ranked.item.apply, _fits)
            for draft, answer in zip(drafts, answers, strict=True):
                if answer is None or not _same_report(draft.report, answer):
                    draft.steps.append(Step(Stage.NORMALISE, ranked.item.id, ranked.plugin.name, "", "skipped"))
                elif answer != draft.report:
                    draft.report = answer
                    draft.steps.append(Step(Stage.NORMALISE, ranked.item.id, ranked.plugin.name, "", "normalised"))
        for draft in drafts:
            report = draft.report
            joined = report.text if report.title == report.text else f"{report.title}\n{report.text}"
            draft.searched = fold(joined)
