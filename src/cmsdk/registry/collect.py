"""Asks each plugin for its contributions, one plugin at a time, and guards against what plugins do.

One of the two files that may catch broadly (ADR 0003): whatever a plugin raises while it is imported,
made or asked becomes a coded problem that names it.
"""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
import inspect
from pathlib import Path
from typing import Any

import attrs
import pluggy

from cmsdk.contract.api import HOOKS
from cmsdk.contract.base import Contribution
from cmsdk.contract.context import AssemblyContext
from cmsdk.contract.markers import PROJECT
from cmsdk.contract.plan import PluginInfo
from cmsdk.contract.specs import CityPlugin
from cmsdk.model.errors import problems_of, reason_of
from cmsdk.model.problem import Problem, Severity, problem

from .fields import misfits
from .selection import Selected

_MARK = f"{PROJECT}_impl"
_PREFIX = f"{PROJECT}_"


@attrs.frozen
class Collected:
    """What one plugin contributed: items by hook, and what went wrong."""

    info: PluginInfo
    items: dict[str, tuple[Contribution, ...]]
    problems: tuple[Problem, ...]
    failed: frozenset[str] = frozenset()
    """Hooks that did not give all that they have."""


def _load(selected: Selected) -> CityPlugin | tuple[Problem, ...]:
    """The plugin, made and inspected, or what keeps it from being used."""
    module, _, name = selected.manifest.plugin.partition(":")
    where = f"{selected.row.label}/{selected.manifest.plugin}"
    no_plugin = (problem("CMS108", where, plugin=selected.row.name),)
    try:
        kind = getattr(import_module(module), name)
        if not (isinstance(kind, type) and issubclass(kind, CityPlugin)):
            return no_plugin
        made = kind()
        if not issubclass(type(made), CityPlugin):
            return no_plugin
        return tuple(_inspect(type(made), f"{selected.row.label}/{type(made).__name__}")) or made
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return (problem("CMS107", where, plugin=selected.row.name, error=reason_of(error)),)


def _marked(thing: Any) -> tuple[Any, dict[str, Any] | None]:  # noqa: ANN401  any attribute of a plugin
    """The function behind an attribute, and the marks in its own ``__dict__``; no attribute is asked for anything."""
    function = thing.__func__ if type(thing) in {staticmethod, classmethod} else thing
    marks = inspect.getattr_static(function, _MARK, None)
    return function, marks if type(marks) is dict else None


def _inspect(kind: type[CityPlugin], where: str) -> Iterator[Problem]:
    """What pluggy would take in silence, or differently in its versions 1.6 and 1.7."""
    for attribute in dir(kind):
        thing = inspect.getattr_static(kind, attribute)
        function, marks = _marked(thing)
        if not attribute.startswith(_PREFIX) and marks is None:
            continue
        name = (marks and marks.get("specname")) or attribute
        if name not in HOOKS:
            yield problem("CMS203", f"{where}.{attribute}", hook=name, near=_nearest(name))
        elif thing is inspect.getattr_static(CityPlugin, name):
            continue
        elif not callable(function) or marks is None:
            yield problem("CMS202", f"{where}.{name}", hook=name)
        else:
            bound = type(thing) is not staticmethod
            yield from _inspect_implementation(function, bound, marks, f"{where}.{name}", name)


def _inspect_implementation(
    method: Callable[..., Any], bound: bool, marks: dict[str, Any], where: str, name: str
) -> Iterator[Problem]:
    try:
        parameters = list(inspect.signature(method).parameters.values())
    except (TypeError, ValueError) as error:
        yield problem("CMS205", where, hook=name, argument=error)
        return
    if bound:
        parameters = parameters[1:]
    plain = {inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.POSITIONAL_ONLY}
    wrong = [p for p in parameters if p.name != "context" or p.kind not in plain or p.default is not p.empty]
    if wrong or not parameters:
        given = ", ".join(map(str, wrong or inspect.signature(method).parameters.values()))
        yield problem("CMS205", where, hook=name, argument=f"({given})")
    if inspect.iscoroutinefunction(method) or inspect.isasyncgenfunction(method):
        yield problem("CMS206", where, hook=name)
    if marks.get("wrapper") or marks.get("hookwrapper"):
        yield problem("CMS212", where, hook=name)


def _nearest(name: str) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, HOOKS, n=1, cutoff=0)), "")


def _context(selected: Selected, city: str) -> AssemblyContext:
    """Reads the files of the folder that the caller laid over the plugin's first, then the plugin's own."""
    roots = [folder.resolve() for folder in (selected.row.overlay, selected.row.root) if folder is not None]

    def resource(path: str) -> bytes | None:
        places = [_inside(root, path) for root in roots]
        file = next((place for place in places if place.is_file()), None)
        return file.read_bytes() if file else None

    def resources(folder: str) -> tuple[str, ...]:
        places = [place for root in roots if (place := (root / folder).resolve()).is_relative_to(root)]
        names = {file.name for place in places if place.is_dir() for file in place.iterdir() if file.is_file()}
        return tuple(sorted(f"{folder}/{name}" for name in names))

    return AssemblyContext(city, selected.row.name, resource, resources)


def _inside(root: Path, path: str) -> Path:
    file = (root / path).resolve()
    if not file.is_relative_to(root):
        raise ValueError(f"resource {path!r} lies outside the plugin's folder")
    return file


def _ask(
    manager: pluggy.PluginManager, hook: str, context: AssemblyContext, where: str
) -> Iterator[Contribution | Problem]:
    """What the one registered plugin yields for ``hook``; a generator is run to its end in here.

    What it yielded before it raised is kept, so that the checks of a plan find all other mistakes in the same run.
    """
    items: list[Any] = []
    raised: tuple[Problem, ...] = ()
    try:
        for answer in getattr(manager.hook, hook)(context=context):
            for item in () if answer is None else answer:
                items.append(item)  # noqa: PERF402  each is kept before the next is asked for
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raised = problems_of(error) or (problem("CMS201", where, hook=hook, error=reason_of(error)),)
    good = []
    found: dict[tuple[str, str], None] = {}
    for item in items:
        wrong = _wrong(item, hook)
        good += [] if wrong else [item]
        found |= dict.fromkeys(wrong)
    yield from good
    yield from raised
    for got, wanted in found:
        yield problem("CMS207", where, hook=hook, got=got, wanted=wanted)


def _wrong(item: object, hook: str) -> list[tuple[str, str]]:
    """What ``item`` is and what it should be, where it is not what the hook takes."""
    accepts = HOOKS[hook].accepts
    try:
        if isinstance(item, accepts):
            return list(misfits(item))
        return [(type(item).__name__, ", ".join(kind.__name__ for kind in accepts))]
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return [(reason_of(error), type(item).__name__)]


def collect_one(selected: Selected, city: str) -> Collected:
    """All that the plugin contributes to ``city``. Never raises for what the plugin does."""
    row = selected.row
    info = PluginInfo(
        row.name, row.distribution, row.version, selected.manifest.scope.text, selected.manifest.scope.specificity
    )
    plugin = _load(selected)
    if isinstance(plugin, tuple):
        return Collected(info, {}, plugin)
    where = f"{row.label}/{type(plugin).__name__}"
    found: list[Problem] = []
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(CityPlugin)
    try:
        manager.register(plugin, name=row.name)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return Collected(info, {}, (problem("CMS205", where, hook="", argument=reason_of(error)),))
    context = _context(selected, city)
    items: dict[str, tuple[Contribution, ...]] = {}
    failed: set[str] = set()
    for hook in HOOKS:
        answers = list(_ask(manager, hook, context, f"{where}.{hook}"))
        wrong = [answer for answer in answers if isinstance(answer, Problem)]
        found += wrong
        failed |= {hook} if any(answer.severity is Severity.ERROR for answer in wrong) else set()
        items[hook] = tuple(answer for answer in answers if not isinstance(answer, Problem))
    return Collected(info, items, tuple(found), frozenset(failed))


def collect(chosen: Iterable[Selected], city: str) -> tuple[Collected, ...]:
    """Ask every chosen plugin, in the order of their names."""
    return tuple(collect_one(selected, city) for selected in sorted(chosen, key=lambda s: s.row.name))
