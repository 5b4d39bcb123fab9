"""The part of a city that prints its contact boards and cards (公示牌、联系牌)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import attrs

from cmsdk.contract.community.board import BoardKind, BoardRow
from cmsdk.contract.plan import CityPlan
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import Problem, problem
from cmsdk.publish.boards import board_page, card_of
from cmsdk.publish.write import write

from .part import Part

SUFFIXES: Final = (".html", ".htm")


@attrs.frozen
class PrintedBoards:
    """What was printed: the file, the boards in it, and a problem for each that was left out."""

    path: Path
    boards: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


class PrintsBoards(Part):
    """The part of a city that prints its boards."""

    def print_boards(
        self, to: str | Path, *, boards: Sequence[str] = (), division: str = "", kind: BoardKind | str = "",
        lang: str = "", now: datetime | None = None,
    ) -> PrintedBoards:  # fmt: skip
        """Write contact boards and cards to ``to`` (HTML, for a printer), as the city's tables stand on that day.

        ``boards`` are ids of rows of the table of boards; ``division`` takes those of a division and of all within it;
        ``kind`` is ``board`` or ``card``. All of them, where nothing is said. One that names nobody is left out, and
        told in the answer.

        Raises:
            RejectedInput: a suffix that is not HTML, no board that fits, or a file that cannot be written.
        """
        path, moment = Path(to), self._now(now)
        if path.suffix.casefold() not in SUFFIXES:
            known = ", ".join(SUFFIXES)
            raise RejectedInput([problem("CMS902", str(path), suffix=path.suffix or "—", known=known)])
        rows = list(_chosen(self.plan, moment.date(), boards, division, kind))
        unknown = [name for name in boards if name not in {row.id for row in rows}]
        if unknown or not rows:
            asked = ", ".join(filter(None, (*(unknown or boards), division, kind))) or BoardRow.table
            near = get_close_matches((unknown or [asked])[0], self.plan.rows(BoardRow), n=1, cutoff=0)
            raise RejectedInput([problem("CMS499", asked, asked=asked, near=near[0] if near else "—")])
        cards = [card_of(self.plan, row, moment.date()) for row in rows]
        empty = tuple(problem("CMS480", card.id, board=card.id) for card in cards if not card.printed.officers)
        filled = [card for card in cards if card.printed.officers]
        if not filled:
            raise RejectedInput(empty)
        page = board_page(filled, self.plan, lang or self.plan.profile.languages[0])
        return PrintedBoards(write(page, path), tuple(card.id for card in filled), empty)


def _chosen(
    plan: CityPlan, day: date, boards: Sequence[str], division: str, kind: BoardKind | str
) -> Iterator[BoardRow]:
    for row in plan.rows(BoardRow).values():
        named = not boards or row.id in boards
        within = not division or division in plan.area_lineage("", row.division)
        if row.valid.holds(day) and named and within and kind in {"", row.kind}:
            yield row
