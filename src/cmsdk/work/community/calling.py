"""Who is called when a community whistles, and by when each has to come (叫哨). Decides; changes nothing. Pure."""

from collections.abc import Iterable
from typing import Any

from cmsdk.contract.community.whistle import LevelRow, WhistleRow
from cmsdk.model.command import Refusal
from cmsdk.model.spans import Limit
from cmsdk.model.works.whistle import CallUnits, EscalateWhistle, RaiseWhistle, Whistle, WhistleAgain
from cmsdk.rules.levels import Spot, called_units, category_key, first_level, level_units, matrix_row, next_level

from .shape import Asked, Found, refuse, unknown, unknown_case
from .whose import communities


def _term(asked: Asked[Any, Any], limit: Limit | None, calendar: str) -> str | None:
    """The moment at which a limit that begins now is over, as entries have it."""
    return asked.due(limit, calendar).at.isoformat() if limit is not None else None


def _units(asked: Asked[Any, Any], row: WhistleRow | None, units: Iterable[str], reason: str = "") -> list[Any]:
    due = _term(asked, row.limit, row.calendar) if row is not None else None
    return [{"unit": unit, "due": due, "reason": reason} for unit in units]


def _handle_by(asked: Asked[Any, Any], row: WhistleRow | None) -> str | None:
    return _term(asked, row.handle_limit, row.calendar) if row is not None else None


def _level(asked: Asked[Any, Any], row: LevelRow | None) -> dict[str, Any]:
    if row is None:
        return {"level": "", "level_row": "", "goes_up": None}
    return {"level": row.level, "level_row": row.id, "goes_up": _term(asked, row.limit, row.calendar)}


def _strange(asked: Asked[Any, Any], units: Iterable[str]) -> Refusal | None:
    """The refusal of added units that the city has not, or that nobody gives a reason for."""
    command, known = asked.command, asked.plan.units
    for unit in units:
        if unit not in known:
            return unknown(command, "units", unit, known, "units")
    return refuse("CMS471", "needs", command=command.name, field="reason") if not command.reason.strip() else None


def _spot(asked: Asked[Whistle, RaiseWhistle]) -> Spot | Refusal:
    """Where it is, by the command, else by its case, else by the community of whoever raises it."""
    command, plan = asked.command, asked.plan
    case = asked.cases.get(command.case)
    if command.case and case is None:
        return unknown_case(command, command.case)
    key = category_key(plan, command.category) if command.category else case.category if case else ""
    if command.category and not key:
        return unknown(command, "category", command.category, [c.code for c in plan.categories.values()], "categories")
    grid = command.grid or (case.grid if case and not command.division else "")
    if grid and grid not in plan.grids:
        return unknown(command, "grid", grid, plan.grids, "grids")
    homes = communities(asked.by, plan)
    of_case = case.division if case else ""
    division = command.division or (plan.grids[grid].division if grid else of_case or next(iter(homes), ""))
    if not division:
        return refuse("CMS471", "needs", command=command.name, field="division")
    if division not in plan.divisions:
        return unknown(command, "division", division, plan.divisions, "divisions")
    return Spot(key, grid, division)


def raise_(asked: Asked[Whistle, RaiseWhistle]) -> Found | Refusal:
    """Whom the whistle calls, by which row, with which terms; the raiser speaks for the community."""
    command, plan = asked.command, asked.plan
    spot = _spot(asked)
    if isinstance(spot, Refusal):
        return spot
    strange = not_of_division(asked, spot.division) or (_strange(asked, command.units) if command.units else None)
    if strange is not None:
        return strange
    row = matrix_row(plan, spot, asked.today)
    by_row = called_units(plan, row, spot) if row is not None else ()
    added = [unit for unit in dict.fromkeys(command.units) if unit not in by_row]
    if not by_row and not added:
        return refuse("CMS489", "called", command=command.name, category=spot.category or "—", division=spot.division)
    called = [*_units(asked, row, by_row), *_units(asked, row, added, command.reason)]
    case = asked.cases.get(command.case)
    return Found({
        "division": spot.division, "grid": spot.grid, "category": spot.category,
        "place": command.place or (case.place if case else ""), "row": row.id if row else "",
        "why": {"category": row.category, "area": row.area, "basis": row.basis} if row else {},
        "lead": called[0]["unit"], "called": called, "handle_by": _handle_by(asked, row),
        **_level(asked, first_level(plan, spot, asked.today)),
    })  # fmt: skip


def call(asked: Asked[Whistle, CallUnits]) -> Found | Refusal:
    """Units that are called as well, with the term of the row that called the others."""
    command, work = asked.command, asked.work
    strange = not_of_division(asked, work.division) or _strange(asked, command.units)
    if strange is not None:
        return strange
    there = {one.unit for one in work.present}
    added = [unit for unit in dict.fromkeys(command.units) if unit not in there]
    return Found({"called": _units(asked, matrix(asked), added, command.reason)}, to="" if added else work.state)


def again(asked: Asked[Whistle, WhistleAgain]) -> Found | Refusal:
    """The units of the last round once more, each with a new term."""
    work = asked.work
    refusal = not_of_division(asked, work.division)
    if refusal is not None:
        return refusal
    row = matrix(asked)
    called = _units(asked, row, (one.unit for one in work.present))
    at = asked.plan.rows(LevelRow).get(work.level_row)
    return Found({"called": called, "handle_by": _handle_by(asked, row), **_level(asked, at)})


def escalate(asked: Asked[Whistle, EscalateWhistle]) -> Found | Refusal:
    """The level above and its units; before the time of the level is over only with a reason."""
    command, work, plan = asked.command, asked.work, asked.plan
    spot = Spot(work.category, work.grid, work.division)
    up = next_level(plan, spot, asked.today, work.level_row)
    units = level_units(plan, up, spot) if up is not None else ()
    if up is None or not units:
        return refuse("CMS629", "level", up.basis if up else "", command=command.name, work=work.id,
                      level=work.level or "—", above=up.level if up else "—")  # fmt: skip
    early = work.goes_up is None or asked.now < work.goes_up
    if early and not command.reason.strip():
        return refuse("CMS471", "needs", up.basis, command=command.name, field="reason")
    row, there = matrix(asked), {one.unit for one in work.present}
    called = _units(asked, row, (unit for unit in units if unit not in there))
    effects = {"lead": units[0], "called": called, "handle_by": _handle_by(asked, row), "basis": up.basis}
    return Found(effects | _level(asked, up), to="" if called else work.state)


def matrix(asked: Asked[Whistle, Any]) -> WhistleRow | None:
    """The row of the matrix that called, as it stands now."""
    return asked.plan.rows(WhistleRow).get(asked.work.row)


def not_of_division(asked: Asked[Whistle, Any], division: str) -> Refusal | None:
    """The refusal of whoever does not speak for the community that whistles."""
    homes = communities(asked.by, asked.plan)
    if division in homes:
        return None
    return refuse("CMS488", "division", command=asked.command.name, work=asked.work.id, actor=asked.by.id,
                  division=division, of=", ".join(homes) or "—")  # fmt: skip
