"""What is checked: a plugin that is installed, or in a folder, for a city."""

from collections.abc import Iterator
from datetime import time
import os
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from cmsdk.model.errors import RejectedInput
from cmsdk.model.ids import Scope, is_city_id
from cmsdk.model.problem import Problem, problem
from cmsdk.registry.discovery import Discovered, discover, from_folder
from cmsdk.registry.manifest import FILE
from cmsdk.triage.times import read_time

PASSED_OVER: Final = {"build", "dist", "site", "node_modules", "__pycache__"}
"""Folders in which no plugin is looked for; and none whose name begins with a dot."""
_INSTALLED: Final = {"site-packages", "dist-packages"}
LIMIT: Final = 30.0
"""Seconds that one step of a check may take, by the wall clock, before the plugin counts as hanging."""


@attrs.frozen
class Target:
    """A plugin and the city that it is checked for. ``folder`` is where its manifest stands, if it is not installed.

    ``project`` is where its scenarios, ``conformance.toml`` and ``rules.lock`` are looked for.
    """

    plugin: str
    city: str
    folder: Path | None = None
    project: Path | None = None
    beside: tuple[Path, ...] = ()
    """Folders of other plugins that are not installed."""
    only: tuple[str, ...] | None = None
    """Names of the installed plugins that may be used; all where it is nothing."""
    at: str = ""
    """The moment that "today" means, in the city's zone if it names none; the machine's clock if empty."""
    limit: float = LIMIT

    def rows(self) -> tuple[Discovered, ...]:
        """The plugins there are; one in ``folder`` takes the place of an installed one of its name."""
        folders = (*self.beside, *((self.folder,) if self.folder else ()))
        named = {from_folder(folder).name for folder in folders}
        found = discover(folders, only=None if self.only is None else {*self.only, *named})
        own = {folder.resolve() for folder in folders}
        kept = [row for row in found if row.name not in named or row.root.resolve() in own]
        if self.folder is None:
            return tuple(kept)
        # two of one name are marked by discovery; with the installed one gone there is one only
        alone = [from_folder(row.root) if row.root.resolve() in own else row for row in kept]
        return tuple(alone)

    @property
    def root(self) -> Path:
        """The folder of its manifest."""
        return self.folder or next(row.root for row in self.rows() if row.name == self.plugin)

    @property
    def code_root(self) -> Path | None:
        """What has to be importable for a plugin that is not installed."""
        return self.folder.parent if self.folder else None


def is_searched(path: Path) -> bool:
    """Whether it is a folder in which somebody may have put something of the project's own.

    A link to a folder is none: it leads in a circle, or to what is not the project's.
    """
    own = not path.name.startswith(".") and path.name not in PASSED_OVER and not path.is_symlink()
    return own and path.is_dir() and os.access(path, os.R_OK) and not (path / "pyvenv.cfg").exists()


def _manifests(folder: Path) -> Iterator[Path]:
    if (folder / FILE).is_file():
        yield folder
        return
    for inner in sorted(filter(is_searched, folder.iterdir())):
        yield from _manifests(inner)


def _project_of(folder: Path) -> Path | None:
    """The folder of the distribution: the nearest above the manifest that has a ``pyproject.toml``.

    Nothing for one that was installed from a wheel: what stands above it is the project of somebody else.
    """
    if any(above.name in _INSTALLED for above in folder.parents):
        return None
    return next((above for above in (folder, *folder.parents) if (above / "pyproject.toml").is_file()), folder)


def _city_of(plugin: str, scope: Scope | None, city: str) -> str | Problem:
    if city and not is_city_id(city):
        return problem("CMS951", "--city", plugin=plugin, city=city)
    if city or (scope is not None and is_city_id(scope.text)):
        return city or (scope.text if scope else "")
    return problem("CMS951", plugin, plugin=plugin, city=scope.text if scope else "")


def find_target(
    what: Path | str,
    city: str = "",
    *,
    beside: tuple[Path, ...] = (),
    only: tuple[str, ...] | None = None,
    at: str = "",
) -> Target:
    """The target that ``what`` means: a folder with a plugin in it or below it, or the name of an installed plugin.

    ``city`` may be left out where the plugin's scope is one city.

    Raises:
        RejectedInput: there is no such plugin, or more than one; or it is not known for which city; ``at`` is no time.
    """
    try:
        read_time(at or "2000-01-01", ZoneInfo("UTC"), time())
    except (ValueError, OverflowError) as error:
        raise RejectedInput([problem("CMS909", "--at", text=at)]) from error
    path = Path(what)
    if not path.is_dir():
        row = next((row for row in discover(beside) if row.name == str(what)), None)
        if row is None:
            raise RejectedInput([problem("CMS950", str(what), what=what, found="—")])
        folder = None
    else:
        found = list(_manifests(path))
        if len(found) != 1:
            names = ", ".join(str(one.relative_to(path)) for one in found) or "—"
            raise RejectedInput([problem("CMS950", str(what), what=what, found=names)])
        folder, row = found[0], from_folder(found[0])
    if row.manifest is None and not city:
        raise RejectedInput(row.problems)
    chosen = _city_of(row.name, row.manifest.scope if row.manifest else None, city)
    if isinstance(chosen, Problem):
        raise RejectedInput([chosen])
    project = _project_of((folder or row.root).resolve())
    return Target(row.name, chosen, folder, project, tuple(beside), only, at)
