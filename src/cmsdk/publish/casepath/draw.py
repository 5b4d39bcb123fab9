"""The picture of one case, made of what its ledger entries and clocks say."""

from collections.abc import Sequence
from datetime import datetime

from cmsdk.contract.plan import CityPlan
from cmsdk.model.case import Case
from cmsdk.model.clock import StageClock
from cmsdk.model.entry import Entry
from cmsdk.publish.view import View
from cmsdk.serial import Form

from .course import Stretch, stretches
from .svg import case_svg


def draw_case(
    case: Case, entries: Sequence[Entry], forms: Sequence[Form], clocks: Sequence[StageClock], plan: CityPlan,
    lang: str, now: datetime,
) -> str:  # fmt: skip
    """The way of ``case`` until ``now`` (aware) as SVG; ``forms`` are the data of ``entries``, as now read."""
    held = tuple(Stretch(h.state, h.begins, h.ends if h.ends <= now else None) for h in case.course.holds if h.pauses)
    return case_svg(case, stretches(entries, forms), clocks, View(plan, lang, now), held)
