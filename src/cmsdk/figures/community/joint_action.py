"""Figures of joint actions (联合行动统计): each with its lead, its assistants and what came of it."""

from collections.abc import Iterator
from typing import Final

from cmsdk.contract.community.partner import Partner
from cmsdk.figures.views import Seen, View
from cmsdk.model.viewed import Cell, ViewRow
from cmsdk.model.works.joint_action import JointAction


def _actions(seen: Seen) -> Iterator[ViewRow]:
    partners = {one.unit for one in seen.plan.rows(Partner).values()}
    for action in seen.of(JointAction):
        if not seen.within(action.done or action.on or action.begun):
            continue
        here = set(action.parties)
        cells: dict[str, Cell] = {
            "action": action.name, "on": action.on, "division": action.division, "place": action.place,
            "text": action.text, "lead": action.lead, "assistants": ";".join(action.assistants),
            "absent": ";".join(action.absent), "parties": len(here), "partners": len(here & partners),
            "cases": len(action.cases), "measure": action.measure, "done": action.done, "result": action.result,
            "repaired": action.repaired, "repair": action.repair, "state": action.state,
            "carried_out": int(action.done is not None), "was_repaired": int(action.repaired is not None),
        }  # fmt: skip
        yield ViewRow(cells, (action.id, *action.cases))


VIEWS: Final = (
    View(
        id="joint-actions",
        columns=(
            "action", "on", "division", "place", "text", "lead", "assistants", "absent", "parties", "partners", "cases",
            "measure", "done", "result", "repaired", "repair", "state", "carried_out", "was_repaired",
        ),
        rows=_actions,
        works=(JointAction,),
    ),
)  # fmt: skip
