"""The city's tables: an officer in every sub-district and community, one owner for everything, samples as expected."""

from collections.abc import Iterator
import csv
from datetime import datetime, timedelta, timezone
from importlib.resources import files
import io

import pytest

from cmsdk import Case, City, Outcome, discover
from cmsdk.contract.places import Division
from cmsdk.proof.prove import prove
from cmsdk.proof.verdict import verdict

NOW = datetime(2026, 11, 19, 9, 0, tzinfo=timezone(timedelta(hours=8)))
SAMPLES = (
    ("lyg-community", "community-desk.json"),
    ("lyg-property", "property.csv"),
    ("lyg-12345", "hotline-12345.csv"),
    ("lyg-platform", "platform.json"),
)
"""Channel and file of every sample, in the order of the demonstration."""


def _sample(name: str) -> bytes:
    return files("cmsdk_lianyungang").joinpath("samples", name).read_bytes()


@pytest.fixture(scope="module")
def city() -> Iterator[City]:
    with City.open("320700", plugins=discover(only=["cn", "lianyungang"]), clock=lambda: NOW) as opened:
        yield opened


@pytest.fixture(scope="module")
def outcomes(city: City) -> dict[str, Outcome]:
    return {name: city.receive(channel, _sample(name), name=name) for channel, name in SAMPLES}


def _of(city: City, level: str) -> list[Division]:
    return [division for division in city.plan.divisions.values() if str(division.level) == level]


def test_the_plan_is_whole_and_without_warnings(city: City) -> None:
    assert city.check() == ()
    assert [p.name for p in city.plan.plugins] == ["builtin", "cn", "lianyungang"]


def test_every_category_in_every_division_has_exactly_one_owner_and_no_row_is_hidden(city: City) -> None:
    proof = prove(city.plan, NOW.date())
    assert (proof.blocks, proof.hidden, proof.expired, proof.calls) == ((), (), (), ())
    assert verdict(proof, city.plan) == ()


def test_each_of_13_sub_districts_and_126_communities_has_a_post_and_an_officer(city: City) -> None:
    """A post for each division, run by the squad of its sub-district, and one stationed officer a post."""
    plan = city.plan
    wanted = {d.code for level in ("subdistrict", "community") for d in _of(city, level)}
    assert (len(_of(city, "subdistrict")), len(_of(city, "community"))) == (13, 126)
    posts = {station.division: station for station in plan.stations.values()}
    assert set(posts) == wanted
    squads = {station.division: plan.units[station.unit].division for station in posts.values()}
    assert all(squad in plan.area_lineage("", division) for division, squad in squads.items())
    assert sum("station_officer" in person.roles for person in plan.officers.values()) == len(wanted) == 139


def test_communities_that_are_not_published_have_the_citys_own_ids(city: City) -> None:
    assert all(d.code.startswith("x-lyg-") and "示例" in d.name for d in _of(city, "community"))
    assert all(d.code.isdigit() and d.parent == "320706" for d in _of(city, "subdistrict"))


def test_every_rule_of_the_city_says_where_it_is_from(city: City) -> None:
    plan = city.plan
    rules = [r.item for rules in (plan.classifiers, plan.routes, plan.limits, plan.matchers) for r in rules]
    own = [rule for rule in rules if rule.key.startswith("lyg-")]
    assert len(own) > 100
    assert [rule.key for rule in own if not rule.basis] == []


def test_every_unit_that_can_own_a_case_has_somebody_who_handles(city: City) -> None:
    owners = {getattr(r.item, "unit", "") for r in city.plan.routes} - {"@station", ""}
    handling = {p.unit for p in city.plan.officers.values() if {"handler", "department"} <= set(p.roles)}
    assert owners <= handling


def test_every_sample_is_a_case_a_repeat_or_in_quarantine(outcomes: dict[str, Outcome]) -> None:
    counts = {n: (o.received, len(o.case_ids), o.duplicates, len(o.quarantined)) for n, o in outcomes.items()}
    assert counts == {
        "community-desk.json": (14, 12, 1, 1),
        "property.csv": (11, 11, 0, 0),
        "hotline-12345.csv": (13, 12, 0, 1),
        "platform.json": (11, 11, 0, 0),
    }


def test_each_sample_gets_the_category_unit_mode_and_means_that_a_clerk_would_choose(
    city: City, outcomes: dict[str, Outcome]
) -> None:
    answers = {(row["channel"], row["external_id"]): row for row in csv.DictReader(io.StringIO(_answers()))}
    cases: list[Case] = [city.case(i) for outcome in outcomes.values() for i in outcome.case_ids]
    assert {(case.channel, case.report) for case in cases} == set(answers)
    scheme = city.plan.profile.scheme
    wrong = [
        (case.report, case.category, case.unit)
        for case in cases
        for row in [answers[case.channel, case.report]]
        if (case.category.removeprefix(f"{scheme}/"), case.unit, str(case.mode), str(case.approach))
        != (row["category"], row["unit"], row["mode"], row["approach"])
    ]
    assert wrong == []


def _answers() -> str:
    return _sample("answers.csv").decode()


def test_complaints_of_one_loudspeaker_over_three_channels_are_linked_to_the_first(
    city: City, outcomes: dict[str, Outcome]
) -> None:
    cases = [city.case(i) for outcome in outcomes.values() for i in outcome.case_ids]
    noise = {case.channel: case for case in cases if case.category.endswith("/E0128")}
    first = noise["lyg-community"]
    assert (noise["lyg-12345"].linked, noise["lyg-platform"].linked, first.linked) == (first.id, first.id, "")
