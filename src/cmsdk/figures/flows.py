"""What the side flows have come to (旁支流程统计): cases, and times."""

from collections.abc import Iterable, Sequence

from cmsdk.model.case import Case
from cmsdk.model.figures import SideFlows, Times


def _times(numbers: Iterable[int]) -> Times:
    some = [number for number in numbers if number]
    return Times(len(some), sum(some))


def flows(cases: Sequence[Case]) -> SideFlows:
    """Returns, reworks and reopenings of ``cases``, and those that were put right on the spot.

    A reopening keeps the round before as a rework does, and is counted as a reopening alone.
    """
    courses = [case.course for case in cases]
    return SideFlows(
        returns=_times(course.returns for course in courses),
        reworks=_times(max(len(course.rounds) - course.reopened, 0) for course in courses),
        reopenings=_times(course.reopened for course in courses),
        on_the_spot=sum(course.on_the_spot for course in courses),
    )
