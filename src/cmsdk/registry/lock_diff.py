"""What differs between two ``rules.lock``: rules added, removed, changed, and asked at another place (规则对比)."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any, Final

import attrs

from cmsdk.model.problem import Problem, problem

from .content import content, said, spoken
from .lock import LockedPlugin, LockedRule, RulesLock

_LONG: Final = 200
"""Characters of a value that are shown."""


class Kind(StrEnum):
    """What has become of a rule."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    """It says the same, and others are asked before it, or it before others."""


@attrs.frozen
class Told:
    """A field of a rule before and after, where both rules are at hand."""

    field: str
    before: str
    after: str


@attrs.frozen
class Changed:
    """One rule that differs. Its place counts from 1 among the rules of its hook; 0: it is not there."""

    kind: Kind
    before: LockedRule | None
    after: LockedRule | None
    was: int = 0
    now: int = 0
    moved: bool = False
    """Whether its place among those that are in both differs."""
    fields: tuple[Told, ...] = ()

    @property
    def rule(self) -> LockedRule:
        """The rule as it is now; as it was, where it is gone."""
        found = self.after or self.before
        if found is None:
            raise ValueError("neither before nor after")
        return found


@attrs.frozen
class LockDiff:
    """What differs between two locks."""

    before: RulesLock
    after: RulesLock
    rules: tuple[Changed, ...]
    plugins: tuple[tuple[LockedPlugin | None, LockedPlugin | None], ...]

    @property
    def same(self) -> bool:
        """Whether the plans are one and the same, of one and the same city."""
        heads = [(lock.city, lock.api) for lock in (self.before, self.after)]
        return not (self.rules or self.plugins or self.unnamed or heads[0] != heads[1])

    @property
    def unnamed(self) -> bool:
        """Whether the plans differ, and nothing that the file holds does: names, phones, certificate numbers do."""
        alike = not self.rules and not self.plugins and self.before.city == self.after.city
        return alike and self.before.plan != self.after.plan

    def count(self, kind: Kind) -> int:
        """How many rules are so."""
        return sum(changed.kind is kind for changed in self.rules)

    def not_current(self, file: str) -> Problem:
        """What is said of the file ``before`` where it is not that of the present plan."""
        counts = {kind.value: self.count(kind) for kind in Kind}
        return problem("CMS934", file, file=file, city=self.after.city, plugins=len(self.plugins), **counts)


def compare(before: RulesLock, after: RulesLock) -> LockDiff:
    """What differs, by hook, in the order of what is there now; what is gone comes after it."""
    hooks = dict.fromkeys(rule.hook for rule in (*after.rules, *before.rules))
    old, new = _by_hook(before), _by_hook(after)
    rules = tuple(changed for hook in hooks for changed in _in_hook(old.get(hook, ()), new.get(hook, ())))
    return LockDiff(before, after, rules, tuple(_plugins(before.plugins, after.plugins)))


def _by_hook(lock: RulesLock) -> dict[str, list[LockedRule]]:
    found: dict[str, list[LockedRule]] = {}
    for rule in lock.rules:
        found.setdefault(rule.hook, []).append(rule)
    return found


def _in_hook(before: Sequence[LockedRule], after: Sequence[LockedRule]) -> Iterator[Changed]:
    was = {rule.id: number for number, rule in enumerate(before, start=1)}
    now = {rule.id: number for number, rule in enumerate(after, start=1)}
    same = [place for rule in after if (place := was.get(rule.id)) and _alike(before[place - 1], rule)]
    stay = _longest(same)
    kept = frozenset(stay)
    passed = 0
    for number, rule in enumerate(after, start=1):
        place = was.get(rule.id, 0)
        if not place:
            yield Changed(Kind.ADDED, None, rule, 0, number)
            continue
        old = before[place - 1]
        if place in kept:
            passed += 1
        elif _alike(old, rule):
            yield Changed(Kind.MOVED, old, rule, place, number, moved=True)
        else:
            # those that stay are what a changed rule has moved against
            moved = bisect_left(stay, place) != passed
            yield Changed(Kind.CHANGED, old, rule, place, number, moved, tuple(_told(old.item, rule.item)))
    for number, rule in enumerate(before, start=1):
        if rule.id not in now:
            yield Changed(Kind.REMOVED, rule, None, number, 0)


def _alike(one: LockedRule, other: LockedRule) -> bool:
    return (one.digits, one.plugin) == (other.digits, other.plugin)


def _longest(places: Sequence[int]) -> Sequence[int]:
    """The most of ``places`` that stand in their order: all others have moved. Longest increasing subsequence."""
    ends: list[int] = []
    before: dict[int, int] = {}
    for place in places:
        at = bisect_left(ends, place)
        before[place] = ends[at - 1] if at else 0
        ends[at : at + 1] = [place]
    kept, place = [], ends[-1] if ends else 0
    while place:
        kept.append(place)
        place = before[place]
    return kept[::-1]


def _told(before: Any, after: Any) -> Iterator[Told]:  # noqa: ANN401  two contributions of one kind
    """The fields that differ, but for those that tell of a person."""
    if before is None or after is None:
        return
    for field in said(type(after), personal=False):
        one, other = getattr(before, field.name), getattr(after, field.name)
        if content(one, personal=False) != content(other, personal=False):
            yield Told(field.name, _short(spoken(one)), _short(spoken(other)))


def _short(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def _plugins(
    before: Sequence[LockedPlugin], after: Sequence[LockedPlugin]
) -> Iterator[tuple[LockedPlugin | None, LockedPlugin | None]]:
    old, new = ({plugin.name: plugin for plugin in plugins} for plugins in (before, after))
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield old.get(name), new.get(name)
