"""Figures of opinions (意见建议统计): each with its answer, or open; and by topic."""

from collections.abc import Iterator
from typing import Final

from cmsdk.figures.views import Seen, View
from cmsdk.model.viewed import Cell, ViewRow
from cmsdk.model.works.meeting import Meeting
from cmsdk.model.works.opinion import Opinion


def _late(opinion: Opinion, seen: Seen) -> bool:
    """Whether it was answered after its term, or is still open after it."""
    return opinion.late or (opinion.answered is None and opinion.due is not None and opinion.due < seen.now)


def _opinions(seen: Seen) -> Iterator[ViewRow]:
    taken_up = {name: meeting for meeting in seen.of(Meeting) for item in meeting.items for name in item.opinions}
    for opinion in seen.of(Opinion):
        if seen.within(opinion.begun):
            meeting = taken_up.get(opinion.name) or taken_up.get(opinion.id)
            cells = {
                "opinion": opinion.name, "topic": opinion.topic, "source": opinion.source,
                "campaign": opinion.campaign, "meeting": opinion.meeting, "text": opinion.text,
                "begun": opinion.begun, "due": opinion.due, "answered": opinion.answered, "answer": opinion.answer,
                "state": opinion.state, "replied": int(opinion.answered is not None),
                "open": int(opinion.answered is None), "late": int(_late(opinion, seen)),
                "adopted": None if opinion.adopted is None else int(opinion.adopted),
                "taken_up": meeting.name if meeting is not None else "",
            }  # fmt: skip
            yield ViewRow(cells, (opinion.id, meeting.id) if meeting is not None else (opinion.id,))


def _topics(seen: Seen) -> Iterator[ViewRow]:
    opinions = [opinion for opinion in seen.of(Opinion) if seen.within(opinion.begun)]
    for topic in sorted({opinion.topic for opinion in opinions}):
        of_topic = [opinion for opinion in opinions if opinion.topic == topic]
        answered = [opinion for opinion in of_topic if opinion.answered is not None]
        cells: dict[str, Cell] = {
            "topic": topic, "opinions": len(of_topic), "answered": len(answered),
            "open": len(of_topic) - len(answered), "late": sum(_late(opinion, seen) for opinion in of_topic),
            "adopted": sum(bool(opinion.adopted) for opinion in answered),
        }  # fmt: skip
        yield ViewRow(cells, tuple(opinion.id for opinion in of_topic))


VIEWS: Final = (
    View(
        id="opinions",
        columns=(
            "opinion", "topic", "source", "campaign", "meeting", "text", "begun", "due", "answered", "answer", "state",
            "replied", "open", "late", "adopted", "taken_up",
        ),
        rows=_opinions,
        works=(Meeting, Opinion),
    ),
    View(
        id="opinion-topics",
        columns=("topic", "opinions", "answered", "open", "late", "adopted"),
        rows=_topics,
        works=(Opinion,),
    ),
)  # fmt: skip
