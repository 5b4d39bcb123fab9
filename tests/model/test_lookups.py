"""A phone or identity number is looked up in one form, however it was written."""

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk.model.lookups import id_signs, phone_digits, phones_in


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("13800138000", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("+86 138 0013 8000", "13800138000"),
        ("0086 13800138000", "13800138000"),
        ("８６１３８００１３８０００", "13800138000"),
        ("(029) 8888-1234", "02988881234"),
        ("+86 29 8888 1234", "02988881234"),
        ("+86 (0)29 8888 1234", "02988881234"),
        ("8610 8888 1234", "01088881234"),
        ("88881234", "88881234"),
        ("+1 617-555-0100", "6175550100"),
        ("617-555-0100", "6175550100"),
        ("—", ""),
        ("", ""),
    ],
)
def test_a_phone(written: str, found: str):
    assert phone_digits(written) == found


def test_several_phones_in_one_field():
    assert phones_in("13800138000、029-88881234/13800138000") == ("13800138000", "02988881234")
    assert phones_in("unknown") == ()


@pytest.mark.parametrize(
    "written", ["61011119900101123x", " 610111 19900101 123X", "６１０１１１１９９００１０１１２３Ｘ"]
)
def test_an_identity_number(written: str):
    assert id_signs(written) == "61011119900101123X"


@given(st.text())
def test_what_is_looked_up_is_its_own_form(text: str):
    digits = phone_digits(text)
    assert digits == "".join(c for c in digits if c in "0123456789")
    assert id_signs(id_signs(text)) == id_signs(text)
