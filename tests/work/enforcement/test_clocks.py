"""The terms of a file as clocks: when each begins and ends, its light, and what it hangs on."""

from datetime import date
from typing import Any

import attrs
import pytest

from cmsdk.model.clock import Light
from cmsdk.model.enforcement_commands import (
    DeferPayment,
    ExtendSeal,
    Pay,
    Preserve,
    Publish,
    RecordProcess,
    Remind,
    RequestHearing,
    Seal,
    Unseal,
)
from cmsdk.model.file_clock import FileClock
from cmsdk.work.enforcement.clocks import clocks, soonest

Office = Any


def _clock(office: Office, term: str) -> FileClock:
    (found,) = [one for one in clocks(office.file, office.statute, office.now) if one.term == term]
    assert isinstance(found, FileClock)
    return found


@pytest.mark.parametrize(("day", "light"), [
    ("2026-09-22", "green"), ("2026-12-02", "green"), ("2026-12-03", "yellow"), ("2026-12-21", "yellow"),
    ("2026-12-22", "red"),
])  # fmt: skip
def test_the_ninety_days_turn_yellow_at_eighty_per_cent_and_red_after_the_last(office: Office, day: str, light: str):
    """72 of 90 days have passed on 3 December."""
    clock = _clock(office.filed().on(day), "decision")
    assert (clock.last, clock.light, clock.done) == (date(2026, 12, 21), Light(light), None)
    assert clock.basis == "行政处罚法第60条"


def test_a_working_day_term_is_measured_in_working_days(office: Office):
    """Of seven working days five have passed on 30 September, six on 8 October: the holidays do not count."""
    office.filed().did(Preserve(item="scale", reason="-"))
    shown = {day: _clock(office.on(day), "preservation").light for day in ("2026-10-07", "2026-10-08", "2026-10-10")}
    assert shown == {"2026-10-07": Light.GREEN, "2026-10-08": Light.YELLOW, "2026-10-10": Light.RED}


def test_what_is_done_keeps_the_light_of_its_day(office: Office):
    office.served(public=True).did(Publish()).on("2026-12-31")
    clock = _clock(office, "publication")
    assert (clock.light, clock.done) == (Light.GREEN, office.file.settling.published)
    assert "未经核对" in clock.basis
    assert _clock(office, "decision").done == office.file.decision.at


def test_payment_runs_from_service_to_the_last_payment_and_can_be_put_off(office: Office):
    office.served()
    assert _clock(office, "payment").last == date(2026, 10, 16)
    office.did(DeferPayment(until="2026-11-30", reason="ill"), Pay(amount=100, by="bank"))
    assert (_clock(office, "payment").last, _clock(office, "payment").done) == (date(2026, 11, 30), None)
    office.on("2026-11-02").did(Pay(amount=400, by="bank"))
    paid = office.now
    office.on("2026-12-01").did(RecordProcess(stage="service", audio_video=True))
    assert _clock(office, "payment").done == paid


def test_a_seal_runs_as_long_as_was_decided_and_longer_when_extended(office: Office):
    office.filed().did(Seal(item="cart", days=10, reason="-"))
    assert _clock(office, "seal").last == date(2026, 10, 2)
    office.did(ExtendSeal(item="cart", days=20, reason="-"))
    assert (_clock(office, "seal").last, _clock(office, "seal").subject) == (date(2026, 10, 22), "cart")
    office.did(Unseal(item="cart", result="-"))
    assert _clock(office, "seal").done == office.now


def test_the_term_to_ask_for_a_hearing_runs_where_it_was_told(office: Office):
    office.notified()
    assert _clock(office, "hearing_request").last == date(2026, 9, 30)
    office.did(RequestHearing())
    assert _clock(office, "hearing_request").done == office.now
    told = attrs.evolve(office.file, notice=attrs.evolve(office.file.notice, hearing_told=False))
    assert not [one for one in clocks(told, office.statute, office.now) if one.term == "hearing_request"]


def test_a_term_past_the_known_days_is_provisional_where_it_counts_working_days(office: Office):
    office.served().on("2026-12-28").did(Remind(demand="pay"))
    clock = _clock(office, "court_reminder")
    assert clock.provisional
    assert not _clock(office, "payment").provisional


def test_the_next_term_is_the_first_that_still_runs(office: Office):
    office.filed().did(Preserve(item="scale", reason="-"))
    found = clocks(office.file, office.statute, office.now)
    assert [one.term for one in found] == ["decision", "preservation"]
    due = soonest(found, office.statute)
    assert due is not None
    assert due.isoformat() == "2026-10-10T00:00:00+08:00"
    assert soonest((), office.statute) is None
