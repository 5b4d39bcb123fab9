"""For all tests, of the core and of each plugin: a plan is assembled of the same files once a run."""

from collections.abc import Hashable, Iterator, Sequence
from pathlib import Path
import sys

import attrs
import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import Discovered

STANDING = tuple(Path(place).resolve() for place in (Path(__file__).parent, sys.prefix))
"""Where files stand that no test writes: the repository, and what is installed."""
KEPT = 100
"""Plans at most that are kept at a time: those of cities that tests write are seldom asked for again much later."""


def _key(row: Discovered) -> Hashable:
    """What a plan knows of a plugin: installed, where it is; written by a test, all that its files say."""
    folders = [folder for folder in (row.root, row.overlay) if folder is not None]
    written = [folder for folder in folders if not any(map(folder.resolve().is_relative_to, STANDING))]
    if not written:
        return row
    if row.manifest is None or row.manifest.plugin != "cmsdk.plugin:TableCity":
        return object()  # code that a test has written may do anything, so its plan is no other's
    files = tuple(
        (folder == row.overlay, file.relative_to(folder), file.read_bytes())
        for folder in written
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    )
    return attrs.evolve(row, root=Path() if row.root in written else row.root, overlay=None), files


@pytest.fixture(scope="session", autouse=True)
def _plans_once() -> Iterator[None]:
    """A plan is a value, and takes a while to make. What tests ``assemble`` themselves is assembled."""
    kept: dict[Hashable, CityPlan] = {}

    def once(rows: Sequence[Discovered], city: str) -> CityPlan:
        key = city, tuple(map(_key, rows))
        if key not in kept:
            if len(kept) == KEPT:
                kept.clear()
            kept[key] = assemble(rows, city)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cmsdk.desk.planning.assemble", once)
        yield
