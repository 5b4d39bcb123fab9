"""Codes of categories: a code means nothing without its scheme and version, so codes of two schemes do not compare."""

from collections.abc import Callable
from functools import total_ordering
from typing import Final

import attrs
from typing_extensions import override

_PARTS: Final = 3
"""Scheme, version and code; a code may hold a slash, the two before it may not."""


class SchemesDifferError(ValueError):
    """Two codes of different schemes, or versions of one, were compared: the same digits are different things."""

    def __init__(self, first: "CategoryCode", second: "CategoryCode") -> None:
        super().__init__(
            f"{first} and {second} are codes of two schemes and do not compare; map one to the scheme of the other "
            "first (table category-map), or compare their texts if all you ask is whether they are written alike"
        )


@total_ordering
@attrs.frozen(eq=False, order=False, hash=False)
class CategoryCode:
    """A code with the scheme and version that give it a meaning: ``gbt30428.2/2013/E0401``.

    Codes of one scheme compare by their text. Comparing codes of two schemes, also for equality, raises
    SchemesDifferError: in one catalogue the digits 0401 are a hawker, in the one before they are a road that caved in.
    """

    scheme: str = attrs.field()
    version: str = attrs.field()
    code: str = attrs.field()

    @scheme.validator
    @version.validator
    def _plain(self, attribute: "attrs.Attribute[str]", value: str) -> None:
        if not value or "/" in value:
            raise ValueError(f"{attribute.name}: {value!r} is empty or holds a slash; write it as in gbt30428.2/2013")

    @code.validator
    def _given(self, _attribute: object, value: str) -> None:
        if not value:
            raise ValueError("code: it is empty; write the code as the scheme has it")

    @classmethod
    def parse(cls, text: str) -> "CategoryCode":
        """The code that ``scheme/version/code`` names. Raises ValueError for a bare code: its scheme is not guessed."""
        parts = text.split("/", _PARTS - 1)
        if len(parts) != _PARTS:
            raise ValueError(f"{text!r} is no code of a scheme; write it in full as scheme/version/code")
        return cls(*parts)

    @property
    def tree(self) -> str:
        """``scheme/version``: which catalogue the code belongs to."""
        return f"{self.scheme}/{self.version}"

    @override
    def __str__(self) -> str:
        return f"{self.scheme}/{self.version}/{self.code}"

    def same_tree(self, other: "CategoryCode") -> bool:
        """Whether the two codes may be compared at all."""
        return (self.scheme, self.version) == (other.scheme, other.version)

    def _beside(self, other: "CategoryCode") -> str:
        """The code of ``other``, where it is of the same scheme. Raises SchemesDifferError."""
        if not self.same_tree(other):
            raise SchemesDifferError(self, other)
        return other.code

    @override
    def __eq__(self, other: object) -> bool:
        return self.code == self._beside(other) if isinstance(other, CategoryCode) else NotImplemented

    @override
    def __hash__(self) -> int:
        return hash((self.scheme, self.version, self.code))

    def __lt__(self, other: object) -> bool:
        return self.code < self._beside(other) if isinstance(other, CategoryCode) else NotImplemented

    def is_below(self, other: "CategoryCode", parent: Callable[["CategoryCode"], "CategoryCode | None"]) -> bool:
        """Whether ``other`` stands somewhere above this code; ``parent`` is the catalogue's: depth is data, not digits.

        Raises SchemesDifferError where the two are of different schemes.
        """
        self._beside(other)
        seen, above = {self.code}, parent(self)
        while above is not None and above.code not in seen:
            if above == other:
                return True
            seen.add(above.code)
            above = parent(above)
        return False
