"""Values ↔ rows of the SQL ledger."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final

from cmsdk.contract.matching import Earlier
from cmsdk.contract.ports import Matter
from cmsdk.model.approach import Approach, Mode
from cmsdk.model.case import Case
from cmsdk.model.clock import Due
from cmsdk.model.course import NOTHING_YET, Course
from cmsdk.model.entry import Entry
from cmsdk.model.place import Crs, Point
from cmsdk.model.problem import Problem
from cmsdk.model.spans import Limit, LimitUnit
from cmsdk.serial import StoredForm, make_converter

from .cells import cell_of

Row = Mapping[Any, Any]
"""A row of SQLAlchemy, by column name."""

PROBLEMS = StoredForm("problems")
COURSE = StoredForm("course")
_CONVERTER = make_converter()

SAME = (
    "id", "city", "channel", "report", "title", "text", "kind", "place", "person", "category", "division", "grid",
    "station", "unit", "standard", "state", "result", "plan", "version",
)  # fmt: skip
"""Columns that hold a field of the case as it is."""
_same = attrgetter(*SAME)
TIMES = (("reported", "at"), ("opened", "opened"), ("last", "last"), ("handled", "handled"), ("closed", "closed"))
"""Time columns and their fields."""


def utc(moment: datetime | None) -> str | None:
    """``moment`` as text that sorts."""
    return None if moment is None else moment.astimezone(UTC).isoformat()


def moment(text: str | None) -> datetime | None:
    """The moment that ``utc`` wrote."""
    return None if text is None else datetime.fromisoformat(text)


SHARED: Final = 1024
"""Spans of days off that are kept as written: the deadlines of a year have a few hundred."""


@lru_cache(SHARED)
def _days(skipped: tuple[date, ...]) -> str:
    return " ".join(day.isoformat() for day in skipped)


def _due(row: Row) -> Due | None:
    at = moment(row["due"])
    if at is None:
        return None
    limit = Limit(row["due_amount"], LimitUnit(row["due_unit"]))
    skipped = tuple(date.fromisoformat(day) for day in row["due_skipped"].split())
    return Due(at, limit, row["due_calendar"], row["due_version"], skipped, provisional=bool(row["provisional"]))


CASE = (
    *SAME, "reported", "opened", "last", "handled", "closed", "approach", "mode", "satisfied", "solved", "due",
    "due_amount", "due_unit", "due_calendar", "due_version", "due_skipped", "provisional", "lon", "lat", "crs",
    "linked", "recurs", "course", "officer", "cell",
)  # fmt: skip
"""Columns of a case, in the order of ``case_row``."""

_NO_DUE = (None, None, None, None, None, "", None)
_NO_POINT = (None, None, None)


def case_row(case: Case) -> tuple[Any, ...]:
    """The projection's row of a case; a plain tuple, since every report that comes in passes here."""
    c, due, point, course = case, case.due, case.point, case.course
    opened = utc(c.opened)
    clock = _NO_DUE if due is None else (
        utc(due.at), due.limit.amount, due.limit.unit._value_, due.calendar, due.calendar_version, _days(due.skipped),
        int(due.provisional),
    )  # fmt: skip
    return _same(c) + (
        utc(c.at),
        opened,
        opened if c.last is c.opened else utc(c.last),
        None if c.handled is None else utc(c.handled),
        None if c.closed is None else utc(c.closed),
        c.approach._value_,
        c.mode._value_,
        str(c.satisfied),
        None if c.solved is None else int(c.solved),
    ) + clock + (
        _NO_POINT if point is None else (point.lon, point.lat, point.crs._value_)
    ) + (
        c.linked or None,
        "\n".join(c.recurs) or None,
        None if course is NOTHING_YET else course_form(course),
        None if course is NOTHING_YET else course.officer or None,
        None if point is None else cell_of(point),
    )  # fmt: skip


def case_of(row: Row) -> Case:
    """The case of a projection's row, without its trail."""
    values: dict[str, Any] = {name: row[name] for name in SAME}
    values |= {field: moment(row[column]) for column, field in TIMES}
    return Case(
        **values,
        approach=Approach(row["approach"]),
        mode=Mode(row["mode"]),
        satisfied=row["satisfied"],
        solved=None if row["solved"] is None else bool(row["solved"]),
        due=_due(row),
        point=_point(row),
        linked=row["linked"] or "",
        recurs=tuple(filter(None, (row["recurs"] or "").split("\n"))),
        course=NOTHING_YET if row["course"] is None else course_of(row["course"]),
    )


MATTER = ("id", "kind", "city", "state", "version", "form", "case_id", "last", "due")
"""Columns of a matter, in the order of ``matter_row``."""


def matter_row(matter: Matter) -> tuple[Any, ...]:
    """The projection's row of a matter."""
    m = matter
    return (m.id, m.kind, m.city, m.state, m.version, m.form, m.case, utc(m.last), utc(m.due))


def course_form(course: Course) -> str:
    """A course as stored; a projection, which can be made anew from the entries."""
    return COURSE.dump(_CONVERTER.unstructure(course))


def course_of(form: str) -> Course:
    """A stored course."""
    return _CONVERTER.structure(COURSE.load(form), Course)


def _point(row: Row) -> Point | None:
    return None if row["lon"] is None else Point(row["lon"], row["lat"], Crs(row["crs"]))


EARLIER = ("id", "category", "text", "grid", "division", "state", "unit")
"""Columns that hold a field of an earlier case as it is."""


def earlier_of(row: Row) -> Earlier:
    """The earlier case of a projection's row."""
    return Earlier(
        **{name: row[name] for name in EARLIER},
        at=datetime.fromisoformat(row["reported"]),
        point=_point(row),
        mode=Mode(row["mode"]),
        open=row["handled"] is None and row["closed"] is None,
    )


ENTRY = ("number", "stream", "version", "city", "type", "made", "by", "plan", "data", "prev", "hash")
"""Columns of an entry, in the order of ``entry_rows``."""


def entry_rows(entries: Iterable[Entry], number: int) -> list[tuple[Any, ...]]:
    """The rows of entries from ``number`` on; their time exactly as hashed. A batch mostly shares one moment."""
    rows = []
    at, made = None, ""
    for n, e in enumerate(entries, number):
        if e.at is not at:
            at, made = e.at, e.at.isoformat()
        rows.append((n, e.stream, e.version, e.city, e.type, made, e.by, e.plan, e.data, e.prev, e.hash))
    return rows


def entry_of(row: Row) -> Entry:
    """The entry of a row."""
    values = {name: row[name] for name in ENTRY if name not in {"number", "made"}}
    return Entry(**values, at=datetime.fromisoformat(row["made"]))


def problems_form(problems: Sequence[Problem]) -> str:
    """Reasons as stored: codes and facts, so that they can be read in either language."""
    return PROBLEMS.dump({"problems": [[p.code, p.where, dict(p.facts)] for p in problems]})


def problems_of(form: str) -> tuple[Problem, ...]:
    """Stored reasons."""
    found = PROBLEMS.load(form)["problems"]
    return tuple(Problem(code, where, tuple(facts.items())) for code, where, facts in found)
