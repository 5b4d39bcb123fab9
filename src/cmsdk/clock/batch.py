"""Many deadlines at once, with NumPy: the same answers as one at a time, for columns of moments."""

from functools import cached_property
from typing import TYPE_CHECKING, Final

import attrs

from cmsdk.contract.timing import DAY_SECONDS
from cmsdk.model.spans import WORK_MINUTES, Limit, LimitUnit

from .offsets import Offsets, offsets
from .working import WorkClock

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

UNITS: Final = (LimitUnit.WORK_HOUR, LimitUnit.WORK_DAY)
"""Units that are counted in bulk; the others are an addition, or few."""


@attrs.frozen(slots=False, eq=False)
class BatchClock:
    """A working clock over arrays. NumPy is loaded when it is made (ADR 0001)."""

    clock: WorkClock

    @cached_property
    def _zone(self) -> Offsets:
        made = self.clock.compiled
        return offsets(made.base, made.count)

    @cached_property
    def _arrays(self) -> "tuple[NDArray[Any], NDArray[Any], NDArray[Any]]":
        import numpy as np

        made = self.clock.compiled
        sums = np.array(made.sums, np.int64)
        return np.array(made.starts, np.int64), sums, np.diff(sums)

    def due_many(self, starts: "NDArray[Any]", limit: Limit) -> "tuple[NDArray[Any], NDArray[Any]]":
        """When ``limit`` from each of ``starts`` is up, and which of these are provisional.

        ``starts`` and deadlines are ``datetime64[s]`` in UTC. Moments that the calendar does not reach are answered
        one at a time, as :meth:`WorkClock.due` does.

        Raises:
            ValueError: the limit's unit is none of working time, or a moment is NaT.
        """
        import numpy as np

        if limit.unit not in UNITS:
            raise ValueError(f"unit: {limit.unit} is not counted in bulk; use WorkClock.due for it")
        utc = np.asarray(starts, "datetime64[s]")
        if np.isnat(utc).any():
            raise ValueError("starts: NaT names no moment")
        made, (opens, sums, lengths) = self.clock.compiled, self._arrays
        if not len(opens):
            return self._one_by_one(utc, limit)
        local = self._zone.to_local(utc.astype(np.int64))
        i = np.searchsorted(opens, local, "right") - 1
        within = np.clip(i, 0, None)
        done = np.where(i < 0, 0, sums[within] + np.minimum(local - opens[within], lengths[within]))
        target = done + limit.amount * WORK_MINUTES[limit.unit] * 60
        j = np.searchsorted(sums, target, "left") - 1
        reached = (target <= sums[-1]) & (local >= 0) & (local < made.count * DAY_SECONDS)
        j = np.minimum(j, len(opens) - 1)
        due = opens[j] + target - sums[j]
        provisional = opens[j] >= (made.known + 1) * DAY_SECONDS
        out = self._zone.to_utc(due).astype("datetime64[s]")
        out[~reached], provisional[~reached] = self._one_by_one(utc[~reached], limit)
        return out, provisional

    def _one_by_one(self, utc: "NDArray[Any]", limit: Limit) -> "tuple[NDArray[Any], NDArray[Any]]":
        import numpy as np

        found = [self.clock.due(self._zone.moment(int(second)), limit) for second in utc.astype(np.int64)]
        at = np.array([int(one.at.timestamp()) for one in found], np.int64).astype("datetime64[s]")
        return at, np.array([one.provisional for one in found], bool)
