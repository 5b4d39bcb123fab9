"""What campaigns came to (活动汇总): the one place where their figures are gathered, from what was entered alone.

Person-times of officers (人次) are those of the duty sessions of a campaign that took place. No field takes them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

import attrs

from cmsdk.contract.community.campaign import ActivityForm
from cmsdk.figures.views import Seen
from cmsdk.model.works.activity import Activity
from cmsdk.model.works.base import Work
from cmsdk.model.works.campaign import Campaign
from cmsdk.model.works.clearance import Clearance
from cmsdk.model.works.duty import Duty
from cmsdk.model.works.opinion import Opinion
from cmsdk.model.works.volunteers import Volunteers

READS: Final[tuple[type[Work], ...]] = (Activity, Campaign, Clearance, Duty, Opinion, Volunteers)
"""The kinds of work that figures of campaigns are gathered from."""
FIGURES: Final = (
    "activities", "guests", "visitors", "leaflets", "officer_times", "opinions", "clearances", "volunteer_times",
    "volunteer_minutes",
)  # fmt: skip
"""The figures that are gathered, all of them counts that may be added up."""


@attrs.frozen(kw_only=True)
class Part:
    """What one entry of work adds: its figures, what they were counted from, and where they belong."""

    source: str
    figures: Mapping[str, int]
    campaign: str = ""
    """Own name."""
    form: str = ""
    section: str = ""


@attrs.frozen
class Sum:
    """Figures added up, and what they were counted from."""

    figures: Mapping[str, int]
    sources: tuple[str, ...]

    @classmethod
    def of(cls, parts: Iterable[Part]) -> "Sum":
        """The sum of ``parts``."""
        figures, sources = dict.fromkeys(FIGURES, 0), []
        for part in parts:
            sources.append(part.source)
            for name, value in part.figures.items():
                figures[name] += value
        return cls(figures, tuple(sources))


@attrs.frozen
class Gathered:
    """Campaigns by own name, and what lies in the period by the campaign that it belongs to; apart from any: empty."""

    campaigns: Mapping[str, Campaign]
    by_campaign: Mapping[str, Sequence[Part]]

    @classmethod
    def read(cls, seen: Seen) -> "Gathered":
        """Everything that was entered for a campaign, and activities apart from any."""
        campaigns = {campaign.name: campaign for campaign in seen.of(Campaign)}
        grouped: dict[str, list[Part]] = {}
        for read in (_activities, _duties, _opinions, _clearances, _volunteers):
            for part in read(seen):
                form = part.form or (campaigns[part.campaign].form if part.campaign in campaigns else "")
                grouped.setdefault(part.campaign, []).append(attrs.evolve(part, form=form))
        return cls(campaigns, grouped)

    def of(self, names: Iterable[str]) -> list[Part]:
        """All parts of some campaigns."""
        return [part for name in names for part in self.by_campaign.get(name, ())]

    def grouped(self, key: Callable[[Part], str]) -> Mapping[tuple[str, str], list[Part]]:
        """All parts by whole campaign and ``key``; those without a key are left out."""
        found: dict[tuple[str, str], list[Part]] = {}
        for campaign, parts in self.by_campaign.items():
            root = self.campaigns[campaign].root if campaign in self.campaigns else ""
            for part in parts:
                if key(part):
                    found.setdefault((root, key(part)), []).append(part)
        return dict(sorted(found.items()))

    def section(self, part: Part) -> str:
        """The section that a part is of: its own, else that of the nearest campaign above that belongs to one."""
        section, name = part.section, part.campaign
        while not section and name in self.campaigns:
            section, name = self.campaigns[name].section, self.campaigns[name].parent
        return section


def called(name: str, kind: type[Work], city: str) -> str:
    """The own name of a piece of work, which may be called by its id."""
    return name.removeprefix(f"{kind.kind}:{city}:")


def held(seen: Seen, day: date | datetime | None) -> bool:
    """Whether something with this day is in the period; without a day it is in the open one alone."""
    return seen.within(day) if day is not None else seen.first is None and seen.end is None


def _activities(seen: Seen) -> Iterable[Part]:
    for one in seen.of(Activity):
        if one.times and held(seen, one.day):
            figures = {"activities": one.times, "guests": one.guests, "visitors": one.visitors,
                       "leaflets": one.leaflets}  # fmt: skip
            yield Part(source=one.id, figures=figures, campaign=one.campaign, form=one.form, section=one.section)


def _duties(seen: Seen) -> Iterable[Part]:
    for duty in seen.of(Duty):
        if duty.campaign and duty.officer_times and held(seen, duty.day):
            campaign = called(duty.campaign, Campaign, seen.plan.city)
            yield Part(source=duty.id, figures={"officer_times": duty.officer_times}, campaign=campaign)


def _opinions(seen: Seen) -> Iterable[Part]:
    forms = seen.plan.rows(ActivityForm)
    activities = {one.name: one for one in seen.of(Activity)}
    for one in seen.of(Opinion):
        if one.campaign and held(seen, one.begun):
            said_at = activities.get(called(one.source, Activity, seen.plan.city))
            form = said_at.form if said_at is not None else one.source if one.source in forms else ""
            yield Part(
                source=one.id, figures={"opinions": 1}, campaign=called(one.campaign, Campaign, seen.plan.city),
                form=form, section=said_at.section if said_at is not None else "",
            )  # fmt: skip


def _clearances(seen: Seen) -> Iterable[Part]:
    for one in seen.of(Clearance):
        if one.campaign and one.stands and held(seen, one.day):
            yield Part(source=one.id, figures={"clearances": one.count}, campaign=one.campaign)


def _volunteers(seen: Seen) -> Iterable[Part]:
    for one in seen.of(Volunteers):
        for served in one.served:
            if served.campaign and held(seen, served.day):
                figures = {"volunteer_times": served.members, "volunteer_minutes": served.members * served.minutes}
                yield Part(source=one.id, figures=figures, campaign=served.campaign)
