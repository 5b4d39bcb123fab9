"""Which plugins there are: one row each, broken ones included, and nothing of them imported."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points, version
from importlib.util import find_spec
from pathlib import Path

import attrs

from cmsdk.contract.markers import ENTRY_POINTS
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import Problem, problem

from .manifest import FILE, Manifest, parse_manifest

BUILTIN = "builtin"
_BUILTIN_ROOT = Path(__file__).parent.parent / BUILTIN


@attrs.frozen
class Discovered:
    """A row of discovery: the manifest, or the problems that keep it from being one."""

    name: str
    distribution: str
    version: str
    root: Path
    """Folder of the manifest; resources are read from here, and from ``overlay``, and nowhere else."""
    manifest: Manifest | None
    problems: tuple[Problem, ...] = ()
    overlay: Path | None = None
    """Folder outside the package whose files stand before the plugin's own of the same path (ADR 0028)."""

    @property
    def label(self) -> str:
        """Distribution and version, as messages name it."""
        return f"{self.distribution} {self.version}"


def _row(name: str, distribution: str, release: str, root: Path) -> Discovered:
    where = f"{distribution}/{FILE}"
    try:
        parsed = parse_manifest((root / FILE).read_bytes(), where)
    except (OSError, ValueError) as error:
        parsed = (problem("CMS101", where, error=getattr(error, "strerror", None) or error),)
    if isinstance(parsed, Manifest) and parsed.name == BUILTIN and root != _BUILTIN_ROOT:
        parsed = (problem("CMS103", where, key="name", reason=f"{BUILTIN!r} is the core's own plugin"),)
    if isinstance(parsed, Manifest):
        return Discovered(parsed.name, distribution, release, root, parsed)
    return Discovered(name, distribution, release, root, None, parsed)


def from_folder(root: Path, *, resources: Path | None = None) -> Discovered:
    """The plugin whose manifest stands in ``root``: tables that are not packaged, or a test's.

    ``resources`` is a folder with files that stand before the plugin's own of the same path, such as
    ``tables/grids.geojson``. It is read when a city is opened, and never written.

    Raises:
        RejectedInput: ``resources`` is no folder.
    """
    row = _row(root.name, root.name, "0", root)
    return row if resources is None else attrs.evolve(row, overlay=_folder(row.name, resources))


def _folder(name: str, resources: Path) -> Path:
    if not resources.is_dir():
        raise RejectedInput([problem("CMS369", name, plugin=name, folder=resources)])
    return resources


def _package_root(package: str) -> Path | None:
    """Folder of a top-level package, found without importing it."""
    try:
        spec = find_spec(package.partition(".")[0])
    except (ImportError, ValueError):
        return None
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations))).joinpath(*package.split(".")[1:])


def _from_entry_point(entry: EntryPoint) -> Discovered:
    package, _, file = entry.value.partition(":")
    distribution, release = (entry.dist.name, entry.dist.version) if entry.dist else (package, "0")
    root = _package_root(package)
    if root is None or file != FILE:
        reason = problem("CMS101", f"{distribution}: {entry.value}", error=f"no package {package} with a {FILE}")
        return Discovered(entry.name, distribution, release, Path(), None, (reason,))
    return _row(entry.name, distribution, release, root)


def _all(folders: Iterable[Path]) -> Iterator[Discovered]:
    yield _row(BUILTIN, "cmsdk", version("cmsdk"), _BUILTIN_ROOT)
    installed = [_from_entry_point(entry) for entry in entry_points(group=ENTRY_POINTS)]
    yield from installed
    # a folder that is installed as it stands (`pip install -e`) is one plugin and not two
    seen = {row.root.resolve() for row in installed if row.manifest}
    for folder in folders:
        if folder.resolve() not in seen:
            yield from_folder(folder)


def discover(
    folders: Iterable[Path] = (), only: Iterable[str] | None = None, *, resources: Mapping[str, Path] | None = None
) -> tuple[Discovered, ...]:
    """All plugins that are installed or stand in ``folders``, by name. Never raises for a broken one.

    ``only`` names those that may be used (the built-in always is); ``None`` allows all.
    Two of the same name are both kept, each with CMS106; a folder that is installed as it stands counts once.
    ``resources`` gives plugins, by name, a folder with files that stand before their own (see :func:`from_folder`).

    Raises:
        RejectedInput: ``resources`` names a plugin that is not among those found, or what is no folder.
    """
    allowed = None if only is None else {BUILTIN, *only}
    rows = sorted((r for r in _all(folders) if allowed is None or r.name in allowed), key=lambda r: (r.name, r.label))
    if resources:
        rows = _overlaid(rows, resources)
    twice = named_twice(rows)
    return tuple(
        attrs.evolve(row, manifest=None, problems=(*row.problems, twice[row.name]))
        if row.manifest and row.name in twice
        else row
        for row in rows
    )


def _overlaid(rows: Sequence[Discovered], resources: Mapping[str, Path]) -> list[Discovered]:
    """``rows`` with the folders that the caller gave them; every slip of the caller at once."""
    known = {row.name for row in rows}
    found = [
        problem("CMS368", name, plugin=name, known=", ".join(sorted(known)))
        for name in sorted(resources.keys() - known)
    ]
    laid = []
    for row in rows:
        try:
            overlay = _folder(row.name, resources[row.name]) if row.name in resources else None
        except RejectedInput as rejected:
            found += rejected.problems
        else:
            laid.append(attrs.evolve(row, overlay=overlay))
    if found:
        raise RejectedInput(found)
    return laid


def named_twice(rows: Sequence[Discovered]) -> dict[str, Problem]:
    """CMS106 by name, for the names that more than one of ``rows`` has; rows without a manifest do not count."""
    count = Counter(row.name for row in rows if row.manifest)
    labels = {
        name: ", ".join(row.label for row in rows if row.manifest and row.name == name)
        for name, times in count.items()
        if times > 1
    }
    return {name: problem("CMS106", name, name=name, who=who) for name, who in labels.items()}
