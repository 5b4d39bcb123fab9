"""Which rows overlap (CMS312) once times and principles count, and sub-districts that do (CMS350)."""

from collections.abc import Callable

import attrs
import pytest

from cmsdk.contract.catalogue import CategoryKind
from cmsdk.contract.deciding import Principle, RouteRow
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.profile import RoutingPolicy
from cmsdk.contract.when import When
from cmsdk.registry.checks.claims import check_claims

MatrixTown = Callable[..., CityPlan]
EVENTS = RoutingPolicy(
    id="kl-routing", order={CategoryKind.EVENT: (Principle.LOCALITY, Principle.OWNER)}, fallback="subdistrict"
)


def _pair(first: str, second: str, category: str = "E1") -> tuple[RouteRow, RouteRow]:
    whens = [When.read(text) if text else None for text in (first, second)]
    one, other = (RouteRow(id=f"kl-{n}", category=category, unit="kl-a", when=when) for n, when in enumerate(whens))
    return one, other


@pytest.mark.parametrize(
    ("first", "second", "meet"),
    [
        ("", "", True),
        ("", "07:00-09:00", False),
        ("07:00-09:00", "09:00-11:00", False),
        ("07:00-09:00", "08:59-11:00", True),
        ("18:00-08:00", "07:00-09:00", True),
        ("18:00-08:00", "08:00-18:00", False),
        ("Mon-Fri", "Sat;Sun", False),
        ("Fri 22:00-06:00", "Sat", True),
        ("Sun 22:00-06:00", "Mon 05:00-07:00", True),
        ("Sat 22:00-06:00", "Mon", False),
        ("工作日", "休息日", False),
        ("工作日", "周六;周日", True),  # a Saturday that is worked
        ("工作日 22:00-06:00", "休息日", True),  # the night after the last working day
        ("工作日 22:00-06:00", "工作日 06:00-22:00", False),
    ],
)
def test_two_rows_overlap_if_there_is_a_time_at_which_both_hold(
    matrix_town: MatrixTown, first: str, second: str, meet: bool
):
    for pair in (_pair(first, second), _pair(second, first)):
        found = [(p.code, dict(p.facts)["second"], p.where) for p in check_claims(matrix_town(*pair))]
        assert found == ([("CMS312", "kl-1", "kl/tables/responsibility.csv:3")] if meet else [])


def test_both_rows_are_named_with_file_and_row_and_the_remedy_fits(matrix_town: MatrixTown):
    timed, plain = ("Mon-Fri 08:00-18:00", "12:00-14:00"), ("", "")
    for times, words in ((timed, ("Mon-Fri 08:00-18:00", "12:00-14:00")), (plain, ())):
        (found,) = check_claims(matrix_town(*_pair(*times)))
        for lang in ("en", "zh"):
            assert "kl/tables/responsibility.csv:2" in found.what(lang)
            assert all(word in found.remedy(lang) for word in words)
            assert ("重叠" in found.remedy("zh")) is bool(words)
            assert ".." not in found.remedy(lang)


def test_rows_on_two_principles_overlap_only_where_the_policy_orders_neither_first(matrix_town: MatrixTown):
    def rows(category: str) -> list[RouteRow]:
        one, other = _pair("", "", category)
        return [attrs.evolve(one, principle=Principle.OWNER), attrs.evolve(other, principle=Principle.LOCALITY)]

    assert list(check_claims(matrix_town(*rows("E1"), policy=EVENTS))) == []
    assert [p.code for p in check_claims(matrix_town(*rows("E1")))] == ["CMS312"]
    assert [p.code for p in check_claims(matrix_town(*rows("C1"), policy=EVENTS))] == ["CMS312"]
    assert [p.code for p in check_claims(matrix_town(*rows("*"), policy=EVENTS))] == ["CMS312"]


def test_two_sub_districts_of_one_division_are_named_where_the_policy_falls_back_to_them(matrix_town: MatrixTown):
    plan = matrix_town(policy=EVENTS)
    second = attrs.evolve(plan.units["kl-ost"], id="kl-zwei", source="kl/tables/units.csv:7")
    twice = attrs.evolve(plan, units={**plan.units, "kl-zwei": second})
    (found,) = check_claims(twice)
    assert (found.code, found.where) == ("CMS350", "kl/tables/units.csv:7")
    assert dict(found.facts) == {"first": "kl-ost", "second": "kl-zwei", "division": "d1"}
    assert "kl-ost" in found.what("zh")
    assert list(check_claims(attrs.evolve(twice, routing=matrix_town().routing))) == []
