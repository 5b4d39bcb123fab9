"""Rectification drives (集中整治): cases of one matter bundled, with targets, results and a last day."""

from datetime import date
from typing import ClassVar

import attrs

from .base import Work, WorkCommand, key, names, words
from .spanned import Spanned
from .tally import tally


@attrs.frozen(kw_only=True)
class PlanDrive(Spanned):
    """Plan a drive (部署整治) with its targets by class; its last day is the first, if left out."""

    name: ClassVar[str] = "drive.plan"
    chinese: ClassVar[str] = "部署整治"
    title: str = words("整治名称")
    targets: tuple[str, ...] = tally("整治目标")
    """How many are to be cleared of each class (row of ``clearance-classes``)."""
    unit: str = key("牵头单位")
    campaign: str = key("活动")


@attrs.frozen(kw_only=True)
class BundleCases(Spanned):
    """Put cases into it (归并案件): those that are named, and all that the rule of the other fields meets.

    The days are those on which cases were reported, open where left out.
    """

    name: ClassVar[str] = "drive.bundle"
    chinese: ClassVar[str] = "归并案件"
    cases: tuple[str, ...] = names("案件清单")
    category: str = key("案件类别")
    """Full code; categories below it are met too."""
    division: str = key("区划")
    """Everything in it, grids and divisions below."""


@attrs.frozen(kw_only=True)
class DropCase(WorkCommand):
    """Take a case out again (移出案件)."""

    name: ClassVar[str] = "drive.drop"
    chinese: ClassVar[str] = "移出案件"
    case: str = key("案件")
    reason: str = words("原因")


@attrs.frozen(kw_only=True)
class CloseDrive(WorkCommand):
    """Close it with a summary (结束整治); cases that are open stay with their units."""

    name: ClassVar[str] = "drive.close"
    chinese: ClassVar[str] = "结束整治"
    summary: str = words("总结")


@attrs.frozen(kw_only=True)
class Drive(Work):
    """A rectification drive (集中整治台账). Results are never in it: views count them."""

    kind: ClassVar[str] = "drive"
    chinese: ClassVar[str] = "集中整治"
    title: str = ""
    targets: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    unit: str = ""
    campaign: str = ""
    """Own name of the campaign."""
    cases: tuple[str, ...] = ()
    """Ids of the cases in it."""
    summary: str = ""
