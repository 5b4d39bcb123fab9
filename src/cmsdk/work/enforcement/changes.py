"""What each command makes of a file once it is entered (演变). Pure; the moment is that of the entry."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

import attrs

from cmsdk.model import enforcement_commands as c
from cmsdk.model.enforcement import Correction, Decision, EnforcementFile, Evidence, Hearing, Held, Notice, Penalty
from cmsdk.model.enforcement_kinds import FileOutcome

from .statute import penalty

Values = dict[str, Any]


@attrs.frozen
class Happened:
    """What was entered: the moment, and what the decision on the command added to it."""

    at: datetime
    effects: Mapping[str, Any]


Change = Callable[[EnforcementFile, Any, Happened], Values]


def _open(_file: EnforcementFile, given: c.OpenFile, happened: Happened) -> Values:
    named = ("case", "unit", "party", "party_kind", "matter", "act_ended", "grave", "offence")
    return {**{name: getattr(given, name) for name in named}, "opened": happened.at}


def _filed(_file: EnforcementFile, given: c.PutOnFile, happened: Happened) -> Values:
    return {"officers": given.officers, "filed": happened.at}


def _recusal(file: EnforcementFile, given: c.DecideRecusal, _happened: Happened) -> Values:
    asked = tuple(one for one in file.recusal_asked if one != given.officer)
    if not given.granted:
        return {"recusal_asked": asked}
    left = tuple(one for one in file.officers if one != given.officer)
    return {"recusal_asked": asked, "recused": (*file.recused, given.officer), "officers": left}


def _reviewed(file: EnforcementFile, given: c.ReviewMonitoring, _happened: Happened) -> Values:
    """What the review does not find lawful is no evidence (article 41)."""
    good = given.lawful and given.party_told
    kept = (one for one in file.evidence if good or one.item != given.item)
    return {"evidence": tuple(attrs.evolve(one, reviewed=one.reviewed or one.item == given.item) for one in kept)}


def _ended(kept: tuple[Held, ...], item: str, at: datetime) -> tuple[Held, ...]:
    return tuple(attrs.evolve(one, ended=at) if one.item == item and one.ended is None else one for one in kept)


def _notified(_file: EnforcementFile, given: c.Notify, happened: Happened) -> Values:
    """A further notice begins anew what follows a notice: the statement, the hearing, the review."""
    intended, until = penalty(given.kinds, given.fine), given.until or happened.at.date()
    notice = Notice(happened.at, intended, until, given.hearing_told)
    return {"notice": notice, "heard": False, "hearing": Hearing(), "reviewed": None}


def _statement(file: EnforcementFile, given: c.HearStatement, _happened: Happened) -> Values:
    return {"heard": True, "defended": file.defended or given.made}


def _hearing(**changed: Callable[[Any, Happened], Any]) -> Change:
    def change(file: EnforcementFile, given: Any, happened: Happened) -> Values:  # noqa: ANN401  any command
        return {
            "hearing": attrs.evolve(file.hearing, **{name: make(given, happened) for name, make in changed.items()})
        }

    return change


def _decided(outcome: FileOutcome) -> Change:
    def change(_file: EnforcementFile, given: Any, happened: Happened) -> Values:  # noqa: ANN401  any command
        decided = Penalty(()) if outcome is not FileOutcome.PENALISE else penalty(given.kinds, given.fine)
        public = getattr(given, "public", False)
        return {"decision": Decision(outcome, happened.at, decided, on_the_spot=False, public=public)}

    return change


def _on_the_spot(file: EnforcementFile, given: c.PenaliseOnTheSpot, happened: Happened) -> Values:
    """Decided and handed over in one step: it is served."""
    found = (Evidence(given.evidence, given.form),) if given.evidence else ()
    return {
        "officers": given.officers,
        "certificate_shown": given.certificate_shown,
        "evidence": (*file.evidence, *found),
        "heard": given.statement_heard,
        "correction": Correction(happened.at, given.until),
        "decision": Decision(
            FileOutcome.PENALISE, happened.at, penalty(given.kinds, given.fine), on_the_spot=True, public=given.public
        ),
        "settling": attrs.evolve(file.settling, served=happened.at),
    }


def _settles(name: str, value: Callable[[EnforcementFile, Any, Happened], Any]) -> Change:
    def change(file: EnforcementFile, given: Any, happened: Happened) -> Values:  # noqa: ANN401  any command
        return {"settling": attrs.evolve(file.settling, **{name: value(file, given, happened)})}

    return change


def _paid(file: EnforcementFile, given: c.Pay, happened: Happened) -> Values:
    paid = file.settling.paid + given.amount
    return {"settling": attrs.evolve(file.settling, paid=paid, paid_at=happened.at)}


def _now(_file: EnforcementFile, _given: object, happened: Happened) -> datetime:
    return happened.at


def _longer(file: EnforcementFile, given: c.ExtendSeal, _happened: Happened) -> Values:
    def longer(one: Held) -> Held:
        hit = one.item == given.item and one.ended is None
        return attrs.evolve(one, days=one.days + given.days, extended=True) if hit else one

    return {"sealed": tuple(map(longer, file.sealed))}


def _sets(**values: Any) -> Change:  # noqa: ANN401  any field of a file
    return lambda _file, _given, _happened: values


CHANGES: Final[Mapping[type[c.FileCommand], Change]] = {
    c.OpenFile: _open,
    c.PutOnFile: _filed,
    c.Appoint: lambda _file, given, _at: {"officers": given.officers},
    c.RequestRecusal: lambda file, given, _at: {
        "recusal_asked": tuple(dict.fromkeys((*file.recusal_asked, given.officer)))
    },
    c.DecideRecusal: _recusal,
    c.RecordProcess: lambda file, given, _at: (
        {"recorded": tuple(dict.fromkeys((*file.recorded, given.stage)))} if given.audio_video else {}
    ),
    c.Enquire: lambda file, given, _at: {"certificate_shown": file.certificate_shown or given.certificate_shown},
    c.AddEvidence: lambda file, given, _at: {
        "evidence": (*file.evidence, Evidence(given.kind, given.item, given.monitoring))
    },
    c.ReviewMonitoring: _reviewed,
    c.Preserve: lambda file, given, happened: {"preserved": (*file.preserved, Held(given.item, happened.at))},
    c.SettlePreservation: lambda file, given, happened: {"preserved": _ended(file.preserved, given.item, happened.at)},
    c.OrderToCorrect: lambda file, given, happened: {
        "correction": Correction(happened.at, given.until, file.correction.done)
    },
    c.ConfirmCorrection: lambda file, given, _at: {"correction": attrs.evolve(file.correction, done=given.on)},
    c.AssessHarm: lambda _file, given, _at: {"harm": given.harm},
    c.SignPromise: _sets(promised=True),
    c.Educate: _sets(educated=True),
    c.ProveNoFault: _sets(faultless=True),
    c.RequireReview: lambda file, given, _at: {"grounds": tuple(dict.fromkeys((*file.grounds, given.ground)))},
    c.Notify: _notified,
    c.HearStatement: _statement,
    c.RequestHearing: _hearing(requested=lambda _given, happened: happened.at),
    c.WaiveHearing: _hearing(waived=lambda _given, happened: happened.at),
    c.NotifyHearing: _hearing(
        notified=lambda _given, happened: happened.at, on=lambda given, _: given.on, host=lambda given, _: given.host
    ),
    c.HoldHearing: lambda file, _given, happened: {
        "hearing": attrs.evolve(file.hearing, held=happened.at),
        "heard": True,
        "defended": True,
    },
    c.ReviewLegally: lambda _file, given, happened: {"reviewed": happened.at if given.passed else None},
    c.ExtendDecision: _sets(extended=True),
    c.Penalise: _decided(FileOutcome.PENALISE),
    c.PenaliseOnTheSpot: _on_the_spot,
    c.ExcuseSlight: _decided(FileOutcome.SLIGHT),
    c.ExcuseFirst: _decided(FileOutcome.FIRST),
    c.ExcuseNoFault: _decided(FileOutcome.NO_FAULT),
    c.FindNotProved: _decided(FileOutcome.NOT_PROVED),
    c.TransferFile: _decided(FileOutcome.TRANSFER),
    c.Serve: _settles("served", _now),
    c.Publish: _settles("published", _now),
    c.DeferPayment: _settles("defer", lambda _file, given, _at: given.until),
    c.Pay: _paid,
    c.Perform: _settles("performed", _now),
    c.Remind: _settles("reminded", _now),
    c.Surcharge: _settles("surcharge", lambda _file, _given, happened: Decimal(happened.effects["surcharge"])),
    c.ApplyToCourt: _settles("court", _now),
    c.Execute: _settles("executed", _now),
    c.Substitute: _settles("performed", _now),
    c.Demolish: _settles("performed", _now),
    c.Seal: lambda file, given, happened: {"sealed": (*file.sealed, Held(given.item, happened.at, given.days))},
    c.ExtendSeal: _longer,
    c.Unseal: lambda file, given, happened: {"sealed": _ended(file.sealed, given.item, happened.at)},
}
"""Command → what it changes; one that is not here moves the state and nothing else."""
