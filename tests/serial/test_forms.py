"""Stored forms carry their version, climb by migration, and are refused when newer than the library."""

import json
from typing import get_args, get_type_hints

import attrs
from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk.ledger.people import PERSON
from cmsdk.ledger.rows import PROBLEMS
from cmsdk.model.case import Case
from cmsdk.model.commands import COMMANDS
from cmsdk.model.enforcement_commands import FILE_COMMANDS
from cmsdk.model.place import Crs, Point
from cmsdk.serial import StoredForm, UnknownFormError, canonical, compact
from cmsdk.work.forms import FORMS

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


def test_a_dumped_form_carries_its_version_first():
    assert StoredForm("note", 3).dump({"text": "灯"}) == '{"v":3,"text":"灯"}'


@given(st.dictionaries(st.text(min_size=2, max_size=5), JSON, max_size=4))
def test_a_form_comes_back_as_it_was(form: dict[str, object]):
    assert StoredForm("note").load(StoredForm("note").dump(form)) == form


def test_an_older_form_climbs_one_step_at_a_time():
    climbing = StoredForm(
        "note",
        3,
        {1: lambda form: {"words": form["text"]}, 2: lambda form: {**form, "lang": "zh"}},
    )
    assert climbing.load('{"v":1,"text":"灯"}') == {"words": "灯", "lang": "zh"}
    assert climbing.load('{"v":2,"words":"灯"}') == {"words": "灯", "lang": "zh"}
    assert climbing.load('{"v":3,"words":"灯","lang":"en"}') == {"words": "灯", "lang": "en"}


@pytest.mark.parametrize("text", ['{"v":2}', '{"v":0}', "{}", '{"v":"1"}', '{"v":null}', '{"v":true}'])
def test_a_newer_or_unmarked_form_is_refused_by_name(text: str):
    with pytest.raises(UnknownFormError, match=r"note: form version .*this library knows 1…1"):
        StoredForm("note").load(text)


def test_every_kind_of_entry_has_a_stored_form_with_all_its_migrations():
    assert set(FORMS) == {"reported", "triaged", "recounted", *COMMANDS}
    for form in (*FORMS.values(), PERSON, PROBLEMS):
        assert set(form.migrations) == set(range(1, form.version))


def test_canonical_text_does_not_depend_on_the_order_of_keys():
    assert canonical({"b": 1, "a": [1, {"d": 1, "c": 2}]}) == canonical({"a": [1, {"c": 2, "d": 1}], "b": 1})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {1, 2}])
def test_an_item_that_json_cannot_express_is_refused(value: object):
    with pytest.raises((ValueError, TypeError)):
        canonical({"x": value})


def _kinds(kind: object, seen: set[object]) -> set[object]:
    """Every type that a value of ``kind`` may hold, however deep."""
    if kind not in seen:
        seen.add(kind)
        inner = list(get_args(kind))
        if isinstance(kind, type) and attrs.has(kind):
            inner += get_type_hints(kind).values()
        for one in inner:
            _kinds(one, seen)
    return seen


def test_no_form_of_ours_holds_a_fraction_but_coordinates_which_are_never_nan():
    """The encoder of stored forms writes null for a number that JSON has not, so there must be none to write."""
    for kind in (Case, *COMMANDS.values(), *FILE_COMMANDS.values()):
        assert float not in _kinds(kind, {Point}), kind
    for wrong in (float("nan"), float("inf"), -float("inf")):
        with pytest.raises(ValueError, match="lon"):
            Point(wrong, 0.0, Crs.WGS84)
        with pytest.raises(ValueError, match="lat"):
            Point(0.0, wrong, Crs.WGS84)


def test_what_no_form_may_hold_is_refused():
    with pytest.raises(TypeError):
        compact({"x": object()})


@given(st.dictionaries(st.text(max_size=5), JSON, max_size=4))
def test_a_form_is_plain_json_in_its_own_order(form: dict[str, object]):
    made = compact(form)
    assert (json.loads(made), list(json.loads(made))) == (form, list(form))
    assert made.encode()
    if _without_fractions(form):
        assert made == json.dumps(form, ensure_ascii=False, separators=(",", ":"))


def _without_fractions(value: object) -> bool:
    if isinstance(value, dict):
        return all(map(_without_fractions, value.values()))
    return all(map(_without_fractions, value)) if isinstance(value, list) else not isinstance(value, float)


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=6))
def test_the_texts_of_a_row_are_the_same_json_whichever_way(row: dict[str, str]):
    assert canonical(row) == json.dumps(row, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def test_lone_surrogates_of_an_item_stay_for_its_reader_to_write_out():
    assert canonical({"b": "1", "a": "\ud800"}) == '{"a":"\ud800","b":"1"}'


@given(JSON)
def test_canonical_text_reads_back(value: object):
    assert json.loads(canonical(value)) == value
