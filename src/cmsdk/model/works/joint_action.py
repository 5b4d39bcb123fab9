"""Joint action (联合行动): city management acts together with partners (城管+物业), one leads, the others assist."""

from datetime import date, datetime
from typing import ClassVar

import attrs
from typing_extensions import override

from .base import Work, WorkCommand, day, key, names, words


@attrs.frozen(kw_only=True)
class PlanJointAction(WorkCommand):
    """Plan a joint action (计划联合行动)."""

    name: ClassVar[str] = "joint_action.plan"
    chinese: ClassVar[str] = "计划联合行动"
    lead: str = key("牵头单位")
    assistants: tuple[str, ...] = names("协办单位")
    division: str = key("社区")
    place: str = words("地点")
    on: date | None = day("日期")
    text: str = words("内容")
    cases: tuple[str, ...] = names("案件")


@attrs.frozen(kw_only=True)
class CarryOutJointAction(WorkCommand):
    """Say that it took place and what came of it (开展联合行动); a measure is entered on each of its cases."""

    name: ClassVar[str] = "joint_action.carry_out"
    chinese: ClassVar[str] = "开展联合行动"
    result: str = words("结果")
    absent: tuple[str, ...] = names("缺席单位")
    measure: str = key("措施")


@attrs.frozen(kw_only=True)
class RepairAfterAction(WorkCommand):
    """Say that what was cleared is repaired (修复): replanted, paved, painted again."""

    name: ClassVar[str] = "joint_action.repair"
    chinese: ClassVar[str] = "修复"
    result: str = words("结果")


@attrs.frozen(kw_only=True)
class CancelJointAction(WorkCommand):
    """Give a planned action up (取消联合行动), with the reason."""

    name: ClassVar[str] = "joint_action.cancel"
    chinese: ClassVar[str] = "取消联合行动"
    reason: str = words("理由")


@attrs.frozen(kw_only=True)
class JointAction(Work):
    """A joint action and what came of it (联合行动台账)."""

    kind: ClassVar[str] = "joint_action"
    chinese: ClassVar[str] = "联合行动"
    lead: str = ""
    assistants: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    division: str = ""
    place: str = ""
    on: date | None = None
    text: str = ""
    cases: tuple[str, ...] = ()
    measure: str = ""
    done: datetime | None = None
    result: str = ""
    repaired: datetime | None = None
    repair: str = ""

    @property
    @override
    def told_units(self) -> tuple[str, ...]:
        """Everybody who takes part."""
        return (self.lead, *self.assistants)

    @property
    def parties(self) -> tuple[str, ...]:
        """Everybody who took part: the lead first; before it took place, everybody who is to."""
        return tuple(unit for unit in (self.lead, *self.assistants) if unit not in self.absent)
