"""Figures of drives and clearances (集中整治、清理台账): each clearance once, whether entered or taken on a case."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

import attrs

from cmsdk.contract.community.campaign import ClearanceClass
from cmsdk.figures.views import Seen, View
from cmsdk.model.case import Case
from cmsdk.model.viewed import Cell, ViewRow
from cmsdk.model.works.campaign import Campaign
from cmsdk.model.works.clearance import Clearance
from cmsdk.model.works.drive import Drive
from cmsdk.model.works.tally import numbers

from .gathered import held


@attrs.frozen(kw_only=True)
class _Cleared:
    """One clearance, as it was entered, or as a case shows it by the measure of its class."""

    matter: str
    count: int
    day: date | None
    place: str
    division: str
    unit: str
    campaign: str
    drive: str
    case: str
    partners: tuple[str, ...] = ()
    source: str
    entered: bool


def _cleared(seen: Seen) -> list[_Cleared]:
    entered = [one for one in seen.of(Clearance) if one.stands]
    drives = {case: drive for drive in seen.of(Drive) for case in drive.cases}
    found = [
        _Cleared(
            matter=one.matter, count=one.count, day=one.day, place=one.place, division=one.division, unit=one.unit,
            campaign=one.campaign, drive=one.drive or _drive_of(one, drives), case=one.case, partners=one.partners,
            source=one.id, entered=True,
        )
        for one in entered
    ]  # fmt: skip
    found += _by_measure(seen, {(one.case, one.matter) for one in entered}, drives)
    return [one for one in found if held(seen, one.day)]


def _drive_of(one: Clearance, drives: Mapping[str, Drive]) -> str:
    """The drive in which the case of a clearance is, where the clearance itself names none."""
    return drives[one.case].name if one.case in drives else ""


def _by_measure(seen: Seen, entered: set[tuple[str, str]], drives: Mapping[str, Drive]) -> Iterator[_Cleared]:
    """Cases on which the measure of a class was taken, and of which no clearance of that class tells.

    A measure that only stands there because of a clearance that was struck out is none.
    """
    struck = {(one.case, one.begun) for one in seen.of(Clearance) if one.case and not one.stands}
    for row in seen.plan.rows(ClearanceClass).values():
        for case in seen.cases if row.measure else ():
            at = next((one.at for one in case.course.measures if one.measure == row.measure), None)
            if (
                at is None
                or (case.id, at) in struck
                or (case.id, row.id) in entered
                or not _is_of(seen, case, row.category)
            ):
                continue
            drive = drives.get(case.id)
            yield _Cleared(
                matter=row.id, count=1, day=seen.day(at), place=case.place,
                division=case.division, unit=case.unit, campaign=drive.campaign if drive else "",
                drive=drive.name if drive else "", case=case.id, source=case.id, entered=False,
            )  # fmt: skip


def _is_of(seen: Seen, case: Case, category: str) -> bool:
    return category == "*" or category in seen.plan.lineage(case.category)


def _name(seen: Seen, matter: str) -> str:
    row = seen.plan.rows(ClearanceClass).get(matter)
    return row.name if row is not None else matter


def _clearances(seen: Seen) -> Iterator[ViewRow]:
    roots = {campaign.name: campaign.root for campaign in seen.of(Campaign)}
    for one in _cleared(seen):
        cells: dict[str, Cell] = {
            "class": one.matter, "name": _name(seen, one.matter), "count": one.count, "day": one.day,
            "place": one.place, "division": one.division, "unit": one.unit, "partners": ";".join(one.partners),
            "campaign": roots.get(one.campaign, ""), "venue": one.campaign, "drive": one.drive, "case": one.case,
            "entered": int(one.entered),
        }  # fmt: skip
        yield ViewRow(cells, tuple(dict.fromkeys((one.source, *filter(None, (one.case,))))))


def _tally(seen: Seen) -> Iterator[ViewRow]:
    """Each class with how many were cleared, by whole campaign and drive; classes of which none was have zeros."""
    roots = {campaign.name: campaign.root for campaign in seen.of(Campaign)}
    found: dict[tuple[str, str, str], list[_Cleared]] = {}
    for one in _cleared(seen):
        found.setdefault((one.matter, roots.get(one.campaign, ""), one.drive), []).append(one)
    had = {matter for matter, _, _ in found}
    found |= {(matter, "", ""): [] for matter in seen.plan.rows(ClearanceClass) if matter not in had}
    for (matter, campaign, drive), parts in sorted(found.items()):
        cells: dict[str, Cell] = {
            "class": matter, "name": _name(seen, matter), "campaign": campaign, "drive": drive,
            "count": _sum(parts), "places": len(parts), "by_cases": _sum([p for p in parts if not p.entered]),
        }  # fmt: skip
        yield ViewRow(cells, tuple(part.source for part in parts) or (matter,))


def _sum(parts: Sequence[_Cleared]) -> int:
    return sum(part.count for part in parts)


def _in_period(seen: Seen) -> list[Drive]:
    return [drive for drive in seen.of(Drive) if held(seen, drive.first_day)]


def _all_time(seen: Seen) -> Seen:
    """A drive's result is the whole of it, also of what lies after the period in which it began."""
    return attrs.evolve(seen, first=None, end=None)


def _drives(seen: Seen) -> Iterator[ViewRow]:
    cases = {case.id: case for case in seen.cases}
    cleared = _cleared(_all_time(seen))
    for drive in _in_period(seen):
        bundled = [cases[case] for case in drive.cases if case in cases]
        done = [case for case in bundled if case.handled or case.closed]
        parts, target = [one for one in cleared if one.drive == drive.name], sum(numbers(drive.targets).values())
        cells: dict[str, Cell] = {
            "drive": drive.name, "title": drive.title, "campaign": drive.campaign, "unit": drive.unit,
            "first_day": drive.first_day, "last_day": drive.last_day, "state": drive.state, "cases": len(bundled),
            "cases_done": len(done), "cases_open": len(bundled) - len(done), "target": target,
            "cleared": _sum(parts), "share": _share(_sum(parts), target), "summary": drive.summary,
        }  # fmt: skip
        yield ViewRow(cells, (drive.id, *drive.cases, *(one.source for one in parts if one.source not in drive.cases)))


def _targets(seen: Seen) -> Iterator[ViewRow]:
    """Each class of a drive: how many were to be cleared, how many were, and the share of the target."""
    cleared = _cleared(_all_time(seen))
    for drive in _in_period(seen):
        targets = numbers(drive.targets)
        for matter in sorted({*targets, *(one.matter for one in cleared if one.drive == drive.name)}):
            parts = [one for one in cleared if one.drive == drive.name and one.matter == matter]
            target, count = targets.get(matter, 0), _sum(parts)
            cells: dict[str, Cell] = {
                "drive": drive.name, "class": matter, "name": _name(seen, matter), "target": target,
                "cleared": count, "left": max(0, target - count), "share": _share(count, target),
            }  # fmt: skip
            yield ViewRow(cells, (drive.id, *(part.source for part in parts)))


def _share(count: int, target: int) -> float | None:
    """How much of the target was reached, 1 being all of it; nothing, where there was none."""
    return round(count / target, 4) if target else None


_READS: Final = (Campaign, Clearance, Drive)
VIEWS: Final = (
    View(
        id="clearances",
        columns=(
            "class", "name", "count", "day", "place", "division", "unit", "partners", "campaign", "venue", "drive",
            "case", "entered",
        ),
        rows=_clearances, works=_READS, cases=True,
    ),
    View(
        id="clearance-tally",
        columns=("class", "name", "campaign", "drive", "count", "places", "by_cases"),
        rows=_tally, works=_READS, cases=True,
    ),
    View(
        id="drives",
        columns=(
            "drive", "title", "campaign", "unit", "first_day", "last_day", "state", "cases", "cases_done", "cases_open",
            "target", "cleared", "share", "summary",
        ),
        rows=_drives, works=_READS, cases=True,
    ),
    View(
        id="drive-targets",
        columns=("drive", "class", "name", "target", "cleared", "left", "share"),
        rows=_targets, works=_READS, cases=True,
    ),
)  # fmt: skip
