"""Lateness as one function of three times, and masks in the words of the city's language."""

from datetime import datetime, timedelta, timezone

import pytest

from cmsdk.model.clock import Due, overdue
from cmsdk.model.redact import masks_in, redact
from cmsdk.model.spans import Limit, LimitUnit
from cmsdk.triage.read import Own

AT = datetime(2011, 9, 8, 9, 0, tzinfo=timezone(timedelta(hours=-4)))
DUE = Due(AT, Limit(2, LimitUnit.BUSINESS_DAY))
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("due", "done", "now", "late"),
    [
        (None, None, AT + SECOND, False),
        (None, AT + SECOND, AT + SECOND, False),
        (DUE, AT - SECOND, AT + SECOND, False),
        (DUE, AT, AT + SECOND, False),
        (DUE, AT + SECOND, AT - SECOND, True),
        (DUE, None, AT - SECOND, False),
        (DUE, None, AT, False),
        (DUE, None, AT + SECOND, True),
    ],
)
def test_what_has_no_deadline_is_never_late_and_the_rest_by_when_it_was_done_or_is_now(
    due: Due | None, done: datetime | None, now: datetime, late: bool
):
    assert overdue(due, done, now) is late


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("call 13812345678", "call [phone]"),
        ("mail a.b@example.com", "mail [mail]"),
        ("no. 370102199001011234", "no. [id number]"),
        ("Pat Sample was here", "[name] was here"),
    ],
)
def test_masks_are_in_english_where_the_city_lists_no_chinese(text: str, english: str):
    fields = {"name": "Pat Sample"}
    assert Own.of(fields, "en").masked(text) == english
    assert Own.of(fields, "zh").masked(text) != english


def test_words_that_look_like_a_mask_are_the_senders_own():
    text = "某 said [电话], 13812345678"
    assert masks_in("en", text, redact(text)) == "某 said [电话], [电话]"
    assert masks_in("en", "某", "某") == "某"
