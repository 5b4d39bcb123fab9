"""Return visits (回访考核): contacted, solved and satisfied, as shares of the valid visits, by unit.

Source: the three rates of Beijing's regulation on complaints (接诉即办工作条例 Art. 32), with the base of valid visits
only, the lesser weight of basically satisfied, the composite and its summary as district platforms publish them.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import floor
from typing import Final

import attrs

from cmsdk.contract.case_rules import WHOLE, VisitRules
from cmsdk.model.case import Case
from cmsdk.model.commands import Satisfaction
from cmsdk.model.course import VisitMade
from cmsdk.model.figures import VisitRow, Visits

ALL: Final = ""
"""Key of the summary row."""


@attrs.frozen
class _Rates:
    """Shares of the valid visits, exact, in per cent."""

    contacted: Fraction
    solved: Fraction
    satisfied: Fraction


@attrs.frozen
class _Tally:
    """The visits of some cases: of each the last one that is valid, or nothing."""

    label: str
    said: Sequence[VisitMade | None]

    @property
    def valid(self) -> list[VisitMade]:
        return [visit for visit in self.said if visit is not None]

    def satisfied(self, how: Satisfaction) -> int:
        return sum(visit.satisfied == how for visit in self.valid)

    def rates(self, rules: VisitRules) -> _Rates | None:
        valid = self.valid
        if not valid:
            return None
        content = WHOLE * self.satisfied(Satisfaction.SATISFIED)
        content += rules.basically * self.satisfied(Satisfaction.BASICALLY)
        return _Rates(
            Fraction(WHOLE * sum(visit.contacted is True for visit in valid), len(valid)),
            Fraction(WHOLE * sum(visit.solved is True for visit in valid), len(valid)),
            Fraction(content, len(valid)),
        )


def _last_valid(case: Case) -> VisitMade | None:
    return next((visit for visit in reversed(case.visits) if visit.valid), None)


def _rounded(share: Fraction | None) -> float | None:
    """To one decimal, halves up."""
    return None if share is None else floor(share * 10 + Fraction(1, 2)) / 10


def _score(rates: _Rates, rules: VisitRules) -> Fraction | None:
    if not rules.weights:
        return None
    parts = zip(rules.weights, (rates.contacted, rates.solved, rates.satisfied), strict=True)
    return sum((Fraction(weight, WHOLE) * rate for weight, rate in parts), Fraction(0))


def _row(key: str, tally: _Tally, rates: _Rates | None, score: Fraction | None) -> VisitRow:
    valid = tally.valid
    return VisitRow(
        key, tally.label, len(tally.said), len(valid),
        sum(visit.contacted is True for visit in valid), sum(visit.solved is True for visit in valid),
        tally.satisfied(Satisfaction.SATISFIED), tally.satisfied(Satisfaction.BASICALLY),
        _rounded(rates.contacted if rates else None), _rounded(rates.solved if rates else None),
        _rounded(rates.satisfied if rates else None), _rounded(score),
    )  # fmt: skip


def _mean(shares: Sequence[Fraction]) -> Fraction:
    return sum(shares, Fraction(0)) / len(shares)


def _summary(tallies: Iterable[_Tally], found: Sequence[tuple[_Rates, Fraction | None]]) -> VisitRow:
    """Counts added up; rates and score are the plain average of the units that have any, large or small."""
    tally = _Tally("", [visit for one in tallies for visit in one.said])
    if not found:
        return _row(ALL, tally, None, None)
    rates = _Rates(
        _mean([r.contacted for r, _ in found]),
        _mean([r.solved for r, _ in found]),
        _mean([r.satisfied for r, _ in found]),
    )
    scores = [score for _, score in found if score is not None]
    return _row(ALL, tally, rates, _mean(scores) if scores else None)


def visits(cases: Iterable[Case], rules: VisitRules, label: Callable[[str], str]) -> Visits:
    """The visits of ``cases`` by unit: best score first, then most valid visits, then by key."""
    said: dict[str, list[VisitMade | None]] = {}
    for case in cases:
        if case.visits:
            said.setdefault(case.unit, []).append(_last_valid(case))
    if not said:
        return Visits()
    tallies = {unit: _Tally(label(unit), its) for unit, its in said.items()}
    found: dict[str, tuple[_Rates, Fraction | None]] = {}
    for unit, tally in tallies.items():
        rates = tally.rates(rules)
        if rates is not None:
            found[unit] = rates, _score(rates, rules)
    rows = [_row(unit, tally, *found.get(unit, (None, None))) for unit, tally in tallies.items()]
    rows.sort(key=lambda row: (-(_order(found.get(row.key))), -row.valid, row.key))
    return Visits(tuple(rows), _summary(tallies.values(), list(found.values())))


def _order(found: tuple[_Rates, Fraction | None] | None) -> Fraction:
    """The exact score, before it was rounded; units without one come last."""
    return Fraction(-1) if found is None or found[1] is None else found[1]
