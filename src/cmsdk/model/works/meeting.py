"""Joint meetings (联席会议): called, held, and what they decide followed up until it is done."""

from datetime import date, datetime
from typing import ClassVar

import attrs

from .base import Work, WorkCommand, day, key, moment, names, words


@attrs.frozen(kw_only=True)
class CallMeeting(WorkCommand):
    """Call a joint meeting (召集会议)."""

    name: ClassVar[str] = "meeting.call"
    chinese: ClassVar[str] = "召集会议"
    title: str = words("议题")
    system: str = key("制度")
    """Row of the city's table of systems that the meeting keeps, if any."""
    planned: datetime | None = moment("会议时间")
    station: str = key("地点")
    invited: tuple[str, ...] = names("参会单位")


@attrs.frozen(kw_only=True)
class HoldMeeting(WorkCommand):
    """Hold the meeting (召开会议), at the time of the command."""

    name: ClassVar[str] = "meeting.hold"
    chinese: ClassVar[str] = "召开会议"
    attended: tuple[str, ...] = names("到会单位")
    minutes: str = words("会议纪要")


@attrs.frozen(kw_only=True)
class DecideItem(WorkCommand):
    """Enter what the meeting decided (议定事项): who does it, and by when."""

    name: ClassVar[str] = "meeting.decide"
    chinese: ClassVar[str] = "议定事项"
    item: str = key("事项号")
    decision: str = words("议定内容")
    owner: str = key("责任单位")
    """A unit or an officer."""
    until: date | None = day("办结期限")
    opinions: tuple[str, ...] = names("意见")
    """Own names of the opinions that it takes up."""


@attrs.frozen(kw_only=True)
class FollowItem(WorkCommand):
    """Follow up what was decided (跟踪落实): done, or how far it is."""

    name: ClassVar[str] = "meeting.follow"
    chinese: ClassVar[str] = "跟踪落实"
    item: str = key("事项号")
    done: bool | None = attrs.field(default=None, metadata={"zh": "办结"})
    progress: str = words("进展")


@attrs.frozen(kw_only=True)
class CloseMeeting(WorkCommand):
    """Close the meeting (会议销号): all that it decided is done."""

    name: ClassVar[str] = "meeting.close"
    chinese: ClassVar[str] = "会议销号"


@attrs.frozen(kw_only=True)
class MeetingItem:
    """What a meeting decided (议定事项), and how far it is."""

    item: str
    decision: str
    owner: str = ""
    until: date | None = None
    opinions: tuple[str, ...] = ()
    progress: str = ""
    done: datetime | None = None


@attrs.frozen(kw_only=True)
class Meeting(Work):
    """A joint meeting with what it decided (会议记录)."""

    kind: ClassVar[str] = "meeting"
    chinese: ClassVar[str] = "联席会议"
    title: str = ""
    system: str = ""
    planned: datetime | None = None
    station: str = ""
    invited: tuple[str, ...] = ()
    attended: tuple[str, ...] = ()
    minutes: str = ""
    held: datetime | None = None
    items: tuple[MeetingItem, ...] = ()

    @property
    def open_items(self) -> tuple[MeetingItem, ...]:
        """What it decided that is not done."""
        return tuple(item for item in self.items if item.done is None)
