"""For tests of mechanisms: a city after tables of work of its samples, whole, or with one thing taken away."""

from collections.abc import Callable
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import pytest

from cmsdk import City, discover
from cmsdk.ledger.open import open_ledger

Worked = Callable[..., City]
CONFORMANCE = "_conformance.py"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Files of conformance run where they are asked for: their checks are made while tests are collected.

    Each worker of a run in parallel would make all of them. ``make check-all`` asks for them in a run of their own.
    """
    if not collection_path.name.endswith(CONFORMANCE):
        return None
    return not any(CONFORMANCE in str(word) for word in config.invocation_params.args) or None


def _rows_without(text: str, without: str) -> str:
    """A table without the rows that begin with ``without``, of which there has to be one at least."""
    rows = text.splitlines(keepends=True)
    kept = [row for row in rows if not (without and row.startswith(without))]
    if without and len(kept) == len(rows):
        pytest.fail(f"no row begins with {without}")
    return "".join(kept)


@pytest.fixture(scope="session")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Worked:
    """``worked("370283", "pingdu", "50-open-day.csv", at="2026-05-15T18:00+08:00")``: the city at that time.

    ``without`` leaves out the rows of the samples that begin so, ``lacking=(table, beginning)`` one of the city's own
    tables; ``first`` are inbound files by channel, received before.
    """
    cities: dict[tuple[str, tuple[str, str]], City] = {}

    def assembled(code: str, plugin: str, lacking: tuple[str, str]) -> City:
        if (code, lacking) not in cities:
            resources: dict[str, Path] = {}
            if lacking[0]:
                folder = resources[plugin] = tmp_path_factory.mktemp(plugin)
                (folder / "tables").mkdir()
                text = files(f"cmsdk_{plugin}").joinpath("tables", lacking[0]).read_text(encoding="utf-8")
                (folder / "tables" / lacking[0]).write_text(_rows_without(text, lacking[1]), encoding="utf-8")
            cities[code, lacking] = City.open(code, plugins=discover(resources=resources))
        return cities[code, lacking]

    def work(
        code: str, plugin: str, *samples: str, at: str, without: str = "", lacking: tuple[str, str] = ("", ""),
        first: tuple[tuple[str, str], ...] = (),
    ) -> City:  # fmt: skip
        plan, now = assembled(code, plugin, lacking).plan, datetime.fromisoformat(at)
        city = City(plan, open_ledger("memory://"), clock=lambda: now)
        root = files(f"cmsdk_{plugin}").joinpath("samples")
        for channel, name in first:
            city.receive(channel, root.joinpath(name).read_bytes())
        texts = {name: root.joinpath("work", name).read_text(encoding="utf-8") for name in samples}
        if without and not any(f"\n{without}" in text for text in texts.values()):
            pytest.fail(f"no row begins with {without}")
        for name, text in texts.items():
            kept = _rows_without(text, without if f"\n{without}" in text else "")
            entered = city.enter_table(kept.encode(), name=name)
            missed = [row for row in entered.refused if not (lacking[1] and lacking[1] in row.work)]
            if missed:
                pytest.fail(f"{missed[0]}")
        return city

    return work


@pytest.fixture(scope="session")
def cells() -> Callable[..., list[tuple[object, ...]]]:
    """Some columns of the rows of a view that have what ``where`` says."""

    def read(city: City, view: str, *columns: str, **where: object) -> list[tuple[object, ...]]:
        rows = [row.cells for row in city.view(view).rows]
        return [tuple(r[c] for c in columns) for r in rows if all(r[k] == v for k, v in where.items())]

    return read
