"""Values survive the converter: unstructured to JSON text and structured again, they are equal."""

from datetime import UTC, date, datetime, timedelta, timezone
import json

from cattrs.errors import ClassValidationError
from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk.model.approach import Approach, Mode
from cmsdk.model.case import Case
from cmsdk.model.clock import Due
from cmsdk.model.commands import COMMANDS, Command, Satisfaction, Visit
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.entry import GENESIS, Entry
from cmsdk.model.place import Crs, Point
from cmsdk.model.report import Dated, Delivery, Person, Report
from cmsdk.model.spans import DateSpan, Limit, LimitUnit
from cmsdk.serial import make_converter

CONVERTER = make_converter()

texts = st.text(max_size=12)
zones = st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-5))])
times = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=zones)  # noqa: DTZ001  bounds are naive
days = st.dates(date(2000, 1, 1), date(2099, 1, 1))
limits = st.builds(Limit, st.integers(1, 500), st.sampled_from(LimitUnit))
points = st.builds(Point, st.floats(-180, 180), st.floats(-90, 90), st.sampled_from(Crs))
facts = st.lists(st.tuples(texts, texts), max_size=3).map(tuple)
steps = st.builds(Step, st.sampled_from(Stage), texts, texts, texts, texts, facts, texts)
dues = st.builds(Due, times, limits, texts, texts, st.lists(days, max_size=3).map(tuple), st.booleans())
spans = st.tuples(days, days).map(lambda pair: DateSpan(min(pair), max(pair))) | st.builds(DateSpan, days)
reports = st.builds(
    Report, texts, texts, texts, times, st.sampled_from(Dated), times, texts, point=st.none() | points,
    tags=st.lists(texts, max_size=2).map(tuple), place=texts, division=texts,
)  # fmt: skip
cases = st.builds(
    Case, texts, texts, texts, texts, times, times, texts, texts, point=st.none() | points, due=st.none() | dues,
    approach=st.sampled_from(Approach), mode=st.sampled_from(Mode), handled=st.none() | times,
    version=st.integers(0, 9),
    solved=st.none() | st.booleans(), trail=st.lists(steps, max_size=2).map(tuple),
)  # fmt: skip
deliveries = st.builds(Delivery, texts, texts, texts, times, texts, st.integers(0, 10**9), texts)
entries = st.builds(Entry, texts, st.integers(1, 99), texts, texts, times, texts, texts, texts, st.just(GENESIS), texts)
people = st.builds(Person, texts, texts)


def _there_and_back(value: object) -> object:
    text = json.dumps(CONVERTER.unstructure(value), ensure_ascii=False)
    return CONVERTER.structure(json.loads(text), type(value))


@given(st.one_of(limits, points, steps, dues, spans, reports, cases, deliveries, entries, people))
def test_a_value_is_the_same_after_json(value: object):
    assert _there_and_back(value) == value


@pytest.mark.parametrize("kind", COMMANDS.values(), ids=COMMANDS)
def test_every_command_is_the_same_after_json(kind: type[Command]):
    assert _there_and_back(kind(note="灯")) == kind(note="灯")


@pytest.mark.parametrize("solved", [None, True, False])
def test_a_visit_keeps_its_three_valued_answer(solved: bool | None):
    visit = Visit(solved=solved, satisfied=Satisfaction.BASICALLY)
    assert _there_and_back(visit) == visit


def test_a_key_that_no_value_has_is_refused():
    with pytest.raises(ClassValidationError):
        CONVERTER.structure({"amount": 1, "unit": "minute", "units": 2}, Limit)


def test_defaults_are_left_out_of_the_form():
    assert CONVERTER.unstructure(Person("王", "")) == {"name": "王"}
