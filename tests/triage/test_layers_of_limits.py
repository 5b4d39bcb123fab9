"""Limits of several plugins and bands: band before scope before category and area; a city's standards are its own."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from cmsdk import City, Outcome, discover

Install = Callable[..., Path]
LIMITS = "id,category,amount,unit\n"
STANDARDS = "id,category,limit,unit\n"
ITEM = b'{"external_id": "r1", "text": "x", "category": "E1"}'


@pytest.fixture
def rule(install: Install, toy: dict[str, str], now: object) -> Callable[..., tuple[str, str]]:
    """Rule and limit of a report of category E1, by the tables of city and country and code of the city's plugin."""

    def run(city: Mapping[str, str], country: Mapping[str, str], code: str = "") -> tuple[str, str]:
        install("country", scope="test", tables=country)
        install(tables={**toy, **city}, code=code)
        with City.open("test.toy", plugins=discover(only=["toy", "country"]), clock=lambda: now) as opened:  # type: ignore[arg-type, return-value]
            outcome: Outcome = opened.receive("jsonl", ITEM)
            (case,) = outcome.cases
            step = next(s for s in case.trail if s.stage == "due")
            return step.rule, dict(step.facts)["limit"]

    return run


Rule = Callable[..., tuple[str, str]]


def test_a_band_goes_before_the_exact_category_of_a_later_band(rule: Rule) -> None:
    code = """
    class Toy(TableCity):
        @hookimpl
        def cmsdk_deadlines(self, context):
            yield LimitRow(id="toy-flood", limit=Limit(1, LimitUnit.URGENT_HOUR), band=Band.EMERGENCY)
            yield LimitRow(id="toy-e1", category="E1", limit=Limit(5, LimitUnit.NATURAL_DAY))
    """
    assert rule({}, {}, code) == ("toy-flood", "1 urgent_hour")


def test_the_citys_row_for_all_goes_before_the_countrys_for_the_category(rule: Rule) -> None:
    country = {"limits.csv": LIMITS + "country-e1,E1,5,natural_day\n"}
    assert rule({"limits.csv": LIMITS + "toy-all,*,2,natural_day\n"}, country) == ("toy-all", "2 natural_day")


def test_the_countrys_row_holds_where_the_city_has_none(rule: Rule) -> None:
    country = {"limits.csv": LIMITS + "country-all,*,5,natural_day\n"}
    assert rule({"limits.csv": LIMITS + "toy-s1,S1,2,natural_day\n"}, country) == ("country-all", "5 natural_day")


def test_the_fallback_band_is_asked_after_the_standards(rule: Rule) -> None:
    code = """
    class Toy(TableCity):
        @hookimpl
        def cmsdk_deadlines(self, context):
            yield LimitRow(id="toy-last", category="E1", limit=Limit(5, LimitUnit.NATURAL_DAY), band=Band.FALLBACK)
    """
    country = {"standards.csv": STANDARDS + "country-s,E1,7,natural_day\n"}
    assert rule({}, country, code) == ("country-s", "7 natural_day")


def test_a_citys_own_standards_for_a_category_take_the_place_of_the_countrys(rule: Rule) -> None:
    country = {"standards.csv": STANDARDS + "country-a,E1,7,natural_day\ncountry-b,E1,8,natural_day\n"}
    city = {"standards.csv": STANDARDS + "toy-z,E1,3,natural_day\n"}
    assert rule(city, country) == ("toy-z", "3 natural_day")
