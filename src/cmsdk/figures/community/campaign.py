"""Figures of campaigns (活动统计): the tree with everything rolled up, venues, forms, sections."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

from cmsdk.contract.community.campaign import ActivityForm
from cmsdk.figures.views import Seen, View
from cmsdk.model.viewed import Cell, ViewRow
from cmsdk.model.works.activity import Activity
from cmsdk.model.works.campaign import Campaign

from .gathered import FIGURES, READS, Gathered, Part, Sum, held


@attrs.frozen
class _Tree:
    """The tree of campaigns, with the figures of every part of it that lies in the period."""

    seen: Seen
    gathered: Gathered
    children: Mapping[str, Sequence[Campaign]]
    """Own name → its parts, the main venue first."""
    activities: Mapping[tuple[str, str], Sequence[Activity]]
    """Campaign and section → activities."""
    adds: Mapping[str, Part]
    """Id of an activity → what it adds."""

    @classmethod
    def read(cls, seen: Seen) -> "_Tree":
        gathered = Gathered.read(seen)
        children: dict[str, list[Campaign]] = {}
        for campaign in sorted(
            gathered.campaigns.values(), key=lambda one: (not one.main, str(one.first_day), one.name)
        ):
            children.setdefault(campaign.parent, []).append(campaign)
        activities: dict[tuple[str, str], list[Activity]] = {}
        for one in seen.of(Activity):
            if held(seen, one.day):
                activities.setdefault((one.campaign, one.section), []).append(one)
        adds = {part.source: part for parts in gathered.by_campaign.values() for part in parts}
        return cls(seen, gathered, children, activities, adds)

    def rows(self) -> Iterator[ViewRow]:
        """From each root down, a campaign before its parts."""
        for campaign in self.children.get("", ()):
            if self._shown(campaign):
                yield from self._campaign(campaign, 0)

    def _shown(self, campaign: Campaign) -> bool:
        """Whether it lies in the period, at least in part."""
        seen, first, end = self.seen, self.seen.first, self.seen.end
        after = first is None or campaign.last_day is None or campaign.last_day >= seen.day(first)
        return after and (end is None or campaign.first_day is None or campaign.first_day < seen.day(end))

    def _below(self, campaign: Campaign) -> Iterator[str]:
        """Its own name and those of all parts below it."""
        yield campaign.name
        for child in self.children.get(campaign.name, ()):
            yield from self._below(child)

    def _campaign(self, campaign: Campaign, level: int) -> Iterator[ViewRow]:
        parts = self.gathered.of(self._below(campaign))
        node = "venue" if campaign.parent else "campaign"
        about = {name: getattr(campaign, name) for name in _ABOUT} | {"main": int(bool(campaign.main))}
        yield _row(campaign, node, campaign.name, level, parts, campaign.title, campaign.id, about)
        for section in self._sections(campaign):
            yield from self._section(campaign, section, level + 1)
        yield from self._inside(campaign, "", level + 1)

    def _sections(self, campaign: Campaign) -> Sequence[str]:
        """Its own sections, and those of its parent's in which something was arranged."""
        children = {child.section for child in self.children.get(campaign.name, ())}
        used = {section for name, section in self.activities if name == campaign.name} | children
        return [one for one in campaign.sections if campaign.own_sections or one in used]

    def _section(self, campaign: Campaign, section: str, level: int) -> Iterator[ViewRow]:
        inside = [one for one in self.children.get(campaign.name, ()) if one.section == section]
        parts = self.gathered.of(name for one in inside for name in self._below(one))
        parts += [part for part in self.gathered.of([campaign.name]) if part.section == section]
        yield _row(campaign, "section", f"{campaign.name}/{section}", level, parts, section, campaign.id, {})
        yield from self._inside(campaign, section, level + 1)

    def _inside(self, campaign: Campaign, section: str, level: int) -> Iterator[ViewRow]:
        """The venues and activities of a section of a campaign, or of none."""
        for child in self.children.get(campaign.name, ()):
            if child.section == section:
                yield from self._campaign(child, level)
        for one in self.activities.get((campaign.name, section), ()):
            parts = [self.adds[one.id]] if one.id in self.adds else []
            about = {name: getattr(one, name, "") for name in _ABOUT} | {"first_day": one.day, "last_day": one.day}
            yield _row(campaign, "activity", one.name, level, parts, form_name(self.seen, one.form), one.id, about)


_ABOUT: Final = ("state", "main", "division", "place", "unit", "first_day", "last_day", "theme", "form")


def form_name(seen: Seen, form: str) -> str:
    """What a form is called; its id, where the table no longer has it."""
    row = seen.plan.rows(ActivityForm).get(form)
    return row.name if row is not None else form


def _row(
    campaign: Campaign, node: str, name: str, level: int, parts: Iterable[Part], title: str, source: str,
    about: Mapping[str, Cell],
) -> ViewRow:  # fmt: skip
    found = Sum.of(parts)
    cells: dict[str, Cell] = {
        "campaign": campaign.root, "parent": campaign.parent if name == campaign.name else campaign.name,
        "node": node, "name": name, "level": level, "title": title,
        **{column: about.get(column, "") for column in _ABOUT}, **found.figures,
    }  # fmt: skip
    return ViewRow(cells, tuple(dict.fromkeys((source, *found.sources))))


def _tree(seen: Seen) -> Iterator[ViewRow]:
    return _Tree.read(seen).rows()


def _venues(seen: Seen) -> Iterator[ViewRow]:
    """Each campaign and venue with what was entered on itself alone, so that venues may be added up."""
    gathered = Gathered.read(seen)
    for campaign in gathered.campaigns.values():
        found = Sum.of(gathered.of([campaign.name]))
        if found.sources or held(seen, campaign.first_day):
            cells: dict[str, Cell] = {
                "campaign": campaign.root, "venue": campaign.name, "title": campaign.title,
                "main": int(bool(campaign.main)), "division": campaign.division, "place": campaign.place,
                "unit": campaign.unit, "state": campaign.state,
            }  # fmt: skip
            yield ViewRow({**cells, **found.figures}, (campaign.id, *found.sources))


def _forms(seen: Seen) -> Iterator[ViewRow]:
    """Each form with what it came to, by whole campaign; forms of which nothing was held have zeros."""
    grouped = Gathered.read(seen).grouped(lambda part: part.form)
    had = {form for _, form in grouped}
    for root, form in [*grouped, *(("", form) for form in seen.plan.rows(ActivityForm) if form not in had)]:
        found = Sum.of(grouped.get((root, form), ()))
        cells: dict[str, Cell] = {"campaign": root, "form": form, "name": form_name(seen, form)}
        yield ViewRow({**cells, **found.figures}, found.sources or (form,))


def _sections(seen: Seen) -> Iterator[ViewRow]:
    """Each section of a whole campaign, over all its venues."""
    gathered = Gathered.read(seen)
    for (root, section), parts in gathered.grouped(gathered.section).items():
        found = Sum.of(parts)
        yield ViewRow({"campaign": root, "section": section, **found.figures}, found.sources)


VIEWS: Final = (
    View(
        id="campaign-tree",
        columns=("campaign", "parent", "node", "name", "level", "title", *_ABOUT, *FIGURES),
        rows=_tree,
        works=READS,
    ),
    View(
        id="campaign-venues",
        columns=("campaign", "venue", "title", "main", "division", "place", "unit", "state", *FIGURES),
        rows=_venues,
        works=READS,
    ),
    View(id="campaign-forms", columns=("campaign", "form", "name", *FIGURES), rows=_forms, works=READS),
    View(id="campaign-sections", columns=("campaign", "section", *FIGURES), rows=_sections, works=READS),
)  # fmt: skip
