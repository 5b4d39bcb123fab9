"""Recurring matters (复发): the vendor who is back every evening. Not a duplicate, but the same again."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from cmsdk.contract.matching import Earlier, MatchRow
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.report import Dated, Report
from cmsdk.rules.times import LocalTime

NEVER_WAS: Final = frozenset({"declined", "voided", "withdrawn"})
"""States (contracts §5) of a case that was found to be none: it does not count as a time."""
NAMED: Final = 50
"""Earlier cases that are named, the latest ones; the step says how many there were."""
Near = Callable[[Callable[[Earlier], bool]], Iterable[Earlier]]


def repeated(
    row: MatchRow, plugin: str, report: Report, near: Near, local: LocalTime, zone: ZoneInfo
) -> tuple[tuple[str, ...], tuple[Step, ...]]:
    """The earlier cases that the report repeats by the row, oldest first, and the step that says so; else nothing.

    ``near`` gives the cases at the report's place for which a condition holds. A report whose time of day is not
    its own is in no hours of the day.
    """

    def counts(at: datetime) -> bool:
        return row.when is None or local.holds(row.when, at.astimezone(zone))

    if row.repeats is None or row.days is None:
        return (), ()
    if row.when and not (report.dated is Dated.OWN and counts(report.at)):
        return (), ()
    since = report.at - timedelta(days=row.days)
    times = list(near(lambda case: since <= case.at <= report.at and case.state not in NEVER_WAS and counts(case.at)))
    if len(times) + 1 < row.repeats:
        return (), ()
    cases = sorted(times, key=lambda case: (case.at, case.id))[-NAMED:]
    clocks = (case.at.astimezone(zone).strftime("%m-%d %H:%M") for case in cases)
    facts = (
        ("count", str(len(times) + 1)),
        ("days", str(row.days)),
        ("hours", str(row.when or "")),
        ("times", ", ".join(clocks)),
        ("cases", ", ".join(case.id for case in cases)),
        ("source", row.source),
    )
    answer = cases[-1].id
    step = Step(Stage.MATCH, row.id, plugin, answer, "recurs", facts, row.basis)
    return tuple(case.id for case in cases), (step,)
