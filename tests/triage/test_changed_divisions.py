"""The division tree changes from year to year: a name or code of old leads to what it became."""

from collections.abc import Callable

import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.triaged import Triaged

Town = Callable[..., CityPlan]
Decide = Callable[..., list[Triaged]]
HEADER = "代码,名称,级别,上级,生效日期,失效日期,改为\n"
CITY = (
    HEADER
    + """tv-city,甲乙市,市,,,,
tv-n,永安区,区,tv-city,,,
tv-s,新浦区,区,tv-city,,,
tv-old1,东阁街道,街道,tv-n,,2024-12-31,tv-new1
tv-old2,西阁街道,街道,tv-n,,2024-12-31,tv-new1
tv-new1,阁前街道,街道,tv-n,2025-01-01,,
tv-big,四方街道,街道,tv-n,,2024-12-31,tv-a;tv-b
tv-a,四方南街道,街道,tv-n,2025-01-01,,
tv-b,四方北街道,街道,tv-n,2025-01-01,,
tv-x,青河乡,街道,tv-s,,2023-12-31,tv-y
tv-y,青河镇,街道,tv-s,2024-01-01,2024-12-31,tv-z
tv-z,青河街道,街道,tv-s,2025-01-01,,
tv-gone,盐场街道,街道,tv-s,,2024-12-31,
tv-was,和平街道,街道,tv-s,,2024-12-31,tv-z
tv-is,和平街道,街道,tv-n,2025-01-01,,
tv-north,Northside,区,tv-city,,,
tv-south,Southside,区,tv-city,,,
tv-mill,Mill Quarter,社区,tv-north,,,
"""
)
GAZETTEER = "words,division,basis\n老码头,tv-old1,t\n"
BEFORE, AFTER = "2024-06-01 10:00", "2025-06-01 10:00"


@pytest.fixture
def city(town: Town) -> CityPlan:
    return town({"divisions.csv": CITY, "gazetteer.csv": GAZETTEER})


def _step(found: Triaged) -> Step:
    return next(s for s in found.trail if s.stage is Stage.LOCATE)


@pytest.mark.parametrize("at", [BEFORE, AFTER])
def test_a_merged_division_is_itself_until_its_last_day_and_then_its_successor(
    city: CityPlan, decide: Decide, at: str
) -> None:
    for case in decide(city, *({"text": "请处理", "place": name, "at": at} for name in ("东阁街道", "东阁", "老码头"))):
        if at == BEFORE:
            assert (case.division, _step(case).why) == ("tv-old1", "place-words")
        else:
            assert (case.division, _step(case).why, _step(case).answer) == ("tv-new1", "place-became", "tv-new1")
            facts = dict(_step(case).facts)
            assert (facts["former"], facts["until"]) == ("永安区 东阁街道 (tv-old1)", "2024-12-31")
            assert all("东阁街道" in _step(case).sentence(lang) for lang in ("zh", "en"))


def test_a_split_division_is_ambiguous_and_another_name_may_settle_it(city: CityPlan, decide: Decide) -> None:
    found = decide(
        city,
        {"text": "请处理", "place": "四方街道", "at": BEFORE},
        {"text": "请处理", "place": "四方街道", "at": AFTER},
        {"text": "请处理", "place": "四方街道，四方南街道", "at": AFTER},
    )
    assert [case.division for case in found] == ["tv-big", "tv-n", "tv-a"]
    facts = dict(_step(found[1]).facts)
    assert _step(found[1]).why == "ambiguous-place"
    assert facts["candidates"] == "永安区 四方南街道 (tv-a); 永安区 四方北街道 (tv-b)"


def test_renamings_are_followed_through_the_years(city: CityPlan, decide: Decide) -> None:
    years = ("2023-06-01 10:00", BEFORE, AFTER)
    found = decide(city, *({"text": "请处理", "place": "青河乡", "at": at} for at in years))
    assert [case.division for case in found] == ["tv-x", "tv-y", "tv-z"]


def test_an_old_code_leads_to_the_successor_too(city: CityPlan, decide: Decide) -> None:
    codes = ("tv-old2", "tv-big", "tv-x", "tv-gone")
    found = decide(city, *({"text": "请处理", "division": code, "at": AFTER} for code in codes))
    assert [case.division for case in found] == ["tv-new1", "tv-n", "tv-z", ""]
    assert [_step(case).why for case in found] == ["place-became", "ambiguous-place", "place-became", "nowhere"]
    assert dict(_step(found[0]).facts)["field"] == "division"


def test_a_division_that_ended_without_a_successor_is_named_no_more(city: CityPlan, decide: Decide) -> None:
    found = decide(city, *({"text": "请处理", "place": "盐场街道", "at": at} for at in (BEFORE, AFTER)))
    assert [case.division for case in found] == ["tv-gone", ""]


def test_the_one_that_bears_a_name_today_comes_before_the_one_that_bore_it(city: CityPlan, decide: Decide) -> None:
    found = decide(city, *({"text": "请处理", "place": "和平街道", "at": at} for at in (BEFORE, AFTER)))
    assert [(case.division, _step(case).why) for case in found] == [("tv-was", "place-words"), ("tv-is", "place-words")]


def test_a_division_that_does_not_hold_yet_is_no_place(city: CityPlan, decide: Decide) -> None:
    found = decide(city, {"text": "阁前街道", "at": BEFORE}, {"text": "请处理", "division": "tv-new1", "at": BEFORE})
    assert [case.division for case in found] == ["", ""]


def test_a_slip_is_corrected_to_names_of_today_only(city: CityPlan, decide: Decide) -> None:
    found = decide(city, *({"text": "请处理", "place": "永安区东割街道", "at": at} for at in (BEFORE, AFTER)))
    assert [(case.division, _step(case).why) for case in found] == [
        ("tv-old1", "place-corrected"),
        ("tv-n", "place-words"),
    ]
