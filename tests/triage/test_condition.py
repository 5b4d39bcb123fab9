"""The filing condition of a case: by measured values against thresholds, by words and tags, else the city's default."""

from collections.abc import Callable

import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Quarantined
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.triaged import Triaged
from cmsdk.triage.draft import Draft

Town = Callable[..., CityPlan]
Decide = Callable[..., list[Triaged]]
Drafts = Callable[..., list[Draft | Quarantined]]
STANDARDS = "id,category,condition,tags,threshold,quantity,limit,unit,basis\n"
COVER = (
    STANDARDS
    + "testville-1,C101,missing,missing;stolen,,,2,urgent_hour,t\n"
    + "testville-2,C101,broken,broken,>25cm²,破损面积,4,work_hour,t\n"
    + "testville-3,C101,rattling,loud,,,2,work_day,t\n"
    + "testville-4,C101,sunken round it,broken;sunken,150cm×150cm，>2cm,高差,5,work_day,t\n"
)
CITY = 'name = "T"\ntime_zone = "UTC"\nduty_desk = "testville-desk"\nscheme = "tv/1"\ncalendar = "testville-hours"\n'


@pytest.fixture
def covers(town: Town) -> CityPlan:
    """Four conditions of one object, as a city publishes them for a manhole cover."""
    return town({"standards.csv": COVER, "classify.csv": "id,words,category,basis\ntestville-k,cover,C101,t\n"})


def _step(found: Triaged) -> Step:
    return next(s for s in found.trail if s.stage is Stage.CONDITION)


def _chosen(found: Triaged) -> tuple[str, str]:
    return found.standard.removeprefix("testville-"), _step(found).why.removeprefix("condition-")


@pytest.mark.parametrize(
    ("text", "measures", "chosen", "why"),
    [
        ("cover broken", "破损面积=30cm²", "2", "by-measure"),
        ("cover broken", "破损面积=20cm²", "4", "by-words"),
        ("cover broken", "破损面积=20cm²; 高差=3cm", "4", "by-measure"),
        ("cover broken", "破损面积=20cm²; 高差=1cm", "1", "by-default"),
        ("cover", "高差=3cm", "4", "by-measure"),
        ("cover", "30cm²", "2", "by-measure"),
        ("cover", "直径=70cm", "1", "by-default"),
        ("cover", "", "1", "by-default"),
        ("cover stolen", "破损面积=20cm²", "1", "by-words"),
        ("cover stolen", "破损面积=30cm²", "2", "by-measure"),
        ("cover missing, stolen", "破损面积=30cm²", "1", "by-words"),
        ("cover loud", "", "3", "by-words"),
    ],
)
def test_measured_values_and_words_choose_the_condition(
    covers: CityPlan, decide: Decide, text: str, measures: str, chosen: str, why: str
):
    (found,) = decide(covers, {"text": text, "measures": measures})
    assert _chosen(found) == (chosen, why)


def test_the_reports_own_tags_count_as_its_words_do(covers: CityPlan, decide: Decide):
    found = decide(covers, {"text": "cover", "tags": "Loud;other"}, {"text": "cover loud", "tags": "loud"})
    assert [_chosen(t) for t in found] == [("3", "by-words")] * 2
    assert [dict(_step(t).facts)["words"] for t in found] == ["loud"] * 2


@pytest.mark.parametrize(("declared", "chosen"), [("first", "1"), ("shortest", "1"), ("longest", "3")])
def test_the_declared_default_is_taken_from_what_the_values_have_left(
    town: Town, decide: Decide, declared: str, chosen: str
):
    files = {"standards.csv": COVER, "classify.csv": "id,words,category,basis\ntestville-k,cover,C101,t\n"}
    plan = town({**files, "city.toml": f'{CITY}default_condition = "{declared}"\n'})
    (found,) = decide(plan, {"text": "cover", "measures": "破损面积=20cm²; 高差=1cm"})
    assert _chosen(found) == (chosen, "by-default")
    assert dict(_step(found).facts)["declared"] == declared


def test_where_every_condition_is_ruled_out_the_default_holds_and_says_so(town: Town, decide: Decide):
    rows = "testville-a,C101,deep,,>5cm,,1,work_day,t\ntestville-b,C101,wide,,>9cm,,2,work_day,t\n"
    (found,) = decide(town({"standards.csv": STANDARDS + rows}), {"text": "pothole", "measures": "3cm"})
    assert _chosen(found) == ("a", "none-met")
    assert "3cm" in _step(found).sentence("en")


def test_the_step_names_value_and_threshold_and_what_lost(covers: CityPlan, decide: Decide):
    (found,) = decide(covers, {"text": "cover broken", "measures": "破损面积=30cm²; 高差=1cm"})
    step, facts = _step(found), dict(_step(found).facts)
    assert (facts["measured"], facts["threshold"]) == ("破损面积=30cm2", ">25cm²")
    assert facts["lost"] == "testville-4 (✗ 高差=1cm / 150cm×150cm，>2cm); testville-1; testville-3"
    for lang in ("en", "zh"):
        said = step.sentence(lang)
        assert all(part in said for part in ("破损面积=30cm2", ">25cm²", "testville-4", "broken"))
        assert "{" not in said
    assert (step.rule, step.basis, step.plugin) == ("testville-2", "t", "testville")


def test_the_step_of_a_default_says_that_it_is_one(covers: CityPlan, decide: Decide):
    (found,) = decide(covers, {"text": "cover"})
    assert "default (first)" in _step(found).sentence("en")
    assert "本市默认" in _step(found).sentence("zh")


def test_a_single_condition_needs_no_step(plan: CityPlan, decide: Decide):
    (found,) = decide(plan, {"text": "street light"})
    assert [s for s in found.trail if s.stage is Stage.CONDITION] == []


def test_the_condition_comes_before_the_deadline_that_hangs_on_it(covers: CityPlan, decide: Decide):
    (found,) = decide(covers, {"text": "cover", "measures": "30cm²"})
    assert [s.stage for s in found.trail][-2:] == [Stage.CONDITION, Stage.DUE]
    assert str(found.due.limit) == "4 work_hour"


def test_a_value_that_cannot_be_read_is_named_and_the_item_is_kept(covers: CityPlan, drafts: Drafts):
    (found,) = drafts(covers, {"text": "cover", "measures": "破损面积=很大; 高差=3 furlongs; 深=1/0"})
    assert isinstance(found, Quarantined)
    assert [p.code for p in found.problems] == ["CMS522"] * 3
    assert not any(word in p.what("zh") for p in found.problems for word in ("write", "number", "amount"))
    assert ["破损面积=很大" in p.what() for p in found.problems] == [True, False, False]


def test_a_thing_measured_twice_differently_is_named(covers: CityPlan, drafts: Drafts):
    twice, same = drafts(
        covers, {"text": "a", "measures": "高差=3cm; 高差=5cm"}, {"text": "b", "measures": "高差=3cm; 高差=30mm"}
    )
    assert isinstance(twice, Quarantined)
    assert [p.code for p in twice.problems] == ["CMS523"]
    assert isinstance(same, Draft)


def test_values_without_a_name_may_stand_beside_each_other(covers: CityPlan, drafts: Drafts):
    (found,) = drafts(covers, {"text": "a", "measures": "30cm²; 3cm"})
    assert isinstance(found, Draft)
    assert [m.text for m in found.report.measures] == ["30cm2", "3cm"]


def test_what_somebody_writes_into_the_values_is_masked_as_elsewhere(covers: CityPlan, drafts: Drafts):
    (found,) = drafts(covers, {"text": "a", "measures": "电话13812345678"})
    assert "13812345678" not in str(found.problems if isinstance(found, Quarantined) else found.report)
