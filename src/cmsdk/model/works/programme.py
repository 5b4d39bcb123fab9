"""The programme (工作方案): begun with its plan, its items done or late, and what is said of it on the way."""

from datetime import date, datetime
from typing import ClassVar

import attrs

from .base import Work, WorkCommand, day, key, words


@attrs.frozen(kw_only=True)
class BeginProgramme(WorkCommand):
    """Put a work plan in force (印发方案). Its items are the rows of the table ``programme`` that name it."""

    name: ClassVar[str] = "programme.begin"
    chinese: ClassVar[str] = "印发方案"
    title: str = words("方案名称")
    group: str = key("领导小组")
    """Unit whose members lead the programme."""
    document: str = key("文号")
    first: date | None = day("起始日期")
    until: date | None = day("截止日期")


@attrs.frozen(kw_only=True)
class FinishItem(WorkCommand):
    """Enter that an item of the plan is done (完成任务)."""

    name: ClassVar[str] = "programme.done"
    chinese: ClassVar[str] = "完成任务"
    item: str = key("任务")
    """Row of the table ``programme``."""
    result: str = words("完成情况")


@attrs.frozen(kw_only=True)
class PostponeItem(WorkCommand):
    """Enter that an item will be late (延期任务): why, and the day that holds now. It is measured by the plan's own."""

    name: ClassVar[str] = "programme.late"
    chinese: ClassVar[str] = "延期任务"
    item: str = key("任务")
    reason: str = words("延期原因")
    until: date | None = day("截止日期")


@attrs.frozen(kw_only=True)
class NoteProgramme(WorkCommand):
    """Write down what was found on the way (方案记事): an inspection, a decision of the leading group."""

    name: ClassVar[str] = "programme.note"
    chinese: ClassVar[str] = "方案记事"
    text: str = words("内容")


@attrs.frozen(kw_only=True)
class ItemState:
    """How far an item of the plan is (任务进度)."""

    item: str
    result: str = ""
    done: datetime | None = None
    reason: str = ""
    until: date | None = None
    """The day that holds since it was postponed."""


@attrs.frozen(kw_only=True)
class Programme(Work):
    """A work plan and how it was carried out (方案台账)."""

    kind: ClassVar[str] = "programme"
    chinese: ClassVar[str] = "工作方案"
    title: str = ""
    group: str = ""
    document: str = ""
    first: date | None = None
    until: date | None = None
    items: tuple[ItemState, ...] = ()
    """Of those items of which anything was entered."""
    notes: tuple[str, ...] = ()

    def of(self, item: str) -> ItemState:
        """How far an item is; nothing was entered of most."""
        return next((state for state in self.items if state.item == item), ItemState(item=item))
