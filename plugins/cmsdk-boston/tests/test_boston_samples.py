"""The samples come in over three channels, are decided as a clerk would, and nothing that comes out is Chinese."""

import csv
from datetime import datetime
from importlib.resources import files
import json
from pathlib import Path
import re
from zoneinfo import ZoneInfo

import attrs
import pytest

from cmsdk import Case, City, Outcome, discover

EASTERN = ZoneInfo("America/New_York")
NOW = datetime(2011, 11, 7, 9, 0, tzinfo=EASTERN)
SAMPLES = (("open-data-csv", "open-data.csv"), ("open311", "open311.json"), ("hotline", "hotline.jsonl"))
CHINESE = re.compile("[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]")
"""Han, kana, and the punctuation that goes with them."""
ANSWERS = list(csv.DictReader((files("cmsdk_boston") / "samples" / "answers.csv").read_text("utf-8").splitlines()))


@attrs.frozen
class Received:
    """The city after its samples, and what each delivery came to."""

    city: City
    outcomes: dict[str, Outcome]

    def case(self, report: str) -> Case:
        """The case of a report of the samples, with its trail."""
        (found,) = [case for case in self.city.cases() if case.report == report]
        return self.city.case(found.id)


def _open() -> City:
    return City.open("us.ma.boston", plugins=discover(only=["boston"]), clock=lambda: NOW)


@pytest.fixture
def boston() -> City:
    return _open()


@pytest.fixture(scope="module")
def received() -> Received:
    city = _open()
    folder = files("cmsdk_boston") / "samples"
    outcomes = {name: city.receive(channel, (folder / name).read_bytes(), name=name) for channel, name in SAMPLES}
    return Received(city, outcomes)


def test_no_report_is_lost(received: Received) -> None:
    for name, cases, repeats in (("open-data.csv", 16, 1), ("open311.json", 6, 0), ("hotline.jsonl", 10, 0)):
        outcome = received.outcomes[name]
        assert (len(outcome.case_ids), outcome.duplicates, outcome.problems) == (cases, repeats, [])
        assert outcome.received == cases + repeats + len(outcome.quarantined)


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer["external_id"])
def test_every_case_is_as_the_answers_say(received: Received, answer: dict[str, str]) -> None:
    case = received.case(answer["external_id"])
    assert case.due is not None
    found = {
        "channel": case.channel, "category": case.category.removeprefix("boston311/2011/"), "unit": case.unit,
        "division": case.division, "due": case.due.at.strftime("%Y-%m-%d %H:%M"),
    }  # fmt: skip
    assert found == {name: answer[name] for name in found}
    assert answer["why"]


def test_there_is_an_answer_for_each_case(received: Received) -> None:
    assert sorted(answer["external_id"] for answer in ANSWERS) == sorted(c.report for c in received.city.cases())


@pytest.mark.parametrize(
    ("file", "position", "code"),
    [
        ("open-data.csv", "19", "CMS508"),
        ("open-data.csv", "20", "CMS508"),
        ("open-data.csv", "21", "CMS507"),
        ("open311.json", "7", "CMS507"),
        ("open311.json", "8", "CMS508"),
        ("open311.json", "9", "CMS513"),
        ("hotline.jsonl", "11", "CMS507"),
    ],
)
def test_what_cannot_become_a_case_is_quarantined_with_its_reason(
    received: Received, file: str, position: str, code: str
) -> None:
    (row,) = [q for q in received.outcomes[file].quarantined if q.position == position]
    assert [p.code for p in row.problems] == [code]


def test_an_hour_that_summer_time_skips_is_named_with_what_to_write(received: Received) -> None:
    (row,) = [q for q in received.outcomes["open-data.csv"].quarantined if q.position == "19"]
    assert "02:30 was 03:30 already" in row.problems[0].what("en") + row.problems[0].why("en")


def test_an_hour_that_comes_twice_is_the_first_unless_an_offset_says_otherwise(received: Received) -> None:
    first, second = received.case("S-2011-014"), received.case("S-311-06")
    assert first.at.isoformat() == "2011-11-06T01:30:00-04:00"
    assert second.at.isoformat() == "2011-11-06T01:30:00-05:00"
    assert "so 01:30 came twice" in str(received.city.explain(first.id))
    assert "came twice" not in str(received.city.explain(second.id))


def test_a_deadline_over_the_change_of_the_clocks_keeps_the_clock_time(received: Received) -> None:
    for key, due in (("S-2011-012", "2011-11-07T16:59:59-05:00"), ("S-2011-014", "2011-11-07T01:30:00-05:00")):
        found = received.case(key).due
        assert found is not None
        assert found.at.isoformat() == due


def test_a_deadline_in_the_skipped_hour_is_the_moment_an_hour_later(boston: City) -> None:
    report = {"text": "x", "at": "2011-03-11 02:30", "category": "work-w-out-permit"}
    (case,) = boston.receive("jsonl", json.dumps(report).encode()).cases
    assert case.due is not None
    assert case.due.at == datetime(2011, 3, 13, 3, 30, tzinfo=EASTERN)


def test_personal_data_is_masked_in_english(received: Received) -> None:
    graffiti, landlord, sign = (received.case(key).text for key in ("S-311-03", "S-311-04", "S-C-08"))
    assert "[phone] or [phone], ask for [name]" in graffiti
    assert "SSN [id number] was" in landlord
    assert "[name] here" in sign


def _outputs(received: Received, folder: Path) -> dict[str, str]:
    city = received.city
    said = {f"explain {c.report}": str(city.explain(c.id)) for c in city.cases()}
    said |= {f"json {c.report}": json.dumps(city.explain(c.id).as_json(), ensure_ascii=False) for c in city.cases()}
    said["figures"] = repr(city.figures())
    for suffix in ("html", "csv", "md"):
        path = city.publish("boston-service-requests", to=folder / f"out.{suffix}", period="2011-11", now=NOW)
        said[suffix] = path.read_text(encoding="utf-8-sig")
    for name, outcome in received.outcomes.items():
        found = [*outcome.problems, *(p for q in outcome.quarantined for p in q.problems)]
        said[f"problems {name}"] = json.dumps([p.as_json("en") for p in found], ensure_ascii=False)
    cases = [json.dumps(city.case(c.id).text + city.case(c.id).place, ensure_ascii=False) for c in city.cases()]
    return said | {"texts": "\n".join(cases)}


def test_nothing_that_comes_out_is_chinese(received: Received, tmp_path: Path) -> None:
    said = _outputs(received, tmp_path)
    assert len(said) > 60
    assert "Work under way" not in said["html"]
    assert "New" in said["html"]
    assert {name: CHINESE.findall(text) for name, text in said.items() if CHINESE.search(text)} == {}
