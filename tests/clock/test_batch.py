"""Many deadlines at once are those that are counted one by one, in every zone and at every edge."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from cmsdk.clock.batch import BatchClock
from cmsdk.clock.working import WorkClock
from cmsdk.model.spans import Limit, LimitUnit

from .conftest import calendar_of

NIGHT = {"shifts": ((time(0), time(8)), (time(20), time(0))), "weekend": (), "days": {}}


def _column(moments: list[datetime]) -> np.ndarray:
    return np.array([m.astimezone(UTC).replace(tzinfo=None) for m in moments], "datetime64[s]")


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "UTC"])
@pytest.mark.parametrize("more", [{}, NIGHT, {"hours": {6: ((time(9), time(11)),)}, "weekend": (7,)}])
@pytest.mark.parametrize("unit", [LimitUnit.WORK_HOUR, LimitUnit.WORK_DAY])
def test_a_column_of_moments_has_the_deadlines_of_each(zone: str, more: dict[str, object], unit: LimitUnit):
    city = ZoneInfo(zone)
    clock = WorkClock(calendar_of(time_zone=zone, known_from=date(2024, 1, 1), **more), city)
    first = datetime(2023, 12, 30, tzinfo=UTC)
    starts = [first + timedelta(minutes=797 * n) for n in range(2200)]
    changes = [datetime(2025, 3, 9, 6, tzinfo=UTC), datetime(2025, 11, 2, 5, tzinfo=UTC)]
    starts += [change + timedelta(minutes=7 * n) for change in changes for n in range(-30, 30)]
    due, provisional = BatchClock(clock).due_many(_column(starts), Limit(3, unit))
    one_by_one = [clock.due(start, Limit(3, unit)) for start in starts]
    assert (due == _column([found.at for found in one_by_one])).all()
    assert provisional.tolist() == [found.provisional for found in one_by_one]


def test_a_limit_that_the_calendar_does_not_reach_is_counted_as_one_by_one():
    clock = WorkClock(calendar_of(), ZoneInfo("Asia/Shanghai"))
    start, limit = datetime(2025, 12, 1, 1, tzinfo=UTC), Limit(5000, LimitUnit.WORK_DAY)
    due, provisional = BatchClock(clock).due_many(_column([start]), limit)
    assert due.tolist() == [clock.due(start, limit).at.astimezone(UTC).replace(tzinfo=None)]
    assert provisional.tolist() == [True]


def test_what_cannot_be_counted_in_bulk_is_refused():
    batch = BatchClock(WorkClock(calendar_of(), ZoneInfo("Asia/Shanghai")))
    with pytest.raises(ValueError, match="is not counted in bulk"):
        batch.due_many(np.array(["2025-03-01"], "datetime64[s]"), Limit(1, LimitUnit.NATURAL_DAY))
    with pytest.raises(ValueError, match="NaT names no moment"):
        batch.due_many(np.array(["NaT"], "datetime64[s]"), Limit(1, LimitUnit.WORK_DAY))
    assert len(batch.due_many(np.array([], "datetime64[s]"), Limit(1, LimitUnit.WORK_DAY))[0]) == 0


def test_a_calendar_on_which_no_day_is_worked_is_counted_as_one_by_one():
    clock = WorkClock(calendar_of(weekend=tuple(range(1, 8)), days={}), ZoneInfo("Asia/Shanghai"))
    start, limit = datetime(2025, 12, 1, 1, tzinfo=UTC), Limit(3, LimitUnit.WORK_DAY)
    due, provisional = BatchClock(clock).due_many(_column([start, start]), limit)
    assert due.tolist() == [clock.due(start, limit).at.astimezone(UTC).replace(tzinfo=None)] * 2
    assert provisional.tolist() == [True, True]
