"""Every bad command is a refusal with a code, both languages and a remedy, and writes no entry."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cmsdk.model.commands import (
    Accept,
    Actor,
    Assign,
    Command,
    Decline,
    Dispatch,
    ForceClose,
    Handle,
    Reject,
    Reopen,
    Return,
    Rework,
    Void,
)
from cmsdk.model.enforcement_commands import OpenFile
from cmsdk.model.errors import NotAllowed, RejectedInput

Side = Any
WITHOUT_REASON: list[tuple[str, str, Command]] = [
    ("report", "acceptor", Decline(path="the landlord")),
    ("filed", "acceptor", Void()),
    ("dispatched", "roads", Return(reason="\u3000")),
    ("dispatched", "roads", Handle()),
    ("dispatched", "roads", Assign()),
    ("dispatched", "dispatcher", ForceClose()),
    ("handled", "dispatcher", Rework(reason=" ")),
    ("visited", "dispatcher", Reopen()),
    ("closed", "dispatcher", Reject()),
]


def _at(side: Side, where: str) -> str:
    """A case that has come so far."""
    from cmsdk.model.commands import Visit

    if where in {"report", "filed", "dispatched", "closed"}:
        case_id: str = getattr(side, where)()
        return case_id
    if where == "handled":
        case_id = side.dispatched()
        side.done(case_id, "roads", Handle(result="filled"))
        return case_id
    if where == "visited":
        case_id = side.closed()
        side.done(case_id, "visitor", Visit(solved=False))
        return case_id
    case_id = side.report()
    side.done(case_id, "acceptor", Decline(reason="private", path="the landlord"))
    return case_id


@pytest.mark.parametrize(
    ("where", "who", "command", "code", "guard"),
    [
        ("ended", "acceptor", Accept(), "CMS702", "state"),
        ("report", "acceptor", Dispatch(), "CMS702", "state"),
        ("report", "roads", Accept(), "CMS703", "role"),
        ("filed", "acceptor", Dispatch(), "CMS703", "role"),
        ("filed", "dispatcher", Dispatch(unit="nix"), "CMS711", "unit"),
        *((where, who, command, "CMS704", "needs") for where, who, command in WITHOUT_REASON),
    ],
)
def test_a_bad_command_is_refused_and_writes_nothing(
    side: Side, where: str, who: str, command: Command, code: str, guard: str
):
    refusal = side.refused(_at(side, where), who, command)
    assert (refusal.code, refusal.guard) == (code, guard)


def test_a_command_before_the_last_entry_is_refused(side: Side):
    refusal = side.refused(side.filed(), "dispatcher", Dispatch(), hours=-2)
    assert (refusal.code, refusal.guard) == ("CMS705", "time")


def test_a_command_that_is_sent_twice_is_carried_out_once(side: Side):
    case_id = side.dispatched()
    handle = Handle(result="filled")
    side.act(case_id, "roads", handle, key="k-1")
    side.done(case_id, "dispatcher", Rework(reason="sunken"))
    refusal = side.refused(case_id, "roads", handle, key="k-1")
    assert (refusal.code, refusal.guard, dict(refusal.facts)["key"]) == ("CMS720", "key", "k-1")
    other = side.dispatched()
    assert side.act(other, "roads", handle, key="k-1").state == "handled"
    assert side.act(case_id, "roads", handle, key="k-2").course.keys == ("k-1", "k-2")


def test_a_command_on_an_unknown_or_a_foreign_case_names_the_case_and_writes_nothing(
    side: Side, testville_on: Callable[..., Any]
):
    case_id = side.report()
    foreign = testville_on(side.city.ledger)
    before = side.city.ledger.mark()
    for city, asked, code in ((side.city, "260601-000000-000000", "CMS701"), (foreign, case_id, "CMS710")):
        with pytest.raises(NotAllowed) as refused:
            city.act(asked, Accept(), Actor("ann", ("clerk", "acceptor")), now=side.now + timedelta(hours=1))
        (told,) = refused.value.problems
        assert told.code == code
        assert all("{" not in said(lang) for said in (told.what, told.why, told.remedy) for lang in ("en", "zh"))
    assert side.city.ledger.mark() == before


@pytest.mark.parametrize(
    ("command", "by", "wrong"),
    [
        (Accept(), "acceptor", {"by": "str"}),
        (Accept(), None, {"by": "NoneType"}),
        (Accept, Actor("a", ["acceptor"]), {"command": "class Accept"}),
        ("accept", Actor("a", ["acceptor"]), {"command": "str"}),
        (OpenFile(), ["acceptor"], {"command": "OpenFile", "by": "list"}),
    ],
)
def test_what_is_no_command_or_no_actor_is_rejected_by_name_and_nothing_is_written(
    side: Side, speaks: Callable[..., None], command: object, by: object, wrong: dict[str, str]
):
    case_id = side.report()
    entries = side.city.ledger.entries(case_id)
    for act in (lambda: side.city.act(case_id, command, by), lambda: side.city.act_all([case_id], command, by)):
        with pytest.raises(RejectedInput) as caught:
            act()
        found = [(one.code, dict(one.facts)) for one in caught.value.problems]
        assert {facts["name"]: facts["given"] for _, facts in found} == wrong
        assert {code for code, _ in found} == {"CMS384"}
        for one in caught.value.problems:
            speaks(one, dict(one.facts)["given"], dict(one.facts)["wanted"])
    assert side.city.ledger.entries(case_id) == entries


@pytest.mark.parametrize("call", ["open_file", "enforce", "recount"])
def test_files_and_recounts_take_actors_and_commands_of_their_own_too(side: Side, call: str):
    case_id = side.report()
    given = {"open_file": (case_id, Accept(), "ann"), "enforce": ("f-1", Accept(), "ann"), "recount": ("ann",)}[call]
    with pytest.raises(RejectedInput) as caught:
        getattr(side.city, call)(*given)
    wanted = {"open_file": ["OpenFile", "Actor"], "enforce": ["FileCommand", "Actor"], "recount": ["Actor"]}[call]
    assert [dict(one.facts)["wanted"] for one in caught.value.problems] == wanted
