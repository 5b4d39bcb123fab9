"""Mechanisms M52, M54 and M55 of the seed documents, from inbound files to the figure or document."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
import csv
from datetime import datetime, timedelta, timezone
from importlib.resources import files
import io
from pathlib import Path

import pytest

from cmsdk import (
    Actor,
    Case,
    City,
    Command,
    Dispatch,
    FeedBack,
    File,
    Handle,
    Refusal,
    Review,
    discover,
)
from cmsdk.model.figures import Figures

NOW = datetime(2026, 11, 19, 9, 0, tzinfo=timezone(timedelta(hours=8)))
PLATFORM, HOTLINE = ("tengzhou-platform", "platform.json"), ("tengzhou-12345", "hotline-12345.csv")
NOISE, BUILDING = {"E0128", "E0301"}, {"E0101"}
_WHO = ("handler", "department")
Seen = Callable[..., City]


def _sample(name: str) -> bytes:
    return files("cmsdk_tengzhou").joinpath("samples", name).read_bytes()


@pytest.fixture
def seen() -> Iterator[Seen]:
    """A fresh city that has received these samples."""
    with ExitStack() as opened:

        def receive(*samples: tuple[str, str]) -> City:
            plugins = discover(only=["cn", "tengzhou"])
            city = opened.enter_context(City.open("370481", plugins=plugins, clock=lambda: NOW))
            for channel, name in samples:
                city.receive(channel, _sample(name), name=name)
            return city

        yield receive


def _code(case: Case) -> str:
    return case.category.rpartition("/")[2]


def _give(city: City, case: Case, person: str, command: Command) -> Case | Refusal:
    officer = city.plan.officers[person]
    return city.act(case.id, command, Actor(officer.id, officer.roles))


def _settle(city: City, case: Case, *, reply: bool = True) -> None:
    """The five steps; without ``reply`` the fifth is left out."""
    people = city.plan.officers.values()
    doer = {role: next(p.id for p in people if p.unit == case.unit and role in p.roles) for role in _WHO}
    steps: list[tuple[str, Command]] = [
        ("tengzhou-p-jia", File()), ("tengzhou-p-yi", Review()), ("tengzhou-p-bing", Dispatch()),
        (doer["handler"], Handle(result="已处置")),
    ]  # fmt: skip
    for person, command in [*steps, *([(doer["department"], FeedBack(result="已答复"))] if reply else [])]:
        assert isinstance(after := _give(city, case, person, command), Case), after


def _of(city: City, codes: set[str]) -> Sequence[Case]:
    """Cases of these classes that stand for themselves: what is linked to a first one goes with it."""
    return [case for case in city.cases() if _code(case) in codes and not case.linked]


def _replied(figures: Figures, codes: set[str]) -> tuple[int, int]:
    rows = [row for row in figures.categories if row.key.rpartition("/")[2] in codes]
    return sum(row.cases for row in rows), sum(row.cases - row.open for row in rows)


# ---- M52 ----


def test_m52_the_work_ledger_shows_the_step_of_review_and_nothing_passes_without_it(seen: Seen, tmp_path: Path) -> None:
    city = seen(PLATFORM)
    case = next(case for case in city.cases() if case.report == "TZ-1116-02")
    assert isinstance(_give(city, case, "tengzhou-p-jia", File()), Case)
    refused = _give(city, case, "tengzhou-p-bing", Dispatch())
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.guard) == ("CMS702", "state")

    def page() -> str:
        return city.publish("tengzhou-work-ledger", to=tmp_path / "ledger.html").read_text(encoding="utf-8")

    assert "已审核待派遣" not in page()
    assert isinstance(_give(city, case, "tengzhou-p-yi", Review()), Case)
    shown = page()
    assert "已审核待派遣" in shown
    assert "工作台账" in shown
    assert [e.type for e in city.ledger.entries(case.id)] == ["reported", "triaged", "file", "review"]


# ---- M54 ----


def test_m54_the_two_channels_are_counted_apart(seen: Seen, tmp_path: Path) -> None:
    city = seen(PLATFORM, HOTLINE)
    assert {row.key: row.cases for row in city.figures().channels} == {"tengzhou-platform": 12, "tengzhou-12345": 13}
    page = city.publish("tengzhou-work-ledger", to=tmp_path / "ledger.html").read_text(encoding="utf-8")
    assert "智慧城管平台" in page
    assert "12345热线工单" in page
    alone = seen(HOTLINE)
    assert {row.key: row.cases for row in alone.figures().channels} == {"tengzhou-12345": 13}


# ---- M55 ----


def test_m55_of_noise_and_illegal_construction_all_are_replied_to(seen: Seen) -> None:
    city = seen(PLATFORM, HOTLINE)
    cases = [*_of(city, NOISE), *_of(city, BUILDING)]
    for case in cases[:-1]:
        _settle(city, case)
    _settle(city, cases[-1], reply=False)
    figures = city.figures()
    assert (_replied(figures, NOISE), _replied(figures, BUILDING)) == ((7, 7), (4, 3)), "handled is not replied to"
    department = next(p.id for p in city.plan.officers.values() if p.unit == cases[-1].unit and "department" in p.roles)
    assert isinstance(_give(city, cases[-1], department, FeedBack(result="已答复")), Case)
    assert _replied(city.figures(), BUILDING) == (4, 4)


# ---- the samples ----


def test_each_sample_gets_the_category_unit_mode_and_means_that_a_clerk_would_choose(seen: Seen) -> None:
    city = seen(PLATFORM, HOTLINE)
    scheme = f"{city.plan.profile.scheme}/"
    rows = csv.DictReader(io.StringIO(_sample("answers.csv").decode()))
    wanted = {(r["channel"], r["external_id"]): (r["category"], r["unit"], r["mode"], r["approach"]) for r in rows}
    assert {
        (c.channel, c.report): (c.category.removeprefix(scheme), c.unit, str(c.mode), str(c.approach))
        for c in city.cases()
    } == wanted


def test_five_sub_districts_with_eleven_areas_each_have_a_post_or_window(seen: Seen) -> None:
    plan = seen().plan
    areas = [d for d in plan.divisions.values() if str(d.level) == "community"]
    assert len(areas) == 55
    assert {d.parent for d in areas} == {f"37048100{n}" for n in range(1, 6)}
    assert {s.division for s in plan.stations.values()} == {*(d.code for d in areas), *(d.parent for d in areas)}


def test_every_rule_of_the_city_says_where_it_is_from(seen: Seen) -> None:
    plan = seen().plan
    rules = [r.item for rules in (plan.classifiers, plan.routes, plan.limits, plan.matchers) for r in rules]
    own = [rule for rule in rules if rule.key.startswith("tengzhou-")]
    assert len(own) > 50
    assert [rule.key for rule in own if not rule.basis] == []
