"""``work-rules.toml``: the numbers of the work, a section for each kind of work."""

from collections.abc import Iterator
from typing import Any

import attrs

from cmsdk.contract.attachments import MOST, AttachmentRules
from cmsdk.contract.case_rules import WHOLE, CaseRules, HoldClock, HoldRule, VisitRules

from .settings import guarded, structure

Form = dict[str, Any]


@attrs.frozen(kw_only=True)
class _Hold:
    grants: int = 1
    longest: int = 365
    clock: HoldClock = HoldClock.PAUSES
    basis: str = ""


@attrs.frozen(kw_only=True)
class _Visits:
    basically: int = WHOLE
    contacted: int = 0
    solved: int = 0
    satisfied: int = 0
    basis: str = ""


@attrs.frozen(kw_only=True)
class _Case:
    id: str
    returns: int = 3
    extensions: int = 2
    holds: dict[str, _Hold] = attrs.field(factory=dict)
    supervision: tuple[str, ...] = ("ordinary", "listed", "interview")
    reopen_on: tuple[str, ...] = ("unsolved", "dissatisfied")
    reopenings: int = 0
    direct: tuple[str, ...] = ()
    visits: _Visits = attrs.field(factory=_Visits)
    basis: str = ""


@attrs.frozen(kw_only=True)
class _Attachments:
    id: str
    types: tuple[str, ...] = ()
    most: int = MOST
    basis: str = ""


@attrs.frozen(kw_only=True)
class _WorkRules:
    case: _Case | None = None
    attachments: _Attachments | None = None


def work_rules(form: Form, where: str) -> Iterator[CaseRules | AttachmentRules]:
    """The rules of each section that the file has: ``[case]``, and ``[attachments]``."""
    given = structure(form, _WorkRules, where)
    if given.case is not None:
        values: dict[str, Any] = attrs.asdict(given.case, recurse=False)
        holds = {
            state: guarded(lambda hold=hold: HoldRule(**attrs.asdict(hold)), where)  # type: ignore[misc]
            for state, hold in values.pop("holds").items()
        }
        if holds:
            values["holds"] = holds
        visits = values.pop("visits")
        values["visits"] = guarded(lambda: VisitRules(**attrs.asdict(visits)), where)
        yield guarded(lambda: CaseRules(**values, source=where), where)
    if given.attachments is not None:
        named = attrs.asdict(given.attachments)
        if not named["types"]:  # the city names a size only
            del named["types"]
        yield guarded(lambda: AttachmentRules(**named, source=where), where)
