"""Due dates and the on-time flag of Boston's service requests, 2011 Q3, beside what the city published.

    python benchmarks/accuracy/boston_due.py [DATA]

The limits of ``plugins/cmsdk-boston`` were learnt from the rows opened before 2011-09-02 (``learn/boston.py``).
The rows opened from then on go through the plugin's channel as a delivery, and each case's deadline is compared.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from cmsdk import City, discover
from cmsdk.model.clock import Due, overdue
from cmsdk.model.spans import Limit, LimitUnit
from learn.limits import TOLERANCE
from learn.lines import Line, run
from learn.rows import BOSTON, CUT, Row, csv_bytes, read

DUE, ON_TIME = 0.96, 1.0
"""Shares that must be reached."""
ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 20, 9, tzinfo=ZONE)


def _time(text: str) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE) if text else None


def due_dates(rows: list[Row]) -> Line:
    """Rows with a due date whose case has the same one within 120 seconds."""
    published = {row["case_enquiry_id"]: due for row in rows if (due := _time(row["target_dt"]))}
    right = plain = 0
    with City.open("us.ma.boston", plugins=discover(only=["boston"]), clock=lambda: NOW) as city:
        limited = {ranked.item.category for ranked in city.plan.limits}
        city.receive("open-data-csv", csv_bytes(rows))
        for case in city.cases():
            due = published.get(case.report)
            if due is None or case.due is None:
                continue
            plain += case.category not in limited
            right += abs(case.due.at - due) <= TOLERANCE
    return Line(
        "Boston due dates, from 2011-09-02, within 120 s",
        right,
        len(published),
        DUE,
        f"{plain} of types without a rule",
    )


def on_time(rows: list[Row]) -> Line:
    """Rows with a flag whose flag is that of :func:`cmsdk.model.clock.overdue` on the published times."""
    flagged = [row for row in rows if row["ontime"]]
    right = sum((row["ontime"] == "OVERDUE") == _overdue(row) for row in flagged)
    return Line("Boston on-time flag, 2011 Q3", right, len(flagged), ON_TIME)


def _overdue(row: Row) -> bool:
    at = _time(row["target_dt"])
    due = Due(at, Limit(1, LimitUnit.NATURAL_DAY)) if at else None
    return overdue(due, _time(row["closed_dt"]), NOW)


def measure(data: Path) -> Iterator[Line]:
    """The lines of this script."""
    rows = read(data / BOSTON)
    yield due_dates([row for row in rows if row["open_dt"] >= CUT])
    yield on_time(rows)


if __name__ == "__main__":
    run(lambda data: list(measure(data)))
