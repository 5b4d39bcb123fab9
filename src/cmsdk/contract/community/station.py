"""Supplies of stations (便民物资), and where officers are stationed (派驻)."""

from typing import ClassVar

import attrs

from .base import CommunityRow


@attrs.frozen(kw_only=True)
class Supply(CommunityRow):
    """An item that a station keeps in stock (便民物资), and below what number it is ordered again."""

    table: ClassVar[str] = "supplies"
    leads: ClassVar[tuple[tuple[str, str], ...]] = (("station", "stations"),)
    station: str
    item: str
    """What the station calls it: drinking water, a first-aid box, a charger."""
    minimum: int
    reorder: int
    """How many are ordered when there are fewer than ``minimum``."""
    measure: str = ""
    """What it is counted in: bottles, boxes."""


@attrs.frozen(kw_only=True)
class Stationing(CommunityRow):
    """An officer who is stationed in divisions, or staffs stations (派驻), on the days on which the row is valid."""

    table: ClassVar[str] = "stationing"
    leads: ClassVar[tuple[tuple[str, str], ...]] = (
        ("officer", "people"), ("divisions", "divisions"), ("stations", "stations"),
    )  # fmt: skip
    officer: str
    divisions: tuple[str, ...] = ()
    """Communities or sub-districts."""
    stations: tuple[str, ...] = ()
