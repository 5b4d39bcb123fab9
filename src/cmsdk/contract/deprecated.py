"""Everything of the contract that is to go, in one file: what, since when, until when, and what to do instead.

A minor version takes nothing away (semantic versioning, https://semver.org): what is replaced stands in ``DEPRECATED``
until the next major version. A name of a door is handed on by :func:`old_names` with a warning that points at the line
that uses it; a hook, or a field of a contribution that is not left at its default, is a row of problems of the plan
(CMS892) with the file and row it stands in.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, Final
import warnings

import attrs


class RemovedInApi2Warning(DeprecationWarning):
    """What is used here ends with version 2.0 of the plugin API."""


CATEGORIES: Final[Mapping[str, type[DeprecationWarning]]] = {"2.0": RemovedInApi2Warning}
"""Version in which things go → the category of warning that names it."""


@attrs.frozen(kw_only=True)
class Deprecation:
    """One thing that is to go."""

    thing: str
    """``cmsdk.plugin.Name``, a hook (``cmsdk_x``), or a field of a contribution (``Unit.phone``)."""
    since: str
    """Version of the API from which on it is discouraged."""
    removed_in: str
    """Version of the API that no longer has it: a major one."""
    remedy_en: str
    remedy_zh: str
    now: str = ""
    """Of a name: what it leads to until then, ``module:name``."""

    def text(self) -> str:
        """The sentence of the warning, in both languages: it is told before anyone has chosen one."""
        return (
            f"{self.thing} is deprecated since API {self.since} and ends with {self.removed_in}. {self.remedy_en} "
            f"（{self.thing} 自接口 {self.since} 起不再推荐，到 {self.removed_in} 取消。{self.remedy_zh}）"
        )


DEPRECATED: Final[tuple[Deprecation, ...]] = ()
"""All of them. A test fails when the version that removes one has come."""


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def due(deprecations: Sequence[Deprecation], api: str) -> tuple[Deprecation, ...]:
    """Those that version ``api`` should no longer have."""
    return tuple(one for one in deprecations if _number(one.removed_in) <= _number(api))


def old_names(door: str, deprecations: Sequence[Deprecation] = DEPRECATED) -> Callable[[str], Any]:
    """The ``__getattr__`` of the module ``door``: old names lead on, with a warning at the line that asked."""
    known = {one.thing: one for one in deprecations}

    def lead_on(name: str) -> Any:  # noqa: ANN401  whatever the name stands for
        old = known.get(f"{door}.{name}")
        if old is None:
            raise AttributeError(f"module {door!r} has no attribute {name!r}")
        # 2: the line of whoever imports or names it; frames of importlib are not counted
        warnings.warn(old.text(), CATEGORIES[old.removed_in], stacklevel=2)
        module, _, found = old.now.partition(":")
        return getattr(import_module(module), found)

    return lead_on


def used_by(item: object, hook: str, deprecations: Sequence[Deprecation] = DEPRECATED) -> Iterator[Deprecation]:
    """The deprecated things that a contribution uses: its hook, and its fields that say something."""
    for one in deprecations:
        kind, _, name = one.thing.partition(".")
        if one.thing == hook or (type(item).__name__ == kind and _says(item, name)):
            yield one


def _says(item: Any, name: str) -> bool:  # noqa: ANN401  any contribution
    default: Any = attrs.fields_dict(type(item))[name].default
    factory = getattr(default, "factory", None)  # attrs keeps what makes a default in an object of its own
    if factory is not None and not default.takes_self:
        default = factory()
    return bool(getattr(item, name) != default)
