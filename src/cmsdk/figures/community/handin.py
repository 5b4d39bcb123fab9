"""Figures of hand-ins (一窗受理统计): complete the first time, answered in time."""

from collections.abc import Iterator
from typing import Final

from cmsdk.figures.views import Seen, View
from cmsdk.model.viewed import ViewRow
from cmsdk.model.works.handin import HandInRecord


def _hand_ins(seen: Seen) -> Iterator[ViewRow]:
    """What was handed in in the period. ``in_time`` says nothing where no term is over yet and nothing was answered."""
    for work in seen.of(HandInRecord):
        if seen.within(work.begun):
            over = work.due is not None and work.answered is None and work.due < seen.now
            told = work.due is not None and (work.answered is not None or over)
            cells = {
                "handin": work.name, "item": work.item, "station": work.station, "unit": work.unit,
                "state": work.state, "begun": work.begun, "once": int(work.once), "supplements": work.supplements,
                "missing": "；".join(work.missing), "accepted": work.accepted, "due": work.due,
                "answered": work.answered, "in_time": int(not (work.late or over)) if told else None,
                "approved": None if work.approved is None else int(work.approved),
            }  # fmt: skip
            yield ViewRow(cells, (work.id,))


VIEWS: Final = (
    View(
        id="hand-ins",
        columns=(
            "handin", "item", "station", "unit", "state", "begun", "once", "supplements", "missing", "accepted", "due",
            "answered", "in_time", "approved",
        ),
        rows=_hand_ins,
        works=(HandInRecord,),
    ),
)  # fmt: skip
