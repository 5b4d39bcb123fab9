"""Contact boards and cards (公示牌、联系牌): what is printed on each, and whether that still holds.

Its own name is the id of its row in the table of boards.
"""

from datetime import datetime
from typing import ClassVar

import attrs

from cmsdk.model.command import yes_or_no

from .base import Work, WorkCommand, key, names


@attrs.frozen(kw_only=True)
class Printed:
    """What stands on a board (牌面内容). What is empty or ``None`` is not known, and is compared with nothing."""

    officers: tuple[str, ...] = ()
    """Names, in the order of phones and badges."""
    phones: tuple[str, ...] = ()
    badges: tuple[str, ...] = ()
    """Numbers of enforcement certificates (执法证号)."""
    scope: str | None = None
    """执法范围."""
    duties: str | None = None
    """职责."""
    supervision: str | None = None
    """监督电话."""

    @property
    def known(self) -> bool:
        """Whether anything of it is known."""
        return self != Printed()


@attrs.frozen(kw_only=True)
class PrintedCommand(WorkCommand):
    """Base of the commands that say what stands on a board: what is official there, and no citizen's."""

    officers: tuple[str, ...] = names("牌面姓名", official=True)
    phones: tuple[str, ...] = names("牌面电话", official=True)
    badges: tuple[str, ...] = names("牌面证号", official=True)
    supervision: str = key("牌面监督电话", official=True)

    @property
    def printed(self) -> Printed:
        """What it says."""
        return Printed(
            officers=self.officers, phones=self.phones, badges=self.badges, supervision=self.supervision or None
        )


@attrs.frozen(kw_only=True)
class PutUpBoard(PrintedCommand):
    """Put up a board, or hand out a card (张贴公示牌); what the city's tables say that day, where nothing is given."""

    name: ClassVar[str] = "board.put_up"
    chinese: ClassVar[str] = "张贴公示牌"


@attrs.frozen(kw_only=True)
class CheckBoard(PrintedCommand):
    """Check a board where it stands (检查公示牌): its place, what is read on it, and whether somebody answers.

    Basis: a published inspection of contact boards looked at placement, accuracy (name, phone, badge), update and
    real use. Where nothing is read, what is known to be printed is compared.
    """

    name: ClassVar[str] = "board.check"
    chinese: ClassVar[str] = "检查公示牌"
    placed: bool | None = attrs.field(default=None, validator=yes_or_no, metadata={"zh": "位置正确"})
    """Whether it hangs where it should, for all to see."""
    answered: bool | None = attrs.field(default=None, validator=yes_or_no, metadata={"zh": "电话接通"})
    """Whether somebody answers under its number; nothing where nobody tried."""


@attrs.frozen(kw_only=True)
class UpdateBoard(PrintedCommand):
    """Print a board anew (更新公示牌); what the city's tables say that day, where nothing is given."""

    name: ClassVar[str] = "board.update"
    chinese: ClassVar[str] = "更新公示牌"


@attrs.frozen(kw_only=True)
class RemoveBoard(WorkCommand):
    """Take a board down (撤除公示牌); it may be put up again."""

    name: ClassVar[str] = "board.remove"
    chinese: ClassVar[str] = "撤除公示牌"


@attrs.frozen(kw_only=True)
class BoardCheck:
    """A check and what it found (检查记录)."""

    at: datetime
    by: str
    faults: tuple[str, ...] = ()
    """``placement``, ``use``, and what was printed otherwise than the tables had it that day: ``name``, ``phone``,
    ``badge``, ``scope``, ``duties``, ``supervision``."""


@attrs.frozen(kw_only=True)
class Board(Work):
    """A board or card and what became of it (公示牌台账)."""

    kind: ClassVar[str] = "board"
    chinese: ClassVar[str] = "公示牌"
    printed: Printed = attrs.field(factory=Printed)
    put_up: datetime | None = None
    """When it was put up or, after that, printed anew."""
    removed: datetime | None = None
    checks: tuple[BoardCheck, ...] = ()
