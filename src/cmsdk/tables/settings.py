"""TOML files of a plugin → values, with every wrong key named."""

from collections.abc import Callable
from datetime import date, time
import tomllib
from typing import Any, TypeVar

from cattrs import Converter, transform_error

from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem

T = TypeVar("T")


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True)
    converter.register_structure_hook(date, _toml_date)
    converter.register_structure_hook(time, lambda text, _: time.fromisoformat(text))
    # by identity: enums of text are subclasses of str, and must stay enums
    converter.register_structure_hook_func(lambda kind: kind is str, _toml_text)
    converter.register_structure_hook(str | list[str], _one_or_more)
    return converter


def _toml_date(value: Any, _: object) -> date:  # noqa: ANN401  TOML gives what the file says
    if not isinstance(value, date):
        raise TypeError(f"{value!r} is no date; write 2026-01-31 without quotes")
    return value


def _toml_text(value: Any, _: object) -> str:  # noqa: ANN401  TOML gives what the file says
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text; put it in quotes")
    return value


def _one_or_more(value: Any, _: object) -> str | list[str]:  # noqa: ANN401  TOML gives what the file says
    if isinstance(value, list):
        return [_toml_text(part, _) for part in value]
    return _toml_text(value, _)


_CONVERTER = _converter()


def parse(payload: bytes, where: str) -> dict[str, Any]:
    """The document of a TOML file. Raises RejectedInput with the line that is wrong."""
    try:
        return tomllib.loads(payload.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RejectedInput([problem("CMS411", where, error=error)]) from error


def structure(form: dict[str, Any], kind: type[T], where: str) -> T:
    """``form`` as a value of ``kind``. Raises RejectedInput with all that is wrong, each with its path."""
    return guarded(lambda: _CONVERTER.structure(form, kind), where)


def guarded(make: Callable[[], T], where: str) -> T:
    """What ``make`` gives; its errors as one RejectedInput."""
    try:
        return make()
    except (ValueError, TypeError, KeyError, ExceptionGroup) as error:
        reasons = transform_error(error) if isinstance(error, ExceptionGroup) else [str(error)]
        raise RejectedInput([problem("CMS412", where, error=reason) for reason in reasons]) from error
