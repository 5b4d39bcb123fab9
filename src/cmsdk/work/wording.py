"""Commands from words: what a clerk or a form gives → a command, with every wrong field named."""

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from enum import Enum
import types
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import attrs

from cmsdk.model.commands import COMMANDS, Command
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import Problem, problem

T = TypeVar("T")
_YES_NO = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}


def command(name: str, fields: Mapping[str, str]) -> Command:
    """The command ``name`` with its fields read from text. Raises RejectedInput with all that is wrong."""
    kind = COMMANDS.get(name)
    if kind is None:
        near = get_close_matches(name, COMMANDS, n=1, cutoff=0)
        raise RejectedInput([problem("CMS706", name, command=name, near=near[0])])
    return from_words(kind, name, fields)


def from_words(kind: type[T], name: str, fields: Mapping[str, str]) -> T:
    """A command of ``kind``, which people call ``name``, with its fields read. Raises RejectedInput as above."""
    hints = get_type_hints(kind)
    known = {field.name: hints[field.name] for field in attrs.fields(kind)}  # type: ignore[arg-type]
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for field, text in fields.items():
        if field not in known:
            near = get_close_matches(field, known, n=1, cutoff=0)
            problems.append(
                problem(
                    "CMS707",
                    f"{name}.{field}",
                    command=name,
                    field=field,
                    reason=f"known are {', '.join(known)}; nearest: {near[0]}",
                )
            )
            continue
        try:
            values[field] = _read(text, known[field])
        except ValueError as error:
            problems.append(problem("CMS707", f"{name}.{field}", command=name, field=field, reason=error))
    if problems:
        raise RejectedInput(problems)
    try:
        return kind(**values)
    except (TypeError, ValueError) as error:  # a field's own check names it first
        field, _, reason = str(error).partition(": ")
        raise RejectedInput([problem("CMS707", f"{name}.{field}", command=name, field=field, reason=reason)]) from error


def _read(text: str, hint: Any) -> Any:  # noqa: ANN401  the type of a command's field
    text.encode()  # a lone surrogate is no text: a UnicodeEncodeError is a ValueError
    options = get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    for option in options:
        if option is bool:
            if text.casefold() not in _YES_NO:
                raise ValueError(f"{text!r}: write yes or no")
            return _YES_NO[text.casefold()]
        if isinstance(option, type) and issubclass(option, Enum):
            return option(text)
        if option is int:
            return int(text)
        if option is date:
            return date.fromisoformat(text.replace("/", "-"))
        if get_origin(option) is tuple:
            return tuple(name for part in text.replace("；", ";").split(";") if (name := part.strip()))
    return text
