"""What a city answers about its people at work: who is on duty, the roster as a calendar, the nearest free patrol."""

from datetime import datetime, timedelta

from cmsdk.model.place import Point
from cmsdk.model.works.duty import Duty, DutyClass
from cmsdk.model.works.patrol import Patrol
from cmsdk.publish.ical import calendar
from cmsdk.publish.period import read_period
from cmsdk.rules.rosters import DAY, merged, on_duty, sessions
from cmsdk.work.community.duty import ON
from cmsdk.work.community.nearest import FRESH, Candidate, candidates
from cmsdk.work.community.patrol import OUT

from .works import CommunityWork


class Forces(CommunityWork):
    """The people of a city on their shifts."""

    def on_duty(
        self, *, grid: str = "", category: str = "", duty: DutyClass | None = None, at: datetime | None = None
    ) -> tuple[Duty, ...]:
        """Who is on duty at ``at`` (now if left out) for a grid and a class of problems (full code).

        Sessions that have begun come first (``held``), then those that are planned for that time and not begun yet.
        What is left out is not asked: without ``grid`` it is all grids.

        Raises:
            RejectedInput: ``at`` has no time zone.
        """
        moment = self._now(at)
        planned = sessions(self.plan, moment.date() - DAY, moment.date())
        known = [matter.id for one in planned if (matter := self.ledger.matter(one.id)) is not None]
        written = {id_: work for id_ in known if isinstance(work := self.work(id_), Duty)}
        written |= {work.id: work for work in self.works(Duty, state=ON)}
        return on_duty(self.plan, written, moment, grid=grid, category=category, duty=duty)

    def duty_calendar(
        self, period: str = "", *, station: str = "", lang: str = "", now: datetime | None = None
    ) -> bytes:
        """The sessions of a period (``2026-11``; this month if left out) as iCalendar, with swaps and leave.

        ``station`` asks for those of one station.

        Raises:
            RejectedInput: a period that cannot be read; the extra ``calendar`` is not installed.
        """
        moment = self._now(now)
        span = read_period(period or f"{moment:%Y-%m}", self.plan.zone)
        assert span.first is not None and span.end is not None  # noqa: S101, PT018  a period that is named has both
        written = {work.id: work for work in self.works(Duty)}
        found = merged(self.plan, written, span.first.date(), span.end.date() - DAY)
        chosen = [one for one in found if station in {"", one.station}]
        return calendar(chosen, self.plan, moment, lang or self.plan.profile.languages[0])

    def nearest_patrol(
        self, point: Point, *, at: datetime | None = None, fresh: timedelta = FRESH
    ) -> tuple[Candidate, ...]:
        """The patrols that are out, whom to send to ``point`` first: on shift, free, seen within ``fresh``, and near.

        Those that cannot be sent follow, each with what keeps it. Sending one is the command ``patrol.dispatch``, with
        ``Candidate.why()`` as its reason.

        Raises:
            RejectedInput: ``at`` has no time zone.
        """
        out = [patrol for state in OUT for patrol in self.works(Patrol, state=state)]
        return candidates(out, point, self._now(at), fresh)
