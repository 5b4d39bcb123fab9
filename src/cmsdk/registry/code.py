"""The Python of a plugin's other version, beside the installed one in one process (ADR 0053)."""

from collections.abc import Iterator
from importlib import invalidate_caches
from pathlib import Path
import sys
from types import ModuleType, TracebackType
from typing import Final

import attrs

_CORE: Final = "cmsdk"
"""It is never another version."""


@attrs.define
class Code:
    """While it is entered, ``packages`` are imported from ``site``, and those that were imported before are put aside.

    Whoever calls what such a package contributed enters it again, since a function may import when it is called. It
    changes what this process imports, so nothing else of the process may import these packages meanwhile; and what
    they need besides is shared. Without packages it does nothing.
    """

    site: Path = Path()
    packages: tuple[str, ...] = ()
    _own: dict[str, ModuleType] = attrs.field(factory=dict, init=False)
    _aside: dict[str, ModuleType] = attrs.field(factory=dict, init=False)

    def _taken(self) -> dict[str, ModuleType]:
        """What is imported of the packages now; it is not any more then."""
        names = [name for name in sys.modules if name.partition(".")[0] in self.packages]
        return {name: sys.modules.pop(name) for name in names}

    def __enter__(self) -> None:
        if self.packages:
            self._aside = self._taken()
            sys.modules.update(self._own)
            sys.path.insert(0, str(self.site))
            invalidate_caches()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.packages:
            self._own = self._taken()
            sys.modules.update(self._aside)
            sys.path.remove(str(self.site))
            invalidate_caches()


def code_of(root: Path, plugin: str) -> Code:
    """The code of the plugin ``module:Class`` whose manifest stands in ``root``; none, where it lies elsewhere.

    It need not lie beside its manifest. What one distribution brings changes together: in a wheel, and in ``src``, all
    that can be imported.
    """
    parts = plugin.partition(":")[0].split(".")
    if parts[0] in {"", _CORE}:
        return Code()
    site = next((folder for folder in (*root.parents, root) if _holds(folder.joinpath(*parts))), None)
    if site is None:
        return Code()
    whole = site.name == "src" or any(site.glob("*.dist-info"))
    return Code(site, tuple(sorted({parts[0], *(_names(site) if whole else ())})))


def _holds(module: Path) -> bool:
    return (module / "__init__.py").is_file() or module.with_name(f"{module.name}.py").is_file()


def _names(site: Path) -> Iterator[str]:
    """What can be imported from a folder."""
    for path in site.iterdir():
        name = path.name if path.is_dir() else path.stem if path.suffix == ".py" else ""
        if name.isidentifier() and name != _CORE:
            yield name
