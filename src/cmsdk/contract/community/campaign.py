"""What campaigns are told by (活动分类): forms, invited groups, topics, classes of clearance, volunteer teams."""

from typing import ClassVar

import attrs

from .base import CommunityRow


@attrs.frozen(kw_only=True)
class Heading(CommunityRow):
    """Base of rows that are a heading to count under, with its name."""

    name: str
    name_en: str = ""

    def called(self, lang: str) -> str:
        """Its name in a language, in the other where it has none there."""
        return self.name_en or self.name if lang == "en" else self.name


@attrs.frozen(kw_only=True)
class ActivityForm(Heading):
    """A form of activity (活动形式), such as law into the community (法律进社区)."""

    table: ClassVar[str] = "activity-forms"


@attrs.frozen(kw_only=True)
class InvitedGroup(Heading):
    """A group of people that is invited (邀请对象), such as residents or delegates."""

    table: ClassVar[str] = "invited-groups"


@attrs.frozen(kw_only=True)
class PublicityTopic(Heading):
    """A topic of publicity (宣传主题), such as the sorting of waste."""

    table: ClassVar[str] = "publicity-topics"


@attrs.frozen(kw_only=True)
class ClearanceClass(Heading):
    """A class of what is cleared away (清理类别), and the measure that clears it, if that is taken on cases."""

    table: ClassVar[str] = "clearance-classes"
    leads: ClassVar[tuple[tuple[str, str], ...]] = (("measure", "measures"),)
    measure: str = ""
    """Taken on the case that a clearance names; a case of ``category`` on which it was taken is a clearance too."""
    category: str = "*"
    """Which cases may count; any, if left out."""


@attrs.frozen(kw_only=True)
class VolunteerTeam(Heading):
    """A volunteer team (志愿队): the unit that leads it, and the community where it is at home."""

    table: ClassVar[str] = "volunteer-teams"
    leads: ClassVar[tuple[tuple[str, str], ...]] = (("unit", "units"), ("community", "divisions"))
    unit: str = ""
    community: str = ""
