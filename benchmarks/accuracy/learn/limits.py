"""Limits from published due dates: the one (amount, unit) that reproduces most of a type's rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from cmsdk.clock.working import WorkClock
from cmsdk.model.spans import Limit, LimitUnit
from cmsdk.tables.documents import calendars
from cmsdk.tables.settings import parse

from .rows import Row

TOLERANCE: Final = timedelta(seconds=120)
"""How far apart two due dates may be and still be the same one."""
LEAST: Final = 3
"""Rows that a rule needs at least."""
MAJORITY: Final = 0.5
"""Share of a type's rows that its rule must reproduce at least."""


@attrs.frozen
class Learnt:
    """A type's limit, and how many of how many rows it reproduces."""

    limit: Limit
    right: int
    rows: int


def clock_of(calendar: Path) -> WorkClock:
    """The first calendar of a ``calendar.toml`` without a table of days."""
    found = next(calendars(parse(calendar.read_bytes(), calendar.name), calendar.name, lambda _: {}))
    return WorkClock(found, ZoneInfo(found.time_zone))


def candidates(opened: datetime, due: datetime, clock: WorkClock) -> Iterator[Limit]:
    """Limits in whole days that lead from ``opened`` to ``due``."""
    days = round((due.replace(tzinfo=None) - opened.replace(tzinfo=None)) / timedelta(days=1))
    # five days of seven are worked; the start moves by four at most
    business = range(max(1, days * 5 // 7 - 4), max(1, days) + 1)
    tried = [Limit(days, LimitUnit.NATURAL_DAY)] if days > 0 else []
    tried += [Limit(amount, LimitUnit.BUSINESS_DAY) for amount in business]
    yield from (limit for limit in tried if abs(clock.due(opened, limit).at - due) <= TOLERANCE)


def learn_limits(rows: Iterable[Row], clock: WorkClock, zone: ZoneInfo) -> dict[str, Learnt]:
    """Type → limit. On a tie natural days go before business days, then the smaller amount."""
    votes: defaultdict[str, Counter[Limit]] = defaultdict(Counter)
    count: Counter[str] = Counter()
    for row in rows:
        if not row["target_dt"]:
            continue
        opened, due = (datetime.fromisoformat(row[name]).replace(tzinfo=zone) for name in ("open_dt", "target_dt"))
        count[row["type"]] += 1
        votes[row["type"]].update(set(candidates(opened, due, clock)))
    found: dict[str, Learnt] = {}
    for kind in sorted(count):
        if not votes[kind]:
            continue
        limit, right = min(votes[kind].items(), key=lambda v: (-v[1], v[0].unit is LimitUnit.BUSINESS_DAY, v[0].amount))
        if right >= LEAST and right / count[kind] > MAJORITY:
            found[kind] = Learnt(limit, right, count[kind])
    return found
