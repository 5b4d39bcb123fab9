"""The wrong files of the reference give their code and the mended ones no error: what people copy from it works."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cmsdk import City, discover
from cmsdk.model.errors import CmsdkError
from cmsdk.model.examples import example
from cmsdk.model.problem import Problem, Severity
from cmsdk.model.words import catalogue
from cmsdk.registry.assembly import assemble

pytestmark = pytest.mark.slow
BASE = {
    "cmsdk.toml": 'name = "demo"\napi = "1.0"\nscope = "test.demo"\nplugin = "cmsdk.plugin:TableCity"\n',
    "tables/city.toml": 'name = "Demo"\ntime_zone = "Asia/Shanghai"\nduty_desk = "desk"\nlanguages = ["en"]\n'
    'scheme = "demo/1"\n',
    "tables/units.csv": "id,name\ndesk,Duty desk\nroad-works,Road works\n",
    "tables/categories.csv": "scheme,version,code,kind,name\ndemo,1,S1,service,Benches\ndemo,1,E1,event,Litter\n",
    "tables/divisions.csv": "code,name,level,parent\ncity,Demo,city,\nnorth,Northside,district,city\n",
}
BESIDE = {
    "CMS427": {"tables/calendar-days.csv": "date,kind\n2026-10-01,holiday\n"},
    "CMS426": {
        "tables/calendar.toml": '[[calendar]]\nid = "demo-days"\nversion = "2026"\ntime_zone = "Asia/Shanghai"\n'
        'shifts = ["09:00-17:00"]\nknown_from = 2026-01-01\nknown_until = 2026-12-31\ndays = "calendar-days"\n'
    },
}
"""What else the city has to have for the file of a code to be read."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], list[Problem]]:
    """All problems of the small city with the ``wrong`` or ``right`` file of a code in it."""

    def tell(code: str, part: str) -> list[Problem]:
        file, text = catalogue("mended")[code]["file"], catalogue("mended")[code][part]
        files = {
            **BASE,
            **BESIDE.get(code, {}),
            file: text.lstrip("\n") if part == "right" else text.removeprefix("\n"),
        }
        folder = tmp_path_factory.mktemp(code) / "demo"
        for path, content in files.items():
            target: Path = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content, encoding="utf-8")
        return list(_given(folder))

    return tell


def _given(folder: Path) -> Iterator[Problem]:
    rows = discover([folder], only=["demo"])
    yield from (found for row in rows for found in row.problems)
    delivery = folder / "delivery.csv"
    try:
        if not delivery.is_file():
            yield from assemble(rows, "test.demo").warnings
            return
        with City.open("test.demo", plugins=rows, clock=lambda: datetime(2026, 11, 16, 2, tzinfo=UTC)) as city:
            received = city.receive("csv", delivery.read_bytes())
            yield from received.problems
            yield from (found for item in received.quarantined for found in item.problems)
    except CmsdkError as error:
        yield from error.problems


@pytest.mark.parametrize("code", catalogue("mended"))
def test_the_wrong_file_gives_its_code_and_the_mended_one_no_error(
    code: str, told: Callable[[str, str], list[Problem]]
) -> None:
    found = next(found for found in told(code, "wrong") if found.code == code)
    shown = example(code)
    assert found.what() == shown.what(), "the example is what the wrong file gives"
    assert found.where.endswith(shown.where.removeprefix("demo"))
    mended = told(code, "right")
    assert [found.line() for found in mended if found.severity is Severity.ERROR] == []
    assert code not in {found.code for found in mended}
