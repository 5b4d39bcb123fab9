"""Rules that decide: rows first, callables where rows end."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Final

import attrs

from cmsdk.model.approach import Approach, Mode
from cmsdk.model.report import Report

from .base import Band, Named
from .when import When


@attrs.frozen(kw_only=True)
class Normaliser(Named):
    """Clean-up of reports before they are decided on. Batch in, batch out, same length and order."""

    apply: Callable[[Sequence[Report]], Sequence[Report]]


@attrs.frozen
class Classified:
    """A classifier's answer: a category key, and the first approach where it has an opinion."""

    category: str
    approach: Approach | None = None
    reason: str = ""


@attrs.frozen(kw_only=True)
class KeywordRow(Named):
    """One row of the keyword table (关键词表): words that point to a category.

    A word hits where it occurs in title or text; ``a+b`` hits where both do. The row with the most
    characters hit wins within its band and plugin layer; a hit inside a longer hit does not count.
    """

    words: tuple[str, ...]
    not_words: tuple[str, ...] = ()
    channel: str = ""
    category: str
    approach: Approach | None = None
    band: Band = Band.LOCAL


@attrs.frozen(kw_only=True)
class Classifier(Named):
    """A classifier in Python. One answer for each report, ``None`` where it has none; pure, order kept."""

    band: Band = Band.LOCAL
    decide: Callable[[Sequence[Report]], Sequence[Classified | None]]


AT_STATION: Final = "@station"
"""Stands for the unit that runs the station of the case's grid."""


@attrs.frozen
class CaseFacts:
    """What is known of a case when its route is sought."""

    report: Report
    category: str
    approach: Approach
    division: str
    grid: str
    station: str


@attrs.frozen
class Routed:
    """A route's answer: the unit that owns the case, and how it is handled."""

    unit: str
    mode: Mode = Mode.TRANSFER
    reason: str = ""


class Principle(StrEnum):
    """On what ground a row names its unit (原则); a routing policy says which is asked first."""

    OWNER = "owner"
    """属主: it owns or runs the thing, or the business."""
    LOCALITY = "locality"
    """属地: it answers for the place."""


@attrs.frozen(kw_only=True)
class RouteRow(Named):
    """One row of the responsibility matrix (责任清单): category × area × time → unit.

    ``category`` is a category key, a key above it, or ``*``; ``area`` a grid or division code, or ``*``;
    ``when`` the times at which it holds (``None``: always); ``unit`` a unit id or ``@station`` (the unit that
    runs the station of the case's grid). ``principle`` counts where the routing policy orders principles.
    """

    category: str = "*"
    area: str = "*"
    when: When | None = None
    unit: str
    mode: Mode = Mode.TRANSFER
    principle: Principle | None = None
    band: Band = Band.LOCAL


@attrs.frozen(kw_only=True)
class Route(Named):
    """A route in Python. One answer for each case, ``None`` where it has none; pure, order kept."""

    band: Band = Band.LOCAL
    decide: Callable[[Sequence[CaseFacts]], Sequence[Routed | None]]
