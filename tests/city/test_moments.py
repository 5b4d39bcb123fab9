"""Moments and words that no ledger can hold are refused or find nothing; none of them raises anything of its own."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import pytest

from cmsdk import Accept, Actor, City, NotAllowed, RejectedInput

HALF = "\ud800"
ODD = {
    "naive": datetime(2026, 6, 1),  # noqa: DTZ001  what is refused
    "the first year": datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
    "the last year": datetime.max.replace(tzinfo=timezone(-timedelta(hours=12))),
    "before telephones": datetime(1899, 12, 31, tzinfo=UTC),
    "far ahead": datetime(2200, 1, 1, tzinfo=UTC),
}
Call = Callable[[City, datetime], object]
CALLS: dict[str, Call] = {
    "receive": lambda city, at: city.receive("desk", b"Text\nbench\n", now=at),
    "act": lambda city, at: city.act("x", Accept(), Actor("ann", ("clerk",)), now=at),
    "figures": lambda city, at: city.figures(now=at),
    "publish": lambda city, at: city.publish("testville-ledger", to=Path("no such folder") / "x.md", now=at),
    "due_before": lambda city, at: city.cases(due_before=at),
}


@pytest.mark.parametrize("moment", ODD)
@pytest.mark.parametrize("call", CALLS)
def test_a_moment_that_cannot_be_counted_from_is_rejected(testville: City, call: str, moment: str):
    with pytest.raises(RejectedInput) as refused:
        CALLS[call](testville, ODD[moment])
    (found,) = refused.value.problems
    assert found.code == ("CMS918" if moment == "naive" else "CMS909")
    if moment == "naive":
        assert "has no time zone" in found.what()
        assert 'ZoneInfo("America/New_York")' in found.remedy()
        assert "没有时区" in found.what("zh")
    assert list(testville.ledger.deliveries(testville.id)) == []


@pytest.mark.parametrize("year", [1900, 2199])
def test_the_first_and_last_year_that_can_be_counted_in_are_taken(testville: City, year: int):
    (case,) = testville.receive("desk", b"Text\nbench\n", now=datetime(year, 7, 1, tzinfo=UTC)).cases
    assert case.opened.year == year


def test_fewer_cases_than_none_are_none(town: City):
    town.receive("desk", b"Text\nbench\nlitter\n")
    assert [len(list(town.cases(limit=limit))) for limit in (None, 2, 1, 0, -1, -5)] == [2, 2, 1, 0, 0, 0]


@pytest.mark.parametrize("field", ["state", "unit", "grid", "category", "after"])
def test_a_filter_of_half_characters_matches_nothing(town: City, field: str):
    town.receive("desk", b"Text\nbench\n")
    assert list(town.cases(**{field: HALF})) == []  # type: ignore[arg-type]


def test_an_id_of_half_characters_is_not_there(town: City):
    town.receive("desk", b"Text\nbench\n")
    read = partial(town.person, by=Actor("x", ()), why="asked")
    for ask in (town.case, town.explain, read, lambda i: town.act(i, Accept(), Actor("x", ()))):
        with pytest.raises(NotAllowed) as refused:
            ask(HALF)
        assert [p.code for p in refused.value.problems] == ["CMS701"]
    with pytest.raises(NotAllowed) as refused:
        town.reread(HALF)
    assert [p.code for p in refused.value.problems] == ["CMS712"]
    assert (town.ledger.case(HALF), town.ledger.raw(HALF), town.ledger.person(HALF)) == (None, None, None)


def test_a_channel_and_a_name_of_half_characters_are_kept_as_they_can_be(town: City):
    outcome = town.receive("fax" + HALF, b"Text\nbench\n", name="a" + HALF)
    assert [p.code for p in outcome.problems] == ["CMS501"]
    (kept,) = town.ledger.deliveries(town.id)
    assert (kept.channel, kept.name) == ("fax\\ud800", "a\\ud800")
