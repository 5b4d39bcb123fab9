"""Checks of what stands beside each rule: its id, the source that it rests on, and the days on which it holds."""

from collections.abc import Iterator, Sequence
from typing import Final

from cmsdk.contract.base import Contribution, Named
from cmsdk.contract.catalogue import FilingStandard
from cmsdk.contract.deciding import Classifier, KeywordRow, Normaliser, Route, RouteRow
from cmsdk.contract.enforcement import LenientOffence
from cmsdk.contract.matching import Matcher, MatchRow
from cmsdk.contract.notices import Notifier
from cmsdk.contract.timing import LimitRow, WorkCalendar
from cmsdk.model.problem import Problem, problem
from cmsdk.proof.verdict import some
from cmsdk.testing.kit.check import Check, Kind, Thing, Tier
from cmsdk.testing.kit.stand import Stand

ROWS: Final = (RouteRow, KeywordRow, MatchRow, LimitRow, FilingStandard, LenientOffence)
DECIDING: Final = (*ROWS, Route, Classifier, Normaliser, Matcher, WorkCalendar)
"""What a decision can rest on."""
KINDS: Final = (Kind.ROUTES, Kind.CLASSIFIER, Kind.CALENDAR, Kind.WORK_RULES)
NAMED: Final = (*KINDS, Kind.WORKFLOW, Kind.REPORT)


def told(items: Sequence[Contribution]) -> dict[str, object]:
    """How many they are, and the first few by name."""
    return {"count": len(items), "rows": some([item.key for item in items])}


def place(item: Contribution) -> str:
    """Where it stands: file and row, else what it is called."""
    return item.source or item.key


def short_for(prefix: str, name: str) -> bool:
    """Whether ``prefix`` is the name, or short for it: its first letter, and more of its letters in their order."""
    letters = iter(name)
    return prefix[:1] == name[:1] and all(letter in letters for letter in prefix)


def _prefixed(stand: Stand, thing: Thing) -> Iterator[Problem]:
    """Ids of things that people address by them, such as doors for notices, are the city's own words."""
    name = stand.target.plugin
    named = [item for item in thing.items if isinstance(item, Named) and not isinstance(item, Notifier)]
    wrong = [item for item in named if item.replaces != item.id and not _owned(item.id, name)]
    if wrong:
        yield problem("CMS965", place(wrong[0]), plugin=name, **told(wrong))


def _owned(id_: str, name: str) -> bool:
    return id_.startswith(f"{name}-") or ("-" in id_ and short_for(id_.partition("-")[0], name))


def _based(_stand: Stand, thing: Thing) -> Iterator[Problem]:
    missing = [item for item in thing.items if isinstance(item, DECIDING) and not item.basis.strip()]
    if missing:
        yield problem("CMS966", place(missing[0]), **told(missing), basis="basis", days="")


def _dated(_stand: Stand, thing: Thing) -> Iterator[Problem]:
    """From when on is enough: until when is often not known."""
    missing = [item for item in thing.items if isinstance(item, ROWS) and item.valid.first is None]
    if missing:
        yield problem("CMS966", place(missing[0]), **told(missing), basis="", days="valid_from")


CHECKS = (
    Check("ids-prefixed", "CMS965", Tier.SOLID, NAMED, _prefixed, of=(Named,)),
    Check("basis-present", "CMS966", Tier.SOLID, KINDS, _based, of=DECIDING),
    Check("dates-present", "CMS966", Tier.EXEMPLARY, KINDS, _dated, of=ROWS),
)
