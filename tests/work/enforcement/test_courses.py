"""Whole stories of a file, from the clue to the archive."""

from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest

from cmsdk.contract.enforcement import LenientExit, LenientOffence
from cmsdk.model.enforcement_commands import (
    AddEvidence,
    ApplyToCourt,
    ArchiveFile,
    AssessHarm,
    ClearAtOnce,
    CloseFile,
    ConfirmCorrection,
    DecideRecusal,
    Educate,
    ExcuseFirst,
    ExcuseNoFault,
    ExcuseSlight,
    Execute,
    FindNotProved,
    HearStatement,
    HoldHearing,
    NotFile,
    Notify,
    NotifyHearing,
    OpenFile,
    OrderToCorrect,
    Pay,
    Penalise,
    PenaliseOnTheSpot,
    Perform,
    ProveNoFault,
    Publish,
    PutOnFile,
    RecordProcess,
    Remind,
    RequestHearing,
    RequestRecusal,
    ReviewLegally,
    ReviewMonitoring,
    Seal,
    Serve,
    SignPromise,
    Substitute,
    TransferFile,
    Unseal,
    WaiveHearing,
)
from cmsdk.model.enforcement_kinds import FileOutcome, PenaltyKind
from cmsdk.model.spans import DateSpan

from .stories import EARLIER, SPOT, first_offence, listed

Office = Any
DECIDED = {"facts": "stall on the pavement", "basis": "art. 14"}
NOTICE = {**DECIDED, "reason": "seen", "rights_told": True, "until": "2026-09-25"}


def _recorded(stage: str) -> RecordProcess:
    return RecordProcess(stage=stage, audio_video=True)


def test_a_vendors_penalty_from_the_clue_to_the_archive(office: Office):
    office.served(fine=500, public=True)
    assert office.file.state == "served"
    office.did(Publish(), _recorded("service")).on("2026-10-12").did(Pay(amount=500, by="bank"))
    office.did(CloseFile(result="paid"), _recorded("archive"), ArchiveFile())
    file = office.file
    assert file.state == "archived"
    assert file.outcome is FileOutcome.PENALISE
    assert file.decision
    assert file.decision.penalty.kinds == (PenaltyKind.FINE,)
    assert (file.settling.paid, file.version) == (Decimal(500), len(office.entries))


def test_on_the_spot_is_decided_and_served_in_one_step(office: Office):
    office.clue().did(PenaliseOnTheSpot(**{**SPOT, "fine": 100}))
    assert (office.file.state, office.file.settling.served) == ("served", office.now)
    office.did(Pay(amount=100, by="on_site", ground="small"), _recorded("service"), CloseFile(result="paid"))


@pytest.mark.parametrize(("left_out", "guard"), [
    ({"officers": ["a"]}, "two_officers"), ({"officers": ["a", "d"]}, "two_officers"),
    ({"certificate_shown": False}, "certificate_shown"), ({"evidence": None}, "evidence"),
    ({"rights_told": False}, "rights_told"), ({"statement_heard": False}, "statement_heard"),
    ({"demand": ""}, "correction_ordered"), ({"form": " "}, "needs"), ({"kinds": ["fine"], "fine": 0}, "needs"),
])  # fmt: skip
def test_on_the_spot_has_the_guards_of_the_law_too(office: Office, left_out: dict[str, Any], guard: str):
    office.clue().refused(PenaliseOnTheSpot(**{**SPOT, "fine": 100, **left_out}), guard)


def test_a_hearing_is_asked_for_told_held_and_followed_by_a_legal_review(office: Office):
    told = {**NOTICE, "kinds": ["fine", "confiscation"], "fine": 5000, "hearing_told": True}
    decided = {**DECIDED, "kinds": ["fine", "confiscation"], "fine": 5000}
    office.investigated().did(Notify(**told), RequestHearing(), NotifyHearing(on="2026-10-09", host="c"))
    office.refused(Penalise(**decided), "statement_heard")
    office.on("2026-10-09").refused(Penalise(**decided), "hearing_concluded")
    office.did(HoldHearing(result="record of the hearing"))
    office.refused(Penalise(**decided), "legal_review")
    office.did(ReviewLegally(passed=False, result="a document is missing"))
    office.refused(Penalise(**decided), "legal_review")
    office.did(ReviewLegally(passed=True, result="in order"), Penalise(**decided))
    assert office.file.state == "decided_penalty"


def test_a_waived_hearing_is_not_waited_for(office: Office):
    office.notified().did(HearStatement(made=False), WaiveHearing())
    office.did(Penalise(**DECIDED, kinds=["fine"], fine=500))


def test_confiscation_gives_a_hearing_whatever_it_is_worth(office: Office):
    office.investigated().refused(Notify(**NOTICE, kinds=["confiscation"]), "hearing_told")
    office.did(Notify(**NOTICE, kinds=["warning"]), HearStatement(made=False))
    office.did(Penalise(**DECIDED, kinds=["warning"]))


def test_a_defence_never_makes_it_worse_not_even_by_a_second_notice(office: Office):
    office.heard(fine=500)
    office.refused(Penalise(**DECIDED, kinds=["fine"], fine=600), "not_raised")
    office.refused(Penalise(**DECIDED, kinds=["fine", "licence"], fine=500), "not_raised")
    again = {**NOTICE, "kinds": ["fine"], "hearing_told": True, "until": "2026-10-09"}
    office.refused(Notify(**again, fine=501), "not_raised")
    office.did(Notify(**again, fine=400), HearStatement(made=True), WaiveHearing())
    office.refused(Penalise(**DECIDED, kinds=["fine"], fine=500), "not_raised")
    office.did(Penalise(**DECIDED, kinds=["fine"], fine=300))


def test_without_a_defence_new_facts_may_be_notified_anew(office: Office):
    """The party is heard anew, and may ask for a hearing anew."""
    again = {**NOTICE, "kinds": ["fine"], "hearing_told": True, "until": "2026-10-09"}
    office.notified(fine=500).did(HearStatement(made=False), Notify(**again, fine=900))
    office.refused(Penalise(**DECIDED, kinds=["fine"], fine=900), "statement_heard")
    office.did(HearStatement(made=False))
    office.refused(Penalise(**DECIDED, kinds=["fine"], fine=900), "hearing_concluded")


def test_who_lets_the_term_of_the_notice_pass_was_heard(office: Office):
    office.notified(until=date(2026, 10, 9)).on("2026-10-09")
    office.refused(Penalise(**DECIDED, kinds=["fine"], fine=500), "statement_heard")
    office.on("2026-10-10").did(Penalise(**DECIDED, kinds=["fine"], fine=500))


def test_slight_and_corrected_without_harm_is_not_punished(office: Office):
    office.investigated().did(AssessHarm(harm="none", reason="nobody passed"))
    office.refused(ExcuseSlight(reason="slight"), "corrected")
    office.on("2026-09-23").did(ConfirmCorrection(on="2026-09-23"))
    office.refused(ExcuseSlight(reason="slight"), "educated")
    office.did(Educate(result="talked to"), ExcuseSlight(reason="slight"), _recorded("decision"), Serve(how="direct"))
    office.did(_recorded("service"), CloseFile(result="not punished"))
    assert office.file.outcome is FileOutcome.SLIGHT


def test_corrected_after_the_ordered_term_is_too_late(office: Office):
    office.investigated().did(AssessHarm(harm="none", reason="-"), Educate(result="talked to"))
    office.on("2026-09-28").did(ConfirmCorrection(on="2026-09-26"))
    office.refused(ExcuseSlight(reason="slight"), "corrected")


def test_a_first_offence_on_the_list_may_be_left_unpunished(office: Office):
    office = first_offence(office)
    office.did(ExcuseFirst(reason="first time"))
    assert office.file.state == "decided_no_penalty"
    assert office.file.outcome is FileOutcome.FIRST


@pytest.mark.parametrize(("change", "good"), [
    ({}, False), ({"party": "party-8"}, True), ({"unit": "other-bureau"}, True), ({"city": "370200"}, True),
    ({"offence": "sign"}, True), ({"decision": None}, True), ({"id": "f-1"}, True),
])  # fmt: skip
def test_first_is_first_of_the_same_party_body_and_offence(office: Office, change: dict[str, Any], good: bool):
    office = attrs.evolve(first_offence(office), related=(attrs.evolve(EARLIER, **change),))
    found = office.ask(ExcuseFirst(reason="first time"))
    assert (getattr(found, "to", "") == "decided_no_penalty") is good
    assert good or (found.guard, dict(found.facts)["earlier"]) == ("first_time", "f-0")


@pytest.mark.parametrize(("day", "good"), [("2025-09-22", True), ("2025-09-23", False)])
def test_first_is_first_within_twelve_months(office: Office, day: str, good: bool):
    opened = office.now.replace(year=2025, day=int(day[-2:]))
    office = attrs.evolve(first_offence(office), related=(attrs.evolve(EARLIER, opened=opened),))
    assert (getattr(office.ask(ExcuseFirst(reason="first time")), "to", "") == "decided_no_penalty") is good


def test_a_row_of_the_other_exit_or_out_of_its_days_is_no_first_offence(office: Office):
    office = first_offence(office)
    old = LenientOffence(
        id="stall", matter="stall", exit=LenientExit.FIRST, basis="list", valid=DateSpan(None, date(2026, 9, 21))
    )
    for row in (attrs.evolve(old, exit=LenientExit.SLIGHT, valid=DateSpan()), old):
        office.statute = attrs.evolve(office.statute, offences={"stall": row})
        office.refused(ExcuseFirst(reason="first time"), "listed_first")
    assert listed(office).ask(ExcuseFirst(reason="first time")).to == "decided_no_penalty"


def test_days_that_cannot_be_are_refused(office: Office):
    """A term in the past would make the party silent before it was told; a correction to come is none."""
    office.investigated()
    office.refused(Notify(**{**NOTICE, "until": "2026-09-21"}, kinds=["warning"]), "days_in_order")
    office.refused(ConfirmCorrection(on="2026-09-23"), "days_in_order")
    office.refused(OrderToCorrect(demand="clear", until="2026-09-21"), "days_in_order")
    office.did(Notify(**{**NOTICE, "until": "2026-09-22"}, kinds=["warning"]))
    office.refused(Penalise(**DECIDED, kinds=["warning"]), "statement_heard")


def test_an_act_does_not_end_after_it_was_found(office: Office):
    said = {"case": "c-1", "unit": "u", "party": "p", "party_kind": "citizen", "matter": "stall"}
    office.refused(OpenFile(**said, act_ended="2026-09-23"), "days_in_order")


def test_no_fault_is_proved_by_a_piece_of_evidence(office: Office):
    office.investigated().did(Educate(result="talked to"))
    office.refused(ProveNoFault(item="e-9"), "known_item")
    office.did(AddEvidence(kind="documentary", item="e-9"), ProveNoFault(item="e-9"), ExcuseNoFault(reason="a permit"))
    assert office.file.outcome is FileOutcome.NO_FAULT


def test_not_proved_and_transferred_end_without_service(office: Office):
    office.investigated().did(FindNotProved(reason="another person"), CloseFile(result="ended"))
    assert (office.file.state, office.file.outcome) == ("closed", FileOutcome.NOT_PROVED)


def test_what_others_have_the_power_for_is_handed_over(office: Office):
    office.clue().refused(TransferFile(reason="a crime"), "needs")
    office.did(TransferFile(to="police", reason="a crime"), CloseFile(result="handed over"))
    assert office.file.outcome is FileOutcome.TRANSFER


def test_a_clue_without_an_offence_is_not_filed(office: Office):
    office.clue().did(NotFile(reason="his own yard"))
    assert office.file.state == "not_filed"
    office.refused(_recorded("start"), "state")


def test_a_recording_that_is_not_lawful_is_no_evidence(office: Office):
    office.filed().did(AddEvidence(kind="electronic", item="cam-1", monitoring=True))
    office.did(ReviewMonitoring(item="cam-1", lawful=True, party_told=False))
    assert office.file.evidence == ()
    office.did(AddEvidence(kind="electronic", item="cam-2", monitoring=True))
    office.did(ReviewMonitoring(item="cam-2", lawful=True, party_told=True))
    assert [one.reviewed for one in office.file.evidence] == [True]


def test_a_recusal_is_answered_by_the_head_and_the_investigation_goes_on_meanwhile(office: Office):
    office.investigated().did(RequestRecusal(officer="b", reason="cousin"), AddEvidence(kind="testimony", item="e-2"))
    office.did(DecideRecusal(officer="b", granted=False))
    assert office.file.officers == ("a", "b")
    office.did(RequestRecusal(officer="b", reason="brother"), DecideRecusal(officer="b", granted=True))
    assert (office.file.officers, office.file.recused) == (("a",), ("b",))
    office.refused(Seal(item="cart", days=3, reason="-"), "two_officers")


def test_a_record_of_text_alone_is_no_audio_video_record(office: Office):
    office.clue().did(RecordProcess(stage="start"))
    assert office.file.recorded == ()


def test_sealed_things_are_released_and_roads_are_cleared_at_once(office: Office):
    office.clue().did(ClearAtOnce(place="North Street", result="gravel swept away"))
    office.did(_recorded("start"))
    office.did(PutOnFile(officers=["a", "b"]), Seal(item="cart", days=30, reason="in the way"))
    office.refused(Unseal(item="van", result="-"), "known_item")
    office.did(Unseal(item="cart", result="given back"))
    assert list(office.file.open_seals) == []
    office.refused(Unseal(item="cart", result="again"), "known_item")


def test_substitute_performance_does_what_was_ordered_and_the_fine_stays_due(office: Office):
    office.served().on("2027-04-06").did(Remind(demand="clear"), _recorded("service")).on("2027-04-09")
    office.did(Substitute(result="cleared"))
    assert (office.file.state, office.file.settling.performed) == ("performing", office.now)
    office.refused(CloseFile(result="done"), "performed")
    office.did(Pay(amount=500, by="electronic"), CloseFile(result="done"))


def test_the_court_executes_what_nobody_paid(office: Office):
    office.served().on("2027-04-06").did(Remind(demand="pay")).on("2027-04-21").did(ApplyToCourt())
    office.did(Execute(result="paid from an account"), _recorded("service"), CloseFile(result="executed"))


def test_a_licence_taken_away_is_performed_before_the_file_is_closed(office: Office):
    office.investigated().did(Notify(**NOTICE, kinds=["licence"], hearing_told=True), HearStatement(), WaiveHearing())
    office.did(Penalise(**DECIDED, kinds=["licence"]), _recorded("decision"), Serve(how="direct"), _recorded("service"))
    office.refused(CloseFile(result="done"), "performed")
    office.did(Perform(result="handed in"), CloseFile(result="done"))


def test_only_the_roles_of_the_table_may_take_a_step(office: Office):
    refusal = office.heard().refused(Penalise(**DECIDED, kinds=["fine"], fine=500), "role", "a", "enforcement_officer")
    assert (refusal.code, dict(refusal.facts)["wanted"]) == ("CMS703", "enforcement_head")


def test_merged_roles_hold_for_files_too(office: Office):
    office.statute = attrs.evolve(office.statute, merged={"boss": ("enforcement_head",)})
    office.heard()
    assert office.ask(Penalise(**DECIDED, kinds=["fine"], fine=500), "x", "boss").to == "decided_penalty"


def test_a_command_before_the_last_entry_is_refused(office: Office):
    refusal = office.filed().wait(minutes=-1).refused(_recorded("start"), "time")
    assert refusal.code == "CMS705"


def test_a_command_that_the_table_does_not_have_names_the_nearest(office: Office):
    rules = office.statute.rules
    rows = tuple(row for row in rules.transitions if row.command != "seal")
    office.statute = attrs.evolve(office.statute, rules=attrs.evolve(rules, transitions=rows))
    refusal = office.filed().refused(Seal(item="cart", days=3, reason="-"), "table")
    assert (refusal.code, dict(refusal.facts)["near"]) == ("CMS706", "unseal")


def test_a_promise_alone_changes_nothing_else(office: Office):
    before = office.filed().file
    after = office.give(SignPromise())
    same = ("promised", "version", "last", "plan")
    assert after.promised
    assert attrs.asdict(before, filter=lambda a, _: a.name not in same) == attrs.asdict(
        after, filter=lambda a, _: a.name not in same
    )
