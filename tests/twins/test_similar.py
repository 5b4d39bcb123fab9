"""Asked before filing: a question that stores nothing and decides nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from cmsdk import City, Outcome, RejectedInput
from cmsdk.model.commands import Decline

from .conftest import ANN, NOW, payload

Town = Callable[..., City]
File = Callable[..., Outcome]
ROW = {"category": "C101", "similarity": 60}


def test_each_report_is_told_the_open_cases_that_it_is_like(town: Town, file: File):
    city = town(ROW)
    first, far = file(
        city,
        {"Time": "2026-06-01 09:00", "Text": "pothole, call 13800000001", "Name": "Zoe Quill"},
        {"Time": "2026-06-01 09:00", "Lat": "42.7"},
    ).case_ids
    before = (city.ledger.mark(), len(city.ledger.deliveries(city.id)), len(city.quarantine()))
    answer = city.similar(
        "desk",
        payload(
            {"No.": "a", "Time": "2026-06-01 11:30", "Lat": "42.5002"},
            {"No.": "b", "Text": "litter"},
            {"No.": "c", "Time": "yesterday"},
            {"No.": "r2", "Time": "2026-06-01 09:00", "Lat": "42.7"},
        ),
    )
    assert [(r.key, bool(r.cases), bool(r.problems), r.known) for r in answer.reports] == [
        ("a", True, False, ""),
        ("b", False, False, ""),
        ("c", False, True, ""),
        ("r2", False, False, far),
    ]
    (case,) = answer.reports[0].cases
    assert (case.id, case.state, case.age, case.rule) == (first, "reported", timedelta(hours=3), "testville-dup-0")
    assert case.metres == pytest.approx(22.2, abs=0.1)
    assert case.text == "pothole, call [电话]"
    assert (city.ledger.mark(), len(city.ledger.deliveries(city.id)), len(city.quarantine())) == before


def test_what_it_names_first_is_what_the_report_is_linked_to_when_it_is_filed(town: Town, file: File):
    city = town(ROW)
    file(city, {"Lat": "42.5007"}, {"Lat": "42.5"})
    report = {"No.": "new", "Lat": "42.50035"}
    (asked,) = city.similar("desk", payload(report)).reports
    assert len(asked.cases) == 2
    assert file(city, report).cases[0].linked == asked.cases[0].id


def test_ended_cases_linked_ones_and_the_reports_beside_it_are_not_named(town: Town, file: File):
    city = town(ROW)
    first, second, ended = file(city, {}, {}, {"Lat": "42.9"}).case_ids
    city.act(ended, Decline(reason="x"), ANN)
    answer = city.similar("desk", payload({"No.": "a"}, {"No.": "b", "Lat": "42.9"}, {"No.": "c", "Lat": "42.9"}))
    assert [[case.id for case in report.cases] for report in answer.reports] == [[first], [], []]
    assert second not in str(answer)


def test_a_city_without_rows_has_nothing_to_say(town: Town, file: File):
    city = town()
    file(city, {})
    assert [report.cases for report in city.similar("desk", payload({"No.": "a"})).reports] == [()]


@pytest.mark.parametrize(
    ("channel", "body", "code"), [("none", b"x", "CMS501"), ("desk", b" ", "CMS502"), ("app", b"{", "CMS504")]
)
def test_a_payload_that_cannot_be_read_is_named(channel: str, body: bytes, code: str, town: Town):
    answer = town(ROW).similar(channel, body)
    assert answer.reports == ()
    assert [p.code for p in answer.problems] == [code]


def test_what_are_no_bytes_is_refused(town: Town):
    with pytest.raises(RejectedInput, match="CMS521"):
        town(ROW).similar("desk", "text", now=NOW)  # type: ignore[arg-type]
