"""A place given only in words: names narrow each other; of several places none is guessed; a slip is corrected once."""

from collections.abc import Callable
import re

import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.triaged import Triaged

Town = Callable[..., CityPlan]
Decide = Callable[..., list[Triaged]]
CITY = """code,name,level,parent
tv-city,甲乙市,city,
tv-n,永安区,district,tv-city
tv-s,新浦区,district,tv-city
tv-n1,台东街道,subdistrict,tv-n
tv-n2,辽源路街道,subdistrict,tv-n
tv-n3,中山路街道,subdistrict,tv-n
tv-s1,青河街道,subdistrict,tv-s
tv-s2,李家口镇,subdistrict,tv-s
tv-s3,河西街道,subdistrict,tv-s
tv-s4,洛源路街道,subdistrict,tv-s
tv-n1a,台东社区居民委员会,community,tv-n1
tv-n1b,光明社区居民委员会,community,tv-n1
tv-n2a,光明社区居委会,community,tv-n2
tv-s1a,光明社区居委会,community,tv-s1
tv-s1b,管理社区,community,tv-s1
tv-s2a,中山路社区居委会,community,tv-s2
tv-s2b,大王村村民委员会,community,tv-s2
tv-s2c,南台村委会,community,tv-s2
tv-north,Northside,district,tv-city
tv-south,Southside,district,tv-city
tv-mill,Mill Quarter,community,tv-north
"""


@pytest.fixture
def city(town: Town) -> CityPlan:
    return town({"divisions.csv": CITY, "gazetteer.csv": "words,division,basis\n南门;老南门,tv-n1,t\n南门,tv-s1,t\n"})


def _step(found: Triaged) -> Step:
    return next(s for s in found.trail if s.stage is Stage.LOCATE)


def _facts(found: Triaged) -> dict[str, str]:
    return dict(_step(found).facts)


CLEAR = {
    # as it is, without its ending, with the names above it
    "台东街道": ("tv-n1", "台东街道"), "台东": ("tv-n1", "台东"), "在辽源路有垃圾": ("tv-n2", "辽源路"),
    "甲乙市永安区台东街道": ("tv-n1", "永安区、台东街道"), "永安台东街道": ("tv-n1", "永安、台东街道"),
    "永安辽源路": ("tv-n2", "永安、辽源路"), "李家口": ("tv-s2", "李家口"), "青河街道办事处": ("tv-s1", "青河街道"),
    # the longest name
    "老南门": ("tv-n1", "老南门"), "青河街道，就在青河": ("tv-s1", "青河街道"),
    # a name above settles a homonym, before or behind it
    "新浦区中山路": ("tv-s2a", "新浦区、中山路"), "中山路，永安": ("tv-n3", "中山路、永安"),
    "新浦区南门": ("tv-s1", "新浦区、南门"), "光明社区，辽源路": ("tv-n2a", "光明社区、辽源路"),
    # bodies cut off a community's name
    "大王村": ("tv-s2b", "大王村"), "南台村": ("tv-s2c", "南台村"), "新浦区管理": ("tv-s1b", "新浦区、管理"),
    # a place inside another of the same name: the outer one is right whichever is meant
    "台东社区": ("tv-n1a", "台东社区"),
    # a sub-district inside the district that is also named
    "永安区的人，说的是台东": ("tv-n1", "永安区、台东"),
}  # fmt: skip


@pytest.mark.parametrize("field", ["place", "text"])
def test_names_lead_to_one_place_and_the_trail_shows_the_words_used(city: CityPlan, decide: Decide, field: str) -> None:
    cases = decide(city, *({"text": "请处理", field: text} for text in CLEAR))
    found = {text: (case.division, _facts(case).get("words")) for text, case in zip(CLEAR, cases, strict=True)}
    assert found == CLEAR
    assert {(_step(case).why, _facts(case)["field"]) for case in cases} == {("place-words", field)}


AMBIGUOUS = {
    "中山路": ("tv-city", ["tv-n3", "tv-s2a"]),
    "光明社区": ("tv-city", ["tv-n1b", "tv-n2a", "tv-s1a"]),
    "永安区光明社区": ("tv-n", ["tv-n1b", "tv-n2a"]),
    "南门": ("tv-city", ["tv-n1", "tv-s1"]),
    # two places, neither in the other
    "台东街道和辽源路街道之间": ("tv-n", ["tv-n1", "tv-n2"]),
    "新浦区台东街道": ("tv-city", ["tv-n1", "tv-s"]),
    # a clear name and one of several places, which it does not settle
    "李家口镇和光明社区之间": ("tv-city", ["tv-n1b", "tv-n2a", "tv-s1a", "tv-s2"]),
    "辽源路街道和南门之间": ("tv-city", ["tv-n1", "tv-n2", "tv-s1"]),
}


TWICE = "tv-s9,中山路街道,subdistrict,tv-s\n"


@pytest.mark.parametrize("more", ["", TWICE])
def test_a_second_name_keeps_the_place_open_whether_it_means_one_or_several(
    more: str, town: Town, decide: Decide
) -> None:
    places = ("台东街道和中山路街道之间", "永安区台东街道和永安区中山路街道之间")
    cases = decide(town({"divisions.csv": CITY + more}), *({"text": "请处理", "place": p} for p in places))
    for place, case in zip(places, cases, strict=True):
        assert _step(case).why == "ambiguous-place", place
        assert {"tv-n1", "tv-n3"} <= set(re.findall(r"\((.*?)\)", _facts(case)["candidates"])), place


def test_what_settles_a_second_name_of_several_places_and_one_cut_short_is_none(town: Town, decide: Decide) -> None:
    plan = town({"divisions.csv": CITY + TWICE})
    expected = {"台东街道，中山路": "tv-n1", "新浦区中山路街道": "tv-s9", "台东街道旁，永安区": "tv-n1"}
    cases = decide(plan, *({"text": "请处理", "place": place} for place in expected))
    assert [case.division for case in cases] == list(expected.values())


def test_of_several_places_none_is_guessed_and_the_case_goes_on_with_what_holds_them_all(
    city: CityPlan, decide: Decide
) -> None:
    cases = decide(city, *({"text": "请处理", "place": place} for place in AMBIGUOUS))
    for place, case in zip(AMBIGUOUS, cases, strict=True):
        within, candidates = AMBIGUOUS[place]
        assert (_step(case).why, _step(case).answer) == ("ambiguous-place", within), place
        assert (case.division, case.grid) == (within, "")
        listed = _facts(case)["candidates"].split("; ")
        assert [one.rpartition("(")[2].rstrip(")") for one in listed] == candidates, place


def test_candidates_are_told_apart_by_what_holds_them_in_both_languages(city: CityPlan, decide: Decide) -> None:
    (case,) = decide(city, {"text": "请处理", "place": "中山路"})
    assert _facts(case)["candidates"] == "永安区 中山路街道 (tv-n3); 李家口镇 中山路社区居委会 (tv-s2a)"
    for lang in ("zh", "en"):
        sentence = _step(case).sentence(lang, {"tv-city": "甲乙市"})
        assert "中山路社区居委会" in sentence
        assert "甲乙市" in sentence
        assert "{" not in sentence


def test_many_candidates_are_counted(town: Town, decide: Decide) -> None:
    rows = "".join(f"tv-x{n:02},光明社区,community,tv-n{1 + n % 2}\n" for n in range(12))
    (case,) = decide(town({"divisions.csv": CITY + rows, "gazetteer.csv": "words,division\n"}), {"text": "光明社区"})
    assert _facts(case)["candidates"].endswith("; … +7")


def test_candidates_that_nothing_holds_leave_the_place_open(town: Town, decide: Decide) -> None:
    loose = CITY + "tv-k,海口区,district,\ntv-ka,老街社区,community,tv-k\ntv-na,老街社区,community,tv-n\n"
    (case,) = decide(town({"divisions.csv": loose}), {"text": "老街社区"})
    assert (case.division, _step(case).why, _step(case).answer) == ("", "ambiguous-nowhere", "")


def test_the_text_settles_what_the_place_leaves_open_and_only_that(city: CityPlan, decide: Decide) -> None:
    found = decide(city, {"place": "中山路", "text": "永安区的路灯坏了"}, {"place": "台东街道", "text": "我是新浦区的"})
    assert [(case.division, _step(case).why) for case in found] == [("tv-n3", "place-words"), ("tv-n1", "place-words")]


def test_the_senders_division_bounds_the_candidates(city: CityPlan, decide: Decide) -> None:
    found = decide(
        city,
        {"text": "光明社区", "division": "新浦区"},
        {"text": "光明社区", "division": "tv-n"},
        {"text": "中山路", "division": "tv-n1"},
        {"text": "垃圾", "division": "光明社区"},
    )
    assert [case.division for case in found] == ["tv-s1a", "tv-n", "tv-n1", "tv-city"]
    assert [_step(case).why for case in found] == ["place-words", "ambiguous-place", "division", "ambiguous-place"]


SLIPS = {
    "辽原路街道": ("tv-n2", "辽源路街道"), "源辽路街道": ("tv-n2", "辽源路街道"),
    "在辽原路街道有垃圾": ("tv-n2", "辽源路街道"),
    "永安区辽原路街道": ("tv-n2", "辽源路街道"), "太东街道": ("tv-n1", "台东街道"),
    "永安区太东街道": ("tv-n1", "台东街道"),
    "李家囗镇": ("tv-s2", "李家口镇"), "李口家镇": ("tv-s2", "李家口镇"),
    # two names are near, and the district says which
    "永安区涤源路街道": ("tv-n2", "辽源路街道"), "新浦区涤源路街道": ("tv-s4", "洛源路街道"),
    # what is left of a name inside one with a slip is no name
    "台东路街道，不，中三路街道": ("tv-n3", "中山路街道"),
}  # fmt: skip


def test_a_slip_of_one_character_is_corrected_where_one_official_name_is_near(city: CityPlan, decide: Decide) -> None:
    cases = decide(city, *({"text": "请处理", "place": place} for place in SLIPS))
    found = {place: (case.division, _facts(case).get("official")) for place, case in zip(SLIPS, cases, strict=True)}
    assert found == SLIPS
    for place, case in zip(SLIPS, cases, strict=True):
        facts = _facts(case)
        assert _step(case).why == "place-corrected"
        assert facts["written"] in place
        assert facts["written"] not in CITY
        for lang in ("zh", "en"):
            assert facts["written"] in _step(case).sentence(lang)
            assert facts["official"] in _step(case).sentence(lang)


UNCORRECTED = {
    "two names are near": "涤源路街道",
    "characters that tell neighbours apart": "河东街道",
    "a character too few": "辽路街道",
    "a character too many": "辽源源路街道",
    "two wrong characters": "聊原路街道",
    "a short name": "辽原路",
    "a name of two characters before its ending, inside a sentence": "这里是太东街道",
    "a village": "太王村",
    "a longer word": "我们的大辽原路街道",
    "a slip in the ending": "辽源路街到尾",
    "a name that lies elsewhere than the district that is named": "新浦区李村，中三路街道",
}


def test_nothing_else_is_corrected(city: CityPlan, decide: Decide) -> None:
    cases = decide(city, *({"text": text} for text in UNCORRECTED.values()))
    assert not [why for why, case in zip(UNCORRECTED, cases, strict=True) if _step(case).why == "place-corrected"]


def test_everyday_words_and_other_bodies_are_no_places(city: CityPlan, decide: Decide) -> None:
    texts = ["管理不到位", "请管理一下", "加强管理，尽快", "光明正大", "台东小学门口", "河西公园"]
    cases = decide(city, *({"text": text} for text in texts))
    assert {text: case.division for text, case in zip(texts, cases, strict=True)} == dict.fromkeys(texts, "")


LONGER = (
    CITY
    + """tv-s2d,湖村,community,tv-s2
tv-m,市中区,district,tv-city
tv-s5,新浦街道,subdistrict,tv-s
tv-s6,浦东街道,subdistrict,tv-s
tv-n4,高新技术开发区,subdistrict,tv-n
tv-s7,江省海县高新技术开发区,subdistrict,tv-s
"""
)
PIECES = {
    # one character and an ending may be the end of any other village's name
    "白湖村有垃圾": "", "我住在湖村": "tv-s2d", "湖村": "tv-s2d",
    # what stands in a list of things is a thing; by itself it is a place
    "饭店、管理、浴室都有": "", "管理。": "tv-s1b",
    # the city's own name is longer than what begins in it
    "甲乙市中心太远": "", "甲乙市中区": "tv-m", "甲乙市市中太远": "tv-m",
    # a body's name says which one between the place and what it is
    "青河外国语学校门口": "", "台东园林场": "", "青河附近学校": "tv-s1", "青河有学校": "tv-s1",
}  # fmt: skip


def test_a_piece_of_a_longer_name_is_no_place(town: Town, decide: Decide) -> None:
    plan = town({"divisions.csv": LONGER, "gazetteer.csv": "words,division\n"})
    cases = decide(plan, *({"text": text} for text in PIECES))
    assert {text: case.division for text, case in zip(PIECES, cases, strict=True)} == PIECES


def test_a_community_of_two_characters_stands_between_signs_only_in_words_about_a_place(
    city: CityPlan, decide: Decide
) -> None:
    (place, text) = decide(city, {"text": "有垃圾", "place": "管理，东门"}, {"text": "管理，东门"})
    assert (place.division, text.division) == ("tv-s1b", "")


@pytest.mark.parametrize(
    ("written", "division"),
    [
        # 新浦 with its characters swapped, or 浦东 with another one: 东 and 新 tell names apart, which does not help
        ("浦新街道", ""),
        ("江省湖县高新技术开发区", "tv-s7"),
        ("在江省湖县高新技术开发区有垃圾", "tv-s7"),
        ("湖县高新技术开发区", "tv-n4"),
    ],
)
def test_a_slip_in_a_longer_name_comes_before_its_end_and_a_rival_of_any_kind_keeps_it(
    town: Town, decide: Decide, written: str, division: str
) -> None:
    plan = town({"divisions.csv": LONGER, "gazetteer.csv": "words,division\n"})
    (case,) = decide(plan, {"text": "有垃圾", "place": written})
    assert case.division == division


def test_a_word_that_a_sub_district_shares_counts_for_all_that_bear_it(town: Town, decide: Decide) -> None:
    rows = CITY + "tv-s1c,台东社区居委会,community,tv-s1\n"
    (case,) = decide(town({"divisions.csv": rows, "gazetteer.csv": "words,division\n"}), {"text": "台东有垃圾"})
    assert (_step(case).why, case.division) == ("ambiguous-place", "tv-city")


ENGLISH = """code,name,level,parent
tv-city,Testville,city,
tv-north,Northside,district,tv-city
tv-south,Southside,district,tv-city
tv-mill,Mill Quarter,community,tv-north
tv-d,Dorchester,subdistrict,tv-north
tv-nd,North Dorchester,subdistrict,tv-south
tv-c1,Centre,community,tv-north
tv-c2,Centre,community,tv-south
"""
TOWNS = {
    "litter in Dorchester": ("tv-d", "place-words", "dorchester"),
    "litter in North Dorchester, near the park": ("tv-nd", "place-words", "north dorchester"),
    "Dorchesters everywhere": ("", "nowhere", ""),
    "lamp out in the Centre": ("tv-city", "ambiguous-place", "centre"),
    "Centre, Southside: lamp out": ("tv-c2", "place-words", "centre、southside"),
    "Concentre": ("", "nowhere", ""),
    "from Dorchester to Southside": ("tv-city", "ambiguous-place", "dorchester、southside"),
    "Dorchster": ("", "nowhere", ""),
}


def test_english_names_are_whole_words_the_longest_first_and_as_ambiguous(town: Town, decide: Decide) -> None:
    cases = decide(town({"divisions.csv": ENGLISH}), *({"text": text} for text in TOWNS))
    found = {
        text: (case.division, _step(case).why, _facts(case).get("words", ""))
        for text, case in zip(TOWNS, cases, strict=True)
    }
    assert found == TOWNS
