"""Public holidays of other countries, from the package ``holidays`` (extra ``[holidays]``), for the years asked for."""

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from importlib.metadata import version
from typing import Final

import attrs

from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem

ANNOUNCED_YEARLY: Final = "CN"
"""The country whose days off and make-up days are set by a notice each year: what the package gives for a year
that no notice has named yet is a guess, and it does not say so (ADR 0020)."""


@attrs.frozen
class PublicHolidays:
    """Days off, and the version of what they come from."""

    days: Mapping[date, bool]
    version: str


def public(region: str, first: date, last: date, where: str) -> PublicHolidays:
    """Days off of ``region`` (ISO 3166, ``US`` or ``US-MA``) from ``first`` to ``last``.

    Only the package's category "public" is taken: observances on which offices are open are no days off.

    Raises:
        RejectedInput: the region is China (CMS427), or the package is not installed (CMS906).
        ValueError: the package does not know the region.
    """
    country, _, part = region.partition("-")
    if country == ANNOUNCED_YEARLY:
        raise RejectedInput([problem("CMS427", where, region=region)])
    try:
        import holidays
    except ImportError as error:
        raise RejectedInput([problem("CMS906", where, package="holidays", extra="holidays")]) from error
    known = holidays.list_supported_countries(include_aliases=False)
    if country not in known or (part and part not in known[country]):
        names = [*known, *(f"{name}-{p}" for name, parts in known.items() for p in parts)]
        near = get_close_matches(region.upper(), names, n=1, cutoff=0)[0]
        raise ValueError(f"holidays: {region} is no region that the package knows; nearest: {near}")
    found = holidays.country_holidays(country, subdiv=part or None, years=range(first.year, last.year + 1))
    days = {day: False for day in sorted(found) if first <= day <= last}
    return PublicHolidays(days, f"holidays-{version('holidays')}")
