"""The samples, by the rows of both cities."""

from collections.abc import Iterator
import csv
from datetime import datetime, timedelta, timezone
from importlib.resources import files
import io

import pytest

from cmsdk import Case, City, Outcome, discover

NOW = datetime(2026, 5, 15, 11, 0, tzinfo=timezone(timedelta(hours=8)))
SAMPLES = {
    "community.csv": "pingdu-community",
    "hotline-12345.json": "pingdu-12345",
    "patrol.json": "qingdao-patrol",
}


def _sample(name: str) -> bytes:
    return files("cmsdk_pingdu").joinpath("samples", name).read_bytes()


@pytest.fixture(scope="module")
def pingdu() -> Iterator[City]:
    with City.open("370283", plugins=discover(only=["cn", "pingdu", "qingdao"]), clock=lambda: NOW) as city:
        yield city


@pytest.fixture(scope="module")
def outcomes(pingdu: City) -> dict[str, Outcome]:
    return {name: pingdu.receive(channel, _sample(name), name=name) for name, channel in SAMPLES.items()}


@pytest.fixture(scope="module")
def cases(pingdu: City, outcomes: dict[str, Outcome]) -> dict[str, Case]:
    return {case.report: case for outcome in outcomes.values() for case in map(pingdu.case, outcome.case_ids)}


def test_every_item_is_a_case_a_repeat_or_in_quarantine(outcomes: dict[str, Outcome]) -> None:
    assert {
        name: (o.received, len(o.case_ids), o.duplicates, [p.code for q in o.quarantined for p in q.problems])
        for name, o in outcomes.items()
    } == {
        "community.csv": (15, 12, 1, ["CMS508", "CMS507"]),
        "hotline-12345.json": (12, 10, 1, ["CMS508"]),
        "patrol.json": (3, 3, 0, []),
    }


def test_triage_chooses_what_the_answers_say_for_every_sample(cases: dict[str, Case]) -> None:
    answers = list(csv.DictReader(io.StringIO(_sample("answers.csv").decode("utf-8"))))
    assert len(answers) == len(cases) == 25
    for answer in answers:
        (case,) = [
            one for one in cases.values()
            if one.channel == answer["channel"]
            and (one.report == answer["external_id"] or one.text.startswith(answer["text_starts"] or "\0"))
        ]  # fmt: skip
        category = case.category.removeprefix("gbt30428.2/2013/")
        found = (category, str(case.approach), case.unit, str(case.mode))
        assert found == (answer["category"], answer["approach"], answer["unit"], answer["mode"]), answer


def test_gardens_told_at_the_community_on_the_telephone_and_by_a_patrol_are_judged_by_one_row(
    cases: dict[str, Case],
) -> None:
    gardens = ("PD-SQ-260515-01", "PD12345-0514-011", "XC260515-02")
    assert {cases[report].standard for report in gardens} == {"pingdu-std-greens-garden"}


def test_a_closed_off_lawn_is_no_garden(cases: dict[str, Case]) -> None:
    assert cases["PD-SQ-260515-09"].standard == "pingdu-std-greens"
