"""City ids and plugin scopes (contracts §1)."""

import re

import attrs

_CODE = re.compile(r"[0-9]{6}\Z")
_DOTTED = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9-]+)+\Z")
_COUNTRY = re.compile(r"[a-z][a-z0-9-]*\Z")
"""First part of dotted ids: as a scope it covers all that begins with it."""


def is_city_id(text: str) -> bool:
    """Whether ``text`` names a city: six digits (GB/T 2260) or a dotted lower-case id (``us.ma.boston``)."""
    return bool(_CODE.match(text) or _DOTTED.match(text))


def is_national(city: str) -> bool:
    """Whether ``city`` has a GB/T 2260 code, so that the scope ``cn`` covers it."""
    return bool(_CODE.match(city))


def _fixed_pairs(code: str) -> list[str]:
    pairs = [code[i : i + 2] for i in (0, 2, 4)]
    while pairs and pairs[-1] == "00":
        pairs.pop()
    return pairs


@attrs.frozen
class Scope:
    """Where a plugin holds (适用范围): a city id read as a prefix, ``cn`` or ``*``.

    Trailing ``00`` pairs of a six-digit code are wildcards: ``370200`` covers ``370283``.
    """

    text: str = attrs.field()

    @text.validator
    def _known_form(self, _attribute: object, value: str) -> None:
        if value not in {"*", "cn"} and not is_city_id(value) and not _COUNTRY.match(value):
            raise ValueError(f"scope {value!r} is no six-digit code, dotted id, 'cn' or '*'")

    def covers(self, city: str) -> bool:
        """Whether a plugin of this scope belongs to the plan of ``city``."""
        if self.text == "*":
            return True
        if self.text == "cn":
            return is_national(city)
        if is_national(self.text):
            return is_national(city) and city.startswith("".join(_fixed_pairs(self.text)))
        return city == self.text or city.startswith(self.text + ".")

    @property
    def specificity(self) -> int:
        """Number of fixed parts: ``*`` −1, ``cn`` 0, province 1, city 2, district 3."""
        if self.text == "*":
            return -1
        if self.text == "cn":
            return 0
        if is_national(self.text):
            return len(_fixed_pairs(self.text))
        return self.text.count(".") + 1
