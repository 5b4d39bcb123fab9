"""What came of the checks, as values that can be handed from one process to another."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import attrs

from cmsdk.model.problem import Problem, Severity

from .check import Check, Kind, Tier


class Outcome(StrEnum):
    """What came of one check of one thing."""

    PASSED = "passed"
    FAILED = "failed"
    GAP = "gap"
    """Not held, and the plugin says why."""
    CLOSED = "closed"
    """Held, though a gap says that it is not: the gap has to be struck off."""
    WARNED = "warned"
    """Not held, but the check is new and binds from the next minor version of the contract on."""
    NOT_RUN = "not-run"
    """An earlier failure left nothing to look at."""

    @property
    def bad(self) -> bool:
        """Whether it keeps a plugin from its tier."""
        return self in {Outcome.FAILED, Outcome.CLOSED, Outcome.NOT_RUN}


@attrs.frozen
class Result:
    """One check of one thing. ``reason`` is that of its gap."""

    check: str
    tier: Tier
    kind: Kind
    thing: str
    outcome: Outcome
    problems: tuple[Problem, ...] = ()
    reason: str = ""

    def as_json(self, lang: str) -> dict[str, Any]:
        """The form for machines."""
        return {
            "check": self.check, "tier": self.tier, "kind": self.kind, "thing": self.thing, "outcome": self.outcome,
            "reason": self.reason, "problems": [found.as_json(lang) for found in self.problems],
        }  # fmt: skip


@attrs.frozen
class Conformance:
    """All results of one plugin for one city, in the order of checks and things (符合性检查结果)."""

    plugin: str
    city: str
    results: tuple[Result, ...]

    def below(self, tier: Tier) -> tuple[Result, ...]:
        """The results that the tier asks for."""
        return tuple(result for result in self.results if result.tier in tier.asks)

    @property
    def reached(self) -> Tier | None:
        """The highest tier whose checks all hold, gaps with a reason aside; nothing where none does."""
        held = None
        for tier in Tier:
            if any(result.outcome.bad for result in self.below(tier)):
                break
            held = tier
        return held


def judged(check: Check, kind: Kind, thing: str, problems: Sequence[Problem], gap: str | None) -> Result:
    """The result of a check that ran: ``gap`` is the reason of the gap about it, if there is one."""
    # what is only worth a look is handed on, but is no failure by itself unless the check says so with its own code
    own = {check.code, *check.fails_on}
    bad = [found for found in problems if found.severity is Severity.ERROR or found.code in own]
    if gap is not None:
        outcome = Outcome.GAP if bad else Outcome.CLOSED
    elif not bad:
        outcome = Outcome.PASSED
    else:
        outcome = Outcome.FAILED if check.binds() else Outcome.WARNED
    return Result(check.id, check.tier, kind, thing, outcome, tuple(problems), gap or "")
