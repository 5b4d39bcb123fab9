"""A workflow checked as a graph (issue: every state reachable, no dead end but ends, every command has a role, …)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cmsdk import City, Problem, discover
from cmsdk.model.problem import Severity

Install = Callable[..., Path]
Complaints = Callable[..., tuple[Problem, ...]]
Speaks = Callable[..., None]
Facts = Callable[[Problem], dict[str, str]]


def row(command: str, sources: str, to: str, roles: str = "clerk", **more: str) -> str:
    def listed(text: str) -> str:
        return "[" + ", ".join(f'"{word}"' for word in text.split()) + "]"

    lines = [f'command = "{command}"', f"from = {listed(sources)}", f'to = "{to}"', f"roles = {listed(roles)}"]
    return "\n".join(["[[transition]]", *lines, *(f"{name} = {listed(text)}" for name, text in more.items()), ""])


ACCEPT = row("accept", "reported", "accepted")
CLOSE = row("close", "accepted", "closed")
ASK = row("suspend", "accepted", "suspended", "handler", approvals="clerk chief")
RESUME = row("resume", "suspended", "<")
GRANT = row("grant", "accepted", "=", "clerk chief")
REJECT = row("reject", "accepted", "=", "clerk chief")
WHOLE = ACCEPT + CLOSE + ASK + RESUME + GRANT + REJECT


def flow(rows: str, more: str = "", ends: str = '"closed"') -> str:
    return f'initial = "reported"\nends = [{ends}]\n{rows}{more}'


WRONG = {
    "nobody may grant": (WHOLE.replace(GRANT, ""), "", "CMS373", {"answer": "grant", "roles": "clerk, chief"}),
    "one level may not grant": (
        WHOLE.replace(GRANT, row("grant", "accepted", "=", "clerk")), "", "CMS373", {"roles": "chief"},
    ),
    "nobody may turn it down": (
        WHOLE.replace(REJECT, ""), "", "CMS373", {"answer": "reject", "command": "suspend", "state": "accepted"},
    ),
    "granted elsewhere only": (
        WHOLE.replace(GRANT, row("grant", "reported", "=", "clerk chief")), "", "CMS373", {"answer": "grant"},
    ),
    "a way back from where cases begin": (
        WHOLE + row("return", "accepted", "reported") + row("resume", "reported", "<"), "", "CMS374",
        {"command": "resume", "state": "reported"},
    ),
    "a way back from where nobody comes": (
        WHOLE + row("resume", "postponed", "<"), "", "CMS374", {"state": "postponed"},
    ),
    "an end that leads on": (WHOLE + row("archive", "closed", "accepted"), "", "CMS375", {"command": "archive"}),
    "a holder of no state": (WHOLE, '[holders]\naccpted = "clerk"\n', "CMS376", {"near": "accepted"}),
    "a holder with nothing to do": (
        WHOLE, '[holders]\naccepted = "clark"\n', "CMS376", {"near": "clerk", "role": "clark", "state": "accepted"},
    ),
    "a circle": (
        WHOLE + row("handle", "accepted", "handled") + row("feed_back", "handled", "checking")
        + row("rework", "checking", "handled"), "", "CMS306", {"state": "handled"},
    ),
    "a seat that is none": (WHOLE, '[seats]\nhandler = "@untit"\n', "CMS302", {"name": "@untit", "near": "@unit"}),
    "a seat of nobody": (WHOLE, '[seats]\nhandlr = "@unit"\n', "CMS378", {"field": "seats", "near": "handler"}),
    "a merged role that does nothing": (
        WHOLE, '[merged]\nclerk = ["cheif"]\n', "CMS378", {"field": "merged", "role": "cheif", "near": "chief"},
    ),
    "a mistyped command": (WHOLE + row("acept", "reported", "accepted"), "", "CMS307", {"near": "accept"}),
    "a mistyped guard": (
        WHOLE + row("handle", "accepted", "closed", guards="holds_lft"), "", "CMS309", {"near": "holds_left"},
    ),
    "a mistyped field": (
        WHOLE + row("handle", "accepted", "closed", needs="reslt"), "", "CMS310", {"near": "result"},
    ),
    "a mistyped state": (
        WHOLE + row("handle", "acepted", "closed"), "", "CMS305", {"state": "acepted", "near": "accepted"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_workflow_that_cannot_work_is_named_with_the_nearest_word(
    name: str, install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks, facts: Facts
) -> None:
    rows, more, code, wanted = WRONG[name]
    install(tables={**toy, "workflow.toml": flow(rows, more)})
    found = [p for p in complaints() if p.code == code]
    assert found, [p.code for p in complaints()]
    assert found[0].where == "toy/tables/workflow.toml"
    assert facts(found[0]).items() >= wanted.items()
    speaks(found[0], *wanted.values())


def test_the_workflow_that_these_mistakes_are_made_in_is_whole(install: Install, toy: dict[str, str]) -> None:
    install(tables={**toy, "workflow.toml": flow(WHOLE)})
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        assert city.check() == ()


@pytest.mark.parametrize(
    "more",
    {
        "an end may be reopened": row("reopen", "closed", "accepted"),
        "an end may have steps that leave it as it is": row("appeal", "closed", "="),
        "who fills a role may grant for it": '[merged]\nclerk = ["chief"]\n',
        "a side state may be left by other ways as well": row("void", "suspended", "closed"),
        "from one side state into another": row("postpone", "accepted suspended", "postponed")
        + row("resume", "postponed", "<"),
        "steps that leave a side state as it is": row("supervise", "suspended", "="),
    }.items(),
    ids=lambda named: named[0],
)
def test_what_looks_alike_and_is_right_is_let_through(
    more: tuple[str, str], install: Install, toy: dict[str, str]
) -> None:
    grant = row("grant", "accepted", "=", "clerk") if "merged" in more[1] else GRANT
    install(tables={**toy, "workflow.toml": flow(WHOLE.replace(GRANT, grant), more[1])})
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        assert city.check() == ()


def test_all_mistakes_of_a_table_are_told_at_once(
    install: Install, toy: dict[str, str], complaints: Complaints
) -> None:
    rows = ACCEPT + CLOSE + ASK + RESUME + row("archive", "closed", "accepted") + row("resume", "postponed", "<")
    more = '[holders]\nfiled = "clerk"\n[merged]\nclerk = ["nobody"]\n[seats]\nclerk = "@nowhere"\n'
    install(tables={**toy, "workflow.toml": flow(rows, more)})
    codes = {p.code for p in complaints()}
    assert codes == {"CMS302", "CMS305", "CMS373", "CMS374", "CMS375", "CMS376", "CMS378"}


def test_a_state_with_an_id_of_its_own_is_a_warning_unless_it_is_marked_as_such(
    install: Install, toy: dict[str, str], speaks: Speaks, facts: Facts
) -> None:
    rows = WHOLE + row("handle", "accepted", "handeld") + row("close", "handeld x-stamped", "closed")
    install(tables={**toy, "workflow.toml": flow(rows + row("archive", "accepted", "x-stamped"))})
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        (found,) = city.check()
    assert (found.code, found.severity) == ("CMS379", Severity.WARNING)
    assert facts(found) == {"state": "handeld", "near": "handled"}
    speaks(found, "handeld", "handled", "x-")


PEOPLE = "id,name,unit,roles\ntoy-a,甲,toy-desk,clerk\n"
CHIEF = '[labels]\nchief = "科长"\n'


@pytest.mark.parametrize(
    ("people", "more", "states"),
    [
        (PEOPLE, "", ""),
        (PEOPLE.replace("clerk", "handler"), "", "reported, suspended"),
        (PEOPLE.replace("clerk", "handler"), '[merged]\nhandler = ["clerk"]\n', ""),
        (PEOPLE.replace("clerk", ""), "", ""),
    ],
    ids=[
        "the roster has the role",
        "nobody has it",
        "it is merged into one that somebody has",
        "no roles on the roster",
    ],
)
def test_states_that_nobody_on_the_roster_can_lead_on_from_are_a_warning(
    people: str, more: str, states: str, install: Install, toy: dict[str, str], speaks: Speaks, facts: Facts
) -> None:
    install(tables={**toy, "people.csv": people, "workflow.toml": flow(WHOLE, more + CHIEF)})
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        found = city.check()
    assert [(p.code, facts(p)["states"]) for p in found] == ([("CMS377", states)] if states else [])
    if states:
        speaks(found[0], "reported", "clerk", "merged")


def test_whose_roles_are_merged_may_stand_in_no_table_and_on_no_roster(install: Install, toy: dict[str, str]) -> None:
    """An app vouches for actors; what it calls them is the city's own."""
    install(tables={**toy, "people.csv": PEOPLE, "workflow.toml": flow(WHOLE, '[merged]\ntown_hall = ["chief"]\n')})
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        assert city.check() == ()


@pytest.mark.parametrize(
    ("rows", "more", "people", "unknown"),
    [
        (WHOLE.replace('"handler"', '"handlr"'), "", PEOPLE + "toy-b,乙,toy-desk,handler;chief\n", "handlr"),
        (WHOLE.replace('"clerk", "chief"', '"clerk", "cheif"'), CHIEF, PEOPLE, "cheif"),
        (WHOLE, "", PEOPLE, "chief"),
        (WHOLE, CHIEF, PEOPLE, ""),
        (WHOLE, '[seats]\nchief = "@desk"\n', PEOPLE, ""),
        (WHOLE, '[merged]\nclerk = ["chief"]\n', PEOPLE, ""),
        (WHOLE, "", PEOPLE + "toy-b,乙,toy-desk,chief\n", ""),
        (WHOLE, "", "", ""),
    ],
    ids=[
        "in a row",
        "in approvals too",
        "of nobody",
        "with a label",
        "with a seat",
        "merged",
        "on the roster",
        "no roster",
    ],
)
def test_a_role_that_nobody_has_and_that_stands_nowhere_else_is_named_with_the_nearest(
    rows: str, more: str, people: str, unknown: str, install: Install, toy: dict[str, str], speaks: Speaks, facts: Facts
) -> None:
    tables = {**toy, "workflow.toml": flow(rows, more)} | ({"people.csv": people} if people else {})
    install(tables=tables)
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        found = [one for one in city.check() if one.code == "CMS382"]
    assert [facts(one)["role"] for one in found] == ([unknown] if unknown else [])
    for one in found:
        assert (one.severity, one.where) == (Severity.WARNING, "toy/tables/workflow.toml")
        assert facts(one)["near"] == {"handlr": "handler", "cheif": "chief", "chief": "clerk"}[unknown]
        speaks(one, unknown)


def test_a_dropped_guard_that_there_is_not_is_named_with_the_nearest(
    install: Install, toy: dict[str, str], complaints: Complaints, facts: Facts
) -> None:
    install(tables={**toy, "workflow.toml": flow(WHOLE.replace(CLOSE, CLOSE + 'drops = ["of_the_unti"]\n'))})
    assert [facts(one)["near"] for one in complaints() if one.code == "CMS309"] == ["of_the_unit"]
