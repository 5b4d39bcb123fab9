"""Figures of partners (共治伙伴统计): what each has reported, and the joint actions that it had a part in."""

from collections.abc import Iterable, Iterator
from typing import Final

from cmsdk.contract.community.partner import Partner
from cmsdk.contract.plan import CityPlan
from cmsdk.figures.community.settling import SETTLED
from cmsdk.figures.views import Seen, View
from cmsdk.model.case import Case
from cmsdk.model.viewed import Cell, ViewRow
from cmsdk.model.works.joint_action import JointAction


def _reach(partner: Partner, areas: tuple[str, ...]) -> int | None:
    """How near the places that a partner reports from are to a case: 0 is its grid; nothing where it is none."""
    if not (partner.divisions or partner.grids):
        return len(areas)
    named = {*partner.divisions, *partner.grids}
    return next((number for number, area in enumerate(areas) if area in named), None)


def reporter(plan: CityPlan, case: Case, partners: Iterable[Partner]) -> Partner | None:
    """The partner whose report a case is: of those with its channel the one for the smallest area around it."""
    areas = plan.area_lineage(case.grid, case.division)
    found = [(reach, one.id, one) for one in partners if (reach := _reach(one, areas)) is not None]
    return min(found)[2] if found else None


def _partners(seen: Seen) -> Iterator[ViewRow]:
    partners = seen.plan.rows(Partner).values()
    channels: dict[str, list[Partner]] = {}
    for partner in partners:
        channels.setdefault(partner.channel, []).append(partner)
    channels.pop("", None)
    reports: dict[str, list[Case]] = {}
    for case in seen.cases:
        of_channel = channels.get(case.channel)
        found = reporter(seen.plan, case, of_channel) if of_channel and seen.within(case.at) else None
        if found is not None:
            reports.setdefault(found.id, []).append(case)
    actions = [one for one in seen.of(JointAction) if seen.within(one.done)]
    for partner in partners:
        yield _row(partner, reports.get(partner.id, ()), [one for one in actions if partner.unit in one.parties])


def _row(partner: Partner, cases: Iterable[Case], actions: Iterable[JointAction]) -> ViewRow:
    reported, joined = sorted(cases, key=lambda case: case.id), list(actions)
    cells: dict[str, Cell] = {
        "partner": partner.id, "unit": partner.unit, "kind": str(partner.kind), "channel": partner.channel,
        "reports": len(reported), "settled": sum(case.state in SETTLED for case in reported),
        "joint_actions": len(joined), "led": sum(one.lead == partner.unit for one in joined),
        "repaired": sum(one.repaired is not None for one in joined),
    }  # fmt: skip
    return ViewRow(cells, (partner.id, *(case.id for case in reported), *(one.id for one in joined)))


VIEWS: Final = (
    View(
        id="partners",
        columns=(
            "partner", "unit", "kind", "channel", "reports", "settled", "joint_actions", "led", "repaired",
        ),
        rows=_partners,
        works=(JointAction,),
        cases=True,
    ),
)  # fmt: skip
