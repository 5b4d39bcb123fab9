"""Hand-ins (一窗受理): papers that people bring to a counter, checked there, passed on, and answered in time."""

from datetime import datetime
from typing import ClassVar

import attrs

from .base import Work, WorkCommand, key, names, words


@attrs.frozen(kw_only=True)
class HandIn(WorkCommand):
    """Hand papers in (递交材料); the applicant stands apart as the person of this piece of work."""

    name: ClassVar[str] = "handin.hand_in"
    chinese: ClassVar[str] = "递交材料"
    item: str = key("申请事项")
    """Row of the city's table ``hand-ins``."""
    station: str = key("收件点")
    documents: tuple[str, ...] = names("材料")
    """The papers that are there, as the row calls them."""
    subject: str = words("申请内容")


@attrs.frozen(kw_only=True)
class SupplementHandIn(WorkCommand):
    """Bring papers that were missing (补交材料)."""

    name: ClassVar[str] = "handin.supplement"
    chinese: ClassVar[str] = "补交材料"
    documents: tuple[str, ...] = names("材料")


@attrs.frozen(kw_only=True)
class AcceptHandIn(WorkCommand):
    """Accept what is complete (受理材料); its term runs from here."""

    name: ClassVar[str] = "handin.accept"
    chinese: ClassVar[str] = "受理材料"


@attrs.frozen(kw_only=True)
class PassOnHandIn(WorkCommand):
    """Pass it on to whoever decides (转办材料): the unit of the row, if none is named."""

    name: ClassVar[str] = "handin.pass_on"
    chinese: ClassVar[str] = "转办材料"
    unit: str = key("承办单位")


@attrs.frozen(kw_only=True)
class AnswerHandIn(WorkCommand):
    """Answer the applicant (答复申请): approved, or declined with the reason."""

    name: ClassVar[str] = "handin.answer"
    chinese: ClassVar[str] = "答复申请"
    approved: bool | None = attrs.field(default=None, metadata={"zh": "同意"})
    reason: str = words("理由")


@attrs.frozen(kw_only=True)
class WithdrawHandIn(WorkCommand):
    """The applicant takes it back (撤回申请)."""

    name: ClassVar[str] = "handin.withdraw"
    chinese: ClassVar[str] = "撤回申请"
    reason: str = words("理由")


@attrs.frozen(kw_only=True)
class HandInRecord(Work):
    """What was handed in and what became of it (一窗受理台账)."""

    kind: ClassVar[str] = "handin"
    chinese: ClassVar[str] = "一窗受理"
    item: str = ""
    station: str = ""
    subject: str = ""
    documents: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    """What the counter still asks for."""
    once: bool = False
    """Whether all was there the first time (一次办)."""
    supplements: int = 0
    unit: str = ""
    """To whom it was passed on."""
    accepted: datetime | None = None
    answered: datetime | None = None
    approved: bool | None = None
    reason: str = ""

    @property
    def late(self) -> bool:
        """Whether the answer came after its term."""
        return self.answered is not None and self.due is not None and self.answered > self.due
