"""Checks of the division tree (行政区划): order of levels, cycles, validity of parents, successors."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final

from cmsdk.contract.places import Division
from cmsdk.model.place import Level
from cmsdk.model.problem import Problem, problem

_ORDER: Final = {level: rank for rank, level in enumerate(Level)}
"""City, district, sub-district, community."""
Divisions = Mapping[str, Division]


def _levels(divisions: Divisions, division: Division) -> Iterator[Problem]:
    """A parent is of a higher level, or of the same one (a zone inside a district)."""
    parent = divisions.get(division.parent)
    if parent and _ORDER[parent.level] > _ORDER[division.level]:
        facts = {"code": division.code, "level": division.level, "parent": parent.code, "above": parent.level}
        yield problem("CMS348", division.source or division.code, **facts)


def _validity(divisions: Divisions, division: Division) -> Iterator[Problem]:
    """No day of a division on which its parent does not hold.

    An empty ``valid_from`` says that nobody knows since when; it may stand under a parent that has one.
    """
    parent = divisions.get(division.parent)
    if parent is None:
        return
    own, above = division.valid, parent.valid
    late = above.last is not None and (own.last is None or own.last > above.last)
    early = above.first is not None and any(day is not None and day < above.first for day in (own.first, own.last))
    if late or early:
        facts = {"code": division.code, "parent": parent.code, "own": _span(division), "above": _span(parent)}
        yield problem("CMS433", division.source or division.code, **facts)


def _span(division: Division) -> str:
    return f"{division.valid.first or ''}..{division.valid.last or ''}"


def _after(divisions: Divisions, division: Division) -> Iterator[Problem]:
    """A division that became another one has ended, and what it became holds on the next day."""
    where, last = division.source or division.code, division.valid.last
    if division.became and last is None:
        yield problem("CMS434", where, code=division.code, became="; ".join(division.became))
    elif last is not None:
        for code in division.became:
            other = divisions.get(code)
            if other is not None and code != division.code and not other.valid.holds(last + timedelta(days=1)):
                facts = {"code": division.code, "became": code, "last": last, "own": _span(other)}
                yield problem("CMS435", where, **facts)


def _cycles(divisions: Divisions) -> Iterator[Problem]:
    """Each circle once, at the row of its smallest code: of parents, and of what became what."""
    for column in ("parent", "became"):
        ahead = {
            code: (division.parent,) if column == "parent" else division.became for code, division in divisions.items()
        }
        done: set[str] = set()
        for code in sorted(divisions):
            circle = _circle(code, ahead, done)
            if circle:
                row = divisions[min(circle)]
                yield problem("CMS349", row.source or row.code, column=column, circle=" → ".join((*circle, circle[0])))


def _circle(code: str, ahead: Mapping[str, tuple[str, ...]], done: set[str]) -> list[str]:
    """The first circle met from ``code`` on, or nothing; ``done`` are those from which all was seen."""
    path: list[str] = []
    waiting = [(code, 0)]
    while waiting:
        at, depth = waiting.pop()
        done.update(path[depth:])
        del path[depth:]
        if at in path:
            done.update(path)
            return path[path.index(at) :]
        if at in ahead and at not in done:
            path.append(at)
            waiting += [(nxt, depth + 1) for nxt in reversed(ahead[at])]
    done.update(path)
    return []


def check_tree(divisions: Divisions) -> Iterator[Problem]:
    """Everything that is wrong with the tree, by row."""
    for division in divisions.values():
        yield from _levels(divisions, division)
        yield from _validity(divisions, division)
        yield from _after(divisions, division)
    yield from _cycles(divisions)
