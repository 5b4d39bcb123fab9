"""Matchers in Python, asked in batches: what each answered about each report, guarded."""

from collections.abc import Sequence
from typing import Final

import attrs

from cmsdk.contract.matching import Earlier, Likely, Matched, Matcher, MatchFacts
from cmsdk.contract.plan import Ranked
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.triaged import Triaged
from cmsdk.triage.guard import FAILED, Guard, silent

from .alike import placed
from .recent import Recent

Asked = tuple[Earlier, Triaged, list[Ranked[Matcher]]]
"""A report as a case, its triage, and the callables that are asked about it."""


@attrs.frozen
class Answer:
    """The first case that a callable found, and the steps of those that found none before it."""

    likely: Likely | None = None
    steps: tuple[Step, ...] = ()


_NONE: Final = Answer()


def _wrong(facts: MatchFacts, answer: object) -> str:
    if answer is None:
        return ""
    if not isinstance(answer, Matched) or answer.case not in {case.id for case in facts.earlier}:
        return f"answered with {answer!r:.80}, which is none of the {len(facts.earlier)} earlier cases it was given"
    answer.reason.encode()
    return ""


class Asking:
    """The answers about one batch. They are had before the batch is gone through, since callables want batches.

    So a callable also sees the reports of the batch before this one that turn out to be linked; an answer that
    names one of these means its first.
    """

    def __init__(self, asked: Sequence[Asked], recent: Recent, guard: Guard) -> None:
        """Ask every callable about every report that it covers, in the given order."""
        self._given: dict[str, list[tuple[Ranked[Matcher], object, Earlier | None]]] = {}
        self._first: dict[str, Earlier] = {}
        callables = {ranked.item.id: ranked for _, _, calls in asked for ranked in calls}
        for ranked in callables.values():
            self._ask(ranked, asked, recent, guard)

    def _ask(self, ranked: Ranked[Matcher], asked: Sequence[Asked], recent: Recent, guard: Guard) -> None:
        mine = [(new, triaged) for new, triaged, calls in asked if any(c.item is ranked.item for c in calls)]
        facts, fresh = [], Recent(recent.classes)
        for new, triaged in mine:
            earlier = [c for kept in (recent, fresh) for c in kept.within(ranked.item, triaged.category, new)]
            earlier.sort(key=lambda case: (case.at, case.id))
            facts.append(MatchFacts(triaged.report, triaged.category, triaged.division, triaged.grid, tuple(earlier)))
            fresh.add(placed(new))
        answers = guard.ask(ranked, facts, ranked.item.decide, _wrong)
        for (new, _), given, answer in zip(mine, facts, answers, strict=True):
            named = answer.case if isinstance(answer, Matched) else None
            known = next((case for case in given.earlier if case.id == named), None)
            self._given.setdefault(new.id, []).append((ranked, answer, known))

    def answer(self, case_id: str) -> Answer:
        """What was answered about one report."""
        given = self._given.get(case_id)
        if given is None:
            return _NONE
        steps: list[Step] = []
        for ranked, answer, known in given:
            if not isinstance(answer, Matched) or known is None:
                if answer is FAILED:
                    steps.append(silent(Stage.MATCH, ranked, answer))
                continue
            case = self._first.get(known.id, known)
            item = ranked.item
            likely = Likely(case, item.id, ranked.plugin.name, None, None, answer.reason, item.basis, item.source)
            return Answer(likely, tuple(steps))
        return Answer(None, tuple(steps))

    def settle(self, new: Earlier, first: Earlier | None) -> None:
        """Say that ``new`` is linked to ``first``."""
        if first is not None:
            self._first[new.id] = first
