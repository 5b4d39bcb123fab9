"""The statements behind the lists of a desk. Each goes along one index, in the order of the list, from a key on."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from cmsdk.contract.ports_desk import DeskQuery
from cmsdk.model.place import Point

from . import schema
from .cells import cells_around
from .rows import utc
from .select import is_
from .words import Index

Key = tuple[str, int]
"""Deadline, where the list goes by it, and number."""
Source = Callable[[Key, int], sa.Select[Any]]
"""The rows behind a key, at most so many."""
_C: Final = schema.cases.c
_RUNS: Final = sa.text(schema.RUNS)
_NOBODY: Final = ("officer", "")
"""Those that nobody is assigned to are in no index of officers."""
_BOUNDS: Final = ("officer", "unit", "grid")
"""Columns of which each has an index with state and number, best first."""


def _plain(name: str) -> sa.ColumnElement[Any]:
    """A column, asked for in a way that keeps an engine from choosing an index of it instead of the list's own."""
    return sa.func.coalesce(_C[name], "")


def _filters(query: DeskQuery, *without: str) -> list[sa.ColumnElement[bool]]:
    """What a row must be besides, as far as the database can tell."""
    given = [(name, getattr(query, name)) for name in _BOUNDS if name not in without]
    found = [is_(_plain(name), value) for name, value in given if value is not None]
    if query.ended and "state" not in without:
        found.append(_plain("state").not_in(query.ended))
    return found


def bound(query: DeskQuery) -> str:
    """The column that leaves the fewest cases, of those that are given; empty where none is."""
    given = [(name, getattr(query, name)) for name in _BOUNDS]
    return next((name for name, value in given if value is not None and (name, value) != _NOBODY), "")


def by_deadline(query: DeskQuery) -> Source:
    """Those whose clock runs, soonest first."""
    units = () if query.unit is None else ("unit",)

    def rows(key: Key, size: int) -> sa.Select[Any]:
        due, number = key
        wanted = sa.select(schema.cases).where(_C.city == query.city, _RUNS, _C.due < utc(query.due_until))
        if query.unit is not None:
            wanted = wanted.where(is_(_C.unit, query.unit))
        first = max(due, utc(query.due_from) or "")
        if first:
            wanted = wanted.where(_C.due >= first)
        if due:
            wanted = wanted.where(sa.or_(_C.due > due, _C.number > number))
        return wanted.where(*_filters(query, *units)).order_by(_C.due, _C.number).limit(size)

    return rows


def late(city: str, moment: datetime) -> sa.Select[Any]:
    """Units, and how many of their cases are overdue at ``moment``."""
    wanted = sa.select(_C.unit, sa.func.count().label("cases"))
    return wanted.where(_C.city == city, _RUNS, _C.due < utc(moment)).group_by(_C.unit).order_by(_C.unit)


def by_place(query: DeskQuery, near: Point) -> Source:
    """Those in the squares around a point; few, so that they are sorted once they are found."""
    cells = cells_around(near, query.metres)

    def rows(key: Key, size: int) -> sa.Select[Any]:
        wanted = sa.select(schema.cases).where(_C.city == query.city, _C.cell.in_(cells), _C.number < key[1])
        return wanted.where(*_filters(query)).order_by(sa.desc(_C.number + 0)).limit(size)

    return rows


def unindexed(query: DeskQuery, mark: int) -> Source:
    """Those whose texts are not in the index yet."""

    def rows(key: Key, size: int) -> sa.Select[Any]:
        wanted = sa.select(schema.cases).where(_plain("city") == query.city, _C.number > mark, _C.number < key[1])
        return wanted.where(*_filters(query)).order_by(_C.number.desc()).limit(size)

    return rows


def by_word(query: DeskQuery, index: Index, mark: int) -> Iterator[Source]:
    """Those that the index of words names as candidates, in steps as its engine likes them."""
    high = min(query.key[1] - 1 if query.key else mark, mark)
    for step in index.steps:
        if high > step:
            yield _by_word(query, index, high - step, high)
            high -= step
    yield _by_word(query, index, 0, high)


def _by_word(query: DeskQuery, index: Index, low: int, high: int) -> Source:
    table, number, may_hold = index.candidates(query.words)

    def rows(key: Key, size: int) -> sa.Select[Any]:
        wanted = sa.select(schema.cases).join_from(table, schema.cases, _C.number == number)
        wanted = wanted.where(may_hold, number > low, number < min(key[1], high + 1))
        return wanted.where(_plain("city") == query.city, *_filters(query)).order_by(number.desc()).limit(size)

    return rows


def by_state(query: DeskQuery, states: Sequence[str]) -> Source:
    """Those in some states, newest first: a step along the index for each state, and the first of all these."""
    column = bound(query)
    filters = _filters(query, column, "state")
    if column:
        filters.insert(0, is_(_C[column], getattr(query, column)))

    def rows(key: Key, size: int) -> sa.Select[Any]:
        arms = []
        for state in states:
            arm = sa.select(_C.number).where(_C.city == query.city, _C.state == state, _C.number < key[1], *filters)
            newest = arm.order_by(_C.number.desc()).limit(size).subquery()
            arms.append(sa.select(newest.c.number))
        numbers = sa.union_all(*arms).order_by(sa.desc("number")).limit(size).subquery()
        wanted = sa.select(schema.cases).join_from(numbers, schema.cases, _C.number == numbers.c.number)
        return wanted.order_by(_C.number.desc())

    return rows


def present(connection: sa.Connection, city: str) -> list[str]:
    """The states that cases of a city are in, by a step along the index for each."""
    first = sa.select(sa.func.min(_C.state).label("state")).where(_C.city == city).cte("present", recursive=True)
    after = sa.select(sa.func.min(_C.state)).where(_C.city == city, _C.state > first.c.state).scalar_subquery()
    step = first.union_all(sa.select(after).where(first.c.state.is_not(None)))
    return list(connection.scalars(sa.select(step.c.state).where(step.c.state.is_not(None))))
