"""By what people are found again (检索键): phones and identity numbers in one form, however they were written."""

import re
from typing import Final
import unicodedata

from .numbers import SEVERAL

_NO_DIGIT: Final = re.compile(r"[^0-9]")
_NO_SIGN: Final = re.compile(r"[^0-9A-Z]")
_PLAIN: Final = 11
"""Digits of a mobile number, which most phones are."""
_AMERICA: Final = "+1"
_AMERICAN: Final = 10
"""Digits of a number of North America without its country code."""


def phone_digits(phone: str) -> str:
    """A phone number as it is looked up: NFKC, digits only, without the country code of China or North America.

    So ``+86 138-0013-8000`` and ``１３８００１３８０００`` are one. Empty where there is no digit in it.
    """
    if phone.isascii() and phone.isdigit() and len(phone) == _PLAIN:
        return phone
    text = unicodedata.normalize("NFKC", phone).strip()
    digits = _NO_DIGIT.sub("", text)
    if text.startswith(_AMERICA) and len(digits) == _AMERICAN + 1:
        return digits[1:]
    for code in ("0086", "86"):
        # eight digits and more: a landline of Beijing without its area code has eight
        if digits.startswith(code) and len(digits) - len(code) >= _AMERICAN:
            return _with_area(digits.removeprefix(code))
    return digits


def _with_area(digits: str) -> str:
    """A number that stood behind the country code: a landline has its 0 again."""
    return digits if digits.startswith(("0", "1")) and digits[:2] != "10" else f"0{digits}"


def id_signs(id_number: str) -> str:
    """An identity number as it is looked up: NFKC, capitals, letters and digits only."""
    return _NO_SIGN.sub("", unicodedata.normalize("NFKC", id_number).upper())


def phones_in(field: str) -> tuple[str, ...]:
    """All phone numbers in one field, as they are looked up."""
    if field.isascii() and field.isdigit() and len(field) == _PLAIN:
        return (field,)
    found = (phone_digits(written) for written in SEVERAL.split(field))
    return tuple(dict.fromkeys(filter(None, found)))
