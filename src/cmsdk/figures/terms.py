"""What became of a day by which something had to be done (期限): kept, kept late, passed, or still ahead."""

from datetime import date, datetime
from typing import Final

from .views import Seen

IN_TIME: Final = "in_time"
"""按期."""
AFTER_TIME: Final = "after_time"
"""逾期完成."""
OVERDUE: Final = "overdue"
"""逾期未完成."""
UNDER_WAY: Final = "under_way"
"""未到期."""
LATE: Final = (AFTER_TIME, OVERDUE)


def outcome(done: datetime | date | None, until: date | None, seen: Seen) -> str:
    """One of the four; what has no day is never late. The day itself, in the city's zone, is in time."""
    at = done or seen.now
    day = seen.day(at) if isinstance(at, datetime) else at
    past = until is not None and day > until
    if done is None:
        return OVERDUE if past else UNDER_WAY
    return AFTER_TIME if past else IN_TIME
