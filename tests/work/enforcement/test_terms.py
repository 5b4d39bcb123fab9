"""Every statutory term: the day before its end, its last day, and the day after. All days are of 2026 and 2027."""

from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest

from cmsdk.contract.enforcement import Sum, Term, TermUnit
from cmsdk.contract.organisation import Officer
from cmsdk.model.command import Refusal
from cmsdk.model.enforcement import EnforcementFile
from cmsdk.model.enforcement_commands import (
    ApplyToCourt,
    CloseFile,
    DeferPayment,
    Execute,
    ExtendDecision,
    ExtendSeal,
    HearStatement,
    HoldHearing,
    Notify,
    NotifyHearing,
    Pay,
    Penalise,
    PenaliseOnTheSpot,
    Preserve,
    PutOnFile,
    RecordProcess,
    Remind,
    RequestHearing,
    Seal,
    Serve,
    SettlePreservation,
    Substitute,
    Surcharge,
)
from cmsdk.work.enforcement.file import Allowed
from cmsdk.work.enforcement.statute import Statute, months_on

Office = Any
DECIDED = {"facts": "stall", "basis": "art. 14", "kinds": ["fine"]}
SPOT = {
    **DECIDED, "officers": ["a", "b"], "certificate_shown": True, "rights_told": True, "statement_heard": True,
    "evidence": "inspection_record", "form": "No. 1", "demand": "clear the pavement",
}  # fmt: skip


def _allowed(office: Office, command: object) -> bool:
    return isinstance(office.ask(command), Allowed)


@pytest.mark.parametrize(("ended", "good"), [("2024-09-21", False), ("2024-09-22", True), ("2024-09-23", True)])
def test_two_years_to_discover_an_act(office: Office, ended: str, good: bool):
    office.clue(act_ended=date.fromisoformat(ended)).did(RecordProcess(stage="start", audio_video=True))
    assert _allowed(office, PutOnFile(officers=["a", "b"])) is good


@pytest.mark.parametrize(("ended", "good"), [("2021-09-21", False), ("2021-09-22", True)])
def test_five_years_where_life_health_or_finance_were_harmed(office: Office, ended: str, good: bool):
    office.clue(act_ended=date.fromisoformat(ended), grave=True).did(RecordProcess(stage="start", audio_video=True))
    assert _allowed(office, PutOnFile(officers=["a", "b"])) is good


def test_an_act_that_still_goes_on_is_never_too_old(office: Office):
    office.clue(act_ended=None).did(RecordProcess(stage="start", audio_video=True))
    assert _allowed(office, PutOnFile(officers=["a", "b"]))


def test_what_was_found_in_time_is_filed_later(office: Office):
    """The day on which it was found counts, not that of filing."""
    office.clue(act_ended=date(2024, 9, 22)).did(RecordProcess(stage="start", audio_video=True)).on("2026-10-20")
    assert _allowed(office, PutOnFile(officers=["a", "b"]))


@pytest.mark.parametrize(("day", "good"), [("2026-09-29", True), ("2026-09-30", True), ("2026-10-01", False)])
def test_five_working_days_to_ask_for_a_hearing(office: Office, day: str, good: bool):
    """Notified on Tuesday the 22nd; the Mid-Autumn days 25 to 27 do not count."""
    assert _allowed(office.notified().on(day, 23), RequestHearing()) is good


@pytest.mark.parametrize(("day", "good"), [("2026-09-30", False), ("2026-10-01", True)])
def test_a_decision_waits_until_the_term_to_ask_for_a_hearing_is_over(office: Office, day: str, good: bool):
    office.notified().did(HearStatement(made=True)).on(day)
    assert _allowed(office, Penalise(**DECIDED, fine=500)) is good


@pytest.mark.parametrize(("on", "good"), [("2026-10-08", False), ("2026-10-09", True), ("2026-10-10", True)])
def test_seven_working_days_between_the_notice_of_a_hearing_and_the_hearing(office: Office, on: str, good: bool):
    office.notified().did(RequestHearing())
    assert _allowed(office, NotifyHearing(on=on, host="host")) is good


@pytest.mark.parametrize(("day", "good"), [("2026-10-11", False), ("2026-10-12", True)])
def test_a_hearing_is_held_no_earlier_than_told(office: Office, day: str, good: bool):
    office.notified().did(RequestHearing(), NotifyHearing(on="2026-10-12", host="host")).on(day)
    assert _allowed(office, HoldHearing(result="record")) is good


@pytest.mark.parametrize(("day", "good"), [("2026-12-20", True), ("2026-12-21", True), ("2026-12-22", False)])
def test_ninety_days_from_filing_to_the_decision(office: Office, day: str, good: bool):
    assert _allowed(office.heard().on(day, 23), Penalise(**DECIDED, fine=500)) is good


def test_ninety_days_are_extended_only_where_a_rule_says_so_and_once(office: Office):
    office.heard()
    office.refused(ExtendDecision(reason="complex"), "decision_extension")
    rules = office.statute.rules
    more = {"decision_extension": Term(amount=30, unit=TermUnit.DAY, basis="rule of the city")}
    office.statute = attrs.evolve(office.statute, rules=attrs.evolve(rules, terms={**rules.terms, **more}))
    office.did(ExtendDecision(reason="complex"))
    office.refused(ExtendDecision(reason="again"), "decision_extension")
    assert _allowed(office.on("2027-01-20"), Penalise(**DECIDED, fine=500))
    office.on("2027-01-21").refused(Penalise(**DECIDED, fine=500), "decision_term")


@pytest.mark.parametrize(("day", "good"), [("2026-10-14", True), ("2026-10-15", True), ("2026-10-16", False)])
def test_seven_working_days_to_serve_a_decision_or_the_reason_is_told(office: Office, day: str, good: bool):
    """Decided on 1 October: the holidays to the 7th do not count, the make-up Saturday 10 October does."""
    office.decided().did(RecordProcess(stage="decision", audio_video=True)).on(day)
    assert _allowed(office, Serve(how="direct")) is good
    assert _allowed(office, Serve(how="direct", reason="nobody was there"))


@pytest.mark.parametrize(("day", "good"), [("2026-10-08", True), ("2026-10-09", True), ("2026-10-10", False)])
def test_seven_working_days_to_decide_on_preserved_evidence(office: Office, day: str, good: bool):
    office.filed().did(Preserve(item="scale", reason="may vanish")).on(day)
    assert _allowed(office, SettlePreservation(item="scale", keep=True, result="kept")) is good
    assert _allowed(office, SettlePreservation(item="scale", result="released"))


@pytest.mark.parametrize(("day", "good"), [("2026-10-15", False), ("2026-10-16", False), ("2026-10-17", True)])
def test_fifteen_days_to_pay_before_a_reminder_or_a_surcharge(office: Office, day: str, good: bool):
    office.served().on(day)
    assert _allowed(office, Surcharge()) is good


@pytest.mark.parametrize(("day", "added"), [("2026-10-17", "15.00"), ("2026-10-18", "30.00"), ("2027-03-01", "500")])
def test_three_per_cent_of_the_fine_a_day_and_at_most_the_fine(office: Office, day: str, added: str):
    found = office.served().on(day).give(Surcharge())
    assert found.settling.surcharge == Decimal(added)


def test_a_payment_that_was_put_off_is_late_after_the_new_day(office: Office):
    office.served().did(DeferPayment(until="2026-11-30", reason="ill")).on("2026-11-30")
    office.refused(Surcharge(), "payment_overdue")
    assert office.on("2026-12-01").give(Surcharge()).settling.surcharge == Decimal("15.00")


def test_the_surcharge_is_paid_before_the_file_is_closed(office: Office):
    office.served().on("2026-10-18").did(RecordProcess(stage="service", audio_video=True), Surcharge())
    office.did(Pay(amount=500, by="bank"))
    office.refused(CloseFile(result="paid"), "performed")
    office.did(Pay(amount="30.00", by="bank"), CloseFile(result="paid"))


def _reminded(office: Office) -> Office:
    return office.served().on("2027-04-06").did(Remind(demand="pay"))


@pytest.mark.parametrize(("day", "good"), [("2027-04-19", False), ("2027-04-20", False), ("2027-04-21", True)])
def test_ten_working_days_from_the_reminder_to_the_court(office: Office, day: str, good: bool):
    assert _allowed(_reminded(office).on(day), ApplyToCourt()) is good


@pytest.mark.parametrize(("day", "good"), [("2027-04-08", False), ("2027-04-09", True)])
def test_three_working_days_from_the_reminder_to_substitute_performance(office: Office, day: str, good: bool):
    assert _allowed(_reminded(office).on(day), Substitute(result="cleared")) is good


@pytest.mark.parametrize(("day", "good"), [("2027-03-31", False), ("2027-04-01", False), ("2027-04-02", True)])
def test_six_months_for_a_suit_before_the_court_is_asked_to_execute(office: Office, day: str, good: bool):
    """Served on 1 October 2026."""
    office.served().on("2026-11-02").did(Remind(demand="pay")).on(day)
    assert _allowed(office, ApplyToCourt()) is good


@pytest.mark.parametrize(("day", "good"), [("2027-06-30", True), ("2027-07-01", True), ("2027-07-02", False)])
def test_three_months_to_apply_to_the_court(office: Office, day: str, good: bool):
    assert _allowed(_reminded(office).on(day), ApplyToCourt()) is good


@pytest.mark.parametrize(("days", "good"), [(0, False), (1, True), (30, True), (31, False)])
def test_a_seal_holds_thirty_days_at_most(office: Office, days: int, good: bool):
    assert _allowed(office.filed(), Seal(item="cart", days=days, reason="in the way")) is good


@pytest.mark.parametrize(("day", "good"), [("2026-10-22", True), ("2026-10-23", False)])
def test_a_seal_is_extended_before_it_ends(office: Office, day: str, good: bool):
    office.filed().did(Seal(item="cart", days=30, reason="in the way")).on(day)
    assert _allowed(office, ExtendSeal(item="cart", days=30, reason="an expert is asked")) is good


def test_a_seal_is_extended_once_and_by_thirty_days_at_most(office: Office):
    office.filed().did(Seal(item="cart", days=10, reason="in the way"))
    office.refused(ExtendSeal(item="cart", days=31, reason="expert"), "seal_term")
    found = office.give(ExtendSeal(item="cart", days=30, reason="expert"))
    assert [(one.days, one.extended) for one in found.sealed] == [(40, True)]
    office.refused(ExtendSeal(item="cart", days=1, reason="expert"), "seal_extension")


@pytest.mark.parametrize(("party", "fine", "good"), [
    ("citizen", "200", True), ("citizen", "200.01", False), ("organisation", "3000", True),
    ("organisation", "3000.01", False),
])  # fmt: skip
def test_two_hundred_and_three_thousand_yuan_on_the_spot(office: Office, party: str, fine: str, good: bool):
    assert _allowed(office.clue(party_kind=party), PenaliseOnTheSpot(**{**SPOT, "fine": fine})) is good


def test_on_the_spot_there_are_warnings_and_fines_only(office: Office):
    office.clue()
    assert _allowed(office, PenaliseOnTheSpot(**{**SPOT, "kinds": ["warning"]}))
    office.refused(PenaliseOnTheSpot(**{**SPOT, "kinds": ["warning", "confiscation"]}), "on_the_spot_limits")


@pytest.mark.parametrize(("fine", "ground", "good"), [
    (100, "small", True), (101, "small", False), (200, "hard_later", True), (200, "remote", True), (100, None, False),
])  # fmt: skip
def test_a_hundred_yuan_on_site(office: Office, fine: int, ground: str | None, good: bool):
    office.clue().did(PenaliseOnTheSpot(**{**SPOT, "fine": fine}))
    assert _allowed(office, Pay(amount=fine, by="on_site", ground=ground)) is good


@pytest.mark.parametrize(("clock", "good"), [(5, False), (6, True), (21, True), (22, False)])
def test_nothing_is_executed_at_night_but_in_an_emergency(office: Office, clock: int, good: bool):
    _reminded(office).on("2027-04-21").did(ApplyToCourt()).on("2027-04-22", clock)
    assert _allowed(office, Execute(result="done")) is good
    assert _allowed(office, Execute(result="done", emergency=True))


@pytest.mark.parametrize(("day", "good"), [("2026-09-25", False), ("2026-10-17", True), ("2026-10-01", False)])
def test_nothing_is_executed_on_a_statutory_holiday_but_in_an_emergency(office: Office, day: str, good: bool):
    """A plain Saturday (17 October) is no statutory holiday."""
    office.on("2026-01-05").served().on("2026-07-01").did(Remind(demand="pay")).on("2026-07-16").did(ApplyToCourt())
    assert _allowed(office.on(day), Execute(result="done")) is good
    assert _allowed(office, Execute(result="done", emergency=True))


def test_where_the_city_sets_the_larger_fine_only_that_gives_a_hearing(office: Office):
    rules = office.statute.rules
    sums = {**rules.sums, "hearing_citizen": Sum(amount=Decimal(500), basis="rule of the province")}
    office.statute = attrs.evolve(office.statute, rules=attrs.evolve(rules, sums=sums))
    told = {**DECIDED, "reason": "seen", "rights_told": True, "until": "2026-09-25"}
    office.investigated()
    office.refused(Notify(**told, fine=500), "hearing_told")
    office.did(Notify(**told, fine="499.99"), HearStatement(made=False))
    assert _allowed(office, Penalise(**DECIDED, fine="499.99"))


@pytest.mark.parametrize(("day", "months", "then"), [
    ("2026-08-31", 6, "2027-02-28"), ("2024-02-29", 12, "2025-02-28"), ("2026-12-31", -12, "2025-12-31"),
    ("2027-11-30", 3, "2028-02-29"), ("2026-12-01", 1, "2027-01-01"), ("2026-11-15", 1, "2026-12-15"),
])  # fmt: skip
def test_months_end_on_the_same_day_or_the_last_of_the_month(day: str, months: int, then: str):
    assert months_on(date.fromisoformat(day), months) == date.fromisoformat(then)


def test_a_term_that_the_rules_leave_out_limits_nothing(office: Office, statute: Statute):
    bare = attrs.evolve(statute, rules=attrs.evolve(statute.rules, terms={}))
    office.heard().on("2036-01-01").statute = bare
    assert _allowed(office, Penalise(**DECIDED, fine=500))


def test_an_officer_whose_certificate_is_blank_does_not_count(office: Office, statute: Statute):
    people = {"a": Officer(id="a", name="A", certificate="SX-1"), "b": Officer(id="b", name="B", certificate=" ")}
    office.statute = attrs.evolve(statute, officers=people)
    office.clue().did(RecordProcess(stage="start", audio_video=True))
    refusal = office.refused(PutOnFile(officers=["a", "b"]), "two_officers")
    assert dict(refusal.facts) == {"command": "file", "count": "1", "bad": "b"}


def test_the_same_officer_twice_is_one(office: Office):
    office.clue().did(RecordProcess(stage="start", audio_video=True))
    office.refused(PutOnFile(officers=["a", "a"]), "two_officers")


def test_a_refusal_is_no_file(office: Office):
    assert isinstance(office.give(Surcharge()), Refusal)
    assert not isinstance(office.give(Surcharge()), EnforcementFile)
