"""Versioned JSON forms of our values: one configured cattrs converter a city (contracts §8).

Every stored form carries ``"v"``. A form of an older version is brought up by the migrations that
stand beside its kind, one step at a time; a newer one is refused by name.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
import json
from typing import Any

import attrs
from cattrs import Converter
from cattrs.gen import make_dict_unstructure_fn

Form = dict[str, Any]
Migration = Callable[[Form], Form]

canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False).encode
"""JSON text with sorted keys and no spaces: the same value gives the same bytes everywhere."""

_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False)
_make = getattr(json.encoder, "c_make_encoder", None)
_pieces: Callable[[Form, int], Iterable[str]] | None = _make and _make(
    None, _compact.default, json.encoder.encode_basestring, None, ":", ",", False, False, False
)
"""What ``_compact.encode`` makes anew at each call, where this Python has it: a third of the time of a short form."""


def compact(form: Form) -> str:
    """JSON text in the order in which the caller built it; for forms that we build in one fixed order."""
    return "".join(_pieces(form, 0)) if _pieces else _compact.encode(form)


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
