"""Quarantine keeps each item as it came: two that differ are two, in every ledger."""

from collections.abc import Callable

import attrs

from cmsdk.contract.ports import Ledger, NewCase, Quarantined
from cmsdk.model.problem import problem

TOWN = "us.ma.testville"
ROW = Quarantined(TOWN, "desk", "k", "d-1", "2", '{"n":"a"}', (problem("CMS508", "desk:2", value="x", error="y"),))


def test_two_items_of_one_id_and_position_are_both_kept_as_they_came(ledger: Ledger):
    second = attrs.evolve(ROW, delivery="d-2", raw='{"n":"b"}', problems=(problem("CMS507", "desk:2"),))
    ledger.record("d-1", [], [ROW])
    ledger.record("d-2", [], [second])
    assert list(ledger.quarantine(TOWN)) == [ROW, second]


def test_the_same_item_again_is_kept_once(ledger: Ledger):
    again = attrs.evolve(ROW, delivery="d-2")
    ledger.record("d-1", [], [ROW])
    ledger.record("d-2", [], [again])
    assert list(ledger.quarantine(TOWN)) == [again]


def test_a_case_releases_its_item_and_earlier_forms_but_not_another_beside_it(
    ledger: Ledger, new_case: Callable[..., NewCase]
):
    earlier = attrs.evolve(ROW, delivery="d-0", raw='{"n":"old"}')
    beside = attrs.evolve(ROW, position="3", raw='{"n":"other"}')
    made = attrs.evolve(new_case("c-1", "k"), raw=ROW.raw)
    ledger.record("d-0", [], [earlier])
    ledger.record("d-1", [], [ROW, beside])
    ledger.record("d-1", [made], [])
    assert list(ledger.quarantine(TOWN)) == [beside]
