"""Systems of community work are kept by something that entries can show."""

from collections.abc import Callable

import attrs
import pytest

from cmsdk import AssemblyError, City
from cmsdk.plugin import community

CityOf = Callable[..., City]
Speaks = Callable[..., None]
DUTY = community.SystemDuty(
    id="toy-s1", name="联席会议", kind=community.SystemKind.MEETING, every=community.Every.MONTH,
    evidence="meeting.held", where=("state=closed",),
)  # fmt: skip


def test_a_system_that_is_kept_by_a_moment_of_a_kind_of_work_is_in_the_plan(city_of: CityOf) -> None:
    assert city_of(cmsdk_community=[DUTY]).plan.rows(community.SystemDuty) == {"toy-s1": DUTY}


@pytest.mark.parametrize(
    ("change", "given", "near"),
    [
        ({"evidence": "meeting.hold"}, "meeting.hold", "meeting.held"),
        ({"evidence": "meeting.state"}, "meeting.state", "meeting."),
        ({"where": ("stat=closed",)}, "stat=closed", "state"),
        ({"where": ("state",)}, "state", "state"),
    ],
)
def test_what_no_work_has_keeps_the_city_from_opening(
    city_of: CityOf, speaks: Speaks, change: dict[str, object], given: str, near: str
) -> None:
    with pytest.raises(AssemblyError) as caught:
        city_of(cmsdk_community=[attrs.evolve(DUTY, **change)])
    (found,) = caught.value.problems
    assert found.code == "CMS635"
    speaks(found, "toy-s1", given, near)
