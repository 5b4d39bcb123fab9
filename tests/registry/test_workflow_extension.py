"""A city's workflow that extends a more general one (issue: workflow as a table that a plugin extends or replaces)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cmsdk import City, Problem, discover
from cmsdk.contract.workflow import Workflow

Install = Callable[..., Path]
Speaks = Callable[..., None]
Facts = Callable[[Problem], dict[str, str]]

BASE = """
    lang = "zh"
    initial = "reported"
    ends = ["struck_off", "declined", "withdrawn"]

    [[transition]]
    command = "decline"
    from = ["reported", "accepted"]
    to = "declined"
    roles = ["acceptor"]
    needs = ["reason"]

    [[transition]]
    command = "accept"
    from = ["reported"]
    to = "accepted"
    roles = ["acceptor"]
    label = "受理"

    [[transition]]
    command = "handle"
    from = ["accepted"]
    to = "handled"
    roles = ["handler"]

    [[transition]]
    command = "close"
    from = ["handled"]
    to = "closed"
    roles = ["acceptor"]

    [[transition]]
    command = "visit"
    from = ["closed"]
    to = "visiting"
    roles = ["visitor"]

    [[transition]]
    command = "strike_off"
    from = ["visiting"]
    to = "struck_off"
    roles = ["acceptor"]

    [[transition]]
    command = "withdraw"
    from = ["reported", "accepted", "visiting"]
    to = "withdrawn"
    roles = ["reporter"]

    [holders]
    accepted = "handler"
    closed = "visitor"
    visiting = "acceptor"

    [seats]
    handler = "@unit"

    [merged]
    clerk = ["acceptor", "visitor"]

    [labels]
    reported = "已上报"
    accepted = "已受理"
    """
NO_VISIT = """
    without = [{ command = "visit" }]
    ends = ["closed", "declined", "withdrawn"]
    """


@pytest.fixture
def country(install: Install) -> Path:
    """A plugin of the whole country, with the workflow ``country-workflow``."""
    return install("country", scope="test", tables={"workflow.toml": BASE})


@pytest.fixture
def flow_of(install: Install, toy: dict[str, str], country: Path) -> Callable[[str], Workflow]:
    """The workflow of the toy city where its own table is ``text``."""

    def make(text: str) -> Workflow:
        install(tables={**toy, "workflow.toml": 'extends = "country-workflow"\n' + text})
        with City.open("test.toy", plugins=discover(only=["toy", "country"])) as city:
            return city.plan.workflow

    return make


@pytest.fixture
def wrong(
    install: Install, toy: dict[str, str], country: Path, complaints: Callable[..., tuple[Problem, ...]]
) -> Callable[..., tuple[Problem, ...]]:
    """All that is wrong where the city's own table is ``text``."""

    def make(text: str, *more: str) -> tuple[Problem, ...]:
        install(tables={**toy, "workflow.toml": text})
        return complaints(only=("toy", "country", *more))

    return make


def steps(flow: Workflow) -> set[tuple[str, str, str]]:
    return {(row.command, state, row.to) for row in flow.transitions for state in row.sources}


def test_a_city_that_only_extends_has_the_whole_table(flow_of: Callable[[str], Workflow]) -> None:
    flow = flow_of("")
    assert flow.id == "toy-workflow"
    assert (flow.initial, flow.ends, flow.lang) == ("reported", ("struck_off", "declined", "withdrawn"), "zh")
    assert len(steps(flow)) == 10
    assert flow.labels == {"reported": "已上报", "accepted": "已受理"}
    assert (flow.merged, flow.seats) == ({"clerk": ("acceptor", "visitor")}, {"handler": "@unit"})
    assert flow.holders == {"accepted": "handler", "closed": "visitor", "visiting": "acceptor"}


def test_without_extends_the_whole_table_is_replaced(install: Install, toy: dict[str, str], country: Path) -> None:
    own = 'initial = "reported"\nends = ["closed"]\n[[transition]]\ncommand = "close"\nfrom = ["reported"]\n'
    install(tables={**toy, "workflow.toml": own + 'to = "closed"\nroles = ["clerk"]\n'})
    with City.open("test.toy", plugins=discover(only=["toy", "country"])) as city:
        assert steps(city.plan.workflow) == {("close", "reported", "closed")}
        assert city.plan.workflow.labels == {}


def test_own_rows_are_added(flow_of: Callable[[str], Workflow]) -> None:
    row = '[[transition]]\ncommand = "review"\nfrom = ["accepted"]\nto = "reviewed"\nroles = ["clerk"]\n'
    back = '[[transition]]\ncommand = "return"\nfrom = ["reviewed"]\nto = "accepted"\nroles = ["clerk"]\n'
    assert {("review", "accepted", "reviewed"), ("handle", "accepted", "handled")} < steps(flow_of(row + back))


def test_an_own_row_stands_in_for_its_command_in_its_states_and_nowhere_else(
    flow_of: Callable[[str], Workflow],
) -> None:
    flow = flow_of('[[transition]]\ncommand = "decline"\nfrom = ["accepted"]\nto = "declined"\nroles = ["clerk"]\n')
    declines = {row.sources: (row.roles, row.needs) for row in flow.transitions if row.command == "decline"}
    assert declines == {("reported",): (("acceptor",), ("reason",)), ("accepted",): (("clerk",), ())}


def test_a_step_is_dropped_in_one_state_or_altogether(flow_of: Callable[[str], Workflow]) -> None:
    flow = flow_of('without = [{ command = "withdraw", from = ["accepted", "visiting"] }, { command = "decline" }]')
    assert {state for command, state, _ in steps(flow) if command == "withdraw"} == {"reported"}
    assert not [1 for command, _, _ in steps(flow) if command == "decline"]
    assert "declined" not in flow.ends, "an end of the general table that nothing leads to is none here"


def test_what_can_no_longer_be_reached_goes_as_well(flow_of: Callable[[str], Workflow]) -> None:
    flow = flow_of(NO_VISIT)
    assert not {"visiting", "struck_off"} & set(flow.states)
    assert flow.holders == {"accepted": "handler"}, "who answered for a step that is gone answers no more"
    assert flow.merged == {"clerk": ("acceptor",)}


def test_labels_holders_seats_and_merged_roles_are_laid_over(flow_of: Callable[[str], Workflow]) -> None:
    flow = flow_of(
        'lang = "en"\n[labels]\naccepted = "In hand"\n[holders]\naccepted = "acceptor"\n'
        '[seats]\nacceptor = "toy-desk"\n[merged]\nhandler = ["visitor"]\n'
    )
    assert (flow.labels, flow.lang) == ({"reported": "已上报", "accepted": "In hand"}, "en")
    assert flow.holders["accepted"] == "acceptor"
    assert flow.holders["closed"] == "visitor"
    assert flow.seats == {"handler": "@unit", "acceptor": "toy-desk"}
    assert flow.merged == {"clerk": ("acceptor", "visitor"), "handler": ("visitor",)}


def test_a_district_extends_its_city_which_extends_the_country(
    install: Install, toy: dict[str, str], country: Path
) -> None:
    install(tables={**toy, "workflow.toml": 'extends = "country-workflow"\n' + NO_VISIT})
    row = '[[transition]]\ncommand = "archive"\nfrom = ["handled"]\nto = "archived"\nroles = ["clerk"]\n'
    install(
        "ward",
        scope="test.toy.ward",
        tables={
            "city.toml": toy["city.toml"],
            "workflow.toml": 'extends = "toy-workflow"\nends = ["closed", "archived", "declined", "withdrawn"]\n' + row,
        },
    )
    with City.open("test.toy.ward", plugins=discover(only=["toy", "country", "ward"])) as city:
        flow = city.plan.workflow
    assert flow.id == "ward-workflow"
    assert ("archive", "handled", "archived") in steps(flow)
    assert not [1 for command, _, _ in steps(flow) if command == "visit"]
    assert flow.seats == {"handler": "@unit"}


def test_a_change_of_the_general_table_changes_the_fingerprint(
    install: Install, toy: dict[str, str], country: Path
) -> None:
    install(tables={**toy, "workflow.toml": 'extends = "country-workflow"\n'})
    prints = []
    for text in (BASE, BASE.replace('roles = ["visitor"]', 'roles = ["visitor", "acceptor"]')):
        (country / "tables" / "workflow.toml").write_text(text, encoding="utf-8")
        with City.open("test.toy", plugins=discover(only=["toy", "country"])) as city:
            prints.append(city.plan.fingerprint)
    assert prints[0] != prints[1]


def test_a_base_that_does_not_exist_is_named_with_the_nearest(
    wrong: Callable[..., tuple[Problem, ...]], speaks: Speaks, facts: Facts
) -> None:
    (found,) = wrong('extends = "contry-workflow"\n')
    assert (found.code, found.where) == ("CMS370", "toy/tables/workflow.toml")
    assert facts(found)["near"] == "country-workflow"
    speaks(found, "contry-workflow", "country-workflow", "extends")


def test_a_neighbour_of_the_same_rank_is_no_base_but_a_conflict(
    install: Install, wrong: Callable[..., tuple[Problem, ...]]
) -> None:
    install("neighbour", scope="test.toy", tables={"workflow.toml": BASE})
    assert [p.code for p in wrong('extends = "neighbour-workflow"\n', "neighbour")] == ["CMS211"]


def test_a_table_does_not_extend_itself(
    wrong: Callable[..., tuple[Problem, ...]], speaks: Speaks, facts: Facts
) -> None:
    (found,) = wrong('extends = "toy-workflow"\n')
    assert (found.code, found.where) == ("CMS371", "toy/tables/workflow.toml")
    speaks(found, "toy-workflow", "country-workflow")


def test_two_tables_do_not_extend_each_other(
    wrong: Callable[..., tuple[Problem, ...]], country: Path, facts: Facts
) -> None:
    (country / "tables" / "workflow.toml").write_text('extends = "toy-workflow"\n', encoding="utf-8")
    (found,) = wrong('extends = "country-workflow"\n')
    assert (found.code, found.where) == ("CMS371", "country/tables/workflow.toml")
    assert facts(found)["plugin"] == "toy"


def test_steps_that_are_dropped_in_vain_are_all_named_with_the_nearest(
    wrong: Callable[..., tuple[Problem, ...]], speaks: Speaks, facts: Facts
) -> None:
    found = wrong(
        'extends = "country-workflow"\n'
        'without = [{ command = "visits" }, { command = "withdraw", from = ["acepted", "closed", "visiting"] }]\n'
    )
    assert [(p.code, p.where) for p in found] == [("CMS372", "toy/tables/workflow.toml")] * 3
    told = [(facts(p)["command"], facts(p)["state"], facts(p)["near"]) for p in found]
    assert told[:2] == [("visits", "", "visit"), ("withdraw", "acepted", "accepted")]
    assert told[2][:2] == ("withdraw", "closed")
    speaks(found[0], "visits", "visit", "country-workflow")
    speaks(found[1], "acepted", "accepted")


def test_a_mistake_in_a_row_is_named_with_the_file_that_the_row_stands_in(
    wrong: Callable[..., tuple[Problem, ...]], country: Path
) -> None:
    (country / "tables" / "workflow.toml").write_text(BASE.replace('"handle"', '"handel"'), encoding="utf-8")
    own = '[[transition]]\ncommand = "close"\nfrom = ["handled"]\nto = "closed"\nroles = []\n'
    found = wrong(f'extends = "country-workflow"\n{own}')
    assert [(p.code, p.where) for p in found] == [
        ("CMS307", "country/tables/workflow.toml"),
        ("CMS308", "toy/tables/workflow.toml"),
    ]


def test_a_base_that_cannot_be_read_is_not_called_missing(
    wrong: Callable[..., tuple[Problem, ...]], country: Path
) -> None:
    (country / "tables" / "workflow.toml").write_text("lang = \n", encoding="utf-8")
    found = wrong('extends = "country-workflow"\n')
    assert [p.code for p in found] == ["CMS411"]


def test_a_city_that_drops_the_only_way_on_is_told_so(wrong: Callable[..., tuple[Problem, ...]], facts: Facts) -> None:
    found = wrong('extends = "country-workflow"\nwithout = [{ command = "close" }]\n')
    assert [(p.code, facts(p)["state"]) for p in found] == [("CMS306", "handled")]


def test_a_state_that_is_retired_keeps_the_rows_of_the_base(flow_of: Callable[[str], Workflow]) -> None:
    kept = flow_of(
        'retired = ["visiting"]' + NO_VISIT.replace('"closed", "declined"', '"closed", "struck_off", "declined"')
    )
    assert kept.retired == ("visiting",)
    assert ("strike_off", "visiting", "struck_off") in steps(kept)
