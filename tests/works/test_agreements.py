"""What shop keepers sign for: signed, renewed, breached, put right; a measure on a case, by the ladder of means."""

from datetime import date, timedelta

import pytest

from cmsdk import City
from cmsdk.model.command import Actor, Refusal
from cmsdk.model.commands import Accept, TakeMeasure
from cmsdk.model.report import Person
from cmsdk.model.works.agreement import (
    Agreement,
    BreachAgreement,
    CureBreach,
    EndAgreement,
    RenewAgreement,
    SignAgreement,
)

from .conftest import CLERK, NOW, Made

KINDS = {
    "agreements.csv": "id,name,items,months,notice_days,measure\n"
    "demo-4,门前四包,卫生;绿化;秩序;设施,12,30,cn-agreement\ndemo-3,门前三包,卫生;绿化;秩序,1,,\n"
}
OFFICER = Actor("demo-a", ("station_officer", "acceptor", "handler", "enforcement_officer"), "demo-squad")
SIGN = SignAgreement(agreement="demo-4", party="d-17", shop="南门水果店", grid="x-demo-g1")
DAY = timedelta(days=1)


def _done(found: object) -> Agreement:
    assert isinstance(found, Agreement), found
    return found


def _case(city: City, key: str = "1") -> str:
    """An accepted case on which no measure has been taken."""
    item = f'{{"external_id": "{key}", "text": "南门店外摆摊"}}'
    case = next(iter(city.receive("jsonl", item.encode(), now=NOW).case_ids))
    assert not isinstance(city.act(case, Accept(), OFFICER, now=NOW), Refusal)
    return case


def _code(found: object) -> str:
    assert isinstance(found, Refusal), found
    return found.code


def test_an_agreement_holds_for_its_term_and_is_renewed(made: Made) -> None:
    city = made(KINDS)
    signed = _done(city.begin(SIGN, CLERK, name="a-1", person=Person(name="王小明", phone="13800138000")))
    assert (signed.until, signed.division, signed.items) == (
        date(2027, 11, 18), "x-demo-c1", ("卫生", "绿化", "秩序", "设施")
    )  # fmt: skip
    assert signed.due is not None
    assert signed.due.date() == date(2027, 10, 19), "its renewal is due thirty days before"
    renewed = _done(city.carry_on("a-1", RenewAgreement(), CLERK, now=NOW + 350 * DAY))
    assert (renewed.until, len(renewed.renewals)) == (date(2028, 11, 18), 1)
    late = _done(city.carry_on("a-1", RenewAgreement(), CLERK, now=NOW + 900 * DAY))
    assert late.until == date(2030, 5, 6), "one that has run out is renewed from the day on which it is"
    assert "13800138000" not in "".join(entry.data for entry in city.work_entries("agreement:109900:a-1"))
    kept = city.ledger.person(signed.person)
    assert kept is not None
    assert kept.name == "王小明"


def test_without_notice_it_is_due_at_the_end_of_its_last_day(made: Made) -> None:
    signed = _done(made(KINDS).begin(SignAgreement(agreement="demo-3"), CLERK, name="a-2"))
    assert (signed.until, signed.party) == (date(2026, 12, 18), "a-2")
    assert signed.due is not None
    assert signed.due.isoformat() == "2026-12-19T00:00:00+08:00"


def test_breaches_are_counted_by_party_and_item_until_they_are_put_right(made: Made) -> None:
    city = made(KINDS)
    city.begin(SIGN, CLERK, name="a-1")
    for number, item in enumerate(("卫生", "秩序", "秩序")):
        city.carry_on("a-1", BreachAgreement(item=item), CLERK, now=NOW + number * DAY)
    rows = {row.cells["item"]: row.cells for row in city.view("agreement-breaches").rows}
    assert {item: cells["breaches"] for item, cells in rows.items()} == {"卫生": 1, "秩序": 2}
    half = _done(city.carry_on("a-1", CureBreach(item="秩序"), CLERK, now=NOW + 4 * DAY))
    assert (half.state, [breach.item for breach in half.standing]) == ("in_breach", ["卫生"])
    assert _code(city.carry_on("a-1", CureBreach(item="秩序"), CLERK, now=NOW + 4 * DAY)) == "CMS496"
    whole = _done(city.carry_on("a-1", CureBreach(), CLERK, now=NOW + 5 * DAY))
    assert (whole.state, whole.standing) == ("in_force", ())
    (row,) = city.view("agreement-breaches", period="2026-11-18").rows
    assert (row.cells["party"], row.cells["item"], row.cells["standing"]) == ("d-17", "卫生", 0)
    events = [row.cells["event"] for row in city.view("agreement-events").rows]
    assert sorted(events) == ["breached"] * 3 + ["cured"] * 3 + ["signed"]
    assert events == [row.cells["event"] for row in city.view("agreement-events", period="2026-11").rows]
    assert not city.view("agreement-events", period="2026-12").rows


@pytest.mark.parametrize(
    ("days", "holds", "expiring", "expired"), [(0, 1, 0, 0), (335, 1, 1, 0), (365, 1, 1, 0), (366, 0, 0, 1)]
)
def test_what_runs_out_soon_and_what_has_run_out_is_listed(
    made: Made, days: int, holds: int, expiring: int, expired: int
) -> None:
    city = made(KINDS)
    city.begin(SIGN, CLERK, name="a-1")
    (row,) = city.view("agreements", now=NOW + days * DAY).rows
    assert (row.cells["in_force"], row.cells["expiring"], row.cells["expired"]) == (holds, expiring, expired)
    city.carry_on("a-1", EndAgreement(reason="店已关门"), CLERK, now=NOW + days * DAY)
    (row,) = city.view("agreements", now=NOW + days * DAY).rows
    assert not any(row.cells[name] for name in ("in_force", "expiring", "expired"))


def test_a_breach_after_the_term_and_a_term_that_leads_nowhere_are_refused(made: Made) -> None:
    city = made(KINDS)
    city.begin(SIGN, CLERK, name="a-1")
    assert _code(city.carry_on("a-1", BreachAgreement(item="卫生"), CLERK, now=NOW + 366 * DAY)) == "CMS495"
    assert not isinstance(city.carry_on("a-1", BreachAgreement(item="卫生"), CLERK, now=NOW + 365 * DAY), Refusal), (
        "its last day is a day of it"
    )
    shorter = RenewAgreement(until=date(2027, 11, 18))
    assert _code(city.carry_on("a-1", shorter, CLERK, now=NOW + 366 * DAY)) == "CMS633"
    ended = SignAgreement(agreement="demo-4", until=date(2026, 11, 17))
    assert _code(city.begin(ended, CLERK)) == "CMS633"


@pytest.mark.parametrize(
    ("code", "command"),
    [
        ("CMS472", SignAgreement(agreement="demo-5")),
        ("CMS472", SignAgreement(agreement="demo-4", grid="x-demo-g9")),
        ("CMS472", SignAgreement(agreement="demo-4", division="x-demo-c9")),
        ("CMS474", SignAgreement(agreement="demo-4", case="none")),
    ],
)
def test_what_leads_nowhere_is_refused(made: Made, code: str, command: SignAgreement) -> None:
    assert _code(made(KINDS).begin(command, CLERK)) == code


def test_an_item_that_was_not_signed_for_cannot_be_breached(made: Made) -> None:
    city = made(KINDS)
    city.begin(SignAgreement(agreement="demo-3"), CLERK, name="a-1")
    assert _code(city.carry_on("a-1", BreachAgreement(item="设施"), CLERK)) == "CMS472"


def test_a_breach_on_a_case_is_management_after_service_and_before_enforcement(made: Made) -> None:
    city = made(KINDS)
    case = _case(city)
    city.begin(SIGN, OFFICER, name="a-1")
    breach = BreachAgreement(item="秩序", case=case)
    assert _code(city.carry_on("a-1", breach, OFFICER)) == "CMS752", "service comes before management"
    assert city.case(case).course.measures == ()
    assert _done(city.work("agreement:109900:a-1")).breaches == (), "nothing of it is entered"
    city.act(case, TakeMeasure(measure="cn-early-reminder"), OFFICER, now=NOW)
    held = _done(city.carry_on("a-1", breach, OFFICER))
    assert held.measured == (case,)
    assert [one.measure for one in city.case(case).course.measures] == ["cn-early-reminder", "cn-agreement"]
    assert city.case(case).approach == "management"
    assert '"work":"agreement:109900:a-1"' in city.ledger.entries(case)[-1].data
    (row,) = city.view("agreement-breaches").rows
    assert row.sources == (held.id, case)


def test_a_breach_before_is_the_earlier_case_of_a_repeat_for_twelve_months(made: Made) -> None:
    city = made(KINDS)
    first, second, third = (_case(city, key) for key in "123")
    city.act(first, TakeMeasure(measure="cn-advice"), OFFICER, now=NOW)
    city.begin(SIGN, OFFICER, name="a-1")
    again = BreachAgreement(item="秩序", case=second, excuse="repeat", reason="同一店铺再次占道")
    assert _code(city.carry_on("a-1", again, OFFICER)) == "CMS755", "nothing came before yet"
    _done(city.carry_on("a-1", BreachAgreement(item="秩序", case=first), OFFICER))
    held = _done(city.carry_on("a-1", again, OFFICER, now=NOW + 300 * DAY))
    taken = city.case(second).course.measures[-1]
    assert (taken.measure, taken.excuse, taken.earlier) == ("cn-agreement", "repeat", first)
    assert held.measured == (first, second)
    late = BreachAgreement(item="秩序", case=third, excuse="repeat", reason="再次")
    city.carry_on("a-1", RenewAgreement(), OFFICER, now=NOW + 300 * DAY)
    assert _code(city.carry_on("a-1", late, OFFICER, now=NOW + 670 * DAY)) == "CMS756"


def test_a_kind_that_is_no_measure_leaves_the_case_as_it_is(made: Made) -> None:
    city = made(KINDS)
    case = _case(city)
    held = _done(city.begin(SignAgreement(agreement="demo-3", case=case), OFFICER, name="a-1"))
    assert (held.case, held.measured, city.case(case).course.measures) == (case, (), ())


def test_signing_on_a_case_is_a_measure_and_its_reason_gives_nobody_away(made: Made) -> None:
    city = made(KINDS)
    case = _case(city)
    reason = "王小明 13800138000 店前多次堆物，有倒塌危险"
    sign = SignAgreement(agreement="demo-4", case=case, excuse="danger", reason=reason)
    held = _done(city.begin(sign, OFFICER, name="a-1", person=Person(name="王小明")))
    taken = city.case(case).course.measures[-1]
    assert (held.measured, taken.measure, taken.excuse) == ((case,), "cn-agreement", "danger")
    assert "有倒塌危险" in taken.reason
    assert not [said for said in ("王小明", "13800138000") if said in taken.reason]
