"""City extensions of a scheme: they are counted down from the scheme's number, and fill no hole of the standard.

What can be checked is what the scheme's row says: the range of numbers, or the categories that are kept for
extensions. Of a scheme that says neither, and of the scheme's own plugin, nothing is checked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cmsdk.contract.base import Contribution
from cmsdk.contract.catalogue import Category, Scheme
from cmsdk.contract.plan import PluginInfo
from cmsdk.model.problem import Problem, problem

from .trees import Trees


def _number(category: Category, parent: str) -> int | None:
    """The number of a category below its parent, where its code is the parent's and digits; 1 to 99 in two digits."""
    digits = category.code.removeprefix(parent)
    return int(digits) if category.code.startswith(parent) and digits.isascii() and digits.isdigit() else None


class _Siblings:
    """The numbers that are taken below each category of a scheme."""

    def __init__(self, categories: Sequence[Category], known: Mapping[str, Category]) -> None:
        self._taken: dict[str, set[int]] = {}
        self._width: dict[str, int] = {}
        for category in categories:
            parent = known[category.parent].code if category.parent in known else ""
            number = _number(category, parent)
            if number is not None:
                self._taken.setdefault(category.parent, set()).add(number)
                self._width.setdefault(category.parent, len(category.code) - len(parent))

    def free(self, parent: Category, scheme: Scheme, asking: Category | None) -> str:
        """The next code that a city may take below ``parent``, nothing where all are taken.

        The number of ``asking`` counts as free.
        """
        taken = self._taken.get(parent.key, set()) - ({_number(asking, parent.code)} if asking else set())
        first = scheme.extends_from or 0
        left = [n for n in range(first, (scheme.extends_to or 1) - 1, -1) if n not in taken]
        width = self._width.get(parent.key, len(str(first)))
        return f"{parent.code}{left[0]:0{width}}" if left else ""


def next_free(category: Category, items: Iterable[Contribution]) -> str:
    """The next number that a city may take beside ``category``, of which ``items`` are the whole catalogue."""
    offered = tuple(items)
    schemes = {item.key: item for item in offered if isinstance(item, Scheme)}
    known = {item.key: item for item in offered if isinstance(item, Category)}
    scheme, parent = schemes.get(category.tree), known.get(category.parent)
    if scheme is None or parent is None or scheme.extends_from is None:
        return "—"
    return _Siblings([c for c in known.values() if c.tree == scheme.key], known).free(parent, scheme, None) or "—"


def _fault(category: Category, scheme: Scheme, parent: Category | None) -> str:
    """Which rule of the scheme ``category`` breaks: ``under``, ``range``, ``major``, or nothing."""
    if category.code in scheme.extends_under or (parent and parent.code in scheme.extends_under):
        return ""
    if scheme.extends_from is None:
        return "under" if scheme.extends_under else ""
    if parent is None:
        return "major"
    number = _number(category, parent.code)
    inside = number is not None and (scheme.extends_to or 1) <= number <= scheme.extends_from
    return "" if inside else "range"


def check_extensions(trees: Trees, origins: Mapping[tuple[str, str], PluginInfo]) -> Iterator[Problem]:
    """Categories that a more specific plugin added to a scheme, and that are no extension as the scheme has them."""
    known = trees.known
    added = {
        key
        for key, category in known.items()
        if category.tree in trees.schemes
        and category.replaces != key
        and (not category.parent or category.parent in known)
        and origins["cmsdk_catalogue", key].specificity > origins["cmsdk_catalogue", category.tree].specificity
    }
    siblings = {tree: _Siblings([c for c in known.values() if c.tree == tree], known) for tree in trees.schemes}
    for key in sorted(added - {key for key in added if known[key].parent in added}):
        category, scheme = known[key], trees.schemes[known[key].tree]
        parent = known.get(category.parent)
        fault = _fault(category, scheme, parent)
        where = category.source or key
        if fault in {"under", "major"}:
            room = ", ".join(scheme.extends_under) or f"{scheme.extends_from}…{scheme.extends_to or 1}"
            yield problem("CMS325", where, code=category.code, scheme=scheme.key, room=room)
        elif fault and parent is not None:
            free = siblings[scheme.key].free(parent, scheme, category) or "—"
            span = f"{scheme.extends_from}…{scheme.extends_to or 1}"
            yield problem("CMS322", where, code=category.code, scheme=scheme.key, span=span, free=free)
