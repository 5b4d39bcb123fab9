"""What plugins raise that is no ordinary exception, and values past the calendar's edge: nothing gets out."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any

import attrs
import pytest
from typing_extensions import override

from cmsdk import City, Problem
from cmsdk.model.errors import MOST_REASON, CmsdkError, reason_of
from cmsdk.plugin import Item

CityWith = Callable[..., City]
Lines = Callable[[int], bytes]
NothingLost = Callable[..., None]
Complaints = Callable[..., tuple[Problem, ...]]


class NoException(BaseException):
    """As those that extensions in other languages raise: no ``Exception``."""


class Speechless(Exception):  # noqa: N818  a name for what it does
    @override
    def __str__(self) -> str:
        raise RuntimeError("no text")


class Hopeless(BaseException):
    @override
    def __str__(self) -> str:
        raise SystemExit


def told(problems: object) -> CmsdkError:
    """One of our own exceptions that carries ``problems``, whatever they are."""
    error = CmsdkError([])
    error.problems = problems  # type: ignore[assignment]
    return error


RAISED: dict[str, Callable[[], BaseException]] = {
    "no exception": lambda: NoException("odd"),
    "cancelled": asyncio.CancelledError,
    "an end of a generator": lambda: GeneratorExit("odd"),
    "no text": Speechless,
    "no text and no exception": Hopeless,
    "a text that no store can hold": lambda: ValueError("\ud800"),
    "a very long text": lambda: ValueError("x" * 10_000),
    "our own without problems": lambda: told(()),
    "our own with problems that are none": lambda: told((5,)),
    "our own with a code that does not exist": lambda: told((Problem("CMS000"),)),
    "our own without anything": lambda: CmsdkError.__new__(CmsdkError),
}


def made(raised: str) -> BaseException:
    return RAISED[raised]()


@pytest.mark.parametrize("raised", RAISED)
@pytest.mark.parametrize("stage", ["normalise", "classify", "route"])
def test_whatever_a_rule_raises_costs_its_answer_only(
    stage: str, raised: str, city_with: CityWith, lines: Lines, nothing_lost: NothingLost
) -> None:
    def call(_items: Sequence[Any]) -> Any:  # noqa: ANN401
        raise made(raised)

    city = city_with(**{stage: call})
    outcome = city.receive("toy-lines", lines(3))
    nothing_lost(city, outcome, cases=3)
    assert [p.code for p in outcome.problems] == ["CMS601"]
    assert len(dict(outcome.problems[0].facts)["error"]) <= MOST_REASON


@pytest.mark.parametrize("raised", RAISED)
def test_whatever_a_channel_raises_what_was_read_stands(
    raised: str, city_with: CityWith, nothing_lost: NothingLost
) -> None:
    def read(_payload: bytes) -> Iterator[Item]:
        yield Item("1", "one", {"text": "one"})
        raise made(raised)

    city = city_with(read=read)
    outcome = city.receive("toy-lines", b"x")
    nothing_lost(city, outcome, cases=1)
    assert [p.code for p in outcome.problems] == ["CMS511", "CMS601"]


@pytest.mark.parametrize("raised", RAISED)
@pytest.mark.parametrize("where", ["import", "class", "hook"])
def test_whatever_a_plugin_raises_when_a_city_is_opened_is_a_problem(
    where: str, raised: str, install: Callable[..., object], toy: dict[str, str], complaints: Complaints
) -> None:
    source = f"from {__name__} import RAISED"
    bodies = {
        "import": f"{source}\nraise RAISED[{raised!r}]()\nclass Toy(TableCity): pass",
        "class": f"{source}\nclass Toy(TableCity):\n    def __init__(self):\n        raise RAISED[{raised!r}]()",
        "hook": f"{source}\nclass Toy(TableCity):\n    @hookimpl\n    def cmsdk_routes(self, context):\n"
        f"        raise RAISED[{raised!r}]()",
    }
    install(tables=toy, code=bodies[where])
    codes = {p.code for p in complaints()} - {"CMS210"}
    assert codes == {"CMS201" if where == "hook" else "CMS107"}


def test_a_reader_that_stops_early_is_not_taken_for_a_failure(city_with: CityWith, lines: Lines) -> None:
    city = city_with()

    def stop(_done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        city.receive("toy-lines", lines(1500), progress=stop)
    assert len(list(city.cases())) == 1000


def test_the_reason_names_kind_text_and_place() -> None:
    with pytest.raises(ValueError, match="what is wrong") as caught:
        int("what is wrong")
    assert reason_of(caught.value).startswith("ValueError: invalid literal for int()")
    assert "(test_leaks.py:" in reason_of(caught.value)
    assert reason_of(Speechless()) == "Speechless: its text cannot be had"


class RaisingZone(tzinfo):
    @override
    def utcoffset(self, dt: datetime | None) -> timedelta:
        raise RuntimeError("no offset")


class NoZone(tzinfo):
    @override
    def utcoffset(self, dt: datetime | None) -> None:
        return None


EDGES: dict[str, Any] = {
    "the last year": datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-12))),
    "the first year": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=12))),
    "a year too late": datetime(2200, 6, 1, tzinfo=UTC),
    "a zone that raises": datetime(2026, 6, 1, tzinfo=RaisingZone()),
    "a zone that says nothing": datetime(2026, 6, 1, tzinfo=NoZone()),
    "text": "2026-06-01",
}


def _dated(report: Any, at: Any) -> Any:  # noqa: ANN401  a time that the report itself may refuse
    changed = attrs.evolve(report, text=f"{report.text}!")
    object.__setattr__(changed, "at", at)
    return changed


@pytest.mark.parametrize("edge", EDGES)
def test_a_normaliser_that_sets_a_time_past_the_edge_is_passed_over(
    edge: str, city_with: CityWith, lines: Lines, nothing_lost: NothingLost
) -> None:
    city = city_with(normalise=lambda reports: [_dated(r, EDGES[edge]) for r in reports])
    outcome = city.receive("toy-lines", lines(3))
    nothing_lost(city, outcome, cases=3)
    assert [p.code for p in outcome.problems] == ["CMS601"]
    assert not any(c.text.endswith("!") for c in outcome.cases)


class OddTime(datetime):
    """A time of a plugin's own kind."""

    @override
    def isoformat(self, sep: str = "T", timespec: str = "auto") -> str:
        raise RuntimeError("no text")


def test_a_normalisers_time_comes_home_to_the_citys_zone(city_with: CityWith, lines: Lines) -> None:
    odd = OddTime(2026, 6, 1, 1, 30, tzinfo=UTC)
    city = city_with(normalise=lambda reports: [_dated(r, odd) for r in reports])
    outcome = city.receive("toy-lines", lines(1))
    assert outcome.problems == []
    assert [(type(c.at), c.at.isoformat()) for c in outcome.cases] == [(datetime, "2026-06-01T09:30:00+08:00")]
