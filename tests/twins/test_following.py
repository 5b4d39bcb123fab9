"""Linked cases follow the first one's outcome, unless a person parts them."""

from collections.abc import Callable
from datetime import timedelta
import itertools

import attrs
import pytest

from cmsdk import Case, City, Link, Outcome, Refusal, Satisfaction, Unlink
from cmsdk import File as FileCommand
from cmsdk.contract.ports import Change, Seen
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.commands import (
    Accept,
    Archive,
    Close,
    Decline,
    Dispatch,
    Handle,
    Rework,
    StrikeOff,
    Visit,
    Void,
)
from cmsdk.work.case import fold
from cmsdk.work.forms import CaseForms

from .conftest import ANN, NOW

Town = Callable[..., City]
File = Callable[..., Outcome]
Give = Callable[..., Case]
POTHOLES = {"category": "C101"}
TO_ARCHIVE = (Accept(), FileCommand(), Dispatch(), Handle(result="filled"), Close(), Archive())


@pytest.fixture
def three(town: Town, file: File) -> tuple[City, str, str, str]:
    """A first case and two that are linked to it."""
    city = town(POTHOLES)
    return (city, *file(city, {}, {"Lat": "42.5001"}, {"Lat": "42.5002"}).case_ids)


def _states(city: City, *ids: str) -> list[str]:
    return [city.case(i).state for i in ids]


def _whole(city: City, *ids: str) -> None:
    """The projection is what the entries make, and the entries are chained."""
    for case_id in ids:
        entries = city.ledger.entries(case_id)
        assert city.ledger.case(case_id) == attrs.evolve(fold(entries, CaseForms()), trail=())
        assert all(a.hash == b.prev for a, b in itertools.pairwise(entries))


def test_those_that_are_linked_go_where_the_first_one_goes(three: tuple[City, str, str, str], give: Give):
    city, first, *others = three
    give(city, first, *TO_ARCHIVE)
    assert _states(city, *others) == ["archived", "archived"]
    for other in map(city.case, others):
        assert (other.handled, other.closed) == (city.case(first).handled, city.case(first).closed)
        assert other.result == "filled"
    entries = city.ledger.entries(others[0])
    assert [e.type for e in entries][3:] == [c.name for c in TO_ARCHIVE]
    assert {e.by for e in entries[3:]} == {ANN.id}
    forms = CaseForms()
    follows = [forms.read(e)["effects"]["follows"] for e in entries[3:]]
    assert follows == [f"{first}:{version}" for version in range(3, 9)]
    assert f"{first}:8" in str(city.explain(others[0]))
    _whole(city, first, *others)


@pytest.mark.parametrize("command", [Decline(reason="a private road"), Void(reason="no pothole")])
def test_declined_or_voided_with_the_first_one(command: Decline | Void, three: tuple[City, str, str, str], give: Give):
    city, first, *others = three
    before = () if isinstance(command, Decline) else (Accept(), FileCommand())
    give(city, first, *before, command)
    assert len(set(_states(city, first, *others))) == 1
    assert all(city.case(other).closed for other in others)


def test_each_reporter_is_visited_on_their_own(three: tuple[City, str, str, str], give: Give):
    city, first, second, third = three
    give(city, first, *TO_ARCHIVE, Visit(solved=True, satisfied=Satisfaction.SATISFIED))
    assert _states(city, first, second, third) == ["visiting", "archived", "archived"]
    give(city, second, Visit(solved=True, satisfied=Satisfaction.SATISFIED), hours=9)
    give(city, first, StrikeOff(), hours=9)
    assert _states(city, first, second, third) == ["struck_off", "struck_off", "archived"]
    said = CaseForms().read(city.ledger.entries(first)[-1])["effects"]
    assert said["left"] == third
    assert third in str(city.explain(first))
    assert city.case(third).satisfied == ""


def test_what_goes_back_into_work_takes_along_those_whose_reporter_was_not_asked_yet(
    town: Town, file: File, give: Give, tmp_path: object
):
    from pathlib import Path

    builtin = Path(__file__).parents[2] / "src" / "cmsdk" / "builtin" / "tables" / "workflow.toml"
    again = '[[transition]]\ncommand = "rework"\nfrom = ["visiting"]\nto = "dispatched"\nroles = ["clerk"]\n'
    city = town(POTHOLES, files={"workflow.toml": builtin.read_text(encoding="utf-8") + again})
    first, second = file(city, {}, {}).case_ids
    give(city, first, *TO_ARCHIVE, Visit(solved=False), Rework(reason="still there"))
    assert _states(city, first, second) == ["dispatched", "dispatched"]
    assert (city.case(second).handled, city.case(second).closed) == (None, None)


def test_one_that_stands_elsewhere_is_left_and_named_and_never_forced(three: tuple[City, str, str, str], give: Give):
    city, first, second, third = three
    give(city, second, Accept(), FileCommand())
    case = city.act(first, Accept(), ANN, now=NOW + timedelta(hours=9))
    assert isinstance(case, Case)
    assert _states(city, first, second, third) == ["accepted", "filed", "accepted"]
    assert CaseForms().read(city.ledger.entries(first)[-1])["effects"]["left"] == second
    give(city, first, FileCommand(), hours=9)
    give(city, first, Dispatch())  # in step again
    assert _states(city, first, second, third) == ["dispatched"] * 3


def test_one_that_has_ended_by_itself_follows_nothing_more(three: tuple[City, str, str, str], give: Give):
    city, first, second, third = three
    give(city, second, Decline(reason="reported twice by the same caller"))
    give(city, first, Accept())
    assert _states(city, first, second, third) == ["accepted", "declined", "accepted"]
    assert "left" not in CaseForms().read(city.ledger.entries(first)[-1])["effects"]


def test_one_that_was_opened_after_the_moment_of_the_command_is_left(town: Town, file: File):
    city = town(POTHOLES)
    (first,) = file(city, {"No.": "a"}).case_ids
    (second,) = file(city, {"No.": "b"}, now=NOW + timedelta(hours=2)).case_ids
    assert isinstance(city.act(first, Accept(), ANN, now=NOW + timedelta(hours=1)), Case)
    assert _states(city, first, second) == ["accepted", "reported"]


def test_who_is_parted_goes_alone_and_is_never_linked_again_by_itself(
    three: tuple[City, str, str, str], give: Give, file: File
):
    city, first, second, third = three
    parted = give(city, second, Unlink(reason="another hole, in front of number 9"))
    assert (parted.linked, parted.state) == ("", "reported")
    give(city, first, Accept(), hours=9)
    assert _states(city, first, second, third) == ["accepted", "reported", "accepted"]
    file(city, {"No.": "again"}, now=NOW + timedelta(hours=12))
    city.reread(city.ledger.deliveries(city.id)[0].id, now=NOW + timedelta(hours=12))
    assert city.case(second).linked == ""
    assert next(case.id for case in city.linked_to(first)) == third
    assert f"parted it from case {first}" in str(city.explain(second))
    _whole(city, second)


def test_a_person_links_two_and_the_second_takes_over_where_the_first_has_come(town: Town, file: File, give: Give):
    city = town()
    first, second = file(city, {}, {"Text": "a hole in the road"}).case_ids
    give(city, first, Accept(), FileCommand(), Dispatch(unit="testville-order"))
    linked = give(city, second, Link(to=first, note="same hole"), hours=5)
    assert (linked.linked, linked.state, linked.unit) == (first, "dispatched", "testville-order")
    give(city, first, Handle(result="filled"), hours=9)
    assert _states(city, first, second) == ["handled", "handled"]
    _whole(city, first, second)


def test_linking_to_one_that_is_linked_means_its_first(three: tuple[City, str, str, str], give: Give, file: File):
    city, first, second, _ = three
    (other,) = file(city, {"No.": "x", "Lat": "42.9"}).case_ids
    assert give(city, other, Link(to=second)).linked == first


def test_a_first_one_that_is_linked_takes_its_followers_along(
    three: tuple[City, str, str, str], give: Give, file: File
):
    city, first, second, third = three
    (other,) = file(city, {"No.": "x", "Lat": "42.9"}).case_ids
    give(city, other, Accept())
    give(city, third, Accept(), FileCommand())
    give(city, first, Link(to=other), hours=6)
    assert [case.id for case in city.linked_to(other)] == sorted([first, second, third])
    assert city.linked_to(first) == ()
    assert _states(city, first, second, third) == ["accepted", "accepted", "filed"]
    _whole(city, first, second, third)


@pytest.mark.parametrize(
    ("of", "command", "code"),
    [
        (1, Link(to="260601-000000-000000"), "CMS713"),
        (3, Link(to="ended"), "CMS714"),
        (1, Link(to="self"), "CMS715"),
        (2, Link(to="first"), "CMS715"),
        (1, Link(to="second"), "CMS715"),
        (1, Unlink(reason="no"), "CMS716"),
        (1, Link(), "CMS704"),
        (2, Unlink(), "CMS704"),
    ],
)
def test_a_link_that_leads_nowhere_is_refused_and_nothing_written(
    of: int, command: Link | Unlink, code: str, town: Town, file: File, give: Give, speaks: Callable[..., None]
):
    from cmsdk.model.problem import Problem

    city = town(POTHOLES)
    first, second, alone, ended = file(city, {}, {}, {"Lat": "42.7"}, {"Lat": "42.9"}).case_ids
    give(city, ended, Decline(reason="x"))
    names = {"self": first, "first": first, "second": second, "ended": ended}
    if isinstance(command, Link):
        command = attrs.evolve(command, to=names.get(command.to, command.to))
    case_id = (first, first, second, alone)[of]
    before = city.ledger.mark()
    refused = city.act(case_id, command, ANN, now=NOW + timedelta(hours=9))
    assert isinstance(refused, Refusal)
    assert refused.code == code
    assert city.ledger.mark() == before
    speaks(Problem(refused.code, case_id, refused.facts))


def test_what_is_written_into_all_of_them_gives_none_of_the_reporters_away(town: Town, file: File, give: Give):
    city = town(POTHOLES)
    first, second = file(city, {"Name": "Zoe Quill"}, {"Name": "Ned Hawk"}).case_ids
    give(city, first, Accept(note="Ned Hawk and Zoe Quill both called"))
    for case_id in (first, second):
        data = city.ledger.entries(case_id)[-1].data
        assert "Hawk" not in data
        assert "Quill" not in data


class _SomebodyElse(SqlLedger):
    """A ledger on which somebody else writes between reading and appending."""

    meanwhile: Callable[[], object] | None = None

    def append_all(self, changes: list[Change], seen: Seen | None = None) -> bool:  # type: ignore[override]
        act, self.meanwhile = self.meanwhile, None
        if act:
            act()
        return super().append_all(changes, seen)


@pytest.mark.parametrize("how", ["a follower is acted on", "a report is linked", "the first is acted on"])
def test_if_anything_moved_meanwhile_nothing_at_all_is_written(how: str, town: Town, file: File):
    city = town(POTHOLES, where="memory://")
    ledger = _SomebodyElse.in_memory()
    city = attrs.evolve(city, ledger=ledger)
    first, second = file(city, {}, {}).case_ids
    meanwhile = {
        "a follower is acted on": lambda: city.act(second, Accept(), ANN),
        "a report is linked": lambda: file(city, {"No.": "late"}),
        "the first is acted on": lambda: city.act(first, Accept(), ANN),
    }
    ledger.meanwhile = meanwhile[how]
    refused = city.act(first, Decline(reason="not ours"), ANN)
    assert isinstance(refused, Refusal)
    assert refused.code == "CMS709"
    assert all(case.state != "declined" for case in city.cases())
    late = [case for case in city.cases() if case.report == "late"]
    assert {case.linked for case in late} <= {first}


def test_no_stream_goes_back_in_time_when_a_first_one_is_linked_with_its_followers(town: Town, file: File):
    city = town(POTHOLES)
    first, second = file(city, {}, {}).case_ids
    (other,) = file(city, {"No.": "elsewhere", "Lat": "42.9"}).case_ids
    assert isinstance(city.act(second, Accept(), ANN, now=NOW + timedelta(hours=9)), Case)
    refused = city.act(first, Link(to=other), ANN, now=NOW + timedelta(hours=1))
    assert isinstance(refused, Refusal)
    assert refused.code == "CMS705"
    assert (city.case(first).linked, city.case(second).linked) == ("", first)
    assert isinstance(city.act(first, Link(to=other), ANN, now=NOW + timedelta(hours=9)), Case)
    assert city.case(second).linked == other
    _whole(city, first, second, other)
