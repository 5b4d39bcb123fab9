"""Whatever a file says, it is played or refused with problems: no other exception, and nothing half told."""

from copy import deepcopy
from datetime import date, datetime, time
import json
import tomllib
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cmsdk import AssemblyError, RejectedInput
from cmsdk.contract.plan import CityPlan
from cmsdk.testing import run_scenarios

from .conftest import PLAIN

FORM = tomllib.loads(PLAIN)
PLACES: tuple[tuple[str | int, ...], ...] = (
    ("city",), ("language",), ("plugins",), ("scenario",), ("scenario", 0), ("scenario", 0, "name"),
    ("scenario", 0, "at"), ("scenario", 0, "given"), ("scenario", 0, "given", "text"), ("scenario", 0, "given", "at"),
    ("scenario", 0, "given", "after"), ("scenario", 0, "given", "lon"), ("scenario", 0, "given", "tags"),
    ("scenario", 0, "step"), ("scenario", 0, "step", 0), ("scenario", 0, "step", 0, "do"),
    ("scenario", 0, "step", 0, "by"), ("scenario", 0, "step", 0, "at"), ("scenario", 0, "step", 0, "after"),
    ("scenario", 0, "step", 0, "with"), ("scenario", 0, "step", 0, "case"), ("scenario", 0, "step", 0, "expect"),
    ("scenario", 0, "expect"), ("scenario", 0, "expect", "due"), ("scenario", 0, "expect", "case"),
)  # fmt: skip
NAMES = st.sampled_from(
    ["state", "due", "due.at", "due.skipped", "point", "point.lon", "clock", "clock.handle", "light", "late", "recurs",
     "figures", "figures.units.0", "figures.mix.shares", "figures.total", "received", "received.problems", "refused",
     "solved", "satisfied", "entries", "linked", "category", "unit", "text", "note", "result", "", ".", "a.b"]
)  # fmt: skip
SCALARS = st.one_of(
    st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=True), st.text(max_size=8),
    st.dates(date(1, 1, 1)), st.datetimes(), st.times(),
    st.sampled_from(["2 h", "999999 work_day", "3 natural_day", "accept", "handle", "testville-p-cat", "x:clerk"]),
    st.sampled_from(["2026-06-01 10:00", "0001-01-01", "2199-12-31 23:59", "9999-12-31T23:59:59+14:00", "accepted"]),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=5
)


def written(value: Any) -> str:  # noqa: ANN401  anything that TOML has
    """A value on one line of TOML."""
    match value:
        case bool():
            return str(value).lower()
        case datetime() | date() | time():
            return value.isoformat()
        case float():
            return repr(value)
        case dict():
            return "{" + ", ".join(f"{json.dumps(key)} = {written(part)}" for key, part in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(written, value)) + "]"
        case str():
            return json.dumps(value).replace("\x7f", "\\u007f")
        case _:
            return str(value)


def changed(place: tuple[str | int, ...], value: Any) -> str:  # noqa: ANN401  anything that TOML has
    """The plain file with another value at one place."""
    form: Any = deepcopy(FORM)
    inside = form
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = value
    return "\n".join(f"{key} = {written(part)}" for key, part in form.items())


@settings(deadline=None, max_examples=300)
@given(place=st.sampled_from(PLACES), value=VALUES)
def test_any_value_at_any_place_is_played_or_refused(
    plan: CityPlan,
    place: tuple[str | int, ...],
    value: Any,  # noqa: ANN401  anything that TOML has
):
    told = outcome(changed(place, value), plan)
    assert all(told)


def outcome(text: str, plan: CityPlan) -> list[object]:
    """What is told of a file: its results, or what is wrong with it, in both languages and with its place."""
    try:
        return [str(result) for result in run_scenarios(text, plan=plan)] or ["none"]
    except (RejectedInput, AssemblyError) as refused:
        told = [p.as_json(lang)["what"] for p in refused.problems for lang in ("en", "zh")]
        return [*told, all(p.where for p in refused.problems), len(told)]
