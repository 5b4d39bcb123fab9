"""Stored forms carry their version, climb by migration, and are refused when newer than the library."""

import json

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk.ledger.people import PERSON
from cmsdk.ledger.rows import PROBLEMS
from cmsdk.model.commands import COMMANDS
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


@pytest.mark.parametrize("encode", [canonical, compact])
def test_what_json_cannot_say_is_refused(encode: object):
    assert callable(encode)
    for value in (float("nan"), float("inf"), object()):
        with pytest.raises((ValueError, TypeError)):
            encode({"x": value})


@given(JSON)
def test_canonical_text_reads_back(value: object):
    assert json.loads(canonical(value)) == value
