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
from cmsdk.model.errors import NotAllowed

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
