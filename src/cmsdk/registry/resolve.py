"""References between rows: bare category codes are completed, and every name must lead somewhere."""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

import attrs

from cmsdk.contract.base import Contribution
from cmsdk.contract.catalogue import Category
from cmsdk.contract.plan import Ranked
from cmsdk.model.problem import Problem, problem

T = TypeVar("T", bound=Contribution)
ANY = "*"


class Categories:
    """Completes codes to ``scheme/version/code``: the city's scheme first, else the one scheme that has it."""

    def __init__(self, known: Mapping[str, Category], scheme: str) -> None:
        """``scheme`` is the city's own, as its profile names it."""
        self._known = known
        self._scheme = scheme
        self._by_code: dict[str, list[str]] = {}
        for key, category in known.items():
            self._by_code.setdefault(category.code, []).append(key)

    def complete(self, code: str) -> str | None:
        """The full key of ``code``, or ``None`` where it is unknown or stands in several schemes."""
        if code == ANY or code in self._known:
            return code
        own = f"{self._scheme}/{code}"
        if own in self._known:
            return own
        found = self._by_code.get(code, [])
        return found[0] if len(found) == 1 else None

    def explain(self, code: str, where: str) -> Problem:
        """Why ``code`` cannot be completed, with the nearest that is known."""
        near = get_close_matches(code, [*self._known, *self._by_code], n=1, cutoff=0)
        return problem("CMS301", where, code=code, near=near[0] if near else "—")


def completed(rows: tuple[Ranked[T], ...], categories: Categories, problems: list[Problem]) -> tuple[Ranked[T], ...]:
    """``rows`` with full category keys; those that cannot be completed are left out and named."""
    done = []
    for ranked in rows:
        code: str | None = getattr(ranked.item, "category", None)
        full = categories.complete(code) if code is not None else None
        if code is None or full == code:
            done.append(ranked)
        elif full is None:
            problems.append(categories.explain(code, ranked.item.source or ranked.item.key))
        else:
            changes: dict[str, Any] = {"category": full}
            done.append(attrs.evolve(ranked, item=attrs.evolve(ranked.item, **changes)))
    return tuple(done)


def missing(items: Collection[Contribution], field: str, known: Collection[str], what: str) -> Iterator[Problem]:
    """A problem for each item whose ``field`` (a name or several) leads nowhere."""
    for item in items:
        value = getattr(item, field, "")
        for name in (value,) if isinstance(value, str) else value:
            if name and name not in known:
                near = get_close_matches(name, known, n=1, cutoff=0)
                facts = {"field": field, "what": what, "name": name, "near": near[0] if near else "—"}
                yield problem("CMS302", item.source or item.key, **facts)
