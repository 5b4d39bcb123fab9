"""Values ↔ rows of the SQL ledger."""

from collections.abc import Sequence
from datetime import UTC, datetime
import json
from typing import Any

import attrs

from cmsdk.contract.ports import Quarantined
from cmsdk.model.approach import Approach, Mode
from cmsdk.model.case import Case
from cmsdk.model.clock import Due
from cmsdk.model.entry import Entry
from cmsdk.model.place import Crs, Point
from cmsdk.model.problem import Problem
from cmsdk.model.report import Person
from cmsdk.model.spans import Limit, LimitUnit
from cmsdk.serial import StoredForm, compact

PERSON = StoredForm("person")
PROBLEMS = StoredForm("problems")

SAME = (
    "id", "city", "channel", "report", "title", "text", "kind", "place", "person", "category", "division", "grid",
    "station", "unit", "standard", "state", "result", "plan", "version",
)  # fmt: skip
"""Columns that hold a field of the case as it is."""
TIMES = (("reported", "at"), ("opened", "opened"), ("last", "last"), ("handled", "handled"), ("closed", "closed"))
"""Time columns and their fields."""


def utc(moment: datetime | None) -> str | None:
    """``moment`` as text that sorts."""
    return None if moment is None else moment.astimezone(UTC).isoformat()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _due_form(due: Due | None) -> str | None:
    if due is None:
        return None
    return compact(
        [
            due.limit.amount,
            due.limit.unit,
            due.calendar,
            due.calendar_version,
            [d.isoformat() for d in due.skipped],
            due.provisional,
        ]
    )


def _due(at: datetime | None, form: str | None) -> Due | None:
    if at is None or form is None:
        return None
    amount, unit, calendar, version, skipped, provisional = json.loads(form)
    days = tuple(datetime.fromisoformat(day).date() for day in skipped)
    return Due(at, Limit(amount, LimitUnit(unit)), calendar, version, days, provisional)


def case_row(case: Case) -> dict[str, Any]:
    """The projection's row of a case."""
    row: dict[str, Any] = {name: getattr(case, name) for name in SAME}
    row |= {column: utc(getattr(case, field)) for column, field in TIMES}
    row |= {
        "approach": case.approach.value,
        "mode": case.mode.value,
        "satisfied": str(case.satisfied),
        "solved": None if case.solved is None else int(case.solved),
        "due": utc(case.due.at) if case.due else None,
        "due_form": _due_form(case.due),
        "point": compact([case.point.lon, case.point.lat, case.point.crs]) if case.point else None,
    }
    return row


def case_of(row: Any) -> Case:  # noqa: ANN401  a row of SQLAlchemy, by column name
    """The case of a projection's row, without its trail."""
    values: dict[str, Any] = {name: row[name] for name in SAME}
    values |= {field: _moment(row[column]) for column, field in TIMES}
    point = json.loads(row["point"]) if row["point"] else None
    return Case(
        **values,
        approach=Approach(row["approach"]),
        mode=Mode(row["mode"]),
        satisfied=row["satisfied"],
        solved=None if row["solved"] is None else bool(row["solved"]),
        due=_due(_moment(row["due"]), row["due_form"]),
        point=Point(point[0], point[1], Crs(point[2])) if point else None,
    )


ENTRY = ("stream", "version", "city", "type", "made", "by", "plan", "data", "prev", "hash")
"""Columns of an entry, in the order of ``entry_row``."""


def entry_row(entry: Entry) -> tuple[Any, ...]:
    """The row of an entry; its time exactly as it was hashed."""
    e = entry
    return (e.stream, e.version, e.city, e.type, e.at.isoformat(), e.by, e.plan, e.data, e.prev, e.hash)


def entry_of(row: Any) -> Entry:  # noqa: ANN401  a row of SQLAlchemy, by column name
    """The entry of a row."""
    values = {name: row[name] for name in ENTRY if name != "made"}
    return Entry(**values, at=datetime.fromisoformat(row["made"]))


def person_form(person: Person) -> str:
    """A person as stored; this text is what encryption with the person's key will wrap."""
    return PERSON.dump(attrs.asdict(person))


def person_of(form: str) -> Person:
    """A stored person."""
    return Person(**PERSON.load(form))


def problems_form(problems: Sequence[Problem]) -> str:
    """Reasons as stored: codes and facts, so that they can be read in either language."""
    return PROBLEMS.dump({"problems": [[p.code, p.where, dict(p.facts)] for p in problems]})


def quarantined_of(row: Any) -> Quarantined:  # noqa: ANN401  a row of SQLAlchemy, by column name
    """The quarantined item of a row."""
    found = PROBLEMS.load(row["problems"])["problems"]
    problems = tuple(Problem(code, where, tuple(facts.items())) for code, where, facts in found)
    names = ("city", "channel", "key", "delivery", "position", "raw")
    return Quarantined(**{name: row[name] for name in names}, problems=problems)
