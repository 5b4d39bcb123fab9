"""Guards that a city loses where its row stands in for one of the table that it extends."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cmsdk import City, Problem, discover

Install = Callable[..., Path]
Speaks = Callable[..., None]
Facts = Callable[[Problem], dict[str, str]]

BASE = """
    initial = "reported"
    ends = ["closed"]

    [[transition]]
    command = "accept"
    from = ["reported"]
    to = "accepted"
    roles = ["acceptor"]

    [[transition]]
    command = "handle"
    from = ["accepted"]
    to = "handled"
    roles = ["handler"]
    guards = ["of_the_unit", "assistants_done"]

    [[transition]]
    command = "close"
    from = ["handled"]
    to = "closed"
    roles = ["acceptor"]
    """


def _handle(more: str = "", states: str = '"accepted"') -> str:
    return f'[[transition]]\ncommand = "handle"\nfrom = [{states}]\nto = "handled"\nroles = ["handler"]\n{more}\n'


@pytest.mark.parametrize(
    ("own", "guards"),
    [
        (_handle(), "of_the_unit, assistants_done"),
        (_handle('guards = ["of_the_unit"]'), "assistants_done"),
        (_handle('guards = ["of_the_unit"]\ndrops = ["assistants_done"]'), ""),
        (_handle('drops = ["of_the_unit", "assistants_done"]'), ""),
        (_handle('guards = ["of_the_unit"]') + _handle('guards = ["assistants_done"]'), ""),
        (_handle() + _handle(), "of_the_unit, assistants_done"),
        (_handle(states='"reported"'), ""),
        ("", ""),
    ],
    ids=[
        "all",
        "one",
        "said",
        "all said",
        "in two rows",
        "two rows, told once",
        "in another state",
        "nothing replaced",
    ],
)
def test_guards_that_a_row_of_the_city_leaves_out_are_named_unless_it_says_so(
    own: str, guards: str, install: Install, toy: dict[str, str], speaks: Speaks, facts: Facts
) -> None:
    install("country", scope="test", tables={"workflow.toml": BASE})
    install(tables={**toy, "workflow.toml": 'extends = "country-workflow"\n' + own})
    with City.open("test.toy", plugins=discover(only=["toy", "country"])) as city:
        found = [one for one in city.check() if one.code == "CMS383"]
    assert [facts(one)["guards"] for one in found] == ([guards] if guards else [])
    for one in found:
        assert one.severity == "warning"
        assert (one.where, facts(one)["states"]) == ("toy/tables/workflow.toml", "accepted")
        speaks(one, guards, "country-workflow")


def test_where_another_row_of_the_base_asks_for_nothing_no_guard_is_missed(
    install: Install, toy: dict[str, str]
) -> None:
    free = _handle().replace('"handler"', '"acceptor"').replace("[[", "    [[", 1)
    install("country", scope="test", tables={"workflow.toml": BASE + free})
    install(tables={**toy, "workflow.toml": 'extends = "country-workflow"\n' + _handle()})
    with City.open("test.toy", plugins=discover(only=["toy", "country"])) as city:
        assert [one.code for one in city.check() if one.code == "CMS383"] == []
