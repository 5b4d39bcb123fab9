"""Killed at any moment, an export and an import are taken up again and end as if nothing had happened."""

from collections.abc import Callable
from pathlib import Path
import random
import signal
import subprocess
import sys

import pytest

from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.ledger import schema
from cmsdk.ledger.moving.export import BEGUN, export
from cmsdk.ledger.moving.formats import format_named
from cmsdk.ledger.moving.manifest import NAME
from cmsdk.ledger.moving.tables import count, is_empty
from cmsdk.ledger.moving.target import Target, present
from cmsdk.ledger.open import open_ledger, reach
from cmsdk.ledger.sayings import said

from .conftest import rows_of
from .killer import SIZE

KILLER = Path(__file__).with_name("killer.py")
LINES = format_named("jsonl")


def _until_done(*args: str, rnd: random.Random, between: Callable[[], bool]) -> int:
    """Start it, kill it after a while, and so on until it ends by itself; how often it was killed.

    ``between`` is asked after each time, and says whether it was done all the same, and only its process was not.
    """
    patience = 0.6
    for times in range(60):
        running = subprocess.Popen([sys.executable, str(KILLER), *args], stderr=subprocess.PIPE)  # noqa: S603  our own
        try:
            _, err = running.communicate(timeout=patience * rnd.uniform(0.7, 1.6))
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)
            running.communicate()
            if between():
                return times + 1
            patience *= 1.12  # a machine under load starts Python in the time in which another one is done
            continue
        assert running.returncode == 0, err.decode()
        return times
    pytest.fail("it never came to its end")


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_killed_again_and_again(
    engine: str, plan: CityPlan, url: str, tmp_path: Path, moment: object, reports: Callable[[int], bytes],
    postgres_url: str, monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    rnd, folder = random.Random(7), tmp_path / "out"  # noqa: S311  no secret
    with City(plan, open_ledger(url), lambda: moment) as city:  # type: ignore[arg-type, return-value]
        city.receive("jsonl", reports(60))
        late = iter(range(1000))

        def meanwhile() -> bool:
            if (folder / NAME).exists() and not (folder / BEGUN).exists():
                return True
            city.receive("jsonl", f'{{"external_id": "late{next(late)}", "text": "x"}}'.encode())
            return False

        killed = _until_done("export", url, str(folder), rnd=rnd, between=meanwhile)
    database, _ = reach(url)
    assert (folder / NAME).exists()
    there = tmp_path / "whole"
    export(database, there, LINES, size=SIZE)
    assert {p.name: p.read_bytes() for p in there.iterdir()} == {p.name: p.read_bytes() for p in folder.iterdir()}

    with database.reading() as connection:
        entries = count(connection, schema.entries)
    new = postgres_url if engine == "postgresql" else f"sqlite:///{tmp_path}/new.db"
    target = Target(*reach(new))

    def unfinished() -> bool:
        if present(target.database):
            with target.database.reading() as connection:
                done = said(connection, "import") is None and not is_empty(connection)
                assert not done or count(connection, schema.entries) == entries
                return done
        return False

    killed += _until_done("import", new, str(folder), rnd=rnd, between=unfinished)
    assert rows_of(target.database) == rows_of(database)
    assert killed, "it was never killed: the test has to be slower"
    target.database.dispose()
    database.dispose()
