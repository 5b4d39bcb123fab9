"""One story for each guard: all is in order but what the guard looks at. Given an office, the command that fails."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import attrs

from cmsdk.contract.enforcement import LenientExit, LenientOffence
from cmsdk.model.enforcement import Decision, EnforcementFile
from cmsdk.model.enforcement_commands import (
    AddEvidence,
    ApplyToCourt,
    Appoint,
    ArchiveFile,
    AssessHarm,
    CloseFile,
    ConfirmCorrection,
    DecideRecusal,
    Educate,
    Enquire,
    ExcuseFirst,
    ExcuseNoFault,
    ExcuseSlight,
    Execute,
    ExtendDecision,
    ExtendSeal,
    FileCommand,
    HearStatement,
    Notify,
    NotifyHearing,
    OrderToCorrect,
    Pay,
    Penalise,
    PenaliseOnTheSpot,
    Preserve,
    PutOnFile,
    RecordProcess,
    Remind,
    RequestHearing,
    RequestRecusal,
    RequireReview,
    ReviewLegally,
    ReviewMonitoring,
    Seal,
    Serve,
    SettlePreservation,
    SignPromise,
    Substitute,
    Surcharge,
    WaiveHearing,
)
from cmsdk.model.enforcement_kinds import FileOutcome

Office = Any
DECIDED = {"facts": "stall on the pavement", "basis": "art. 14", "kinds": ["fine"]}
NOTICE = {**DECIDED, "reason": "seen twice", "rights_told": True, "hearing_told": True, "until": date(2026, 9, 25)}
SPOT = {
    **DECIDED, "officers": ["a", "b"], "certificate_shown": True, "rights_told": True, "statement_heard": True,
    "evidence": "inspection_record", "fine": 200, "form": "No. 1", "demand": "clear the pavement",
}  # fmt: skip
LISTED = LenientOffence(id="stall", matter="stall", exit=LenientExit.FIRST, months=12, basis="list")


def listed(office: Office) -> Office:
    return attrs.evolve(office, statute=attrs.evolve(office.statute, offences={"stall": LISTED}))


def bare(office: Office, *left_out: type[FileCommand]) -> Office:
    """Investigated up to the notice, but for what is left out."""
    steps = [
        Enquire(certificate_shown=True, result="asked"),
        AddEvidence(kind="testimony", item="e-1"),
        OrderToCorrect(demand="clear", until=date(2026, 9, 25)),
        RecordProcess(stage="investigation", audio_video=True),
    ]
    return office.filed().did(*(step for step in steps if not isinstance(step, left_out)))


def first_offence(office: Office, *left_out: type[FileCommand], offence: str = "stall") -> Office:
    """All that a first offence needs, but for what is left out."""
    steps = [
        AssessHarm(harm="slight", reason="nobody was hindered"),
        ConfirmCorrection(on=date(2026, 9, 22)),
        SignPromise(),
        Educate(result="talked to"),
    ]
    kept = listed(office).investigated(offence=offence)
    return kept.did(*(step for step in steps if not isinstance(step, left_out)))


def reminded(office: Office) -> Office:
    """Served on 1 October, nothing paid, reminded when the term for a suit had long passed."""
    return office.served().on("2027-04-06").did(Remind(demand="pay"))


def hearing_asked(office: Office) -> Office:
    return office.notified().did(RequestHearing())


def _before_notice(command: type[FileCommand]) -> Callable[[Office], tuple[Office, FileCommand]]:
    return lambda office: (bare(office, command), Notify(**NOTICE, fine=500))


def _two_officers(office: Office) -> tuple[Office, FileCommand]:
    return office.filed(), Appoint(officers=["a", "d"])


def _certificate(office: Office) -> tuple[Office, FileCommand]:
    return office.filed(), Enquire(result="asked")


def _monitoring(office: Office) -> tuple[Office, FileCommand]:
    return office.investigated().did(AddEvidence(kind="electronic", item="cam-1", monitoring=True)), Notify(
        **NOTICE, fine=500
    )


def _recused(office: Office) -> tuple[Office, FileCommand]:
    office.investigated().did(RequestRecusal(officer="a", reason="cousin"), Appoint(officers=["a", "b", "c"]))
    return office.did(DecideRecusal(officer="a", granted=True)), AddEvidence(kind="testimony", item="e-2")


def _recusal_open(office: Office) -> tuple[Office, FileCommand]:
    return office.heard().did(RequestRecusal(officer="b", reason="cousin")), Penalise(**DECIDED, fine=500)


def _discovered_late(office: Office) -> tuple[Office, FileCommand]:
    office.clue(act_ended=date(2024, 9, 21)).did(RecordProcess(stage="start", audio_video=True))
    return office, PutOnFile(officers=["a", "b"])


def _unheard(office: Office) -> tuple[Office, FileCommand]:
    return office.notified(until=date(2026, 10, 30)).wait(days=9), Penalise(**DECIDED, fine=500)


def _review(office: Office) -> tuple[Office, FileCommand]:
    return office.heard().did(RequireReview(ground="complex")), Penalise(**DECIDED, fine=500)


def _decided_late(office: Office) -> tuple[Office, FileCommand]:
    return office.heard().on("2026-12-22"), Penalise(**DECIDED, fine=500)


def _no_order(office: Office) -> tuple[Office, FileCommand]:
    bare(office, OrderToCorrect).did(Notify(**NOTICE, fine=500), HearStatement(), WaiveHearing())
    return office, Penalise(**DECIDED, fine=500)


def _unnotified(office: Office) -> tuple[Office, FileCommand]:
    """The legal review is taken before the notice, and the party is heard of its own accord."""
    office.investigated().did(ReviewLegally(passed=True, result="in order"))
    rules = office.statute.rules
    rows = tuple(
        attrs.evolve(r, guards=tuple(g for g in r.guards if g != "statement_heard")) for r in rules.transitions
    )
    statute = attrs.evolve(office.statute, rules=attrs.evolve(rules, transitions=rows))
    return attrs.evolve(office, statute=statute), Penalise(**DECIDED, fine=500)


def _hearing_host(office: Office) -> tuple[Office, FileCommand]:
    return hearing_asked(office), NotifyHearing(on=date(2026, 10, 12), host="a")


def _hearing_too_early(office: Office) -> tuple[Office, FileCommand]:
    return hearing_asked(office), NotifyHearing(on=date(2026, 10, 8), host="host")


def _court(office: Office) -> tuple[Office, FileCommand]:
    return reminded(office).on("2027-04-20"), ApplyToCourt()


def _court_too_late(office: Office) -> tuple[Office, FileCommand]:
    return reminded(office).on("2027-07-02"), ApplyToCourt()


def _suit_open(office: Office) -> tuple[Office, FileCommand]:
    return office.served().on("2026-11-02").did(Remind(demand="pay")).on("2027-04-01"), ApplyToCourt()


def _execution(office: Office, **given: bool) -> tuple[Office, FileCommand]:
    return reminded(office).on("2027-04-21").did(ApplyToCourt()), Execute(result="done", **given)


def _sealed(office: Office) -> Office:
    return office.filed().did(Seal(item="cart", days=30, reason="in the way"))


def _preserved(office: Office) -> Office:
    return office.filed().did(Preserve(item="scale", reason="may vanish"))


def _closing(office: Office, stage: str = "service") -> Office:
    return office.served().did(RecordProcess(stage=stage, audio_video=True))


def _closed(office: Office, **given: bool) -> Office:
    office.served(**given).did(RecordProcess(stage="service", audio_video=True), Pay(amount=500, by="bank"))
    return office.did(CloseFile(result="paid"))


STORIES: dict[str, Callable[[Office], tuple[Office, FileCommand]]] = {
    "two_officers": _two_officers,
    "certificate_shown": _certificate,
    "evidence": _before_notice(AddEvidence),
    "monitoring_reviewed": _monitoring,
    "known_item": lambda o: (o.investigated(), ReviewMonitoring(item="cam-9", lawful=True, party_told=True)),
    "recorded_start": lambda o: (o.clue(), PutOnFile(officers=["a", "b"])),
    "recorded_investigation": _before_notice(RecordProcess),
    "recorded_decision": lambda o: (o.decided(), Serve(how="direct")),
    "recorded_service": lambda o: (o.served().did(Pay(amount=500, by="bank")), CloseFile(result="paid")),
    "recorded_archive": lambda o: (_closed(o), ArchiveFile()),
    "not_recused": _recused,
    "recusal_settled": _recusal_open,
    "days_in_order": lambda o: (o.investigated(), Notify(**{**NOTICE, "until": date(2026, 9, 21)}, fine=500)),
    "discovery_term": _discovered_late,
    "rights_told": lambda o: (o.investigated(), Notify(**{**NOTICE, "rights_told": False}, fine=500)),
    "notified": _unnotified,
    "statement_heard": _unheard,
    "not_raised": lambda o: (o.heard(), Penalise(**DECIDED, fine=501)),
    "correction_ordered": _no_order,
    "hearing_told": lambda o: (o.investigated(), Notify(**{**NOTICE, "hearing_told": False}, fine=500)),
    "hearing_concluded": lambda o: (o.notified().did(HearStatement(made=True)), Penalise(**DECIDED, fine=500)),
    "hearing_request_term": lambda o: (o.notified().on("2026-10-08"), RequestHearing()),
    "hearing_notice_term": _hearing_too_early,
    "hearing_host": _hearing_host,
    "legal_review": _review,
    "decision_term": _decided_late,
    "decision_extension": lambda o: (o.filed(), ExtendDecision(reason="an expert is asked")),
    "on_the_spot_limits": lambda o: (o.clue(), PenaliseOnTheSpot(**{**SPOT, "fine": 201})),
    "listed_first": lambda o: (first_offence(o, offence="other"), ExcuseFirst(reason="first time")),
    "first_time": lambda o: (_second_time(o), ExcuseFirst(reason="first time")),
    "slight_harm": lambda o: (first_offence(o, AssessHarm), ExcuseFirst(reason="first time")),
    "no_harm": lambda o: (first_offence(o), ExcuseSlight(reason="slight")),
    "corrected": lambda o: (first_offence(o, ConfirmCorrection), ExcuseFirst(reason="first time")),
    "promised": lambda o: (first_offence(o, SignPromise), ExcuseFirst(reason="first time")),
    "educated": lambda o: (first_offence(o, Educate), ExcuseFirst(reason="first time")),
    "faultless": lambda o: (
        o.investigated().did(Educate(result="talked to")),
        ExcuseNoFault(reason="a permit was sold"),
    ),
    "consented": lambda o: (
        o.decided().did(RecordProcess(stage="decision", audio_video=True)),
        Serve(how="electronic"),
    ),
    "reason_when_late": lambda o: (
        o.decided().did(RecordProcess(stage="decision", audio_video=True)).on("2026-10-16"),
        Serve(how="direct"),
    ),
    "separate_collection": lambda o: (o.served(), Pay(amount=500, by="on_site", ground="small")),
    "overdue": lambda o: (_corrected(o.served()), Remind(demand="pay")),
    "payment_overdue": lambda o: (o.served(), Surcharge()),
    "reminded_before_court": _court,
    "reminded_before_substitution": lambda o: (reminded(o).on("2027-04-08"), Substitute(result="cleared")),
    "suit_term_over": _suit_open,
    "court_application_term": _court_too_late,
    "allowed_hours": lambda o: (_execution(o)[0].on("2027-04-21", 22), Execute(result="done")),
    "supply_kept": lambda o: _execution(o, cuts_supply=True),
    "performed": lambda o: (_closing(o), CloseFile(result="done")),
    "published": lambda o: (
        _closed(o, public=True).did(RecordProcess(stage="archive", audio_video=True)),
        ArchiveFile(),
    ),
    "preservation_term": lambda o: (
        _preserved(o).on("2026-10-10"),
        SettlePreservation(item="scale", keep=True, result="kept"),
    ),
    "seal_term": lambda o: (o.filed(), Seal(item="cart", days=31, reason="in the way")),
    "seal_extension": lambda o: (_sealed(o).on("2026-10-23"), ExtendSeal(item="cart", days=10, reason="expert")),
}


def _corrected(office: Office) -> Office:
    return office.did(ConfirmCorrection(on=date(2026, 9, 24)))


EARLIER = EnforcementFile(
    id="f-0", city="610100", unit="bureau", party="party-7", offence="stall",
    opened=datetime(2025, 10, 22, 9, tzinfo=UTC),
    decision=Decision(FileOutcome.PENALISE, datetime(2025, 11, 1, 9, tzinfo=UTC)),
)  # fmt: skip
"""The same party was fined for the same eleven months before."""


def _second_time(office: Office) -> Office:
    return attrs.evolve(first_offence(office), related=(EARLIER,))
