"""One command on many cases (批量办理): each on its own, so that a bad one does not stop the rest."""

from collections.abc import Callable, Iterable
from datetime import datetime

import attrs

from cmsdk.model.case import Case
from cmsdk.model.commands import Actor, Command, Refusal
from cmsdk.model.errors import NotAllowed
from cmsdk.model.problem import Problem

from .acting import Acting
from .masking import own_name
from .part import Part, check_kinds

Result = Case | Refusal | Problem


@attrs.frozen
class Acted:
    """What became of a command on one case: the case after it, a refusal, or a problem where there is no such case."""

    id: str
    result: Result

    @property
    def done(self) -> bool:
        """Whether it was carried out, or asked for."""
        return isinstance(self.result, Case)


class InBulk(Part):
    """The part of a city that does one thing to many cases."""

    def act_all(
        self, case_ids: Iterable[str], command: Command, by: Actor, *, now: datetime | None = None, key: str = "",
        progress: Callable[[int], None] | None = None,
    ) -> tuple[Acted, ...]:  # fmt: skip
        """Carry out ``command`` on each of the cases; what became of each, in the order given, each named once.

        Every case stands on its own: one that is refused, unknown or another city's does not stop the rest. A first
        case goes before those that are linked to it, which follow it and take the command once. With the same ``key``
        it may be sent again: what is done already is refused as such. ``progress`` is told how many are done.

        Raises:
            RejectedInput: ``command`` is no command on a case, or ``by`` no actor; nothing is done then.
            StoreUnavailable: the ledger cannot be written; what was done before stays done.
        """
        check_kinds("act_all", ("command", command, Command), ("by", by, Actor))
        moment, key = self._now(now), own_name(key)
        wanted = tuple(dict.fromkeys(case_ids))
        found: dict[str, Result] = {}
        for number, case_id in enumerate(sorted(wanted, key=self._follows), start=1):
            if case_id not in found:
                found |= _one(self._acting, case_id, command, by, moment, key)
            if progress is not None:
                progress(number)
        return tuple(Acted(case_id, found[case_id]) for case_id in wanted)

    def _follows(self, case_id: str) -> bool:
        """Whether it is linked to another one: that one goes first, whatever the order of the list."""
        case = self.ledger.case(case_id)
        return case is not None and bool(case.linked)


def _one(acting: Acting, case_id: str, command: Command, by: Actor, now: datetime, key: str) -> dict[str, Result]:
    """What became of the case, and of those that followed it: they have taken the command already."""
    try:
        carried = acting.carry(case_id, command, by, now, key)
    except NotAllowed as refused:
        return {case_id: refused.problems[0]}
    if isinstance(carried, Refusal):
        return {case_id: carried}
    return {change.case.id: change.case for change in carried}
