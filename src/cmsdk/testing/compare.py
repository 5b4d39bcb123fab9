"""An expected value beside the one that came: whether it can be meant, whether it is the same, how it is shown."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from math import isfinite
from typing import Any, Final, get_origin

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.model.clock import Due, StageClock
from cmsdk.model.file_clock import FileClock
from cmsdk.model.words import label

from .form import Leaf
from .moments import moment
from .paths import ABSENT, element

NOTHING: Final = "—"
WORDED: Final = ("approach", "mode", "light", "satisfied")
"""Names whose values may also be written by their Chinese labels."""


def misfit(hint: Any, value: Leaf, plan: CityPlan) -> str:  # noqa: ANN401  a type
    """What would be right (a key of ``messages/expected.toml``) where ``value`` can never stand at a ``hint``.

    An empty text fits everywhere: it says that there is nothing.
    """
    if hint is Any or value == "":
        return ""
    if element(hint) is not None:
        return "" if isinstance(value, list) or type(value) is int else "scenario-list"
    if hint in {datetime, date, Due, StageClock, FileClock}:
        return "" if _is_moment(value, plan) else "scenario-moment"
    if hint is bool:
        return "" if isinstance(value, bool) else "scenario-yes-no"
    if hint in {int, float, Decimal}:
        return "" if isinstance(value, int | float) and not isinstance(value, bool) else "scenario-number"
    if get_origin(hint) is Mapping or (isinstance(hint, type) and attrs.has(hint) and hint.__str__ is object.__str__):
        return "scenario-further"
    return "" if isinstance(value, str | date) else "scenario-text"


def _is_moment(value: Leaf, plan: CityPlan) -> bool:
    try:
        return isinstance(value, str | date) and moment(value, plan) is not None
    except (ValueError, OverflowError):
        return False


def _rounded(came: float, wanted: float) -> float:
    """``came`` to as many decimals as ``wanted`` is written with: a share of 33.333… is 33.3."""
    return round(came, -int(Decimal(repr(wanted)).as_tuple().exponent)) if isfinite(wanted) else came


def _day_of(came: Any) -> Any:  # noqa: ANN401  any attribute
    """The moment, or the last day, that a deadline or a clock stands for; anything else as it is."""
    if isinstance(came, StageClock):
        return came.due.at
    if isinstance(came, Due):
        return came.at
    return came.last if isinstance(came, FileClock) else came


@attrs.frozen
class Beside:
    """Compares and shows values of one city; ``names`` are the ids of cases and what the scenario calls them."""

    plan: CityPlan
    names: Mapping[str, str]
    of_file: bool = False
    """Whether it is an enforcement file that is compared, whose states have labels of their own."""

    def same(self, path: tuple[str, ...], wanted: Leaf, came: Any) -> bool:  # noqa: ANN401  any attribute
        """Whether ``came`` is what was ``wanted``."""
        if came is ABSENT:
            return wanted in ("", 0, False)
        if came is None:
            return wanted == ""
        if isinstance(came, tuple | list | Mapping):
            return self._same_list(path, wanted, list(came))
        came = _day_of(came)
        if isinstance(came, date):
            return self._same_time(wanted, came)
        if isinstance(came, bool) or isinstance(wanted, bool):
            return came is wanted
        if isinstance(came, int | float | Decimal):
            return isinstance(wanted, int | float) and _rounded(float(came), wanted) == wanted
        return wanted in self._texts(path, str(came.value if isinstance(came, Enum) else came))

    def _same_list(self, path: tuple[str, ...], wanted: Leaf, came: list[Any]) -> bool:
        if isinstance(wanted, list):
            rows = zip(wanted, came, strict=False)
            return len(wanted) == len(came) and all(self.same(path, one, other) for one, other in rows)  # type: ignore[arg-type]
        return wanted == ("" if wanted == "" and not came else len(came))

    def _same_time(self, wanted: Leaf, came: date) -> bool:
        """A moment, or the day of one where only a day is wanted."""
        if not isinstance(wanted, str | date) or wanted == "":
            return False
        text = wanted if isinstance(wanted, str) else wanted.isoformat()
        day = len(text.strip()) <= len("2026-11-16") and ":" not in text
        if not isinstance(came, datetime):
            return came == moment(wanted, self.plan).date()
        at = moment(wanted, self.plan)
        return came.astimezone(self.plan.zone).date() == at.date() if day else came == at

    def _texts(self, path: tuple[str, ...], came: str) -> tuple[str, ...]:
        """The ways to write a text: ids, what the scenario calls a case, words of the city and of the language.

        A category of the city's own scheme may be written by its code alone.
        """
        ways = (came, self.names.get(came, came))
        if path[-1] == "category":
            return (*ways, came.removeprefix(f"{self.plan.profile.scheme}/"))
        if path[-1] == "state":
            rules = self.plan.enforcement if self.of_file else self.plan.workflow
            return ways if rules is None else (*ways, rules.labels.get(came, came))
        return (*ways, label(came, "zh")) if path[-1] in WORDED else ways

    def shown(self, value: Any) -> str:  # noqa: ANN401  any attribute
        """A value as a scenario would write it."""
        if value is None or value is ABSENT or value in ("", (), []):
            return NOTHING
        value = _day_of(value)
        if isinstance(value, datetime) and value.utcoffset() is not None:
            local = value.astimezone(self.plan.zone)
            return f"{local:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, tuple | list | Mapping):
            return ", ".join(map(self.shown, value))
        text = str(value.value if isinstance(value, Enum) else value)
        return self.names.get(text, text)
