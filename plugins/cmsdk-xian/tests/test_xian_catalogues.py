"""A city on the national pack: categories of the older generation are mapped, measured values choose the condition."""

from collections.abc import Iterator
import json

import pytest

from cmsdk import Case, City


@pytest.fixture(scope="module")
def city() -> Iterator[City]:
    with City.open("610100") as opened:
        yield opened


def _case(city: City, **fields: str) -> Case:
    (case,) = city.receive("jsonl", json.dumps({"at": "2026-11-16 09:20", **fields}).encode()).cases
    return case


def test_the_city_uses_one_generation_and_its_own_services_and_the_other_stands_beside(city: City) -> None:
    plan = city.plan
    assert {c.tree for c in plan.categories.values()} == {"gbt30428.2/2013", "xian-service/2026"}
    assert {c.tree for c in plan.other_categories.values()} == {"cjt214/2007"}
    assert not [p for p in city.check() if p.code[:5] == "CMS32"]


def test_a_case_of_the_older_generation_keeps_its_meaning_and_not_its_digits(city: City) -> None:
    """0401 of the older list is a road that caved in; the same digits here are a hawker."""
    case = _case(city, text="路上有个坑", category="cjt214/2007/E0401")
    assert case.category == "gbt30428.2/2013/E0505"
    assert case.trail[0].rule == "cn-map-e0401"
    assert _case(city, text="路边摆摊", category="E0401").category == "gbt30428.2/2013/E0401"


def test_what_the_mapping_does_not_say_is_left_to_the_words(city: City) -> None:
    case = _case(city, text="沿街商铺店外经营", category="cjt214/2007/E0599")
    assert case.trail[0].why == "unmapped-category"
    assert case.category == "gbt30428.2/2013/E0405"


@pytest.mark.parametrize(
    ("text", "measures", "standard", "limit"),
    [
        ("井盖破损", "破损面积=30cm²", "cn-yc-c0101-02", "4 work_hour"),
        ("井盖四周路面下沉", "高差=3cm", "cn-yc-c0101-04", "5 work_day"),
        ("井盖", "高差=3cm", "cn-yc-c0101-04", "5 work_day"),
        ("井盖", "", "cn-yc-c0101-01", "2 urgent_hour"),
    ],
)
def test_measured_values_choose_among_the_published_conditions(
    city: City, text: str, measures: str, standard: str, limit: str
) -> None:
    case = _case(city, text=text, category="C0101", measures=measures)
    assert (case.standard, str(case.due and case.due.limit)) == (standard, limit)
    assert any(step.stage == "condition" for step in case.trail)
