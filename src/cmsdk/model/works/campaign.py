"""Campaigns (活动): open days and publicity campaigns, with what is held under them as a tree."""

from datetime import date
from typing import ClassVar

import attrs

from .base import Work, WorkCommand, key, names, words
from .spanned import Spanned


@attrs.frozen(kw_only=True)
class PlanCampaign(Spanned):
    """Plan a campaign (策划活动), or a venue (会场) or another part of the one that ``parent`` names.

    Its last day is the first, if left out.
    """

    name: ClassVar[str] = "campaign.plan"
    chinese: ClassVar[str] = "策划活动"
    title: str = words("活动名称")
    theme: str = words("主题词")
    sections: tuple[str, ...] = names("板块")
    """What it is divided into; a part without any has those of its parent."""
    parent: str = key("上级活动")
    section: str = key("所属板块")
    """The section of the parent that it belongs to, if it belongs to one."""
    form: str = key("活动形式")
    """The form of everything in it, where it is of one form (row of ``activity-forms``)."""
    main: bool | None = attrs.field(default=None, metadata={"zh": "主会场"})
    """Whether it is the main venue."""
    division: str = key("区划")
    station: str = key("站点")
    place: str = words("地点")
    unit: str = key("承办单位")


@attrs.frozen(kw_only=True)
class HoldCampaign(WorkCommand):
    """It has begun (开展活动)."""

    name: ClassVar[str] = "campaign.hold"
    chinese: ClassVar[str] = "开展活动"


@attrs.frozen(kw_only=True)
class CloseCampaign(WorkCommand):
    """Close it with a summary (总结活动), after all its parts."""

    name: ClassVar[str] = "campaign.close"
    chinese: ClassVar[str] = "总结活动"
    summary: str = words("总结")


@attrs.frozen(kw_only=True)
class CancelCampaign(WorkCommand):
    """Call it off (取消活动), with the reason."""

    name: ClassVar[str] = "campaign.cancel"
    chinese: ClassVar[str] = "取消活动"
    reason: str = words("原因")


@attrs.frozen(kw_only=True)
class Campaign(Work):
    """A campaign or a part of one (活动台账). What it came to is never in it: views add that up."""

    kind: ClassVar[str] = "campaign"
    chinese: ClassVar[str] = "活动"
    title: str = ""
    theme: str = ""
    sections: tuple[str, ...] = ()
    own_sections: bool = False
    """Whether the sections are its own, rather than its parent's."""
    first_day: date | None = None
    last_day: date | None = None
    parent: str = ""
    """Own name of the campaign that it is a part of."""
    root: str = ""
    """Own name of the whole that it belongs to; its own, where it is the whole."""
    section: str = ""
    form: str = ""
    main: bool | None = None
    division: str = ""
    station: str = ""
    place: str = ""
    unit: str = ""
    summary: str = ""
    reason: str = ""
    """Why it was called off."""
