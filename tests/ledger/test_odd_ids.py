"""Ids and filters that no store can hold find nothing, in every ledger alike; so do pages of less than nothing."""

from collections.abc import Callable

import pytest

from cmsdk.contract.ports import CaseQuery, Ledger, NewCase
from cmsdk.model.report import Person

New = Callable[..., NewCase]
TOWN = "us.ma.testville"
ODD = ["\ud800", "c-1\udfff", "\udc80" * 3]


@pytest.mark.parametrize("odd", ODD)
def test_an_id_of_half_characters_is_not_found(odd: str, ledger: Ledger, new_case: New):
    ledger.record("d-1", [new_case("c-1", person=Person("Zoe"))], [])
    assert (ledger.case(odd), ledger.raw(odd), ledger.person(odd)) == (None, None, None)
    assert tuple(ledger.entries(odd)) == ()


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("field", ["city", "state", "unit", "grid", "category"])
def test_a_filter_of_half_characters_matches_no_case(field: str, odd: str, ledger: Ledger, new_case: New):
    ledger.record("d-1", [new_case("c-1")], [])
    assert list(ledger.cases(CaseQuery(**{"city": TOWN, field: odd}))) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("limit", [0, -1, -2])
def test_a_page_of_less_than_nothing_is_empty(limit: int, ledger: Ledger, new_case: New):
    ledger.record("d-1", [new_case("c-1"), new_case("c-2"), new_case("c-3")], [])
    assert list(ledger.cases(CaseQuery(city=TOWN, limit=limit))) == []
