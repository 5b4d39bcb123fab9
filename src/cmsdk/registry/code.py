"""The Python of a plugin's other version, beside the installed one in one process (ADR 0053)."""

from importlib import invalidate_caches
from pathlib import Path
import sys
from types import ModuleType, TracebackType

import attrs


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
    """The code of the plugin ``module:Class`` whose manifest stands in ``root``; none, where it lies elsewhere."""
    package = plugin.partition(":")[0].partition(".")[0]
    home = next((folder for folder in (root, *root.parents) if folder.name == package), None)
    return Code(home.parent, (package,)) if home is not None and (home / "__init__.py").is_file() else Code()
