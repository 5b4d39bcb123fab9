"""The pages to be tested, and the built site."""

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
    """The built site: built once a session, as strictly as in CI."""
    folder = tmp_path_factory.mktemp("site")
    build(load_config(str(ROOT / "mkdocs.yml"), strict=True, site_dir=str(folder)))
    return folder
