"""TOML files of a plugin → values, with every wrong key named."""

from collections.abc import Callable
from datetime import date, time
from enum import StrEnum
import tomllib
from typing import Any, TypeVar, get_args, get_origin

from cattrs import Converter, transform_error
from cattrs.gen import make_dict_structure_fn, override
from cattrs.v import format_exception

from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem

T = TypeVar("T")


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True)
    converter.register_structure_hook(date, _toml_date)
    converter.register_structure_hook(time, lambda text, _: time.fromisoformat(text))
    converter.register_structure_hook(str, _toml_text)
    converter.register_structure_hook(int, _toml_whole)
    converter.register_structure_hook(bool, _toml_truth)
    # enums of text are subclasses of str, and must stay enums
    converter.register_structure_hook(StrEnum, lambda text, kind: kind(text))
    converter.register_structure_hook(str | list[str], _one_or_more)
    converter.register_structure_hook_func(_is_many, _many)
    return converter


def _is_many(kind: Any) -> bool:  # noqa: ANN401  any annotation
    origin: Any = get_origin(kind)
    return origin is tuple


def _many(value: Any, kind: Any) -> tuple[Any, ...]:  # noqa: ANN401  TOML gives what the file says
    """A text is no list of its letters."""
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list; put it in [ ]")
    parts: Any = list[get_args(kind)[0]]  # type: ignore[misc]
    return tuple(_CONVERTER.structure(value, parts))


def _toml_date(value: Any, _: object) -> date:  # noqa: ANN401  TOML gives what the file says
    if not isinstance(value, date):
        raise TypeError(f"{value!r} is no date; write 2026-01-31 without quotes")
    return value


def _toml_text(value: Any, _: object) -> str:  # noqa: ANN401  TOML gives what the file says
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text; put it in quotes")
    return value


def _toml_whole(value: Any, _: object) -> int:  # noqa: ANN401  TOML gives what the file says
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r} is no whole number; write it without quotes and without a point")
    return value


def _toml_truth(value: Any, _: object) -> bool:  # noqa: ANN401  TOML gives what the file says
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false; write one of the two, without quotes")
    return value


def _one_or_more(value: Any, _: object) -> str | list[str]:  # noqa: ANN401  TOML gives what the file says
    if isinstance(value, list):
        return [_toml_text(part, _) for part in value]
    return _toml_text(value, _)


_CONVERTER = _converter()


def renamed(kind: type[Any], **keys: str) -> None:
    """Let fields of ``kind`` stand in TOML under a key that Python reserves, such as ``from``."""
    overrides = {name: override(rename=key) for name, key in keys.items()}
    hook = make_dict_structure_fn(kind, _CONVERTER, _cattrs_forbid_extra_keys=True, **overrides)  # type: ignore[arg-type]
    _CONVERTER.register_structure_hook(kind, hook)


def parse(payload: bytes, where: str) -> dict[str, Any]:
    """The document of a TOML file. Raises RejectedInput with the line that is wrong."""
    try:
        return tomllib.loads(payload.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise RejectedInput([problem("CMS411", where, error=error)]) from error


def structure(form: dict[str, Any], kind: type[T], where: str) -> T:
    """``form`` as a value of ``kind``. Raises RejectedInput with all that is wrong, each with its path."""
    return guarded(lambda: _CONVERTER.structure(form, kind), where)


def _said(error: BaseException, kind: type | None) -> str:
    """What is wrong in the words of whoever noticed; cattrs would only name the type."""
    return str(error) if isinstance(error, ValueError | TypeError) else format_exception(error, kind)


def guarded(make: Callable[[], T], where: str) -> T:
    """What ``make`` gives; its errors as one RejectedInput."""
    try:
        return make()
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError, ExceptionGroup) as error:
        reasons = transform_error(error, "$", _said) if isinstance(error, ExceptionGroup) else [str(error)]
        raise RejectedInput([problem("CMS412", where, error=reason) for reason in reasons]) from error
