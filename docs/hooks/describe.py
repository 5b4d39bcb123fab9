"""How the reference pages describe Python objects: docstrings, fields and types as Markdown."""

import ast
from collections.abc import Iterable, Iterator
from enum import Enum
import inspect
from itertools import pairwise
import re
import textwrap
from typing import Any

import attrs

_DESIGN = re.compile(r"\s*\((?:contracts|architecture) §[^)]*\)")
"""References to design papers that readers of the site do not have."""
_ROLE = re.compile(r":(?:class|meth|func):`~?([^`]+)`")
_MODULE = re.compile(r"\b(?:[A-Za-z_]\w*\.)+(?=[A-Za-z_])")
_CLASS = re.compile(r"<(?:class|enum|function) '?([\w.]+)'?>")


def prose(text: str) -> str:
    """A docstring as Markdown: roles become code, Google sections become paragraphs with a bold head."""
    text = _ROLE.sub(r"``\1``", _DESIGN.sub("", inspect.cleandoc(text)))
    return re.sub(r"^(Raises|Args|Returns|Yields):$", r"**\1**\n", text, flags=re.MULTILINE)


def signature_of(thing: object) -> str:
    """The parameters of a callable with their types and defaults, without ``self`` and module names."""
    signature = inspect.signature(thing)  # type: ignore[arg-type]
    shown, stars = [], False
    for name, parameter in signature.parameters.items():
        if name in {"self", "cls"}:
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and not stars:
            shown.append("*")
        stars = stars or parameter.kind in {parameter.KEYWORD_ONLY, parameter.VAR_POSITIONAL}
        star = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
        default = "" if parameter.default is parameter.empty else f" = {_value(parameter.default)}"
        kind = "" if parameter.annotation is parameter.empty else f": {plain_type(parameter.annotation)}"
        shown.append(f"{star}{name}{kind}{default}")
    answer = "" if signature.return_annotation is signature.empty else f" -> {plain_type(signature.return_annotation)}"
    return f"({', '.join(shown)}){answer}"


def plain_type(annotation: object) -> str:
    """A type as a reader writes it: without module names."""
    if isinstance(annotation, type) and not hasattr(annotation, "__args__"):
        return annotation.__name__
    return "None" if annotation is None else _MODULE.sub("", _CLASS.sub(r"\1", str(annotation).replace("'", "")))


def _member_docs(kind: type) -> dict[str, str]:
    """The string that stands under each member of a class body, by the member's name."""
    try:
        body = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]
    except (OSError, TypeError):
        return {}
    found: dict[str, str] = {}
    statements = body.body if isinstance(body, ast.ClassDef) else []
    for member, after in pairwise(statements):
        if not (isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)):
            continue
        target = member.target if isinstance(member, ast.AnnAssign) else None
        if isinstance(member, ast.Assign):
            target = member.targets[0]
        if isinstance(target, ast.Name):
            found[target.id] = " ".join(str(after.value.value).split())
    return found


def member_docs(kind: type) -> dict[str, str]:
    """What is written under the members of a class and of the classes that it is made from."""
    found: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        if base.__module__.startswith("cmsdk"):
            found |= _member_docs(base)
    return found


def cell(text: object) -> str:
    """Text that stands in one cell of a Markdown table."""
    return " ".join(str(text).split()).replace("|", "\\|")


def link(target: str, name: str) -> str:
    """A link of Markdown."""
    return f"[{name}]({target})"


def code(text: object) -> str:
    """Code in one cell of a Markdown table, where a pipe needs no escape; nothing where there is nothing."""
    return f"`{' '.join(str(text).split())}`" if str(text) else ""


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """A Markdown table with a blank line after it."""
    names = list(header)
    lines = ["| " + " | ".join(names) + " |", "|" + " --- |" * len(names)]
    return [*lines, *("| " + " | ".join(row) + " |" for row in rows), ""]


def _default(field: "attrs.Attribute[Any]") -> str:
    if field.default is attrs.NOTHING:
        return "required"
    if isinstance(field.default, attrs.Factory):  # type: ignore[arg-type]
        made = None if field.default.takes_self else field.default.factory()
        return code(_value(made)) if made is not None else "computed"
    return code(_value(field.default))


def _value(value: object) -> str:
    match value:
        case Enum():
            return f"{type(value).__name__}.{value.name}"
        case dict():
            return "{" + ", ".join(f"{_value(k)}: {_value(v)}" for k, v in value.items()) + "}"
        case _ if attrs.has(type(value)):
            return f"{type(value).__name__}()"
        case _ if inspect.isroutine(value) or isinstance(value, type):
            return value.__name__
        case _:
            text = repr(value)
            return f"{type(value).__name__}()" if " object at 0x" in text else text


def fields(kind: type, but: Iterable[str] = ()) -> list[str]:
    """The table of an attrs class's fields, without private ones and those named in ``but``."""
    docs, hidden = member_docs(kind), set(but)
    rows = [
        (code(field.name), code(plain_type(field.type)), _default(field), cell(prose(docs.get(field.name, ""))))
        for field in attrs.fields(kind)
        if not field.name.startswith("_") and field.name not in hidden
    ]
    return table(("field", "type", "default", "meaning"), rows) if rows else []


def members(kind: type[Enum]) -> list[str]:
    """The table of an enumeration's members."""
    docs = member_docs(kind)
    rows = [(code(m.name), code(repr(m.value)), cell(prose(docs.get(m.name, "")))) for m in kind]
    return table(("member", "value", "meaning"), rows)


def methods(kind: type) -> Iterator[str]:
    """The public methods of a class, each with its signature and docstring."""
    inherited = [item for base in kind.__mro__[1:-1] for item in vars(base).items()]
    for name, member in [*vars(kind).items(), *inherited]:
        function = member.__func__ if isinstance(member, classmethod | staticmethod) else member
        if name.startswith("_") or not (inspect.isfunction(function) or isinstance(function, property)):
            continue
        yield f"### {kind.__name__}.{name}\n"
        if not isinstance(function, property):
            yield f"```text\n{name}{signature_of(function)}\n```\n"
        yield prose(function.__doc__ or "") + "\n"


def thing(name: str, found: object, but: Iterable[str] = ()) -> Iterator[str]:
    """A section on one public name: class, enumeration or function; fields named in ``but`` are left out."""
    yield f"## {name}\n"
    if inspect.isclass(found):
        yield prose(found.__doc__ or "") + "\n"
        if issubclass(found, Enum):
            yield from members(found)
        elif attrs.has(found):
            yield from fields(found, but)
    elif callable(found):
        yield f"```text\n{name}{signature_of(found)}\n```\n"
        yield prose(found.__doc__ or "") + "\n"
