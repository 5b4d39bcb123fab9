"""Figures of activities (活动场次统计): each activity, and counts by invited group and by topic of publicity."""

from collections.abc import Iterator, Mapping
from typing import Final

from cmsdk.contract.community.campaign import Heading, InvitedGroup, PublicityTopic
from cmsdk.figures.views import Seen, View
from cmsdk.model.viewed import Cell, ViewRow
from cmsdk.model.works.activity import Activity
from cmsdk.model.works.tally import numbers

from .campaign import form_name
from .gathered import held


def _activities(seen: Seen) -> Iterator[ViewRow]:
    for one in seen.of(Activity):
        if held(seen, one.day):
            cells: dict[str, Cell] = {
                "activity": one.name, "campaign": one.root, "venue": one.campaign, "form": one.form,
                "form_name": form_name(seen, one.form), "section": one.section, "day": one.day, "unit": one.unit,
                "division": one.division, "station": one.station, "place": one.place, "state": one.state,
                "activities": one.times, "guests": one.guests, "visitors": one.visitors, "leaflets": one.leaflets,
                "partners": ";".join(one.partners), "topics": ";".join(one.topics),
            }  # fmt: skip
            yield ViewRow(cells, (one.id,))


def _groups(seen: Seen) -> Iterator[ViewRow]:
    """Each invited group with its guests, by whole campaign and form; groups that nobody invited have zeros."""
    found: dict[tuple[str, str, str], list[tuple[Activity, int]]] = {}
    for one in seen.of(Activity):
        for group, guests in numbers(one.invited).items() if held(seen, one.day) else ():
            found.setdefault((group, one.root, one.form), []).append((one, guests))
    for group in _not_in(seen.plan.rows(InvitedGroup), {group for group, _, _ in found}):
        found[group, "", ""] = []
    for (group, root, form), invited in sorted(found.items()):
        cells: dict[str, Cell] = {
            "group": group, "name": _name(seen.plan.rows(InvitedGroup).get(group), group), "campaign": root,
            "form": form, "activities": sum(one.times for one, _ in invited),
            "guests": sum(guests for _, guests in invited),
        }  # fmt: skip
        yield ViewRow(cells, tuple(one.id for one, _ in invited) or (group,))


def _topics(seen: Seen) -> Iterator[ViewRow]:
    """Each topic with the activities that told of it, by whole campaign; one of two topics counts for both."""
    found: dict[tuple[str, str], list[Activity]] = {}
    for one in seen.of(Activity):
        for topic in one.topics if held(seen, one.day) else ():
            found.setdefault((topic, one.root), []).append(one)
    for topic in _not_in(seen.plan.rows(PublicityTopic), {topic for topic, _ in found}):
        found[topic, ""] = []
    for (topic, root), told in sorted(found.items()):
        cells: dict[str, Cell] = {
            "topic": topic, "name": _name(seen.plan.rows(PublicityTopic).get(topic), topic), "campaign": root,
            "activities": sum(one.times for one in told), "guests": sum(one.guests for one in told),
            "visitors": sum(one.visitors for one in told), "leaflets": sum(one.leaflets for one in told),
        }  # fmt: skip
        yield ViewRow(cells, tuple(one.id for one in told) or (topic,))


def _not_in(rows: Mapping[str, Heading], had: set[str]) -> list[str]:
    return [name for name in rows if name not in had]


def _name(row: Heading | None, id_: str) -> str:
    return row.name if row is not None else id_


VIEWS: Final = (
    View(
        id="activities",
        columns=(
            "activity", "campaign", "venue", "form", "form_name", "section", "day", "unit", "division", "station",
            "place", "state", "activities", "guests", "visitors", "leaflets", "partners", "topics",
        ),
        rows=_activities,
        works=(Activity,),
    ),
    View(
        id="invited-groups",
        columns=("group", "name", "campaign", "form", "activities", "guests"),
        rows=_groups,
        works=(Activity,),
    ),
    View(
        id="publicity-topics",
        columns=("topic", "name", "campaign", "activities", "guests", "visitors", "leaflets"),
        rows=_topics,
        works=(Activity,),
    ),
)  # fmt: skip
