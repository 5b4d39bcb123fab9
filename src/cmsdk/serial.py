"""Versioned JSON forms of our values: one configured cattrs converter a city (contracts §8).

Every stored form carries ``"v"``. A form of an older version is brought up by the migrations that
stand beside its kind, one step at a time; a newer one is refused by name.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
import json
from typing import Any, Final

import attrs
from cattrs import Converter
from cattrs.gen import make_dict_unstructure_fn
import orjson

Form = dict[str, Any]
Migration = Callable[[Form], Form]

_sorted = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False).encode
_any = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def compact(form: Form) -> str:
    """JSON text as it is stored and hashed: keys in the order in which the caller put them, no spaces.

    No character is escaped that need not be; numbers are the shortest text that reads back the same. What is stored
    is never encoded anew: whoever checks an entry takes its text.
    """
    try:
        return orjson.dumps(form).decode()
    except orjson.JSONEncodeError:
        return _any(form)  # a whole number of more than 64 bits


_TEXT: Final = frozenset({str})


def canonical(value: object) -> str:
    """JSON text with sorted keys and no spaces: the same value gives the same bytes everywhere.

    Raises ValueError or TypeError for what JSON cannot express; lone surrogates stay as they are.
    """
    # a row of a table, as most are: on names and texts both encoders agree to the byte
    if type(value) is dict and _TEXT.issuperset(map(type, value.values())):
        try:
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
        except orjson.JSONEncodeError:
            return _sorted(value)  # a lone surrogate, or a name that is no text
    return _sorted(value)


class UnknownFormError(ValueError):
    """A stored form is of a version that this library does not know."""


def make_converter() -> Converter:
    """A converter for every value of ``model`` and ``contract``; hooks are registered here and never later."""
    converter = Converter(forbid_extra_keys=True)
    converter.register_unstructure_hook(datetime, lambda at: at.isoformat())
    converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))
    converter.register_unstructure_hook(date, lambda day: day.isoformat())
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_unstructure_hook_factory(
        attrs.has, lambda kind: make_dict_unstructure_fn(kind, converter, _cattrs_omit_if_default=True)
    )
    return converter


@attrs.frozen
class StoredForm:
    """How a kind of form is stored: its current version, and the step up from each older one."""

    name: str
    version: int = 1
    migrations: Mapping[int, Migration] = attrs.field(factory=dict)

    def dump(self, form: Form) -> str:
        """``form`` as JSON text that carries ``"v"``."""
        return compact({"v": self.version, **form})

    def load(self, text: str) -> Form:
        """The form in ``text`` as the current version has it, without ``"v"``. Raises UnknownFormError."""
        form: Form = json.loads(text)
        version = form.pop("v", None)
        if type(version) is not int or not 1 <= version <= self.version:
            raise UnknownFormError(f"{self.name}: form version {version!r}, this library knows 1…{self.version}")
        for step in range(version, self.version):
            form = self.migrations[step](form)
        return form
