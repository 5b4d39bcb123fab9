"""The outbox, sent (发件): each notice at least once, those of a case in order; again after a while, or given up."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

import attrs

from cmsdk.contract.notices import Addressed, Audience, Notice, Notifier
from cmsdk.contract.organisation import Officer, Unit
from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.contract.ports import Ledger
from cmsdk.contract.ports_outbox import Claim, NoticeState, Posted
from cmsdk.desk.masking import MOST, masked
from cmsdk.model.clock import before
from cmsdk.model.problem import Problem, problem
from cmsdk.model.report import Person
from cmsdk.triage.guard import Guard

BATCH: Final = 20
"""Notices that are claimed together."""
TERM: Final = timedelta(minutes=15)
"""How long a claim holds: for 20 notices, each of which may take half a minute, and some time to spare."""


@attrs.frozen
class SentNotices:
    """What became of the notices that were due: sent, to be tried again, given up; and what there is to look at."""

    sent: int = 0
    again: int = 0
    dead: int = 0
    problems: tuple[Problem, ...] = ()


@attrs.define
class Sending:
    """One run of one sender, named ``holder``; it asks ``clock`` for the moment of each step."""

    plan: CityPlan
    ledger: Ledger
    clock: Callable[[], datetime]
    holder: str
    _guard: Guard = attrs.field(factory=Guard)
    _counts: dict[NoticeState, int] = attrs.field(factory=lambda: dict.fromkeys(NoticeState, 0))
    _notifiers: Mapping[str, Ranked[Notifier]] = attrs.field(init=False)

    @_notifiers.default
    def _ranked(self) -> Mapping[str, Ranked[Notifier]]:
        origins = self.plan.origins
        return {id_: Ranked(item, origins["cmsdk_notifiers", id_]) for id_, item in self.plan.notifiers.items()}

    def run(self, limit: int | None, progress: Callable[[int], None] | None) -> SentNotices:
        """See :meth:`cmsdk.City.deliver_outbox`."""
        done = 0
        while limit is None or done < limit:
            now = self.clock()
            until = now + TERM
            claimed = self._claim(now, until, BATCH if limit is None else min(BATCH, limit - done))
            if not claimed:
                break
            for posted in claimed:
                if not before(self.clock(), until) or self._guard.set_aside(self._notifiers[posted.notice.channel]):
                    # others may have it by now, or nobody is there to take it: it was not tried
                    self.ledger.settle(attrs.evolve(posted, attempts=posted.attempts - 1), self.holder)
                    continue
                self._settle(posted)
                done += 1
                if progress is not None:
                    progress(done)
        counts = self._counts
        return SentNotices(
            counts[NoticeState.SENT], counts[NoticeState.WAITING], counts[NoticeState.DEAD], tuple(self._problems())
        )

    def _claim(self, now: datetime, until: datetime, most: int) -> tuple[Posted, ...]:
        ready = tuple(id_ for id_, ranked in self._notifiers.items() if not self._guard.set_aside(ranked))
        claim = Claim(city=self.plan.city, channels=ready, now=now, until=until, holder=self.holder, limit=most)
        return tuple(self.ledger.claim(claim)) if ready else ()

    def _settle(self, posted: Posted) -> None:
        """Send it, and write down what became of it."""
        to = self._who(posted.notice)
        if isinstance(to, Problem):
            became = attrs.evolve(posted, state=NoticeState.DEAD, next=self.clock(), error=to)
        else:
            became = self._sent(posted, to)
        self._counts[became.state] += self.ledger.settle(became, self.holder)

    def _sent(self, posted: Posted, to: Person) -> Posted:
        ranked, notice = self._notifiers[posted.notice.channel], posted.notice
        now, retry = self.clock(), ranked.item.retry
        addressed = Addressed(notice=notice, to=to, now=now, attempt=posted.attempts)
        language = self.plan.profile.mask_language
        reason = self._guard.attempt(
            ranked, lambda: ranked.item.send(addressed), lambda text: masked(text, to, language)[:MOST]
        )
        if not reason:
            return attrs.evolve(posted, state=NoticeState.SENT, next=self.clock(), error=None)
        facts = {"channel": notice.channel, "attempt": posted.attempts, "attempts": retry.attempts, "error": reason}
        said = problem("CMS866", notice.stream, id=notice.id, **facts)
        if posted.attempts >= retry.attempts:
            return attrs.evolve(posted, state=NoticeState.DEAD, next=now, error=said)
        return attrs.evolve(posted, next=now + timedelta(seconds=retry.wait(posted.attempts)), error=said)

    def _who(self, notice: Notice) -> Person | Problem:
        """Name and phone of whom it goes to, as they are known now; else why it goes to nobody."""
        if notice.audience == Audience.REPORTER:
            person = self.ledger.person(notice.recipient)
            if person is None:
                return problem("CMS863", notice.stream, id=notice.id)
            return person if person.phone else problem("CMS864", notice.stream, id=notice.id)
        staff: Mapping[str, Unit | Officer] = (
            self.plan.officers if notice.audience in {Audience.OFFICER, Audience.GRID_LEADER} else self.plan.units
        )
        found = staff.get(notice.recipient)
        if found is None:
            return problem("CMS865", notice.stream, id=notice.id, recipient=notice.recipient)
        return Person(found.name, found.phone)

    def _problems(self) -> Iterator[Problem]:
        yield from self._guard.problems("CMS870", "CMS870")
        for channel in self.ledger.waiting_channels(self.plan.city):
            if channel not in self._notifiers:
                yield problem("CMS867", channel, channel=channel)
