"""Contact boards and cards (公示牌、联系牌): where each stands, and what it says beside its officers."""

from enum import StrEnum
from typing import ClassVar

import attrs

from .base import CommunityRow


class BoardKind(StrEnum):
    """A board on a wall (公示牌), or a card that residents are handed (联系牌)."""

    BOARD = "board"
    CARD = "card"


@attrs.frozen(kw_only=True)
class BoardRow(CommunityRow):
    """A board or card of a division. Without ``officers`` it names whoever is stationed at its station, else there."""

    table: ClassVar[str] = "boards"
    leads: ClassVar[tuple[tuple[str, str], ...]] = (
        ("division", "divisions"), ("station", "stations"), ("officers", "people"),
    )  # fmt: skip
    kind: BoardKind = BoardKind.BOARD
    division: str
    place: str = ""
    """Where it hangs, in words."""
    station: str = ""
    officers: tuple[str, ...] = ()
    scope: str = ""
    """What is enforced (执法范围)."""
    duties: str = ""
    """职责."""
    supervision: str = ""
    """Telephone under which the officers themselves are complained about (监督电话)."""
