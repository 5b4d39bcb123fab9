"""A stored delivery is read again as it arrived: nothing is stored twice, and no report becomes younger."""

from datetime import datetime, timedelta

from attrs import evolve

from cmsdk import City
from cmsdk.contract.channels import Channel

REPORTS = b"No.,Time,Text\n1,,bench\n2,2026-05-31,litter\n3,yesterday,lamp\n"
LATER = timedelta(days=30)


def _broken(city: City) -> City:
    """The town before its channel was mended."""
    desk: Channel = evolve(city.plan.channels["desk"], read=lambda _payload: iter([]))
    return City(evolve(city.plan, channels={"desk": desk}), city.ledger, city.clock)


def _now(city: City) -> datetime:
    return city.clock().astimezone(city.plan.zone)


def test_a_report_without_a_time_keeps_the_time_of_its_delivery(town: City):
    delivery = _broken(town).receive("desk", REPORTS, name="june.csv").delivery
    outcome = town.reread(delivery, now=_now(town) + LATER)
    timeless, dated = outcome.cases
    assert timeless.at == _now(town)
    assert timeless.opened == timeless.last == _now(town) + LATER
    assert dated.at.date().isoformat() == "2026-05-31"


def test_the_deadline_of_such_a_report_is_the_one_it_would_have_had(town: City, testville: City):
    delivery = _broken(town).receive("desk", REPORTS).delivery
    late = town.reread(delivery, now=_now(town) + LATER).cases
    straight = testville.receive("desk", REPORTS).cases
    assert [(case.at, case.due) for case in late] == [(case.at, case.due) for case in straight]
    assert [town.case(case.id).due for case in late] == [case.due for case in straight]


def test_reading_again_stores_no_further_delivery_and_names_the_first(town: City):
    first = town.receive("desk", REPORTS, name="june.csv")
    for _ in range(2):
        again = town.reread(first.delivery, now=_now(town) + LATER)
        assert (again.delivery, again.received, again.duplicates, len(again.quarantined)) == (first.delivery, 3, 2, 1)
    (kept,) = town.ledger.deliveries(town.id)
    assert (kept.id, kept.at, kept.name) == (first.delivery, _now(town), "june.csv")
    assert [row.delivery for row in town.quarantine()] == [first.delivery]


def test_a_delivery_of_a_channel_that_is_no_more_is_named_and_stays(town: City):
    first = town.receive("desk", REPORTS)
    without = City(evolve(town.plan, channels={}), town.ledger, town.clock)
    assert [p.code for p in without.reread(first.delivery).problems] == ["CMS501"]
    assert len(town.ledger.deliveries(town.id)) == 1
