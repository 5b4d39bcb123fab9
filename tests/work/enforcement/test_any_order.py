"""No order of commands, by anybody, at any time, leads to a penalty that lacks what the law asks for."""

from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmsdk.model.command import Actor, Refusal
from cmsdk.model.enforcement import EnforcementFile
from cmsdk.model.enforcement_commands import (
    AddEvidence,
    AssessHarm,
    ConfirmCorrection,
    DecideRecusal,
    Educate,
    Enquire,
    ExcuseFirst,
    ExcuseSlight,
    FileCommand,
    HearStatement,
    HoldHearing,
    Notify,
    NotifyHearing,
    OpenFile,
    OrderToCorrect,
    Pay,
    Penalise,
    PenaliseOnTheSpot,
    PutOnFile,
    RecordProcess,
    RequestHearing,
    RequestRecusal,
    RequireReview,
    ReviewLegally,
    ReviewMonitoring,
    Serve,
    WaiveHearing,
)
from cmsdk.model.enforcement_kinds import FileOutcome, RecordedStage
from cmsdk.model.entry import GENESIS, seal
from cmsdk.work.enforcement.file import decide, evolve, fold, new_file
from cmsdk.work.enforcement.forms import FileForms
from cmsdk.work.enforcement.statute import Statute

from .stories import SPOT

FORMS = FileForms()
UNTIL = date(2026, 9, 24)
SAID = {"facts": "stall", "basis": "art. 14"}
NOTICE = {**SAID, "reason": "seen", "rights_told": True, "until": UNTIL}
STEPS: list[FileCommand] = [
    OpenFile(case="c", unit="u", party="p", party_kind="citizen", matter="stall"),
    *(RecordProcess(stage=stage, audio_video=True) for stage in RecordedStage),
    PutOnFile(officers=["a", "b"]),
    PutOnFile(officers=["a", "d"]),
    Enquire(certificate_shown=True, result="asked"),
    Enquire(result="asked"),
    AddEvidence(kind="testimony", item="e-1"),
    AddEvidence(kind="electronic", item="cam", monitoring=True),
    ReviewMonitoring(item="cam", lawful=True, party_told=True),
    OrderToCorrect(demand="clear", until=UNTIL),
    ConfirmCorrection(on=UNTIL),
    AssessHarm(harm="none", reason="-"),
    Educate(result="-"),
    RequireReview(ground="complex"),
    RequestRecusal(officer="a", reason="-"),
    DecideRecusal(officer="a", granted=False),
    DecideRecusal(officer="a", granted=True),
    Notify(**NOTICE, kinds=["fine"], fine=400, hearing_told=True),
    Notify(**NOTICE, kinds=["warning"]),
    Notify(**NOTICE, kinds=["fine", "confiscation"], fine=900, hearing_told=True),
    HearStatement(made=True),
    HearStatement(made=False),
    RequestHearing(),
    WaiveHearing(),
    NotifyHearing(on=date(2026, 10, 12), host="c"),
    HoldHearing(result="record"),
    ReviewLegally(passed=True, result="-"),
    ReviewLegally(passed=False, result="-"),
    Penalise(**SAID, kinds=["fine"], fine=400),
    Penalise(**SAID, kinds=["warning"]),
    Penalise(**SAID, kinds=["fine", "confiscation"], fine=900),
    PenaliseOnTheSpot(**{**SPOT, "fine": 200}),
    PenaliseOnTheSpot(**{**SPOT, "fine": 300}),
    ExcuseSlight(reason="-"),
    ExcuseFirst(reason="-"),
    Serve(how="direct"),
    Pay(amount=400, by="bank"),
    Pay(amount=400, by="on_site", ground="small"),
]


def _first(kind: type[FileCommand]) -> int:
    return next(number for number, step in enumerate(STEPS) if isinstance(step, kind))


USUAL = [
    _first(OpenFile), _first(RecordProcess), _first(PutOnFile), _first(Enquire), _first(AddEvidence),
    _first(OrderToCorrect), _first(RecordProcess) + 1, _first(Notify), _first(HearStatement), _first(WaiveHearing),
    _first(Penalise),
]  # fmt: skip
"""The shortest way to a penalty, of which the tests leave out, add and exchange."""


def _lawful(file: EnforcementFile, by: Actor, statute: Statute, now: datetime) -> None:
    """What has to be true of a file on which a penalty has just been decided."""
    decision = file.decision
    assert decision
    assert len(set(file.officers) - set(file.recused)) >= 2
    assert all(statute.officers[one].certificate for one in file.officers)
    assert file.certificate_shown
    assert file.evidence
    assert not file.recusal_asked
    assert file.correction.ordered
    assert by.id not in file.recused or not decision.on_the_spot
    if decision.on_the_spot:
        assert decision.penalty.fine <= 200
        return
    assert all(one.reviewed for one in file.evidence if one.monitoring)
    notice = file.notice
    assert notice
    assert set(decision.penalty.kinds) <= set(notice.penalty.kinds)
    assert decision.penalty.fine <= notice.penalty.fine
    assert file.heard or statute.day(now) > notice.until
    if statute.hearing_due(notice.penalty, file.party_kind):
        asked = file.hearing.requested is not None
        over = statute.over("hearing_request", notice.at, now)
        assert file.hearing.held or file.hearing.waived or (over and not asked)
    assert file.reviewed or not (file.grounds or file.hearing.held)


def _run(steps: list[tuple[int, int, str]], statute: Statute) -> EnforcementFile:
    """Gives the commands one after the other; holds the file to the law and to the fold of its entries."""
    file = new_file("f-1", "610100", statute)
    states, entries = set(statute.rules.states), []
    now = datetime(2026, 9, 22, 10, tzinfo=statute.clock.zone)
    roles = ("enforcement_officer", "enforcement_head", "legal_reviewer", "hearing_host")
    for number, days, who in steps:
        now += timedelta(days=days)
        command, by = STEPS[number], Actor(who, roles)
        found = decide(file, command, by, statute, now)
        if isinstance(found, Refusal):
            continue
        entry = seal(
            stream="f-1", version=len(entries) + 1, city="610100", type_=command.name, at=now, by=who, plan="p",
            data=FORMS.commanded(command, found.to, found.effects), prev=entries[-1].hash if entries else GENESIS,
        )  # fmt: skip
        before, entries = file.decision, [*entries, entry]
        file = evolve(file if file.version else None, entry, FORMS)
        assert file.state in states
        if file.decision is not before and file.outcome is FileOutcome.PENALISE:
            _lawful(file, by, statute, now)
    assert not entries or fold(entries, FORMS) == file
    return file


STEP = st.tuples(st.integers(0, len(STEPS) - 1), st.sampled_from([0, 0, 0, 1, 3, 9, 30]), st.sampled_from(["a", "c"]))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=30))
def test_no_order_of_commands_leads_to_a_penalty_without_what_is_due(
    steps: list[tuple[int, int, str]], statute: Statute
):
    _run(steps, statute)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_nor_does_any_change_of_the_usual_order(statute: Statute, data: st.DataObject):
    """Close to the lawful way a slip is more likely to slip through than far from it."""
    penalise, steps = _first(Penalise), [(number, 0, "a") for number in USUAL]
    for _ in range(data.draw(st.integers(0, 4))):
        place = data.draw(st.integers(0, len(steps) - 1))
        step = data.draw(STEP)
        steps[place : place + data.draw(st.integers(0, 1))] = [step] if data.draw(st.booleans()) else []
        if not steps:
            break
    _run([*steps, (penalise + 2, 9, "a"), (penalise, 0, "a"), (penalise + 1, 0, "a")], statute)


def test_the_usual_order_does_lead_to_one(statute: Statute):
    """Else the two above would hold of a table that never lets anybody decide."""
    file = _run([(number, 0, "a") for number in USUAL], statute)
    assert file.outcome is FileOutcome.PENALISE
    assert _run([(0, 0, "a"), (_first(PenaliseOnTheSpot), 0, "a")], statute).outcome is FileOutcome.PENALISE
