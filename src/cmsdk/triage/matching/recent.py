"""The earlier cases that the reports of a run are compared with, kept by rule and class."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from cmsdk.contract.matching import Earlier, Matcher, MatchRow
from cmsdk.contract.plan import CityPlan

from .alike import Placed
from .near import Nearby

ANY = "*"


class Classes:
    """Which categories a rule takes for one class."""

    def __init__(self, plan: CityPlan) -> None:
        """The rules of a plan, by the category that they name."""
        self._plan = plan
        self._rules: dict[str, list[MatchRow | Matcher]] = {}
        for ranked in plan.matchers:
            self._rules.setdefault(ranked.item.category, []).append(ranked.item)
        self._over: dict[str, tuple[tuple[MatchRow | Matcher, str], ...]] = {}
        self._below: dict[str, set[str]] = {}
        for key in plan.categories:
            for above in plan.lineage(key):
                if above in self._rules:
                    self._below.setdefault(above, set()).add(key)

    @staticmethod
    def name(rule: MatchRow | Matcher, category: str) -> str:
        """The class of ``category`` under ``rule``: the key that it names, or the category itself."""
        return category if rule.category == ANY else rule.category

    def members(self, name: str) -> tuple[str, ...]:
        """The categories of a class, sorted."""
        return tuple(sorted(self._below.get(name, {name})))

    def over(self, category: str) -> tuple[tuple[MatchRow | Matcher, str], ...]:
        """The rules under which ``category`` belongs to a class, with the class."""
        found = self._over.get(category)
        if found is None:
            named = (*self._plan.lineage(category), ANY)
            rules = (rule for one in named for rule in self._rules.get(one, ()))
            found = self._over[category] = tuple((rule, self.name(rule, category)) for rule in rules)
        return found


class Recent:
    """Earlier cases of a run, those that it brought in itself included. Not for several threads."""

    def __init__(self, classes: Classes) -> None:
        """Nothing is known yet."""
        self.classes: Final = classes
        self._all: dict[str, Placed] = {}
        self._nearby: dict[tuple[str, str], Nearby] = {}
        self._called: dict[tuple[str, str], list[Earlier]] = {}

    def __len__(self) -> int:
        """How many cases are kept."""
        return len(self._all)

    def __iter__(self) -> Iterator[Placed]:
        """Each of them once."""
        return iter(self._all.values())

    def add(self, placed: Placed) -> None:
        """Keep a case, once."""
        case = placed.case
        if case.id in self._all:
            return
        self._all[case.id] = placed
        for rule, name in self.classes.over(case.category):
            key = (rule.id, name)
            if isinstance(rule, Matcher):
                self._called.setdefault(key, []).append(case)
                continue
            kept = self._nearby.get(key)
            if kept is None:
                kept = self._nearby[key] = Nearby(rule)
            kept.add(placed)

    def around(self, row: MatchRow, name: str, new: Placed) -> Sequence[Placed]:
        """Cases of the class ``name`` that may be near enough."""
        kept = self._nearby.get((row.id, name))
        return kept.around(new) if kept is not None else ()

    def within(self, matcher: Matcher, category: str, new: Earlier) -> list[Earlier]:
        """Open cases of the class in the hours of ``matcher`` around ``new``."""
        span = timedelta(hours=matcher.hours)
        kept = self._called.get((matcher.id, self.classes.name(matcher, category)), ())
        return [case for case in kept if case.open and abs(case.at - new.at) <= span]
