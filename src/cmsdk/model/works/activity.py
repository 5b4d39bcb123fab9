"""Activities (活动场次): what was held under a campaign, or apart from any, for whom and with what figures.

Person-times of officers (人次) are none of its fields: they are counted from the duty sessions of the campaign.
"""

from datetime import date
from typing import ClassVar

import attrs

from .base import Work, WorkCommand, day, key, names, number, words
from .tally import numbers, tally


@attrs.frozen(kw_only=True)
class _Arranged(WorkCommand):
    """What is known of an activity beforehand."""

    campaign: str = key("活动")
    form: str = key("活动形式")
    """Row of ``activity-forms``; that of the campaign, if left out."""
    section: str = key("板块")
    day: date | None = day("日期")
    """The day of the command, if left out."""
    unit: str = key("承办单位")
    division: str = key("区划")
    station: str = key("站点")
    place: str = words("地点")


@attrs.frozen(kw_only=True, slots=False)  # so that a command may have both bases
class _Counted(WorkCommand):
    """What an activity came to."""

    times: int = number("场次")
    """How many activities of this kind are told of in one; 1, if left out."""
    invited: tuple[str, ...] = tally("邀请对象")
    """Guests by group (row of ``invited-groups``): ``residents:15``."""
    visitors: int = number("参与人数")
    """Who came beside those that were invited."""
    leaflets: int = number("发放资料")
    topics: tuple[str, ...] = names("宣传主题")
    """Rows of ``publicity-topics``."""


@attrs.frozen(kw_only=True)
class PlanActivity(_Arranged):
    """Arrange an activity (安排场次)."""

    name: ClassVar[str] = "activity.plan"
    chinese: ClassVar[str] = "安排场次"


@attrs.frozen(kw_only=True)
class RecordActivity(_Arranged, _Counted):
    """Write down an activity that was held (登记场次); what was arranged need not be said again."""

    name: ClassVar[str] = "activity.record"
    chinese: ClassVar[str] = "登记场次"
    partners: tuple[str, ...] = names("联合单位")
    """Units that held it together with ``unit``."""


@attrs.frozen(kw_only=True)
class CorrectActivity(_Counted):
    """Correct its figures (更正场次): all of them are given anew, with the reason."""

    name: ClassVar[str] = "activity.correct"
    chinese: ClassVar[str] = "更正场次"
    reason: str = words("原因")


@attrs.frozen(kw_only=True)
class CancelActivity(WorkCommand):
    """Call off an activity that was arranged (取消场次)."""

    name: ClassVar[str] = "activity.cancel"
    chinese: ClassVar[str] = "取消场次"
    reason: str = words("原因")


@attrs.frozen(kw_only=True)
class Activity(Work):
    """An activity (活动场次台账)."""

    kind: ClassVar[str] = "activity"
    chinese: ClassVar[str] = "活动场次"
    campaign: str = ""
    """Own name of the campaign."""
    root: str = ""
    """Own name of the whole campaign that this one belongs to."""
    form: str = ""
    section: str = ""
    day: date | None = None
    unit: str = ""
    division: str = ""
    station: str = ""
    place: str = ""
    times: int = 0
    """How many were held: 0 until it is recorded."""
    invited: tuple[str, ...] = ()
    visitors: int = 0
    leaflets: int = 0
    topics: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    reason: str = ""
    """Why its figures were corrected, or it was called off."""

    @property
    def guests(self) -> int:
        """All that were invited, over the groups."""
        return sum(numbers(self.invited).values())
