"""Guards of the exits without a penalty (不予处罚, article 33): slight, first time, no fault; education in all."""

from collections.abc import Mapping
from typing import Final

from cmsdk.contract.enforcement import LenientExit, LenientOffence
from cmsdk.model.enforcement import EnforcementFile
from cmsdk.model.enforcement_kinds import FileOutcome, Harm

from .asked import Asked, Facts, Guard
from .statute import months_on

_ESTABLISHED: Final = frozenset({FileOutcome.PENALISE, FileOutcome.SLIGHT, FileOutcome.FIRST})
"""Outcomes that establish an offence, so that the next one is no first."""


def _row(asked: Asked) -> LenientOffence | None:
    """The row of the city's list of first offences that the file is under, if it holds on the day it was opened."""
    row = asked.statute.offences.get(asked.file.offence)
    day = asked.statute.day(asked.file.opened or asked.now)
    return row if row is not None and row.exit is LenientExit.FIRST and row.valid.holds(day) else None


def _listed_first(asked: Asked) -> Facts | None:
    known = sorted(row.id for row in asked.statute.offences.values() if row.exit is LenientExit.FIRST)
    return None if _row(asked) else {"offence": asked.file.offence or "—", "known": ", ".join(known) or "—"}


def _earlier(asked: Asked, months: int) -> EnforcementFile | None:
    """An earlier file of the same party at the same body for the same offence, found within so many months."""
    file, statute = asked.file, asked.statute
    if file.opened is None:
        return None
    end = statute.day(file.opened)
    first = months_on(end, -months)
    return next(
        (
            one for one in sorted(asked.related, key=lambda one: one.id)
            if one.id != file.id and one.city == file.city and one.unit == file.unit
            and one.party == file.party and one.offence == file.offence
            and one.outcome in _ESTABLISHED and one.opened is not None and first < statute.day(one.opened) <= end
        ),
        None,
    )  # fmt: skip


def _first_time(asked: Asked) -> Facts | None:
    row = asked.statute.offences.get(asked.file.offence)
    months = row.months if row else 12
    found = _earlier(asked, months)
    return {"earlier": found.id, "months": months} if found else None


def _harm(*allowed: Harm) -> Guard:
    def check(asked: Asked) -> Facts | None:
        harm = asked.file.harm
        return None if harm in allowed else {"condition": "harm", "state": harm or "—"}

    return Guard(check, "CMS789")


def _corrected(asked: Asked) -> Facts | None:
    correction = asked.file.correction
    return None if correction.in_time else {"condition": "corrected", "state": correction.done or "—"}


def _is_set(field: str) -> Guard:
    def check(asked: Asked) -> Facts | None:
        return None if getattr(asked.file, field) else {"condition": field, "state": "—"}

    return Guard(check, "CMS789")


EXITS: Final[Mapping[str, Guard]] = {
    "listed_first": Guard(_listed_first, "CMS769"),
    "first_time": Guard(_first_time, "CMS768"),
    "no_harm": _harm(Harm.NONE),
    "slight_harm": _harm(Harm.NONE, Harm.SLIGHT),
    "corrected": Guard(_corrected, "CMS789"),
    "promised": _is_set("promised"),
    "educated": _is_set("educated"),
    "faultless": _is_set("faultless"),
}
"""Guard → its code and check."""
