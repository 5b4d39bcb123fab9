from collections.abc import Callable
import json
from pathlib import Path
from typing import Any

import attrs
from click.testing import CliRunner
import pytest

from cmsdk.cli.app import cli

TOY = Path(__file__).parent / "toy"


@attrs.frozen
class Run:
    """What a run of the command line gave."""

    code: int
    out: str
    err: str

    @property
    def form(self) -> Any:  # noqa: ANN401  JSON
        return json.loads(self.out)

    @property
    def codes(self) -> list[str]:
        return [p["code"] for p in self.form["problems"]]


def invoke(*args: object, env: dict[str, str | None] | None = None, given: bytes | None = None) -> Run:
    base: dict[str, str | None] = {
        "LC_ALL": None, "LC_MESSAGES": None, "LANG": "en_US.UTF-8", "CMSDK_PLUGINS": "", "COLUMNS": "200",
        "NO_COLOR": None, "FORCE_COLOR": None, "TTY_COMPATIBLE": None,
    }  # fmt: skip
    result = CliRunner().invoke(cli, [str(arg) for arg in args], env={**base, **(env or {})}, input=given)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Run(result.exit_code, result.stdout, result.stderr)


Toy = Callable[..., Run]


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'x.db'}"


@pytest.fixture
def toy(ledger: str) -> Toy:
    """Runs a command on the toy city and this test's ledger."""

    def run(*args: object, env: dict[str, str | None] | None = None, given: bytes | None = None) -> Run:
        return invoke(*args, "--plugins", TOY, "--ledger", ledger, env=env, given=given)

    return run


@pytest.fixture
def cases(toy: Toy) -> list[str]:
    """Ids of the three cases of the toy sample, received into the ledger: a lamp, a pothole, a parrot."""
    run = toy(
        "receive", "desk", TOY / "samples" / "desk.json", "--city", "test.toy", "--json", "--at", "2026-11-02 12:00"
    )
    assert run.code == 1
    return [item["id"] for item in run.form["data"]["items"] if item["kind"] == "case"]
