"""Late is what was not handled in time; nothing is late for ever because it ended."""

from datetime import UTC, datetime, timedelta

import pytest

from cmsdk.model.case import Case
from cmsdk.model.clock import Due
from cmsdk.model.spans import Limit, LimitUnit

DUE = datetime(2026, 6, 1, 12, tzinfo=UTC)
BEFORE, AFTER = DUE - timedelta(hours=1), DUE + timedelta(hours=1)


def _case(handled: datetime | None, closed: datetime | None) -> Case:
    due = Due(DUE, Limit(1, LimitUnit.MINUTE))
    return Case("c", "x", "desk", "1", BEFORE, BEFORE, "", "", due=due, handled=handled, closed=closed)


@pytest.mark.parametrize(
    ("handled", "closed", "now", "late"),
    [
        (None, None, BEFORE, False),
        (None, None, DUE, False),
        (None, None, AFTER, True),
        (BEFORE, None, AFTER, False),
        (AFTER, None, AFTER, True),
        (BEFORE, AFTER, AFTER, False),
        (None, BEFORE, AFTER, False),
        (None, AFTER, AFTER, True),
        (AFTER, AFTER, BEFORE, True),
    ],
)
def test_handling_counts_then_closing_then_now(
    handled: datetime | None, closed: datetime | None, now: datetime, late: bool
):
    assert _case(handled, closed).late(now) is late
