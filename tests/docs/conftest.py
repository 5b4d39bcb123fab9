"""The pages to be tested, and the built site."""

import fcntl
import os
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
import pytest

from .pages import PAGES, ROOT


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "page" in metafunc.fixturenames:
        wanted = getattr(metafunc.function, "pages", PAGES)
        metafunc.parametrize("page", wanted, ids=[str(p.relative_to(ROOT)) for p in wanted])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site, as strict as in CI: built once a run, whatever number of workers share it."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder, whole = shared / "site", shared / "site-is-whole"
    with (shared / "site.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            build(load_config(str(ROOT / "mkdocs.yml"), strict=True, site_dir=str(folder)))
            whole.touch()
    return folder
