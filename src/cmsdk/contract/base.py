"""What all contributions share: a key, the right to replace, a basis, validity, and where they stand."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from typing import Any, Final

import attrs
from typing_extensions import override

from cmsdk.model.spans import ALWAYS, DateSpan

PERSONAL: Final[Mapping[str, Any]] = {"personal": True}
"""Metadata of a field that tells of a person (个人信息); it is left out of ``rules.lock``, whose short digits could be
tried out (ADR 0052)."""


class Band(IntEnum):
    """First part of the order in which rules are asked (docs/explanation/order-and-trails.md)."""

    EMERGENCY = 0
    STATUTE = 1
    LOCAL = 2
    DEFAULT = 3
    FALLBACK = 4


class Applies(StrEnum):
    """Which day a rule's validity is judged on (contracts §3)."""

    AT_REPORT = "at_report"
    AT_DECISION = "at_decision"


@attrs.frozen(kw_only=True)
class Contribution:
    """Base of everything that a hook yields. A contribution is a value: frozen, compared by content."""

    replaces: str = ""
    """Key of an item of a less specific plugin that this one takes the place of."""
    basis: str = ""
    """Official source of the row (依据): law, notice, or "as published by …"."""
    valid: DateSpan = ALWAYS
    """Days on which it holds, both ends included."""
    applies: Applies = Applies.AT_REPORT
    """Whether the day of the report or that of the decision counts."""
    source: str = attrs.field(default="", eq=False)
    """File and row it was read from, for messages."""

    @property
    def key(self) -> str:
        """What names it among its kind."""
        raise NotImplementedError


@attrs.frozen(kw_only=True)
class Named(Contribution):
    """A contribution with an id of its own; ids begin with the plugin's name."""

    id: str

    @property
    @override
    def key(self) -> str:
        """The id."""
        return self.id


@attrs.frozen(kw_only=True)
class Coded(Contribution):
    """A contribution with an official code, or the city's own ``x-…`` id."""

    code: str

    @property
    @override
    def key(self) -> str:
        """The code."""
        return self.code
