"""Figures of opinions (意见建议统计): each with its answer, or open."""

from collections.abc import Iterator
from typing import Final

from cmsdk.figures.views import Seen, View
from cmsdk.model.viewed import ViewRow
from cmsdk.model.works.opinion import Opinion


def _opinions(seen: Seen) -> Iterator[ViewRow]:
    for opinion in seen.of(Opinion):
        if seen.within(opinion.begun):
            late = opinion.late or (opinion.answered is None and opinion.due is not None and opinion.due < seen.now)
            cells = {
                "opinion": opinion.name, "topic": opinion.topic, "source": opinion.source,
                "campaign": opinion.campaign, "text": opinion.text, "begun": opinion.begun, "due": opinion.due,
                "answered": opinion.answered, "answer": opinion.answer, "state": opinion.state, "late": int(late),
                "adopted": None if opinion.adopted is None else int(opinion.adopted),
            }  # fmt: skip
            yield ViewRow(cells, (opinion.id,))


VIEWS: Final = (
    View(
        id="opinions",
        columns=(
            "opinion", "topic", "source", "campaign", "text", "begun", "due", "answered", "answer", "state", "late",
            "adopted",
        ),
        rows=_opinions,
        works=(Opinion,),
    ),
)  # fmt: skip
