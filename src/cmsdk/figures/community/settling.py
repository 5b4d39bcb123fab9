"""At which level matters were settled (分级解决): small ones in one grid, big ones linked across the net.

Every row is a case or a whistle that is settled; a share is counted over them. The level is that of the first row of
the city's table of levels whose conditions hold for how it was settled; that row is named.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from cmsdk.contract.community.whistle import LevelRow, Linkage
from cmsdk.figures.views import Seen, View
from cmsdk.model.approach import Mode
from cmsdk.model.case import Case
from cmsdk.model.viewed import Cell, ViewRow
from cmsdk.model.works.joint_action import JointAction
from cmsdk.model.works.whistle import Whistle
from cmsdk.rules.levels import Manner, Spot, linkage, settled_at

SETTLED: Final = frozenset({"closed", "visiting", "archived", "struck_off"})
"""States of a case that was settled; declined, void or withdrawn ones never were."""


def _row(
    seen: Seen, id_: str, spot: Spot, manner: Manner, at: datetime, found: LevelRow | None, how: Linkage
) -> ViewRow:
    cells: dict[str, Cell] = {
        "level": found.level if found is not None else "", "order": found.order if found is not None else None,
        "linkage": str(how), "row": found.id if found is not None else "",
        "kind": "whistle" if id_.startswith(f"{Whistle.kind}:") else "case", "id": id_, "category": spot.category,
        "grid": spot.grid, "division": spot.division,
        "divisions": ";".join(seen.plan.area_lineage("", spot.division)), "unit": manner.unit,
        "mode": str(manner.mode), "joint": int(manner.joint), "closed": at, "settled": 1,
    }  # fmt: skip
    return ViewRow(cells, (id_, found.id) if found is not None else (id_,))


def _case(seen: Seen, case: Case, at: datetime, *, joint: bool) -> ViewRow:
    mode = Mode.NOW if case.course.on_the_spot else case.mode
    manner = Manner(case.unit, mode, joint=joint or bool(case.course.assisting))
    spot = Spot(case.category, case.grid, case.division)
    found = settled_at(seen.plan, spot, manner, seen.day(at))
    return _row(seen, case.id, spot, manner, at, found, linkage(found, joint=manner.joint))


def _whistle(seen: Seen, whistle: Whistle, at: datetime) -> ViewRow:
    """A whistle was settled at the level that it had reached; by the net, wherever it called several units."""
    manner = Manner(whistle.lead, Mode.TRANSFER, joint=len(whistle.present) > 1)
    spot = Spot(whistle.category, whistle.grid, whistle.division)
    found = seen.plan.rows(LevelRow).get(whistle.level_row)
    how = Linkage.NET if manner.joint else linkage(found, joint=False)
    return _row(seen, whistle.id, spot, manner, at, found, how)


def _settlements(seen: Seen) -> Iterator[ViewRow]:
    joined = {case for action in seen.of(JointAction) if action.done is not None for case in action.cases}
    for case in sorted(seen.cases, key=lambda case: case.id):
        if case.state in SETTLED and case.closed is not None and seen.within(case.closed):
            yield _case(seen, case, case.closed, joint=case.id in joined)
    for whistle in seen.of(Whistle):
        if whistle.closed is not None and seen.within(whistle.closed):
            yield _whistle(seen, whistle, whistle.closed)


VIEWS: Final = (
    View(
        id="settlements",
        columns=(
            "kind", "id", "level", "order", "linkage", "row", "category", "grid", "division", "divisions",
            "unit", "mode", "joint", "closed", "settled",
        ),
        rows=_settlements,
        works=(JointAction, Whistle),
        cases=True,
    ),
)  # fmt: skip
