"""Plugins as they would be with a change that is not in force yet: a folder, a wheel, or tables laid over (试算)."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.metadata import Distribution
from pathlib import Path
import shutil
from tempfile import TemporaryDirectory
import tomllib
from typing import Final
from zipfile import BadZipFile, ZipFile

import attrs

from cmsdk.contract.markers import ENTRY_POINTS
from cmsdk.model.errors import AssemblyError, RejectedInput
from cmsdk.model.problem import problem
from cmsdk.tables.template import files_read

from .code import Code, code_of
from .discovery import Discovered, from_folder
from .manifest import FILE
from .selection import State, select

TABLES_IN: Final = "tables"
"""Folder of a plugin's tables."""


@attrs.frozen
class Trial:
    """The plugins of a city with the change, and the code to enter while any of it is called."""

    rows: tuple[Discovered, ...]
    changed: tuple[str, ...]
    """Names of the plugins that are others."""
    code: Code = attrs.field(factory=Code)


@contextmanager
def trial(rows: Sequence[Discovered], city: str, given: str) -> Iterator[Trial]:
    """``rows`` with what ``given`` names in the place of the plugin of that name, or beside them where there is none.

    It names a plugin's folder, the folder of its distribution (with ``src/`` or without), a wheel, or a folder of
    files (``tables/…``, or tables alone) that is laid over the city's own plugin; ``NAME=FOLDER`` lays it over another.
    Nothing is fetched from anywhere. What has to be unpacked is gone afterwards.

    Raises:
        RejectedInput: it names nothing of the kind.
        AssemblyError: its manifest cannot be read.
    """
    name, _, path = given.rpartition("=")
    if "==" in given or (name and not Path(path).is_dir()):
        name, path = "", given
    with ExitStack() as stack:
        try:
            found = _plugins(Path(path), stack) if not name else []
            made = _replaced(rows, found) if found else Trial(*_laid(rows, city, name, Path(path), stack))
        except (OSError, ValueError, BadZipFile) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise RejectedInput([problem("CMS931", given, given=given, error=reason)]) from error
        broken = [p for row in found if row.manifest is None for p in row.problems]
        if broken:
            raise AssemblyError(broken)
        yield made


def _plugins(path: Path, stack: ExitStack) -> list[Discovered]:
    """The plugins that stand in a folder or wheel; none where there is no manifest."""
    if path.is_file() and path.suffix == ".whl":
        folder = Path(stack.enter_context(TemporaryDirectory()))
        with ZipFile(path) as wheel:
            wheel.extractall(folder)
        return _unpacked(folder)
    if (path / FILE).is_file():
        return [from_folder(path)]
    roots = sorted(file.parent for pattern in ("src/*", "*") for file in path.glob(f"{pattern}/{FILE}"))
    return [_of_project(path, root) for root in roots]


def _unpacked(folder: Path) -> list[Discovered]:
    """The plugins of an unpacked wheel, by its entry points."""
    found = []
    for info in folder.glob("*.dist-info"):
        dist = Distribution.at(info)
        for entry in dist.entry_points.select(group=ENTRY_POINTS):
            row = from_folder(folder.joinpath(*entry.value.partition(":")[0].split(".")))
            found.append(attrs.evolve(row, distribution=dist.name, version=dist.version))
    if not found:
        raise ValueError(f"no entry point {ENTRY_POINTS}")
    return found


def _of_project(project: Path, root: Path) -> Discovered:
    """The plugin in ``root``, with the version that ``pyproject.toml`` gives, if it does."""
    row, file = from_folder(root), project / "pyproject.toml"
    form = tomllib.loads(file.read_text(encoding="utf-8")).get("project", {}) if file.is_file() else {}
    return attrs.evolve(
        row, distribution=str(form.get("name", row.distribution)), version=str(form.get("version", "0"))
    )


def _replaced(rows: Sequence[Discovered], found: Sequence[Discovered]) -> Trial:
    """``found`` in the place of those of the same name; whose version is not known has theirs."""
    before = {row.name: row for row in rows}
    codes, changed = [], []
    for row in found:
        old = before.get(row.name)
        if old is not None:
            known = row if row.version != "0" else old
            row = attrs.evolve(  # noqa: PLW2901  the row as it will stand
                row, overlay=old.overlay, distribution=known.distribution, version=known.version
            )
        changed.append(row)
        codes.append(code_of(row.root, row.manifest.plugin if row.manifest else ""))
    names = tuple(row.name for row in changed)
    kept = [row for row in rows if row.name not in names]
    own = [code for code in codes if code.packages]
    packages = tuple(package for code in own for package in code.packages)
    code = Code(own[0].site, packages) if own else Code()
    return Trial(tuple(sorted((*kept, *changed), key=lambda row: (row.name, row.label))), names, code)


def _laid(
    rows: Sequence[Discovered], city: str, name: str, path: Path, stack: ExitStack
) -> tuple[tuple[Discovered, ...], tuple[str, ...]]:
    """``rows`` with the files of a folder before those of one plugin: the named one, or the city's most specific."""
    if not path.is_dir():
        raise ValueError(f"no folder and no wheel is called {path}")
    active = [s for s in select(rows, city) if s.state is State.ACTIVE]
    own = max(active, key=lambda s: (s.manifest.scope.specificity, s.row.name), default=None)
    name = name or (own.row.name if own else "")
    if name not in {s.row.name for s in active}:
        known = ", ".join(sorted(s.row.name for s in active))
        raise RejectedInput([problem("CMS368", str(path), plugin=name, known=known)])
    if not (path / TABLES_IN).is_dir():
        if not any(files_read(path)):
            raise ValueError(f"neither a plugin nor a table stands in {path}")
        whole = Path(stack.enter_context(TemporaryDirectory()))
        shutil.copytree(path, whole / TABLES_IN)
        path = whole
    changed = tuple(attrs.evolve(row, overlay=path) if row.name == name else row for row in rows)
    return changed, (name,)
