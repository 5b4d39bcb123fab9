from collections.abc import Callable
from pathlib import Path
import sys

import attrs
import pytest

from cmsdk import City, discover
from cmsdk.contract.plan import CityPlan
from cmsdk.scaffold.write import Written, new_plugin

YEAR = 2031
CITIES = {
    "zh-national": ("990100", "zh", False),
    "en-national": ("990100", "en", True),
    "zh-own": ("xx.harbourton", "zh", True),
    "en-own": ("xx.harbourton", "en", False),
}
"""Both languages, with the national pack and without, with Python and without."""


@attrs.frozen
class Made:
    """A distribution that was written, and the plan of its city."""

    written: Written
    package: Path
    plan: CityPlan

    def text(self, path: str) -> str:
        return (self.written.folder / path).read_text(encoding="utf-8-sig")


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Made]:
    """The distribution of one of ``CITIES``, written and assembled once a session."""
    done: dict[str, Made] = {}

    def one(which: str) -> Made:
        if which not in done:
            scope, lang, tables_only = CITIES[which]
            written = new_plugin(
                f"try-{which}", scope, year=YEAR, installed=discover(only=[]), lang=lang, tables_only=tables_only,
                to=tmp_path_factory.mktemp("scaffold") / "new",
            )  # fmt: skip
            package = written.folder / "src" / written.names.package
            with pytest.MonkeyPatch.context() as patch:
                patch.syspath_prepend(str(package.parent))
                with City.open(scope, plugins=discover([package], only=["cn", written.names.name])) as city:
                    done[which] = Made(written, package, city.plan)
            sys.modules.pop(written.names.package, None)
        return done[which]

    return one


@pytest.fixture(scope="session", params=CITIES)
def made(request: pytest.FixtureRequest, make: Callable[[str], Made]) -> Made:
    return make(request.param)
