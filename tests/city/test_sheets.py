"""What an app shows of a case, and what it gives to machines: in the city's time, and only steps that are theirs."""

from datetime import timedelta

import pytest

from cmsdk import Actor, Case, CaseSheet, City, Correct, Handle, Outcome, RejectedInput

REPORTS = b"No.,Time,Text\n1,2026-06-01 09:30,litter at the mill\n2,no day,litter\n"
CLERK = Actor("testville-p-cat", ("clerk",))


@pytest.fixture
def outcome(testville: City) -> Outcome:
    return testville.receive("desk", REPORTS)


def test_json_tells_the_citys_time_whatever_the_ledger_keeps(town: City):
    outcome = town.receive("desk", REPORTS)
    items = town.as_json(outcome)["items"]
    assert [item["kind"] for item in items] == ["case", "quarantined"]
    (case,) = town.cases()
    row, sheet = town.as_json(case), town.sheet(case.id).as_json()
    assert row["at"] == "2026-06-01T09:30:00-04:00"
    assert row["due"]["at"] == sheet["due"]["at"] == items[0]["due"]
    assert row["due"]["at"].endswith("-04:00")
    assert sheet == row | {name: sheet[name] for name in sheet.keys() - row.keys()}


def test_counts_of_an_outcome_add_up(outcome: Outcome):
    counts = outcome.counts
    assert counts["received"] == counts["cases"] + counts["duplicates"] + counts["quarantined"] == 2


def test_what_a_sheet_offers_somebody_they_may_do(testville: City, outcome: Outcome):
    (case_id,) = outcome.case_ids
    sheet = testville.sheet(case_id, by=CLERK)
    assert isinstance(sheet, CaseSheet)
    offered = {row.command for row in sheet.possible}
    everybody = {row.command for row in testville.sheet(case_id).possible}
    assert offered
    assert offered <= everybody
    first = sheet.possible[0]
    wanted = testville.command(first.command, dict.fromkeys(first.needs, "why"))
    assert isinstance(testville.act(case_id, wanted, CLERK), Case)
    assert testville.sheet(case_id, by=Actor("nobody", ())).possible == ()


def test_a_sheet_asks_at_the_moment_that_is_named(testville: City, outcome: Outcome):
    late = testville.clock() + timedelta(days=90)
    now, then = testville.sheet(outcome.case_ids[0]), testville.sheet(outcome.case_ids[0], now=late)
    assert (now.as_json()["late"], then.as_json()["late"]) == (False, True)
    assert then.light == "red"


def test_a_sheet_is_for_an_actor_and_not_for_their_name(testville: City, outcome: Outcome):
    with pytest.raises(RejectedInput, match="CMS384"):
        testville.sheet(outcome.case_ids[0], by="cat")  # type: ignore[arg-type]


def test_a_command_is_read_from_words_and_every_wrong_field_is_named(testville: City):
    assert testville.command("handle", {"result": "swept"}) == Handle(result="swept")
    assert isinstance(testville.command("correct"), Correct)
    with pytest.raises(RejectedInput) as caught:
        testville.command("visit", {"solved": "perhaps", "colour": "red"})
    assert [found.code for found in caught.value.problems] == ["CMS707", "CMS707"]
    with pytest.raises(RejectedInput, match="CMS706"):
        testville.command("dance")
