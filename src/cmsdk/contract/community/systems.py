"""The systems that a city keeps in its communities (制度): what is done every week, month, quarter or year."""

from enum import StrEnum
from typing import ClassVar, Final

import attrs

from cmsdk.model.expected import Expected

from .base import CommunityRow

LONGEST: Final = 366
"""Days of the longest period."""


class SystemKind(StrEnum):
    """What a system is about (制度类别): the four that cities publish."""

    CONTACT = "community_contact"
    """联系: with the communities."""
    MEETING = "joint_meeting"
    """联席会议."""
    PUBLICITY = "law_publicity"
    """宣传: of the law."""
    SUPERVISION = "supervision_liaison"
    """监督联络."""


class Every(StrEnum):
    """How often it is due (周期)."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@attrs.frozen(kw_only=True)
class SystemDuty(CommunityRow):
    """A system with its due dates (制度): once a period, until the end of a day of it.

    It is due in each period that begins in the days of its validity.
    """

    table: ClassVar[str] = "systems"
    leads: ClassVar[tuple[tuple[str, str], ...]] = (("unit", "units"), ("officer", "people"))
    name: str
    kind: SystemKind
    every: Every
    on: int = attrs.field(default=LONGEST)
    """Last day of the period on which it is in time, counted from 1 (of a week, 1 is Monday); the period's own last
    day where it has fewer."""
    unit: str = ""
    officer: str = ""
    evidence: str = "routine.done"
    """What keeps it: a kind of community work and the moment of its record that counts (``meeting.held``,
    ``campaign.begun``)."""
    where: tuple[str, ...] = ()
    """Which of that work: ``field=value``, all of them. Work that names a system counts for that system alone."""

    @on.validator
    def _a_day(self, _attribute: object, value: int) -> None:
        if not 1 <= value <= LONGEST:
            raise Expected("between", column="on", given=value, least=1, most=LONGEST)

    @property
    def conditions(self) -> tuple[tuple[str, str], ...]:
        """Field and value of each condition."""
        return tuple((field.strip(), value.strip()) for field, _, value in (one.partition("=") for one in self.where))
