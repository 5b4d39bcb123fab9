"""Likely duplicates: which report is linked to which, and what a linked one is."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from cmsdk import Case, City, Outcome
from cmsdk import File as FileCommand
from cmsdk.contract.ports import Seen
from cmsdk.contract.ports_objects import Objects
from cmsdk.ledger.engines.database import Database
from cmsdk.ledger.keys.source import KeySource
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.commands import Accept, Close, Decline, Dispatch, Handle
from cmsdk.work.case import fold
from cmsdk.work.forms import CaseForms

from .conftest import NOW, payload

Town = Callable[..., City]
File = Callable[..., Outcome]
Links = Callable[[City], dict[str, str]]
Give = Callable[..., Case]
POTHOLES = {"category": "C101"}


def test_no_row_means_that_nothing_is_ever_linked(town: Town, file: File, links: Links):
    city = town()
    outcome = file(city, {}, {}, {})
    assert (len(outcome.case_ids), outcome.linked) == (3, 0)
    assert set(links(city).values()) == {""}


@pytest.mark.parametrize("most", [4, 12])
def test_what_is_let_go_of_a_long_delivery_is_not_missed(
    town: Town, file: File, links: Links, monkeypatch: pytest.MonkeyPatch, most: int
):
    """Six days of two places, a batch a few reports: each is linked to the first of the 24 hours before."""
    rows = [
        {"Time": f"2026-05-2{day} {hour:02}:30", "Lat": 42.5 + place} for day in range(6) for hour in (1, 7, 23)
        for place in (0, 1)
    ]  # fmt: skip
    city, other = town(POTHOLES), town(POTHOLES, where="memory://")
    file(other, *rows)
    monkeypatch.setattr("cmsdk.desk.intake.BATCH", 4)
    monkeypatch.setattr("cmsdk.desk.window.MOST", most)
    loads: list[object] = []
    earlier = city.ledger.earlier
    monkeypatch.setattr(city.ledger, "earlier", lambda *asked: [loads.append(asked), earlier(*asked)][1])
    file(city, *rows)
    assert len(loads) > 2
    assert links(city) == links(other)
    assert len(set(links(city).values())) > 6


def test_a_row_for_another_class_links_nothing(town: Town, file: File, links: Links):
    city = town({"category": "E101"})
    assert file(city, {}, {}).linked == 0


@pytest.mark.parametrize(
    ("second", "linked"),
    [
        ({"Lat": "42.50044"}, True),  # 48.9 m
        ({"Lat": "42.50046"}, False),  # 51.1 m
        ({"Time": "2026-06-02 08:59"}, True),
        ({"Time": "2026-06-02 09:01"}, False),
        ({"Text": "the road has a hole"}, True),
        ({"Text": "litter"}, False),
    ],
)
def test_a_row_that_says_nothing_more_means_fifty_metres_and_a_day(
    second: dict[str, str], linked: bool, town: Town, file: File, links: Links
):
    city = town(POTHOLES)
    outcome = file(city, {"Time": "2026-06-01 09:00"}, {"Time": "2026-06-01 09:00", **second})
    assert outcome.linked == linked
    assert links(city)["r2"] == ("r1" if linked else "")


def test_thresholds_stand_by_class(town: Town, file: File, links: Links):
    city = town({"category": "C101", "radius": 10, "window": 1}, {"category": "E101", "radius": 200, "window": 72})
    file(
        city,
        {"Time": "2026-06-01 09:00"},
        {"Time": "2026-06-01 09:10", "Lat": "42.5004"},
        {"Time": "2026-06-01 09:00", "Text": "litter"},
        {"Time": "2026-06-03 09:00", "Text": "litter", "Lat": "42.5015"},
    )
    assert links(city) == {"r1": "", "r2": "", "r3": "", "r4": "r3"}


def test_the_class_that_a_row_names_takes_in_all_below_it(town: Town, file: File, links: Links):
    city = town({"category": "E1"})
    file(city, {"Text": "litter"}, {"Text": "vending"}, {"Text": "pothole"})
    assert links(city) == {"r1": "", "r2": "r1", "r3": ""}


def test_the_row_of_the_nearest_class_decides_alone(town: Town, file: File, links: Links):
    city = town({"category": "E1", "radius": 500}, {"category": "E101", "radius": 10})
    file(city, {"Text": "litter"}, {"Text": "litter", "Lat": "42.5004"}, {"Text": "vending", "Lat": "42.5004"})
    assert links(city) == {"r1": "", "r2": "", "r3": "r1"}


def test_a_star_is_every_class_for_itself(town: Town, file: File, links: Links):
    city = town({"category": "*"})
    file(city, {"Text": "litter"}, {"Text": "pothole"}, {"Text": "litter"}, {"Text": "pothole"})
    assert links(city) == {"r1": "", "r2": "", "r3": "r1", "r4": "r2"}


def test_the_unclassified_are_one_only_by_a_star_and_by_their_words(town: Town, file: File, links: Links):
    reports = ({"Text": "something odd by the mill"}, {"Text": "something odd by the mill!"}, {"Text": "a noise"})
    city = town({"category": "*"})
    assert file(city, *reports).linked == 0
    worded = town({"category": "*", "similarity": 90}, where="memory://")
    file(worded, *reports)
    assert links(worded) == {"r1": "", "r2": "r1", "r3": ""}


def test_without_a_point_the_words_decide_in_the_same_grid_or_division(town: Town, file: File, links: Links):
    city = town({"category": "C101", "similarity": 80})
    nowhere = {"Lon": "", "Lat": ""}
    text = "pothole in front of the bakery, deep"
    file(
        city,
        {**nowhere, "Text": text, "Area": "tv-mill"},
        {**nowhere, "Text": f"{text}!", "Area": "tv-mill"},
        {**nowhere, "Text": f"{text}!", "Area": "tv-south"},
        {**nowhere, "Text": "pothole, a small one", "Area": "tv-mill"},
        {**nowhere, "Text": text},
        {**nowhere, "Text": text},
    )
    assert links(city) == {"r1": "", "r2": "r1", "r3": "", "r4": "", "r5": "", "r6": ""}


def test_without_a_point_and_without_a_similarity_nothing_is_linked(town: Town, file: File):
    city = town(POTHOLES)
    report = {"Lon": "", "Lat": "", "Area": "tv-mill"}
    assert file(city, report, report).linked == 0


def test_a_row_may_ask_for_place_and_words_both(town: Town, file: File, links: Links):
    city = town({"category": "C101", "compare": "both", "similarity": 90})
    file(city, {"Text": "pothole by the bakery"}, {"Text": "a pothole, deep"}, {"Text": "pothole by the bakery."})
    assert links(city) == {"r1": "", "r2": "", "r3": "r1"}


def test_a_row_may_ask_for_words_alone_wherever_in_the_area_it_is(town: Town, file: File, links: Links):
    city = town({"category": "C101", "compare": "text", "similarity": 90})
    file(city, {"Area": "tv-mill"}, {"Area": "tv-mill", "Lat": "42.9"}, {"Area": "tv-south"})
    assert links(city) == {"r1": "", "r2": "r1", "r3": ""}


def test_points_of_two_systems_are_compared_as_places(town: Town, file: File, links: Links):
    city = town(POTHOLES)
    here, shifted = {"Lon": "116.397", "Lat": "39.909"}, {"Lon": "116.40324", "Lat": "39.91040", "Crs": "gcj02"}
    file(city, here, shifted, {**shifted, "Crs": "wgs84"})
    assert links(city) == {"r1": "", "r2": "r1", "r3": ""}


def test_a_point_that_is_none_is_quarantined_and_a_missing_one_is_no_place(town: Town, file: File):
    city = town(POTHOLES)
    outcome = file(city, {}, {"Lon": "nan"}, {"Lon": "", "Lat": ""})
    assert (len(outcome.case_ids), len(outcome.quarantined), outcome.linked) == (2, 1, 0)


def test_links_never_chain_even_where_another_duplicate_is_nearer(town: Town, file: File, links: Links):
    city = town(POTHOLES)
    file(city, {}, {"Lat": "42.5003"}, {"Lat": "42.5004"})
    assert links(city) == {"r1": "", "r2": "r1", "r3": "r1"}
    file(city, {"No.": "r9", "Lat": "42.5007"})
    assert links(city)["r9"] == ""  # 33 m from r3, which is linked; 78 m from the first


def test_of_two_that_are_near_the_first_one_is_the_first(town: Town, file: File, links: Links):
    city = town(POTHOLES)
    file(city, {"Lat": "42.5000"}, {"Lat": "42.5007"}, {"Lat": "42.50036"})
    assert links(city) == {"r1": "", "r2": "", "r3": "r1"}


def test_in_one_delivery_the_first_is_the_one_that_was_reported_first(town: Town, file: File, links: Links):
    city = town(POTHOLES)
    file(city, {"Time": "2026-06-01 11:00"}, {"Time": "2026-06-01 09:00"}, {"Time": "2026-06-01 10:00"})
    assert links(city) == {"r1": "r2", "r2": "", "r3": "r2"}


def test_what_is_filed_already_is_first_though_it_was_reported_later(town: Town, file: File, links: Links):
    city = town(POTHOLES)
    file(city, {"No.": "a", "Time": "2026-06-01 11:00"})
    file(city, {"No.": "b", "Time": "2026-06-01 09:00"})
    assert links(city) == {"a": "", "b": "a"}


def test_reports_without_a_time_are_taken_in_the_order_in_which_they_stand(town: Town, file: File, links: Links):
    city = town(POTHOLES)
    file(city, {}, {}, now=NOW)
    file(city, {"No.": "later"}, now=NOW + timedelta(hours=23))
    file(city, {"No.": "next"}, now=NOW + timedelta(hours=25))
    assert links(city) == {"r1": "", "r2": "r1", "later": "r1", "next": ""}


def test_years_apart_in_one_file_are_not_near_and_do_not_slow_it(town: Town, file: File, links: Links):
    city = town(POTHOLES)
    file(city, {"Time": "1999-01-01 09:00"}, {"Time": "2026-06-01 09:00"}, {"Time": "1999-01-01 10:00"})
    assert links(city) == {"r1": "", "r2": "", "r3": "r1"}


def test_a_clock_that_goes_ahead_links_by_the_time_that_it_gave(town: Town, file: File, links: Links):
    city = town(POTHOLES)
    file(city, {"Time": "2026-06-01 11:00"}, {"Time": "2027-06-01 11:00"})
    assert links(city) == {"r1": "", "r2": ""}


def test_a_linked_report_is_a_case_of_its_own(town: Town, file: File):
    city = town(POTHOLES)
    outcome = file(city, {"Time": "2026-06-01 09:00"}, {"Time": "2026-06-01 10:30", "Lat": "42.5002"})
    assert (outcome.received, len(outcome.case_ids), outcome.duplicates, outcome.linked) == (2, 2, 0, 1)
    first, second = (city.case(i) for i in outcome.case_ids)
    assert (first.linked, second.linked) == ("", first.id)
    assert first.due is not None
    assert second.due is not None
    assert second.due.at > first.due.at
    entries = city.ledger.entries(second.id)
    assert [e.type for e in entries] == ["reported", "triaged", "link"]
    assert {e.by for e in entries} == {"cmsdk"}
    assert fold(entries, CaseForms()) == outcome.cases[1] == second
    step = second.trail[-1]
    assert (step.rule, step.answer, step.plugin) == ("testville-dup-0", first.id, "testville")
    facts = dict(step.facts)
    assert (facts["metres"], facts["hours"], facts["similarity"]) == ("22", "1.5", "")
    assert facts["source"].endswith("duplicates.csv:2")
    for lang in ("zh", "en"):
        assert first.id in str(city.explain(second.id, lang))
        assert second.id in str(city.explain(first.id, lang))
    assert [case.id for case in city.linked_to(first.id)] == [second.id]
    assert city.figures().linked == 1
    assert city.figures().total == 2


def test_the_very_same_report_stays_a_repeat(town: Town, file: File):
    city = town(POTHOLES)
    file(city, {}, {})
    again = file(city, {}, {})
    assert (again.received, again.duplicates, again.linked, len(again.case_ids)) == (2, 2, 0, 0)


def test_a_report_takes_over_where_the_first_one_has_come(town: Town, file: File, give: Give):
    city = town(POTHOLES)
    (first,) = file(city, {"No.": "a"}).case_ids
    give(city, first, Accept(), FileCommand(), Dispatch(unit="testville-order"))
    (second,) = file(city, {"No.": "b"}, now=NOW + timedelta(hours=5)).case_ids
    case = city.case(second)
    assert (case.state, case.unit, case.mode, case.linked) == ("dispatched", "testville-order", "transfer", first)


@pytest.mark.parametrize("how", ["handled", "closed", "declined"])
def test_what_is_handled_or_ended_is_no_first_one_any_more(how: str, town: Town, file: File, give: Give):
    city = town(POTHOLES)
    (first,) = file(city, {"No.": "a"}).case_ids
    if how == "declined":
        give(city, first, Decline(reason="not ours"))
    else:
        give(city, first, Accept(), FileCommand(), Dispatch(), Handle(result="filled"))
        if how == "closed":
            give(city, first, Close())
    outcome = file(city, {"No.": "b"}, now=NOW + timedelta(hours=9))
    assert (outcome.linked, outcome.cases[0].linked) == (0, "")


def test_figures_and_published_reports_count_linked_cases_apart(town: Town, file: File, tmp_path: Path):
    city = town(POTHOLES)
    file(city, {}, {}, {"Text": "litter"})
    page = city.publish("testville-ledger", to=tmp_path / "x.md", lang="en").read_text(encoding="utf-8")
    assert "Of these, linked to a first one" in page
    assert (city.figures().total, city.figures().linked) == (3, 1)


class _Listening(SqlLedger):
    """Notes on what each recorded batch relied."""

    def __init__(self, database: Database, keys: KeySource, objects: Objects | None = None) -> None:
        super().__init__(database, keys, objects)
        self.relied: list[Seen | None] = []
        self.read = 0

    def record(self, *batch: Any, **more: Any) -> bool:  # noqa: ANN401  as the port has it
        self.relied.append(batch[3])
        return super().record(*batch, **more)

    def earlier(self, city: str, categories: Any, first: Any, end: Any) -> Any:  # noqa: ANN401
        self.read += 1
        return super().earlier(city, categories, first, end)


def test_what_compares_nothing_asks_the_ledger_nothing(town: Town, file: File):
    ledger = _Listening.in_memory()
    off = evolve(town(where="memory://"), ledger=ledger)
    file(off, {}, {})
    assert (ledger.relied, ledger.read) == ([None], 0)
    on = evolve(town(POTHOLES, where="memory://"), ledger=ledger)
    file(on, {}, {})  # repeats
    file(on, {"No.": "x", "Text": "litter"})
    assert ledger.read == 0
    file(on, {"No.": "y"})
    assert ledger.read == 1
    assert [seen is None for seen in ledger.relied] == [True, True, False, False]


def test_a_day_of_a_class_is_read_once_in_a_delivery_of_many_batches(town: Town):
    ledger = _Listening.in_memory()
    city = evolve(town(POTHOLES, where="memory://"), ledger=ledger)
    reports = [{"Time": "2026-06-01 09:00", "Lat": f"{30 + n / 100:.2f}"} for n in range(2500)]
    assert city.receive("desk", payload(*reports)).received == 2500
    assert ledger.read == 1
    assert len(ledger.relied) == 3


@st.composite
def _days_work(draw: st.DrawFn) -> tuple[list[dict[str, str]], list[int]]:
    """Reports in order of their time, and where the sequence is cut into deliveries."""
    steps = draw(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 12), st.booleans()), min_size=1, max_size=25))
    minutes, reports = 0, []
    for wait, place, point in steps:
        minutes += wait
        at = NOW - timedelta(days=30) + timedelta(minutes=minutes)
        where = {"Lat": f"{42.5 + place * 0.0002:.4f}"} if point else {"Lon": "", "Lat": "", "Area": "tv-mill"}
        text = {"Text": f"pothole number {place % 3}"}
        reports.append({"No.": f"r{len(reports)}", "Time": at.strftime("%Y-%m-%d %H:%M"), **where, **text})
    return reports, draw(st.lists(st.integers(0, len(reports)), max_size=4))


@given(_days_work())
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_in_order_of_time_it_is_the_same_however_the_reports_are_cut_into_deliveries(
    town: Town, links: Links, work: tuple[list[dict[str, str]], list[int]]
):
    reports, cuts = work
    row = {"category": "C101", "similarity": 85}
    whole = town(row, where="memory://")
    whole.receive("desk", payload(*reports))
    parts = town(row, where="memory://")
    edges = [0, *sorted(cuts), len(reports)]
    for first, last in pairwise(edges):
        parts.receive("desk", payload(*reports[first:last]))
    assert links(parts) == links(whole)
    firsts = {first for first in links(whole).values() if first}
    assert all(links(whole)[first] == "" for first in firsts)
