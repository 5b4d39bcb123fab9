"""Which term is over for a case (保存期限): by the city's rows, on the day on which it ended. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.retention import DELIVERY_DAYS, Destroys, RetentionRow
from cmsdk.model.case import Case

from .validity import holds


@attrs.frozen
class PastTerm:
    """Something of a case that is past its term: the last day on which it was to be kept, and the row that says so."""

    case: str
    """Or the piece of community work."""
    what: Destroys
    last: date
    row: RetentionRow


def last_day(row: RetentionRow, first: date) -> date:
    """The last day on which what ``row`` is about is kept, where the term begins on ``first``.

    The 29th of February ends, in a year that has none, on the 1st of March: never a day early.
    """
    if row.days:
        return first + timedelta(days=row.days)
    year = first.year + row.years
    try:
        return first.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def delivery_days(plan: CityPlan, today: date) -> int:
    """Natural days for which the bytes of deliveries are kept: the longest that the city's rows say, else 30."""
    rows = [row for row in plan.retention.rows if Destroys.DELIVERY in row.destroys and row.valid.holds(today)]
    return max(((last_day(row, today) - today).days for row in rows), default=DELIVERY_DAYS)


@attrs.frozen
class Retention:
    """The retention of one city, asked about one case after the other."""

    plan: CityPlan

    def past(self, case: Case, today: date) -> Iterator[PastTerm]:
        """What of an ended case is past its term on ``today``; a person's key takes the rest along."""
        ended = case.closed or case.last
        if ended is None:
            return
        first = ended.astimezone(self.plan.zone).date()
        for what in (Destroys.PERSON, Destroys.RAW, Destroys.ATTACHMENTS):
            row = self._row(case, what, first)
            if row is not None and (last := last_day(row, first)) < today:
                yield PastTerm(case.id, what, last, row)
                if what is Destroys.PERSON:
                    return

    def past_of_work(self, work: str, ended: datetime, today: date) -> Iterator[PastTerm]:
        """The person of community work that ended then, once the term of the city's rows for all cases is over."""
        first = ended.astimezone(self.plan.zone).date()
        rows = [row for row in self.plan.retention.rows if Destroys.PERSON in row.destroys and row.valid.holds(first)]
        general = [row for row in rows if not (row.category or row.kind or row.approach)]
        if general:
            row = max(general, key=lambda one: (last_day(one, first), one.id))
            if (last := last_day(row, first)) < today:
                yield PastTerm(work, Destroys.PERSON, last, row)

    def _row(self, case: Case, what: Destroys, ended: date) -> RetentionRow | None:
        """The row that says most about ``case``; of several that say the same, the one that keeps longest."""
        days = case.at.astimezone(self.plan.zone).date(), ended
        rows = [row for row in self.plan.retention.rows if what in row.destroys and holds(row, days)]
        ranked = [(rank, last_day(row, ended), row.id, row) for row in rows if (rank := self._rank(case, row))]
        return max(ranked, key=lambda one: one[:3])[3] if ranked else None

    def _rank(self, case: Case, row: RetentionRow) -> tuple[int, int, int] | None:
        """How much ``row`` says about ``case``: how near its category, its kind, its means; nothing if another."""
        near = 0
        if row.category:
            above = self.plan.lineage(case.category)
            if row.category not in above:
                return None
            near = len(above) - above.index(row.category)
        category = self.plan.category(case.category)
        if row.kind is not None and (category is None or category.kind is not row.kind):
            return None
        if row.approach is not None and case.approach is not row.approach:
            return None
        return near, row.kind is not None, row.approach is not None
