"""What a city answers about its outbox (发件箱), and the sending of what waits in it."""

from collections.abc import Sequence
from datetime import datetime

from cmsdk.contract.ports_outbox import NoticeQuery, NoticeState, Posted
from cmsdk.desk.intake import Progress
from cmsdk.desk.sending import Sending, SentNotices
from cmsdk.model.errors import NotAllowed, RejectedInput
from cmsdk.model.problem import Problem, problem
from cmsdk.triage.read import storable

from .part import Part


class TellsPeople(Part):
    """The part of a city that tells people. Moments are aware, and default to its clock."""

    def deliver_outbox(
        self, *, now: datetime | None = None, limit: int | None = None, progress: Progress | None = None
    ) -> SentNotices:
        """Send what is due in the outbox, ``limit`` notices at most: each at least once, those of a case in order.

        What a notifier raises costs one attempt; when it is tried again, and how often, its ``retry`` says. Then it is
        a dead letter. Several may send at once: a notice is claimed for 15 minutes, and whoever dies between sending
        and writing that down sends it again, under the same id. ``now`` holds for the whole run.

        Raises:
            StoreUnavailable: the ledger cannot be read or written; what was being sent then is sent again.
        """
        holder = self.ids.take(1, self._now(now))[0]
        return Sending(self.plan, self.ledger, lambda: self._now(now), holder).run(limit, progress)

    def notices(
        self, *, state: NoticeState | str | None = None, channel: str | None = None, case: str | None = None,
        after: str = "", limit: int | None = None,
    ) -> Sequence[Posted]:  # fmt: skip
        """The notices that match all that is given, in order of id; ``state`` is ``waiting``, ``sent`` or ``dead``.

        Raises:
            RejectedInput: there is no such state.
        """
        states = {one.value: one for one in NoticeState}
        if state is not None and state not in states:
            raise RejectedInput([problem("CMS871", "state", state=state, known=", ".join(states))])
        wanted = None if state is None else states[state]
        return self.ledger.notices(
            NoticeQuery(city=self.plan.city, state=wanted, channel=channel, stream=case, after=after, limit=limit)
        )

    def retry_notice(self, notice_id: str, *, now: datetime | None = None) -> None:
        """Let a dead letter wait once more, as if it had never been tried; the next sending takes it.

        Raises:
            NotAllowed: it is no dead letter of this city.
            StoreUnavailable: the ledger cannot be written.
        """
        if not self.ledger.again(self.plan.city, notice_id, self._now(now)):
            raise NotAllowed([problem("CMS868", self.plan.city, id=storable(notice_id))])

    def observer_problems(self) -> Sequence[Problem]:
        """What observers have done wrong since the city was opened, but for deliveries, whose outcome says it."""
        return self._entering.problems()
