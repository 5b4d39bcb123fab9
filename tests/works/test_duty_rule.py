"""Whatever happens in a week, the breaches that are listed are those of the rule, each once."""

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import attrs
from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.figures.community.duty import weeks
from cmsdk.figures.views import Seen
from cmsdk.model.works import Duty
from cmsdk.rules.rosters import sessions

from .conftest import Made

FIRST = datetime(2026, 11, 16, tzinfo=ZoneInfo("Asia/Shanghai"))
END = FIRST + timedelta(days=7)
OFFICERS, SESSIONS, MINUTES = 2, 3, 90
TABLES = {
    "roster.csv": "id,station,headcount,days,begins,ends\ndemo-r1,demo-stn,2,每天,09:00,11:00\n",
    "duty-rules.csv": f"id,station,officers,sessions,hours\ndemo-dr,demo-stn,{OFFICERS},{SESSIONS},{MINUTES / 60}\n",
}
HELD = st.none() | st.tuples(st.integers(1, 4), st.integers(1, 180))
"""Nobody came, or so many for so many minutes."""


@pytest.fixture(scope="module")
def plan(made_once: Made) -> CityPlan:
    return made_once(TABLES).plan


@given(held=st.lists(HELD, min_size=7, max_size=7))
def test_breaches_are_those_of_the_rule(plan: CityPlan, held: list[tuple[int, int] | None]) -> None:
    planned = [*sessions(plan, FIRST.date(), END.date() - timedelta(days=1))]
    done: list[Duty] = []
    for one, came in zip(planned, held, strict=True):
        if came is not None:
            number, minutes = came
            begins = one.planned_from or FIRST
            ends = begins + timedelta(minutes=minutes)
            done.append(attrs.evolve(one, state="done", headcount=number, begins=begins, ends=ends))
    seen = Seen(plan=plan, now=END, first=FIRST, end=END, works={"duty": done})
    (week,) = weeks(seen)
    found = Counter(broken.part for broken in week.breaches(seen))
    those = [one for one in held if one is not None]
    assert found["too_few_officers"] == sum(one is None or one[0] < OFFICERS for one in held)
    assert found["too_short"] == sum(minutes < MINUTES for _, minutes in those)
    assert found["too_few_sessions"] == (len(those) < SESSIONS)
    assert week.kept(seen) is (not found.total())
