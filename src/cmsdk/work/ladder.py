"""The ladder of means (721工作法): whether a measure may be taken now, and what a case's approach is. Pure.

Nothing here reads the mix that a city aims at: the order of means is kept, the shares are only measured.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from typing import Final

import attrs

from cmsdk.contract.measures import Excuse, Measure
from cmsdk.contract.profile import ApproachPolicy
from cmsdk.model.approach import Approach
from cmsdk.model.commands import Refusal
from cmsdk.model.measure_taken import MeasureTaken
from cmsdk.rules.validity import Days, holds

GUARD: Final = "ladder"
"""The guard that a refusal of this module names."""
_MONTHS: Final = 12
"""Months of a year."""
Related = Mapping[str, Sequence[MeasureTaken]]
"""Case id → the measures that were taken on it, for the earlier cases of the city that a claim may name."""


@attrs.frozen(kw_only=True)
class Claim:
    """What somebody says who takes a measure: the exception, why, the earlier case of a repeat, the article."""

    excuse: str = ""
    reason: str = ""
    earlier: str = ""
    article: str = ""


def _refuse(code: str, basis: str, /, **facts: str) -> Refusal:
    return Refusal(code, GUARD, tuple(facts.items()), basis)


def find(id_: str, measures: Mapping[str, Measure], days: Days) -> Measure | Refusal:
    """The measure of the catalogue; ``days`` are those of the report and of the decision, in the city's zone."""
    found = measures.get(id_)
    if found is None:
        near = next(iter(get_close_matches(id_, measures, n=1, cutoff=0)), "")
        return _refuse("CMS750", "", measure=id_, near=near)
    if not holds(found, days):
        return _refuse("CMS751", found.basis, measure=id_, day=days[1].isoformat())
    return found


def strongest(first: Approach, taken: Sequence[MeasureTaken]) -> Approach:
    """The approach of a case (手段): that of the strongest measure; ``first``, of triage, only until one is taken."""
    return max((each.approach for each in taken), key=lambda approach: approach.rank, default=first)


def missing(taken: Sequence[MeasureTaken], wanted: Measure, policy: ApproachPolicy) -> tuple[str, ...]:
    """The steps before ``wanted`` that the case has not seen: ids of measures, or approaches."""
    seen = {each.measure for each in taken} | {each.approach.value for each in taken}
    return tuple(step for step in policy.steps_before(wanted) if step not in seen)


def last_day(first: date, months: int) -> date:
    """The last day of ``months`` months from ``first``: the day of the same number, or the last of a shorter month.

    The first day does not count itself (民法典 Art. 201, 202).
    """
    years, month = divmod(first.month - 1 + months, _MONTHS)
    year = first.year + years
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))


def climb(
    taken: Sequence[MeasureTaken],
    wanted: Measure,
    claim: Claim,
    related: Related,
    policy: ApproachPolicy,
    at: datetime,
    by: str,
) -> MeasureTaken | Refusal:
    """``wanted`` as it is taken at ``at`` by ``by`` on a case that has seen ``taken``, or why it may not be.

    ``at`` is aware, in the city's zone. ``related`` leaves out the case itself. An exception that is not needed is
    not recorded; a reason and an article always are.
    """
    made = MeasureTaken(wanted.id, wanted.approach, at, by, reason=claim.reason, article=claim.article)
    skipped = missing(taken, wanted, policy)
    if not skipped:
        return made
    refusal = _judge(wanted, claim, skipped, policy)
    if refusal is not None:
        return refusal
    excuse = policy.excuses[claim.excuse]
    if excuse.months:
        refusal = _no_repeat(claim, excuse, skipped, related, at)
        if refusal is not None:
            return refusal
    return attrs.evolve(made, excuse=claim.excuse, earlier=claim.earlier if excuse.months else "", skipped=skipped)


def _judge(wanted: Measure, claim: Claim, skipped: tuple[str, ...], policy: ApproachPolicy) -> Refusal | None:
    """Why the claim excuses nothing, or nothing where it does as far as its own words go."""
    excuses = [name for name in policy.excuses_of(wanted) if name in policy.excuses]
    facts = {"measure": wanted.id, "missing": ", ".join(skipped)}
    basis = wanted.basis or policy.basis
    if not claim.excuse:
        return _refuse("CMS752", basis, **facts, excuses=", ".join(excuses))
    if claim.excuse not in excuses:
        near = next(iter(get_close_matches(claim.excuse, excuses, n=1, cutoff=0)), "")
        return _refuse("CMS753", basis, **facts, excuse=claim.excuse, excuses=", ".join(excuses), near=near)
    excuse = policy.excuses[claim.excuse]
    if not claim.reason.strip():
        return _refuse("CMS754", excuse.basis or basis, **facts, excuse=claim.excuse)
    if excuse.article and not claim.article.strip():
        return _refuse("CMS757", excuse.basis or basis, **facts, excuse=claim.excuse)
    return None


def _no_repeat(
    claim: Claim,
    excuse: Excuse,
    skipped: tuple[str, ...],
    related: Related,
    at: datetime,
) -> Refusal | None:
    """Why the earlier case does not make this one a repeat: each skipped step, or a stronger one, was taken there."""
    earlier = related.get(claim.earlier)
    if not earlier:
        return _refuse("CMS755", excuse.basis, excuse=claim.excuse, earlier=claim.earlier)
    for step in skipped:
        moments = (each.at.astimezone(at.tzinfo) for each in earlier if _stands_for(each, step))
        days = [moment.date() for moment in moments if moment <= at]
        if not any(at.date() <= last_day(day, excuse.months) for day in days):
            last = max(days).isoformat() if days else ""
            facts = {"earlier": claim.earlier, "months": str(excuse.months), "missing": step, "last": last}
            return _refuse("CMS756", excuse.basis, **facts)
    return None


def _stands_for(earlier: MeasureTaken, step: str) -> bool:
    """Whether a measure on the earlier case is the skipped step, or of a stronger approach than it asks for."""
    if step in {*Approach}:
        return earlier.approach.rank >= Approach(step).rank
    return earlier.measure == step
