"""Opinions and suggestions (意见建议): what residents say, and the answer that each of them is owed."""

from datetime import datetime
from typing import ClassVar

import attrs

from .base import Work, WorkCommand, key, words


@attrs.frozen(kw_only=True)
class RegisterOpinion(WorkCommand):
    """Write down an opinion (登记意见), as it was said at a hearing, at the counter or at an open day."""

    name: ClassVar[str] = "opinion.register"
    chinese: ClassVar[str] = "登记意见"
    topic: str = key("主题")
    """Row of the city's table of opinion duties that says by when it is answered; the general one if left out."""
    text: str = words("内容")
    source: str = key("来源")
    """Where it was said: a station, or a form of activity."""
    campaign: str = key("活动")
    """The campaign that collected it, if any."""
    meeting: str = key("会议")
    """The joint meeting at which it was said, if any."""
    case: str = key("案件")
    """The case that it is about, if any."""


@attrs.frozen(kw_only=True)
class AnswerOpinion(WorkCommand):
    """Answer an opinion (答复意见)."""

    name: ClassVar[str] = "opinion.answer"
    chinese: ClassVar[str] = "答复意见"
    answer: str = words("答复")
    adopted: bool | None = attrs.field(default=None, metadata={"zh": "采纳"})
    """Whether what it asks for is done; nothing where it asked for nothing."""


@attrs.frozen(kw_only=True)
class Opinion(Work):
    """An opinion and what became of it (意见台账)."""

    kind: ClassVar[str] = "opinion"
    chinese: ClassVar[str] = "意见建议"
    topic: str = ""
    text: str = ""
    source: str = ""
    campaign: str = ""
    meeting: str = ""
    answer: str = ""
    adopted: bool | None = None
    answered: datetime | None = None
    unit: str = ""
    """Who answers it."""

    @property
    def late(self) -> bool:
        """Whether the answer came after its term."""
        return self.answered is not None and self.due is not None and self.answered > self.due
