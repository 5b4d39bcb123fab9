"""A zone's offsets as arrays: UTC seconds ↔ seconds on the wall since the calendar's first midnight."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray


@attrs.frozen(eq=False)
class Offsets:
    """The changes of a zone's offset over the days of a calendar."""

    base: datetime
    zero: int
    """UTC seconds since 1970 of what ``base`` shows, as if it were UTC."""
    changes: "NDArray[Any]"
    """UTC seconds of each change."""
    shown: "NDArray[Any]"
    """Wall seconds (since ``base``) up to which the offset before the change still holds."""
    offset: "NDArray[Any]"
    """Seconds east of UTC before the first change, and after each."""

    def to_local(self, utc: "NDArray[Any]") -> "NDArray[Any]":
        """Wall seconds since ``base``."""
        import numpy as np

        if not len(self.changes):
            return np.asarray(utc + (int(self.offset[0]) - self.zero))
        return np.asarray(utc + self.offset[np.searchsorted(self.changes, utc, "right")] - self.zero)

    def to_utc(self, local: "NDArray[Any]") -> "NDArray[Any]":
        """UTC seconds; a time that is skipped is the one an hour later, one that comes twice is the first."""
        import numpy as np

        if not len(self.changes):
            return np.asarray(local + (self.zero - int(self.offset[0])))
        return np.asarray(local + self.zero - self.offset[np.searchsorted(self.shown, local, "right")])

    def moment(self, utc: int) -> datetime:
        """An aware moment of UTC seconds."""
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=utc)).astimezone(self.base.tzinfo)


def _offset(utc: int, base: datetime) -> int:
    at = datetime.fromtimestamp(utc, base.tzinfo).utcoffset() or timedelta()
    return int(at.total_seconds())


def offsets(base: datetime, days: int) -> Offsets:
    """The offsets of ``base``'s zone over ``days`` days from it; changes are found to the second by halving."""
    import numpy as np

    zero = int(base.replace(tzinfo=UTC).timestamp())
    first = int(base.timestamp()) - 86_400
    found: list[tuple[int, int, int]] = []
    before = _offset(first, base)
    start = before
    for day in range(days + 2):
        low, high = first + day * 86_400, first + (day + 1) * 86_400
        after = _offset(high, base)
        if after != before:
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if _offset(middle, base) == before else (low, middle)
            found.append((high, before, after))
            before = after
    changes = np.array([at for at, _, _ in found], np.int64)
    shown = np.array([at + max(old, new) - zero for at, old, new in found], np.int64)
    return Offsets(base, zero, changes, shown, np.array([start, *(new for _, _, new in found)], np.int64))
