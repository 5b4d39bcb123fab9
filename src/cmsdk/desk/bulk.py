"""One command on many cases (批量办理): each on its own, so that a bad one does not stop the rest."""

from collections.abc import Callable, Iterable
from datetime import datetime

import attrs

from cmsdk.desk.acting import Acting
from cmsdk.model.case import Case
from cmsdk.model.commands import Actor, Command, Refusal
from cmsdk.model.errors import NotAllowed
from cmsdk.model.problem import Problem


@attrs.frozen
class Acted:
    """What became of a command on one case: the case after it, a refusal, or a problem where there is no such case."""

    id: str
    result: Case | Refusal | Problem

    @property
    def done(self) -> bool:
        """Whether it was carried out, or asked for."""
        return isinstance(self.result, Case)


def act_all(
    acting: Acting, ids: Iterable[str], command: Command, by: Actor, now: datetime, key: str,
    progress: Callable[[int], None] | None,
) -> tuple[Acted, ...]:  # fmt: skip
    """See :meth:`cmsdk.City.act_all`."""
    wanted = tuple(dict.fromkeys(ids))
    found: dict[str, Case | Refusal | Problem] = {}
    for number, case_id in enumerate(sorted(wanted, key=lambda one: _follows(acting, one)), start=1):
        if case_id not in found:
            found |= _one(acting, case_id, command, by, now, key)
        if progress is not None:
            progress(number)
    return tuple(Acted(case_id, found[case_id]) for case_id in wanted)


def _follows(acting: Acting, case_id: str) -> bool:
    """Whether it is linked to another one: that one goes first, whatever the order of the list."""
    case = acting.ledger.case(case_id)
    return case is not None and bool(case.linked)


def _one(
    acting: Acting, case_id: str, command: Command, by: Actor, now: datetime, key: str
) -> dict[str, Case | Refusal | Problem]:
    """What became of the case, and of those that followed it: they have taken the command already."""
    try:
        carried = acting.carry(case_id, command, by, now, key)
    except NotAllowed as refused:
        return {case_id: refused.problems[0]}
    if isinstance(carried, Refusal):
        return {case_id: carried}
    return {change.case.id: change.case for change in carried}
