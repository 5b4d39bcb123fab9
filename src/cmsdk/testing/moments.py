"""Moments and spans of a scenario in the city's time zone and on its calendar."""

from datetime import datetime
from functools import lru_cache
import re
from typing import Final

from cmsdk.clock.clocks import Clocks
from cmsdk.contract.plan import CityPlan
from cmsdk.model.expected import Expected
from cmsdk.model.spans import Limit, LimitUnit
from cmsdk.model.words import label
from cmsdk.triage.times import read_time

from .form import Moment

_SPAN: Final = re.compile(r"(\d+)\s*(\S.*)\Z")
_WORDS: Final = {
    LimitUnit.MINUTE: ("min", "分"),
    LimitUnit.URGENT_HOUR: ("h", "hour", "小时", "时"),
    LimitUnit.NATURAL_DAY: ("day", "天", "日"),
}
"""What people write besides the ids of the units (contracts §4) and their Chinese labels; hours are wall-clock ones."""
UNITS: Final = {word: unit for unit in LimitUnit for word in (str(unit), label(unit, "zh"), *_WORDS.get(unit, ()))}
"""Word → unit of a span."""


def moment(written: Moment, plan: CityPlan) -> datetime:
    """The moment that is meant, aware, in the city's zone; of a date alone, the opening of that day.

    A time without offset is the city's own. Raises ValueError where it cannot be read or does not exist.
    """
    text = written if isinstance(written, str) else written.isoformat()
    opening = plan.calendars[plan.profile.calendar].shifts[0][0]
    return read_time(text.strip(), plan.zone, opening)[0]


def span(text: str) -> Limit:
    """``2 h``, ``3 work_day``, ``15 分钟`` as a limit. Raises ValueError for anything else."""
    found = _SPAN.match(text)
    unit = UNITS.get(found[2].strip()) or UNITS.get(found[2].strip().removesuffix("s")) if found else None
    if found is None or unit is None:
        raise Expected("scenario-span", units=", ".join(LimitUnit))
    return Limit(int(found[1]), unit)


@lru_cache(maxsize=4)
def _clocks(plan: CityPlan) -> Clocks:
    """The clocks of a plan, compiled once; a plan is compared by identity."""
    return Clocks(plan)


def later(start: datetime, text: str, plan: CityPlan) -> datetime:
    """``start`` and the span ``text``, counted on the city's calendar. Raises ValueError."""
    clock = _clocks(plan).get("")
    if clock is None:
        raise ValueError(f"{plan.city} has no calendar {plan.profile.calendar}")
    return clock.due(start, span(text)).at
