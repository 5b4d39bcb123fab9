"""How the reference pages describe Python objects: docstrings, fields and types as Markdown."""

import ast
from collections.abc import Iterable, Iterator
from enum import Enum
import inspect
import re
import textwrap
from typing import Any

import attrs

_ROLE = re.compile(r":(?:class|meth|func):`~?([^`]+)`")
_MODULE = re.compile(r"\b(?:[A-Za-z_]\w*\.)+(?=[A-Za-z_])")
_CLASS = re.compile(r"<(?:class|enum|function) '?([\w.]+)'?>")


def prose(text: str) -> str:
    """A docstring as Markdown: roles become code, Google sections become paragraphs with a bold head."""
    text = _ROLE.sub(r"``\1``", inspect.cleandoc(text))
    return re.sub(r"^(Raises|Args|Returns|Yields):$", r"**\1**\n", text, flags=re.MULTILINE)


def signature_of(thing: object) -> str:
    """The parameters of a callable with their types, without ``self`` and module names."""
    signature = inspect.signature(thing)  # type: ignore[arg-type]
    kept = [p for name, p in signature.parameters.items() if name not in {"self", "cls"}]
    return plain_type(str(signature.replace(parameters=kept)))


def plain_type(annotation: object) -> str:
    """A type as a reader writes it: without module names."""
    if isinstance(annotation, type) and not hasattr(annotation, "__args__"):
        return annotation.__name__
    return _MODULE.sub("", _CLASS.sub(r"\1", str(annotation).replace("'", "")))


def _member_docs(kind: type) -> dict[str, str]:
    """The string that stands under each member of a class body, by the member's name."""
    try:
        body = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]
    except (OSError, TypeError):
        return {}
    found: dict[str, str] = {}
    statements = body.body if isinstance(body, ast.ClassDef) else []
    for member, after in zip(statements, statements[1:], strict=False):
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


def code(text: object) -> str:
    """Code in one cell of a Markdown table; nothing where there is nothing."""
    return f"`{cell(text)}`" if str(text) else ""


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
            return repr(value.value)
        case dict():
            return "{" + ", ".join(f"{_value(k)}: {_value(v)}" for k, v in value.items()) + "}"
        case _ if attrs.has(type(value)):
            return f"{type(value).__name__}()"
        case _:
            return repr(value)


def fields(kind: type) -> list[str]:
    """The table of an attrs class's fields."""
    docs = member_docs(kind)
    rows = [
        (code(field.name), code(plain_type(field.type)), _default(field), cell(prose(docs.get(field.name, ""))))
        for field in attrs.fields(kind)
        if not field.name.startswith("_")
    ]
    return table(("field", "type", "default", "meaning"), rows) if rows else []


def members(kind: type[Enum]) -> list[str]:
    """The table of an enumeration's members."""
    docs = member_docs(kind)
    rows = [(code(m.name), code(repr(m.value)), cell(prose(docs.get(m.name, "")))) for m in kind]
    return table(("member", "value", "meaning"), rows)


def methods(kind: type) -> Iterator[str]:
    """The public methods of a class, each with its signature and docstring."""
    for name, member in vars(kind).items():
        function = member.__func__ if isinstance(member, classmethod | staticmethod) else member
        if name.startswith("_") or not (inspect.isfunction(function) or isinstance(function, property)):
            continue
        head = name if isinstance(function, property) else f"{name}{signature_of(function)}"
        yield f"### `{kind.__name__}.{head}`\n"
        yield prose(function.__doc__ or "") + "\n"


def thing(name: str, found: object, level: str = "##") -> Iterator[str]:
    """A section on one public name: class, enumeration or function."""
    yield f"{level} {name}\n"
    if inspect.isclass(found):
        yield prose(found.__doc__ or "") + "\n"
        if issubclass(found, Enum):
            yield from members(found)
        elif attrs.has(found):
            yield from fields(found)
    elif callable(found):
        yield f"```text\n{name}{signature_of(found)}\n```\n"
        yield prose(found.__doc__ or "") + "\n"
