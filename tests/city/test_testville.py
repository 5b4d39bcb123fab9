"""A city far from China, made of tables in English alone, works from end to end."""

from datetime import datetime
from pathlib import Path

import pytest

from cmsdk import (
    Accept,
    Actor,
    Archive,
    AssemblyError,
    Case,
    City,
    Close,
    Dispatch,
    File,
    Handle,
    NotAllowed,
    Person,
    Refusal,
    RejectedInput,
    StrikeOff,
    Visit,
)  # fmt: skip
from cmsdk.registry.discovery import Discovered

REPORTS = (
    b"No.,Time,Text,Place,Name,Phone\n"
    b"1,2026-06-01 09:00,rubbish everywhere,old mill,Zoe,555-0100\n"
    b"2,,deep pothole,Southside,,\n"
    b"3,06/01/2026,bench,,,\n"
    b",2026-06-01,a bench to sit on,Northside,,\n"
    b"4,2026-06-01,,pier,,\n"
    b"1,2026-06-01 09:00,rubbish everywhere,old mill,Zoe,555-0100\n"
)


def test_the_plan_is_made_of_the_town_and_the_built_in_alone(testville: City):
    assert [p.name for p in testville.plan.plugins] == ["builtin", "testville"]
    assert testville.check() == ()
    assert testville.id == "us.ma.testville"


def test_every_row_is_a_case_a_repeat_or_in_quarantine_and_the_counts_add_up(testville: City):
    outcome = testville.receive("desk", REPORTS, name="june.csv")
    assert outcome.received == 6 == len(outcome.case_ids) + outcome.duplicates + len(outcome.quarantined)
    assert (len(outcome.case_ids), outcome.duplicates, len(outcome.quarantined)) == (3, 1, 2)
    assert [(q.position, [p.code for p in q.problems]) for q in outcome.quarantined] == [
        ("4", ["CMS508"]),
        ("6", ["CMS507"]),
    ]
    assert [case.id for case in testville.cases()] == outcome.case_ids
    assert list(testville.quarantine()) == outcome.quarantined
    assert not outcome.unread


def test_receiving_again_adds_nothing(testville: City):
    first = testville.receive("desk", REPORTS)
    cases, quarantine = list(testville.cases()), list(testville.quarantine())
    again = testville.receive("desk", REPORTS)
    assert (len(again.case_ids), again.duplicates, len(again.quarantined)) == (0, 4, 2)
    assert list(testville.cases()) == cases
    assert [(q.key, q.position) for q in testville.quarantine()] == [(q.key, q.position) for q in quarantine]
    assert [d.id for d in testville.ledger.deliveries(testville.id)] == [first.delivery, again.delivery]


def test_the_same_number_on_another_channel_is_another_report(testville: City):
    testville.receive("desk", b"No.,Text\n1,bench\n")
    outcome = testville.receive("csv", b"external_id,text\n1,bench\n")
    assert len(outcome.case_ids) == 1


def test_every_case_has_owner_deadline_and_trail(testville: City):
    testville.receive("desk", REPORTS)
    for case in testville.cases():
        whole = testville.case(case.id)
        assert whole.route == whole.unit in testville.plan.units
        assert whole.due is not None
        assert whole.due.provisional == (whole.at == whole.opened)
        assert {str(step.stage) for step in whole.trail} - {"condition"} == {"classify", "locate", "route", "due"}
        assert whole.plan == testville.plan.fingerprint


def test_the_reporter_stands_apart(testville: City):
    first, second, _ = testville.receive("desk", REPORTS).case_ids
    ann = Actor("ann", ("clerk",))
    person = testville.person(first, by=ann, why="to call back")
    assert isinstance(person, Person)
    assert (person.name, person.phone) == ("Zoe", "555-0100")
    assert testville.person(second, by=ann, why="to call back") is None


def test_a_case_is_worked_on_from_receipt_to_striking_off(testville: City):
    case_id = testville.receive("desk", REPORTS).case_ids[0]
    ann = Actor("testville-p-ann", testville.plan.officers["testville-p-ann"].roles)
    path = [
        Accept(), File(), Dispatch(), Handle(result="swept"), Close(), Archive(), Visit(solved=True), StrikeOff(),
    ]  # fmt: skip
    states = []
    for command in path:
        case = testville.act(case_id, command, ann)
        assert isinstance(case, Case), case
        states.append(case.state)
    assert states == ["accepted", "filed", "dispatched", "handled", "closed", "archived", "visiting", "struck_off"]
    assert case_id not in [c.id for c in testville.cases(open_only=True)]
    assert [c.id for c in testville.cases(state="struck_off")] == [case_id]
    assert isinstance(testville.act(case_id, Accept(), ann), Refusal)


def test_a_case_that_is_not_there_is_named(testville: City):
    for ask in (testville.case, testville.explain, lambda i: testville.act(i, Accept(), Actor("x", ()))):
        with pytest.raises(NotAllowed) as refused:
            ask("260601-000000-000000")
        assert [p.code for p in refused.value.problems] == ["CMS701"]


def test_a_case_of_another_city_is_not_touched(testville: City, plugins: list[Discovered]):
    from attrs import evolve

    case_id = testville.receive("desk", REPORTS).case_ids[0]
    other = City(evolve(testville.plan, city="us.ma.elsewhere"), testville.ledger)
    with pytest.raises(NotAllowed) as refused:
        other.act(case_id, Accept(), Actor("x", ("clerk",)))
    assert [p.code for p in refused.value.problems] == ["CMS710"]


def test_figures_count_the_cases_of_the_period(testville: City):
    testville.receive("desk", REPORTS)
    assert testville.figures().total == 3
    assert testville.figures("2026-06").total == 3
    assert testville.figures("2026-05").total == 0
    assert sum(s.count for s in testville.figures().mix.shares) == 3
    with pytest.raises(RejectedInput, match="CMS904"):
        testville.figures("June")


def test_a_report_is_published_in_every_format(testville: City, tmp_path: Path):
    testville.receive("desk", REPORTS)
    for suffix in ("html", "csv", "md"):
        text = testville.publish("testville-ledger", period="2026-06", to=tmp_path / f"x.{suffix}").read_text(
            encoding="utf-8-sig"
        )
        assert "Mill kiosk team" in text
        assert "555-0100" not in text


def test_an_explanation_names_rows_bases_and_the_plan(testville: City):
    text = str(testville.explain(testville.receive("desk", REPORTS).case_ids[0]))
    for part in ("testville-k-litter", "testville-r-litter", "testville-lim-order", testville.plan.fingerprint):
        assert part in text


def test_a_time_without_a_zone_is_refused(testville: City):
    with pytest.raises(RejectedInput, match="CMS918"):
        testville.receive("desk", REPORTS, now=datetime(2026, 6, 1))  # noqa: DTZ001  what is refused


@pytest.mark.parametrize("city", ["610100", "us.ma.elsewhere", "us.ma", "testville", "", "US.MA.TESTVILLE"])
def test_a_city_that_no_plugin_covers_is_not_opened(city: str, plugins: list[Discovered]):
    with pytest.raises(AssemblyError) as refused:
        City.open(city, plugins=plugins)
    assert "CMS109" in [p.code for p in refused.value.problems]
