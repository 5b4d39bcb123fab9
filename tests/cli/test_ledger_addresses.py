"""What may stand behind ``--ledger``: a path as it is; anything else is named and nothing is made."""

from pathlib import Path

import pytest

from .conftest import TOY, invoke

ASKS = (("cases", "list"), ("receive", "desk", TOY / "samples" / "desk.json"))


@pytest.mark.parametrize("ask", ASKS)
@pytest.mark.parametrize("city", [(), ("--city", "test.toy")])
def test_memory_is_no_file(ask: tuple[object, ...], city: tuple[str, ...]) -> None:
    run = invoke(*ask, *city, "--plugins", TOY, "--ledger", "sqlite:///:memory:", "--json")
    assert (run.code, run.codes) == (2, ["CMS801"])


@pytest.mark.parametrize("name", ["x.db?timeout=x", "x.db?mode=memory&uri=true"])
def test_what_looks_like_an_option_is_part_of_the_name(name: str, tmp_path: Path) -> None:
    more = ("--plugins", TOY, "--ledger", f"sqlite:///{tmp_path}/{name}", "--json")
    assert invoke(*ASKS[1], "--city", "test.toy", *more).code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, f"{name}.key"])
    assert len(invoke("cases", "list", *more).form["data"]["cases"]) == 3


@pytest.mark.parametrize("ask", ASKS)
def test_a_name_that_no_disk_takes_is_named(ask: tuple[object, ...], tmp_path: Path) -> None:
    more = ("--plugins", TOY, "--city", "test.toy", "--ledger", f"sqlite:///{tmp_path}/{'x' * 300}", "--json")
    run = invoke(*ask, *more)
    assert run.code == 2
    assert run.codes[0] in {"CMS804", "CMS903"}
    assert list(tmp_path.iterdir()) == []
