"""Figures of volunteers (志愿者统计): members and hours of each team, and each service."""

from collections.abc import Iterator
from typing import Final

from cmsdk.contract.community.campaign import VolunteerTeam
from cmsdk.figures.views import Seen, View
from cmsdk.model.viewed import Cell, ViewRow
from cmsdk.model.works.volunteers import Volunteers

from .gathered import held


def _teams(seen: Seen) -> Iterator[ViewRow]:
    """Each team: its members at the end of the period, and what they gave in it."""
    rows, lists = seen.plan.rows(VolunteerTeam), seen.of(Volunteers)
    last = None if seen.end is None else seen.day(seen.end)
    for team in sorted({*rows, *(one.team for one in lists)}):
        row, of_team = rows.get(team), [one for one in lists if one.team == team]
        moves = [(day, number) for one in of_team for day, number in one.moves]
        served = [one for roll in of_team for one in roll.served if held(seen, one.day)]
        cells: dict[str, Cell] = {
            "team": team, "name": row.name if row else team, "unit": row.unit if row else "",
            "community": row.community if row else "",
            "members": sum(number for day, number in moves if last is None or day < last),
            "joined": sum(number for day, number in moves if number > 0 and held(seen, day)),
            "left": -sum(number for day, number in moves if number < 0 and held(seen, day)),
            "services": len(served), "volunteer_times": sum(one.members for one in served),
            "volunteer_minutes": sum(one.members * one.minutes for one in served),
        }  # fmt: skip
        yield ViewRow(cells, tuple(one.id for one in of_team) or (team,))


def _services(seen: Seen) -> Iterator[ViewRow]:
    for one in seen.of(Volunteers):
        for served in one.served:
            if held(seen, served.day):
                cells: dict[str, Cell] = {
                    "team": one.team, "day": served.day, "campaign": served.campaign, "text": served.text,
                    "volunteer_times": served.members, "volunteer_minutes": served.members * served.minutes,
                }  # fmt: skip
                yield ViewRow(cells, (one.id,))


VIEWS: Final = (
    View(
        id="volunteer-teams",
        columns=(
            "team", "name", "unit", "community", "members", "joined", "left", "services", "volunteer_times",
            "volunteer_minutes",
        ),
        rows=_teams, works=(Volunteers,),
    ),
    View(
        id="volunteer-services",
        columns=("team", "day", "campaign", "text", "volunteer_times", "volunteer_minutes"),
        rows=_services, works=(Volunteers,),
    ),
)  # fmt: skip
