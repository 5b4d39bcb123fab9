"""Work record (线上工作记录): a task is assigned, accepted, fed back and confirmed: a closed loop each (任务闭环)."""

from datetime import datetime
from typing import ClassVar

import attrs

from .base import Work, WorkCommand, key, moment, words


@attrs.frozen(kw_only=True)
class AssignTask(WorkCommand):
    """Assign a task (任务分派) to a unit, or to one person."""

    name: ClassVar[str] = "task.assign"
    chinese: ClassVar[str] = "任务分派"
    unit: str = key("承办单位")
    """That of the person, if left out."""
    officer: str = key("承办人")
    text: str = words("任务")
    until: datetime | None = moment("完成时限")
    case: str = key("案件")
    whistle: str = key("吹哨")
    """The whistle that it belongs to, by its own name."""


@attrs.frozen(kw_only=True)
class AcceptTask(WorkCommand):
    """Accept a task (任务接收)."""

    name: ClassVar[str] = "task.accept"
    chinese: ClassVar[str] = "任务接收"


@attrs.frozen(kw_only=True)
class FeedBackTask(WorkCommand):
    """Feed back what was done (任务反馈)."""

    name: ClassVar[str] = "task.feed_back"
    chinese: ClassVar[str] = "任务反馈"
    result: str = words("结果")


@attrs.frozen(kw_only=True)
class ConfirmTask(WorkCommand):
    """Confirm that it is done (任务确认): the loop is closed."""

    name: ClassVar[str] = "task.confirm"
    chinese: ClassVar[str] = "任务确认"


@attrs.frozen(kw_only=True)
class ReturnTask(WorkCommand):
    """Send the feedback back (任务退回): it is not done; with the reason."""

    name: ClassVar[str] = "task.return"
    chinese: ClassVar[str] = "任务退回"
    reason: str = words("理由")


@attrs.frozen(kw_only=True)
class WithdrawTask(WorkCommand):
    """Take a task back (任务撤销): it need not be done after all; with the reason."""

    name: ClassVar[str] = "task.withdraw"
    chinese: ClassVar[str] = "任务撤销"
    reason: str = words("理由")


@attrs.frozen(kw_only=True)
class WorkTask(Work):
    """A task and its loop (工作记录)."""

    kind: ClassVar[str] = "task"
    chinese: ClassVar[str] = "工作任务"
    unit: str = ""
    officer: str = ""
    text: str = ""
    whistle: str = ""
    """Id of the whistle that it belongs to, if any."""
    assigned_by: str = ""
    accepted: datetime | None = None
    fed_back: datetime | None = None
    fed_back_by: str = ""
    confirmed: datetime | None = None
    result: str = ""
    reason: str = ""
    """Why it was sent back last, or taken back."""
    returns: int = 0
