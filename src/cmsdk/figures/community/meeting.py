"""Figures of joint meetings (联席会议统计): each meeting, and each thing that was decided, done or open."""

from collections.abc import Iterator
from typing import Final

from cmsdk.figures.terms import LATE, outcome
from cmsdk.figures.views import Seen, View
from cmsdk.model.viewed import ViewRow
from cmsdk.model.works.base import work_id
from cmsdk.model.works.meeting import Meeting, MeetingItem
from cmsdk.model.works.opinion import Opinion


def _outcome(item: MeetingItem, seen: Seen) -> str:
    return outcome(item.done, item.until, seen)


def _meetings(seen: Seen) -> Iterator[ViewRow]:
    for meeting in seen.of(Meeting):
        if seen.within(meeting.held or meeting.planned or meeting.begun):
            opened = len(meeting.open_items)
            cells = {
                "meeting": meeting.name, "title": meeting.title, "system": meeting.system, "planned": meeting.planned,
                "held": meeting.held, "station": meeting.station, "invited": len(meeting.invited),
                "attended": len(meeting.attended),
                "absent": ";".join(unit for unit in meeting.invited if unit not in meeting.attended),
                "items": len(meeting.items), "done": len(meeting.items) - opened, "open": opened,
                "late": sum(_outcome(item, seen) in LATE for item in meeting.items), "state": meeting.state,
            }  # fmt: skip
            yield ViewRow(cells, (meeting.id,))


def _items(seen: Seen) -> Iterator[ViewRow]:
    for meeting in seen.of(Meeting):
        if seen.within(meeting.held):
            for item in meeting.items:
                cells = {
                    "meeting": meeting.name, "item": item.item, "decision": item.decision, "owner": item.owner,
                    "until": item.until, "opinions": len(item.opinions), "progress": item.progress,
                    "done_at": item.done, "done": int(item.done is not None), "open": int(item.done is None),
                    "late": int(_outcome(item, seen) in LATE), "outcome": _outcome(item, seen),
                }  # fmt: skip
                taken_up = (work_id(Opinion.kind, meeting.city, name) for name in item.opinions)
                yield ViewRow(cells, (meeting.id, *taken_up))


VIEWS: Final = (
    View(
        id="meetings",
        columns=(
            "meeting", "title", "system", "planned", "held", "station", "invited", "attended", "absent", "items",
            "done", "open", "late", "state",
        ),
        rows=_meetings,
        works=(Meeting,),
    ),
    View(
        id="meeting-items",
        columns=(
            "meeting", "item", "decision", "owner", "until", "opinions", "progress", "done_at", "done", "open", "late",
            "outcome",
        ),
        rows=_items,
        works=(Meeting,),
    ),
)  # fmt: skip
