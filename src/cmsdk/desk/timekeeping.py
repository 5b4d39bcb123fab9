"""What a city answers about its clocks, and what it enters because time has passed or a calendar has changed."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property

from cmsdk.desk.deadlines import Deadlines, MovedDeadline, Recount
from cmsdk.desk.intake import Progress
from cmsdk.desk.waking import Woken
from cmsdk.model.commands import Actor

from .part import Part, check_kinds


class Timekeeping(Part):
    """The part of a city that knows what time has done to its cases. Moments are aware, and default to its clock."""

    @cached_property
    def deadlines(self) -> Deadlines:
        """The deadlines that have been given: those that move, stage clocks of a case, lights."""
        return Deadlines(self.plan, self.ledger, self._forms)

    def moved_deadlines(self) -> Iterator[MovedDeadline]:
        """Open deadlines that the present calendars count differently; read as they are asked for."""
        return self.deadlines.moved()

    def recount(self, by: Actor, *, now: datetime | None = None, progress: Progress | None = None) -> Recount:
        """Put the moved deadlines in force: an entry ``recounted`` in each such case, and nothing else.

        Raises:
            RejectedInput: ``by`` is no actor.
            StoreUnavailable: the ledger cannot be read or written.
        """
        check_kinds("recount", ("by", by, Actor))
        return self.deadlines.recount(by, self._now(now), progress)

    def wake(self, *, now: datetime | None = None, progress: Progress | None = None) -> Woken:
        """Enter that cases resumed whose hold (挂账、缓办) is over by ``now``; done twice, nothing the second time.

        Nobody need do this: everybody sees such a case as it has become, and the next command on it enters it. A case
        that another writer changes meanwhile is named in ``refused``, and can be woken afterwards.

        Raises:
            StoreUnavailable: the ledger cannot be read or written.
        """
        return self._acting.waking.sweep(self._now(now), progress)
