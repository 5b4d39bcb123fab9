"""The part of a city that works on cases: one command, or one on many; a case, and those that follow it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Ledger
from cmsdk.desk.acting import Acting
from cmsdk.desk.bulk import Acted, act_all
from cmsdk.model.case import Case
from cmsdk.model.commands import Actor, Command, Refusal
from cmsdk.work.forms import CaseForms


class AtWork:
    """Commands on cases. Moments are aware."""

    plan: CityPlan
    ledger: Ledger
    _forms: CaseForms

    def _now(self, now: datetime | None) -> datetime:
        raise NotImplementedError

    def act(
        self, case_id: str, command: Command, by: Actor, *, now: datetime | None = None, key: str = ""
    ) -> Case | Refusal:
        """Carry out ``command`` on a case: the case after it, or a refusal that says why and what would do.

        ``key`` is your own name for this very command (idempotency key): sent twice, it is carried out once.

        What is written into it is cleaned and masked as a report is, the reporter's name and phone with it.
        Cases that are linked to it follow in the same transaction; one that stands elsewhere is left and named.

        Raises:
            NotAllowed: there is no such case in this city.
            StoreUnavailable: the ledger cannot be written.
        """
        return self._acting().act(case_id, command, by, self._now(now), key)

    def act_all(
        self, case_ids: Iterable[str], command: Command, by: Actor, *, now: datetime | None = None, key: str = "",
        progress: Callable[[int], None] | None = None,
    ) -> tuple[Acted, ...]:  # fmt: skip
        """Carry out ``command`` on each of the cases; what became of each, in the order given, each named once.

        Every case stands on its own: one that is refused, unknown or another city's does not stop the rest. A first
        case goes before those that are linked to it, which follow it and take the command once. With the same ``key``
        it may be sent again: what is done already is refused as such. ``progress`` is told how many are done.

        Raises:
            StoreUnavailable: the ledger cannot be written; what was done before stays done.
        """
        return act_all(self._acting(), case_ids, command, by, self._now(now), key, progress)

    def _acting(self) -> Acting:
        return Acting(self.plan, self.ledger, self._forms)

    def case(self, case_id: str) -> Case:
        """The case, folded from its entries, with its trail. Raises NotAllowed if there is none here."""
        return self._acting().stream(case_id).case

    def linked_to(self, case_id: str) -> Sequence[Case]:
        """The cases that are linked to this one and follow it, in order of id, without their trails."""
        return self._acting().linked_to(self.case(case_id).id)
