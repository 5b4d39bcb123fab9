"""What a plugin comes to, in a few digits for each part: for comparing one process with another."""

from collections.abc import Mapping
from hashlib import sha256

from cmsdk.model.triaged import Triaged

from .samples import decided, samples
from .stand import Stand

DECISIONS = "decisions"


def _decision(done: Triaged) -> tuple[object, ...]:
    return (
        done.report.key, done.category, str(done.approach), done.division, done.grid, done.station, done.unit,
        str(done.mode), done.standard, str(done.due.at), [str(step) for step in done.trail],
    )  # fmt: skip


def _digits(value: object) -> str:
    return sha256(repr(value).encode("utf-8", "backslashreplace")).hexdigest()[:16]


def digest(stand: Stand) -> Mapping[str, str]:
    """Digits of the plan, and of what it decides about the samples."""
    made = decided(stand.plan, samples(stand.plan), stand.now)
    return {"plan": stand.plan.fingerprint, DECISIONS: _digits([_decision(done) for done in made])}
