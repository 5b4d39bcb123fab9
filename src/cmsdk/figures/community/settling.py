"""At which level matters were settled (分级解决): small ones in one grid, big ones linked across the net.

Every row is a case or a whistle that is settled; a share is counted over them. The level is that of the first row of
the city's table of levels whose conditions hold for how it was settled; that row is named.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from cmsdk.figures.views import Seen, View
from cmsdk.model.approach import Mode
from cmsdk.model.case import Case
from cmsdk.model.viewed import Cell, ViewRow
from cmsdk.model.works.whistle import Whistle
from cmsdk.rules.levels import Manner, Spot, linkage, settled_at

SETTLED: Final = frozenset({"closed", "visiting", "archived", "struck_off"})
"""States of a case that was settled; declined, void or withdrawn ones never were."""


def _row(
    seen: Seen, kind: str, id_: str, spot: Spot, manner: Manner, at: datetime, reached: str = ""
) -> ViewRow:  # fmt: skip
    """``reached`` is the level that a whistle has reached: there the city's table is not asked again."""
    day = at.astimezone(seen.plan.zone).date()
    found = settled_at(seen.plan, spot, manner, day)
    level = reached or (found.level if found is not None else "")
    cells: dict[str, Cell] = {
        "kind": kind, "id": id_, "level": level, "order": found.order if found is not None else None,
        "linkage": str(linkage(found, joint=manner.joint)), "row": found.id if found is not None else "",
        "category": spot.category, "grid": spot.grid, "division": spot.division, "unit": manner.unit,
        "mode": str(manner.mode), "joint": int(manner.joint), "closed": at, "settled": 1,
    }  # fmt: skip
    return ViewRow(cells, (id_, found.id) if found is not None else (id_,))


def _case(seen: Seen, case: Case, at: datetime) -> ViewRow:
    course = case.course
    mode = Mode.NOW if course.on_the_spot else case.mode
    manner = Manner(case.unit, mode, joint=bool(course.assisting))
    return _row(seen, "case", case.id, Spot(case.category, case.grid, case.division), manner, at)


def _settlements(seen: Seen) -> Iterator[ViewRow]:
    for case in sorted(seen.cases, key=lambda case: case.id):
        if case.state in SETTLED and case.closed is not None and seen.within(case.closed):
            yield _case(seen, case, case.closed)
    for whistle in seen.of(Whistle):
        if whistle.closed is not None and seen.within(whistle.closed):
            spot = Spot(whistle.category, whistle.grid, whistle.division)
            manner = Manner(whistle.lead, Mode.TRANSFER, joint=len(whistle.present) > 1)
            yield _row(seen, "whistle", whistle.id, spot, manner, whistle.closed, whistle.level)


VIEWS: Final = (
    View(
        id="settlements",
        columns=(
            "kind", "id", "level", "order", "linkage", "row", "category", "grid", "division", "unit", "mode", "joint",
            "closed", "settled",
        ),
        rows=_settlements,
        works=(Whistle,),
        cases=True,
    ),
)  # fmt: skip
