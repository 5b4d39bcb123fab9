"""Mutants of a Python file: each is the file with one small fault, compiled. ``mutate.py`` runs the tests on them."""

import ast
from collections.abc import Callable, Iterator
import copy
from dataclasses import dataclass
from itertools import pairwise
import os
from pathlib import Path
from types import CodeType
from typing import Any, Final

_COMPARED: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_COUNTED: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
}  # fmt: skip
_DEAF: Final = frozenset({"annotation", "returns", "decorator_list", "args", "type_params", "keywords", "bases"})
"""Fields of a definition in which nothing happens: types, decorators, defaults."""


@dataclass(frozen=True)
class Mutant:
    """A file with one fault: where, what, and the function in which it is (empty: the module or a class)."""

    path: Path
    line: int
    what: str
    function: str
    code: CodeType
    value: CodeType | None = None
    """Where it is in a value that the module names: the statement alone."""
    name: str = ""
    """That name."""

    def __str__(self) -> str:
        """For people: where to look, and what was changed."""
        return f"{os.path.relpath(self.path)}:{self.line}: {self.what}"


@dataclass(frozen=True)
class _Site:
    """One place in the tree, and what may stand there instead."""

    holder: ast.AST | list[ast.AST]
    place: str | int
    new: ast.AST | None
    line: int
    what: str
    function: str

    def swap(self, node: ast.AST | None) -> ast.AST:
        if isinstance(self.holder, list) and isinstance(self.place, int):
            old = self.holder[self.place]
            self.holder[self.place : self.place + 1] = [] if node is None else [node]
            return old
        old = getattr(self.holder, str(self.place))
        setattr(self.holder, str(self.place), node)
        return old

    def restore(self, old: ast.AST) -> None:
        if self.new is None and isinstance(self.holder, list) and isinstance(self.place, int):
            self.holder.insert(self.place, old)
        else:
            self.swap(old)


def mutants(path: Path) -> Iterator[Mutant]:
    """All mutants of the file, in the order of its lines; what compiles to the same is none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    whole = compile(tree, str(path), "exec", dont_inherit=True)
    for site in sorted(_sites(tree, ""), key=lambda site: site.line):
        old = site.swap(site.new)
        try:
            code = compile(tree, str(path), "exec", dont_inherit=True)
            value, name = (None, "") if site.function else _named_value(tree, site.line, path)
        except (SyntaxError, ValueError):  # such as an empty body
            continue
        finally:
            site.restore(old)
        if code != whole:
            yield Mutant(path, site.line, site.what, site.function, code, value, name)


def _named_value(tree: ast.Module, line: int, path: Path) -> tuple[CodeType | None, str]:
    """The statement at ``line`` alone and the name that it gives, where it does no more than that."""
    for node in tree.body:
        if node.lineno <= line <= (node.end_lineno or 0) and isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name):
                return compile(ast.Module([node], []), str(path), "exec", dont_inherit=True), target.id
    return None, ""


def _sites(node: ast.AST, function: str) -> Iterator[_Site]:
    """Everything below ``node`` that could be otherwise."""
    inner = _name(node, function)
    for field, value in ast.iter_fields(node):
        if field in _DEAF and isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AnnAssign | ast.arg | ast.Lambda):
            continue
        places: list[tuple[ast.AST | list[ast.AST], str | int, ast.AST]] = []
        if isinstance(value, ast.AST):
            places = [(node, field, value)]
        elif isinstance(value, list):
            places = [(value, number, each) for number, each in enumerate(value) if isinstance(each, ast.AST)]
        for holder, place, child in places:
            if _silent(child, node):
                continue
            for new, what in _instead(child, node):
                placed = None if new is None else ast.fix_missing_locations(ast.copy_location(new, child))
                within = "" if inner.endswith(".") else inner  # the body of a class runs with the module
                yield _Site(holder, place, placed, getattr(child, "lineno", 0), what, within)
            yield from _sites(child, inner)


def _name(node: ast.AST, function: str) -> str:
    """The qualified name of the function that ``node`` is, or that it stands in."""
    if isinstance(node, ast.FunctionDef):
        return f"{function}.<locals>.{node.name}" if function and not function.endswith(".") else function + node.name
    if isinstance(node, ast.ClassDef):
        return f"{function}{node.name}."
    return function


def _silent(node: ast.AST, parent: ast.AST) -> bool:
    """What says something to people or to mypy only: docstrings, messages of errors, types, exports."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.Raise | ast.JoinedStr | ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.Subscript) and isinstance(parent, ast.Assign) and isinstance(node.value, ast.Name):
        return node.value.id in {"Callable", "Mapping", "dict", "tuple"}  # the name of a type
    named = node.targets[0] if isinstance(node, ast.Assign) else None
    return isinstance(named, ast.Name) and named.id == "__all__"


def _instead(node: ast.AST, parent: ast.AST) -> Iterator[tuple[ast.AST | None, str]]:
    """What may stand instead of ``node``; nothing (``None``) where it may be left out."""
    if isinstance(node, ast.expr):
        yield from _other_value(node)
        if _element(node, parent):
            yield None, f"without {ast.unparse(node)}"
    elif isinstance(node, ast.keyword):
        yield None, f"without {ast.unparse(node)}"
    elif isinstance(node, ast.stmt):
        yield from _other_step(node)


def _element(node: ast.expr, parent: ast.AST) -> bool:
    """Whether ``node`` is one of several that stand side by side."""
    return (isinstance(parent, ast.Tuple) and isinstance(parent.ctx, ast.Load) and len(parent.elts) > 0) or (
        isinstance(parent, ast.List | ast.Set) and node in parent.elts and len(parent.elts) > 0
    )


def _other_step(node: ast.stmt) -> Iterator[tuple[ast.AST | None, str]]:
    text = ast.unparse(node).partition("\n")[0]
    if isinstance(node, ast.Return) and node.value is not None and ast.unparse(node.value) != "None":
        yield ast.Return(ast.Constant(None)), f"return None, not: {text}"
    elif _does_something(node):
        yield ast.Pass(), f"without: {text}"
    elif isinstance(node, ast.Continue):
        yield ast.Break(), "break, not continue"
    elif isinstance(node, ast.If) and not isinstance(node.test, ast.Compare | ast.BoolOp):
        new = copy.copy(node)
        new.test = _denied(node.test)
        yield new, f"if {ast.unparse(new.test)}, not: if {ast.unparse(node.test)}"


def _does_something(node: ast.stmt) -> bool:
    """Whether it is done for what it changes, and nothing after it would break at once without it."""
    if isinstance(node, ast.Assign):
        return isinstance(node.targets[0], ast.Subscript | ast.Attribute)
    return isinstance(node, ast.AugAssign) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))


def _denied(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return node.operand
    return ast.copy_location(ast.UnaryOp(ast.Not(), node), node)


def _other_value(node: ast.expr) -> Iterator[tuple[ast.AST | None, str]]:
    for new in _values(node):
        yield new, f"{ast.unparse(new)}, not: {ast.unparse(node)}"


def _values(node: ast.expr) -> Iterator[ast.expr]:
    other = _OTHERWISE.get(type(node))
    if other is not None:
        yield from other(node)


def _compared(node: ast.Compare) -> Iterator[ast.expr]:
    for number, op in enumerate(node.ops):
        ops = [_COMPARED[type(op)]() if n == number else other for n, other in enumerate(node.ops)]
        yield ast.Compare(node.left, ops, node.comparators)


def _either(node: ast.BoolOp) -> Iterator[ast.expr]:
    yield ast.BoolOp(ast.And() if isinstance(node.op, ast.Or) else ast.Or(), node.values)


def _counted(node: ast.BinOp) -> Iterator[ast.expr]:
    if isinstance(node.op, ast.BitOr):  # sets and dicts: what is added is left out
        yield node.left
        yield node.right
    elif type(node.op) in _COUNTED:
        yield ast.BinOp(node.left, _COUNTED[type(node.op)](), node.right)


def _affirmed(node: ast.UnaryOp) -> Iterator[ast.expr]:
    if isinstance(node.op, ast.Not):
        yield node.operand


def _turned(node: ast.IfExp) -> Iterator[ast.expr]:
    yield ast.IfExp(node.test, node.orelse, node.body)


def _fewer(node: ast.Dict) -> Iterator[ast.expr]:
    for number in range(len(node.keys)):
        keys, values = list(node.keys), list(node.values)
        del keys[number], values[number]
        yield ast.Dict(keys, values)


def _swapped(node: ast.Call) -> Iterator[ast.expr]:
    for number, (one, other) in enumerate(pairwise(node.args)):
        args = [*node.args[:number], other, one, *node.args[number + 2 :]]
        yield ast.Call(node.func, args, node.keywords)


def _constants(node: ast.Constant) -> Iterator[ast.expr]:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        yield ast.Constant(value + 1)
    elif isinstance(value, str):
        yield ast.Constant(f"{value}-x")


def _filters(node: ast.GeneratorExp | ast.ListComp | ast.SetComp | ast.DictComp) -> Iterator[ast.expr]:
    for number, part in enumerate(node.generators):
        for place in range(len(part.ifs)):
            new = copy.copy(part)
            new.ifs = [*part.ifs[:place], *part.ifs[place + 1 :]]
            made = copy.copy(node)
            made.generators = [*node.generators[:number], new, *node.generators[number + 1 :]]
            yield made


_OTHERWISE: Final[dict[type[ast.expr], Callable[[Any], Iterator[ast.expr]]]] = {
    ast.Constant: _constants, ast.Compare: _compared, ast.BoolOp: _either, ast.BinOp: _counted, ast.UnaryOp: _affirmed,
    ast.IfExp: _turned, ast.Dict: _fewer, ast.Call: _swapped, ast.GeneratorExp: _filters, ast.ListComp: _filters,
    ast.SetComp: _filters, ast.DictComp: _filters,
}  # fmt: skip
