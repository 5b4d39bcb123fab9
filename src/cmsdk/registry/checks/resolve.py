"""References between rows: bare category codes are completed, and every name must lead somewhere."""

from collections.abc import Collection, Iterator, Mapping
from difflib import SequenceMatcher, get_close_matches
from typing import Any, TypeVar

import attrs

from cmsdk.contract.base import Contribution
from cmsdk.contract.plan import PluginInfo, Ranked
from cmsdk.model.problem import Problem, problem

from .trees import Trees

T = TypeVar("T", bound=Contribution)
ANY = "*"


class Categories:
    """Completes codes to ``scheme/version/code``.

    A bare code in the city's own rows is one of the city's scheme, else of the one scheme in use that has it. In the
    rows of a more general plugin it is one of that plugin's own catalogue: a nation's rows keep their meaning where a
    city has another tree.
    """

    def __init__(self, trees: Trees, scheme: str, origins: Mapping[tuple[str, str], PluginInfo]) -> None:
        """``scheme`` is the city's own, as its profile names it; ``origins`` are the plan's."""
        self._trees = trees
        self._scheme = scheme
        self._origins = origins
        self._known = trees.known
        self._by_code: dict[str, list[str]] = {}
        for key, category in self._known.items():
            self._by_code.setdefault(category.code, []).append(key)

    def complete(self, code: str, plugin: PluginInfo) -> str | None:
        """The full key of ``code`` in a row of ``plugin``; ``None`` where it is unknown or in several schemes."""
        if code == ANY or code in self._known:
            return code
        own, found = f"{self._scheme}/{code}", self._by_code.get(code, [])
        if self.is_general(plugin):
            found = [key for key in found if self._origins["cmsdk_catalogue", key] == plugin] or found
        else:
            found = [key for key in found if key in self._trees.used]
        if own in found:
            return own
        return found[0] if len(found) == 1 else None

    def is_general(self, plugin: PluginInfo) -> bool:
        """Whether ``plugin`` holds for more than this city."""
        return plugin.specificity < self._trees.local

    def is_used(self, key: str) -> bool:
        """Whether the city uses the scheme of the category ``key``."""
        return key == ANY or key in self._trees.used

    def explain(self, code: str, where: str) -> Problem:
        """Why ``code`` cannot be completed, with the nearest that is known."""
        near = get_close_matches(code, [*self._known, *self._by_code], n=1, cutoff=0)
        named = [category.code for category in self._known.values() if category.name == code]
        return problem("CMS301", where, code=code, near=[*named, *near, "—"][0])

    def unused(self, key: str, where: str) -> Problem:
        """Why a row of the city may not name ``key``, which is of a scheme that it does not use."""
        used = ", ".join(sorted({category.tree for category in self._trees.used.values()})) or "—"
        return problem("CMS329", where, code=key, scheme=self._trees.others[key].tree, used=used)


def completed(rows: tuple[Ranked[T], ...], categories: Categories, problems: list[Problem]) -> tuple[Ranked[T], ...]:
    """``rows`` with full category keys; those that cannot be completed are left out and named.

    Rows of a more general plugin about a scheme that the city does not use are left out in silence.
    """
    done = []
    for ranked in rows:
        code: str | None = getattr(ranked.item, "category", None)
        full = categories.complete(code, ranked.plugin) if code is not None else None
        where = ranked.item.source or ranked.item.key
        if code is not None and full is None:
            problems.append(categories.explain(code, where))
        elif full is not None and not categories.is_used(full):
            problems += [] if categories.is_general(ranked.plugin) else [categories.unused(full, where)]
        elif full == code:
            done.append(ranked)
        else:
            changes: dict[str, Any] = {"category": full}
            done.append(attrs.evolve(ranked, item=attrs.evolve(ranked.item, **changes)))
    return tuple(done)


def nearest(word: str, known: Mapping[str, Any], but: str = "") -> str:
    """The key of ``known`` that is meant by ``word``: the one of that very name, else the likest key or name.

    ``but`` is never meant: a row does not name itself.
    """
    same = next((key for key, item in known.items() if getattr(item, "name", "") == word and key != but), "")
    if same:
        return same
    found, best, matcher = "—", 0.0, SequenceMatcher(b=word)
    for key, item in known.items():
        for text in (key, getattr(item, "name", "")) if key != but else ():
            matcher.set_seq1(text)
            # the quick ones are upper bounds
            if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and matcher.ratio() > best:
                found, best = key, matcher.ratio()
    return found


def missing(items: Collection[Contribution], field: str, known: Mapping[str, Any], what: str) -> Iterator[Problem]:
    """A problem for each item whose ``field`` (a name or several) leads nowhere in ``known``, items by key."""
    for item in items:
        value = getattr(item, field, "")
        for name in (value,) if isinstance(value, str) else value:
            if name and name not in known:
                own = item.key if known.get(item.key) is item else ""
                facts = {"field": field, "what": what, "name": name, "near": nearest(name, known, own)}
                yield problem("CMS302", item.source or item.key, **facts)
