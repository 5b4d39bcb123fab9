"""Whistles at work (吹哨报到): units report in, one leads, the community closes and scores, or whistles again."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.model.command import Refusal
from cmsdk.model.works.whistle import (
    Called,
    CallUnits,
    CloseWhistle,
    EscalateWhistle,
    FeedBackWhistle,
    HandOverLead,
    RaiseWhistle,
    ReportIn,
    Rise,
    Whistle,
    WhistleAgain,
    WithdrawWhistle,
)

from .calling import again, call, escalate, not_of_division, raise_
from .shape import BEGINS, STAYS, Asked, Found, Happened, Step, Wants, WorkKind, refuse
from .whose import acts_for, unit_of

CALLING: Final = "calling"
"""Somebody who was called is not there yet."""
HANDLING: Final = "handling"
HANDLED: Final = "handled"
"""The lead says that it is done; the community has not closed it."""
CLOSED: Final = "closed"
WITHDRAWN: Final = "withdrawn"
_OPEN: Final = (CALLING, HANDLING)
BEST: Final = 5
"""The best score; the worst is 1."""


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _next(work: Whistle, called: tuple[Called, ...], handle_by: datetime | None) -> datetime | None:
    """The next open clock: somebody has to come, it has to be handled, or it goes up."""
    waits = [one.due for one in called if one.round == work.round and one.at is None]
    return min((at for at in (*waits, handle_by, work.goes_up) if at is not None), default=None)


def _with_calls(work: Whistle, happened: Happened) -> dict[str, Any]:
    """What a step changes that calls units: they, their lead, the level that is reached, and the next clock."""
    effects = happened.effects
    new = tuple(
        Called(one["unit"], _moment(one["due"]), work.round, one["reason"], happened.at) for one in effects["called"]
    )
    changed: dict[str, Any] = {"called": (*work.called, *new)}
    if "lead" in effects:
        changed["lead"] = effects["lead"]
    if "level" in effects:
        changed |= {name: effects[name] for name in ("level", "level_row")} | {
            "goes_up": _moment(effects["goes_up"]), "handle_by": _moment(effects["handle_by"]),
        }  # fmt: skip
    after = attrs.evolve(work, **changed)
    return changed | {"due": _next(after, after.called, after.handle_by)}


def _wants(_work: Whistle, command: RaiseWhistle, _plan: CityPlan) -> Wants:
    return Wants(cases=(command.case,) if command.case else ())


def _raised(work: Whistle, command: RaiseWhistle, happened: Happened) -> dict[str, Any]:
    effects = happened.effects
    said = {name: effects[name] for name in ("division", "grid", "category", "place", "row")}
    return {**said, "text": command.text, "case": command.case, **_with_calls(work, happened)}


def _escalated(work: Whistle, command: EscalateWhistle, happened: Happened) -> dict[str, Any]:
    effects = happened.effects
    rise = Rise(effects["level"], effects["level_row"], happened.at, command.reason)
    return {"rises": (*work.rises, rise), **_with_calls(work, happened)}


def _again(work: Whistle, _command: WhistleAgain, happened: Happened) -> dict[str, Any]:
    anew = attrs.evolve(work, round=work.round + 1)
    return {"round": anew.round, "handled": None, "closed": None, **_with_calls(anew, happened)}


def _awaited(asked: Asked[Whistle, Any]) -> str | Refusal:
    """The unit that a command is given for, which is in this round and is that of the actor."""
    work, unit = asked.work, asked.command.unit or unit_of(asked.by, asked.plan)
    called = [one.unit for one in work.present]
    if not asked.command.unit and unit not in called:  # a squad comes for the bureau above it
        unit = next((one for one in called if acts_for(asked.by, one, asked.plan)), unit)
    if unit in called and acts_for(asked.by, unit, asked.plan):
        return unit
    return _not_awaited(asked, unit)


def _not_awaited(asked: Asked[Whistle, Any], unit: str) -> Refusal:
    present = asked.work.present
    return refuse("CMS487", "called", command=asked.command.name, work=asked.work.id, unit=unit or "—",
                  actor=asked.by.id, called=", ".join(one.unit for one in present),
                  there=", ".join(one.unit for one in present if one.at) or "—")  # fmt: skip


def _report_in(asked: Asked[Whistle, ReportIn]) -> Found | Refusal:
    unit, work = _awaited(asked), asked.work
    if isinstance(unit, Refusal):
        return unit
    there = {one.unit for one in work.present if one.at}
    if unit in there:
        return _not_awaited(asked, unit)
    missing = {one.unit for one in work.present} - there - {unit}
    return Found({"unit": unit}, to=CALLING if missing else HANDLING)


def _changed(work: Whistle, unit: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401  fields of Called
    called = tuple(
        attrs.evolve(one, **changes) if one.unit == unit and one.round == work.round else one for one in work.called
    )
    return {"called": called, "due": _next(work, called, work.handle_by)}


def _reported_in(work: Whistle, _command: ReportIn, happened: Happened) -> dict[str, Any]:
    return _changed(work, happened.effects["unit"], at=happened.at)


def _hand_over(asked: Asked[Whistle, HandOverLead]) -> Found | Refusal:
    unit = asked.command.unit
    return Found() if asked.work.of_unit(unit) is not None else _not_awaited(asked, unit)


def _feed_back(asked: Asked[Whistle, FeedBackWhistle]) -> Found | Refusal:
    unit, work = _awaited(asked), asked.work
    if isinstance(unit, Refusal):
        return unit
    called = work.of_unit(unit)
    if called is None or called.at is None:
        return _not_awaited(asked, unit)
    return Found({"unit": unit}, to=HANDLED if unit == work.lead else work.state)


def _fed_back(work: Whistle, command: FeedBackWhistle, happened: Happened) -> dict[str, Any]:
    changed = _changed(work, happened.effects["unit"], result=command.result, fed_back=happened.at)
    done = {"handled": happened.at, "result": command.result, "due": None}
    return changed | (done if happened.to == HANDLED else {})


def _scores(work: Whistle, command: CloseWhistle) -> Iterator[tuple[str, str]]:
    """Unit and score as they were given; a score for nobody that came is given as it is, to be refused."""
    single = dict(part.replace("＝", "=").partition("=")[::2] for part in command.scores)
    for one in work.present:
        yield one.unit, single.pop(one.unit, "") or str(command.score or "")
    yield from single.items()


def _close(asked: Asked[Whistle, CloseWhistle]) -> Found | Refusal:
    refusal = not_of_division(asked, asked.work.division)
    if refusal is not None:
        return refusal
    called = {one.unit for one in asked.work.present}
    scores = dict(_scores(asked.work, asked.command))
    allowed = {str(score) for score in range(1, BEST + 1)}
    for unit, score in scores.items():
        if unit not in called or score not in allowed:
            return refuse("CMS490", "score", command=asked.command.name, work=asked.work.id, unit=unit,
                          score=score or "—", called=", ".join(sorted(called)))  # fmt: skip
    return Found({"scores": {unit: int(score) for unit, score in scores.items()}})


def _closed(work: Whistle, command: CloseWhistle, happened: Happened) -> dict[str, Any]:
    scores: Mapping[str, int] = happened.effects["scores"]
    called = tuple(attrs.evolve(one, score=scores[one.unit]) if one.round == work.round else one for one in work.called)
    return {"called": called, "closed": happened.at, "due": None, "result": command.result or work.result}


WHISTLES: Final = WorkKind(
    Whistle,
    (
        Step(RaiseWhistle, BEGINS, CALLING, _raised, raise_, _wants, needs=("text",)),
        Step(
            CallUnits, _OPEN, CALLING,
            lambda work, _command, happened: _with_calls(work, happened), call, needs=("units", "reason"),
        ),
        Step(ReportIn, _OPEN, HANDLING, _reported_in, _report_in),
        Step(
            HandOverLead, _OPEN, STAYS,
            lambda _work, command, _happened: {"lead": command.unit}, _hand_over, needs=("unit", "reason"),
        ),
        Step(FeedBackWhistle, _OPEN, HANDLED, _fed_back, _feed_back, needs=("result",)),
        Step(EscalateWhistle, _OPEN, CALLING, _escalated, escalate),
        Step(WhistleAgain, (HANDLED, CLOSED), CALLING, _again, again, needs=("reason",)),
        Step(CloseWhistle, (HANDLED,), CLOSED, _closed, _close),
        Step(
            WithdrawWhistle, (*_OPEN, HANDLED), WITHDRAWN,
            lambda _work, command, _happened: {"result": command.reason, "due": None},
            lambda asked: not_of_division(asked, asked.work.division) or Found(), needs=("reason",),
        ),
    ),
)  # fmt: skip
