"""Catalogues of a plan (CMS320…CMS329): depth, extensions, a tree of the city's own, schemes that are not mixed."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from cmsdk import City, Problem, discover
from cmsdk.model.category import SchemesDifferError

Install = Callable[..., Path]
Complaints = Callable[..., tuple[Problem, ...]]
Speaks = Callable[..., None]
Facts = Callable[[Problem], dict[str, str]]
Tables = Mapping[str, str]

CATEGORIES = "scheme,version,code,parent,kind,name,valid_from,valid_to\n"
NATION = {
    "schemes.csv": (
        "scheme,version,name,extends_from,extends_to,extends_under\n"
        "std,2013,新标准,99,78,\nstd,2007,旧标准,,,C21\nown,1,别的,,,\n"
    ),
    "categories.csv": CATEGORIES
    + "std,2013,E01,,event,市容,,\nstd,2013,E0101,E01,event,垃圾,,\nstd,2013,E0103,E01,event,占道,,\n"
    + "std,2013,E0199,E01,event,小产权房,,\nstd,2013,E04,,event,街面,,\n"
    + "std,2007,C01,,component,设施,,\nstd,2007,C0101,C01,component,井盖,,\nstd,2007,C21,,component,扩展,,\n"
    + "std,2007,E0101,,event,路面塌陷,,\n",
    "standards.csv": (
        "id,category,limit,unit\nnation-s1,std/2013/E0101,2,work_day\nnation-s2,std/2007/E0101,1,work_day\n"
    ),
    "classify.csv": "id,words,category\nnation-k1,垃圾,std/2013/E0101\n",
}
"""Two schemes of a general plugin, in which the same digits mean different things."""


@pytest.fixture
def nation(install: Install) -> None:
    install("nation", scope="test", tables=NATION)


@pytest.fixture
def open_toy(install: Install, toy: dict[str, str]) -> Callable[..., City]:
    """The toy city with tables of its own on the nation's catalogues; ``scheme`` is the one that it uses."""

    def make(tables: Tables | None = None, scheme: str = "std/2013") -> City:
        profile = toy["city.toml"].replace("toy/1", scheme)
        own = {name: text for name, text in toy.items() if name != "categories.csv"}
        install("toy", scope="test.toy", tables={**own, "city.toml": profile, **(tables or {})})
        return City.open("test.toy", plugins=discover(only=["toy", "nation"]))

    return make


@pytest.fixture
def wrong(
    nation: None, install: Install, toy: dict[str, str], complaints: Complaints
) -> Callable[..., tuple[Problem, ...]]:
    """The problems of a city on the nation's catalogues."""

    def make(tables: Tables, scheme: str = "std/2013") -> tuple[Problem, ...]:
        profile = toy["city.toml"].replace("toy/1", scheme)
        own = {name: text for name, text in toy.items() if name != "categories.csv"}
        install("toy", scope="test.toy", tables={**own, "city.toml": profile, **tables})
        return complaints(only=("toy", "nation"))

    return make


def test_categories_of_five_levels_are_one_tree(install: Install, toy: dict[str, str]) -> None:
    codes = ["A", "A1", "A1-2", "A1-2-3", "A1-2-3-4"]
    rows = "".join(f"toy,1,{code},{parent},event,{code},,\n" for code, parent in zip(codes, ["", *codes], strict=False))
    row = "id,category,unit\ntoy-r,A1,toy-garden\n"
    install(tables={**toy, "categories.csv": CATEGORIES + rows, "responsibility.csv": row})
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        assert city.plan.lineage("toy/1/A1-2-3-4") == tuple(f"toy/1/{code}" for code in reversed(codes))
        assert city.plan.is_below("toy/1/A1-2-3-4", "toy/1/A")
        assert not city.plan.is_below("toy/1/A", "toy/1/A1")
        (case,) = city.receive("jsonl", b'{"text": "x", "category": "A1-2-3-4"}').cases
        assert (case.category, case.unit) == ("toy/1/A1-2-3-4", "toy-garden")


def test_a_category_holds_no_longer_than_its_scheme(install: Install, toy: dict[str, str]) -> None:
    schemes = "scheme,version,name,valid_from,valid_to\ntoy,1,目录,2020-01-01,2025-12-31\n"
    rows = CATEGORIES + "toy,1,E1,,event,占道,,\ntoy,1,E2,,event,噪声,2021-01-01,2022-12-31\n"
    install(tables={**toy, "schemes.csv": schemes, "categories.csv": rows})
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        spans = {key: (str(c.valid.first), str(c.valid.last)) for key, c in city.plan.categories.items()}
        assert spans == {"toy/1/E1": ("2020-01-01", "2025-12-31"), "toy/1/E2": ("2021-01-01", "2022-12-31")}
        late = (
            '{"text": "x", "category": "E1", "at": "2026-01-05"}\n{"text": "y", "category": "E1", "at": "2025-01-06"}'
        )
        found = city.receive("jsonl", late.encode()).cases
        assert [case.category for case in found] == ["", "toy/1/E1"]


def test_an_extension_in_the_range_of_its_scheme_is_one_of_the_citys_own(
    nation: None, open_toy: Callable[..., City]
) -> None:
    rows = CATEGORIES + "std,2013,E0198,std/2013/E01,event,共享单车,,\nstd,2013,E019801,E0198,event,堆放,,\n"
    with open_toy({"categories.csv": rows}) as city:
        assert "std/2013/E019801" in city.plan.categories
        assert city.check() == ()


@pytest.mark.parametrize(("code", "why"), [("E0102", "a hole"), ("E0104", "above the standard"), ("E0177", "below 78")])
def test_an_extension_may_not_take_a_number_of_the_standard(
    code: str, why: str, wrong: Callable[..., tuple[Problem, ...]], speaks: Speaks, facts: Facts
) -> None:
    (found,) = wrong({"categories.csv": f"{CATEGORIES}std,2013,{code},E01,event,市里加的,,\n"})
    assert found.code == "CMS322", why
    assert found.where == "toy/tables/categories.csv:2"
    assert facts(found) == {"code": code, "scheme": "std/2013", "span": "99…78", "free": "E0198"}
    speaks(found, code, "E0198", "99…78")


def test_a_number_that_is_taken_is_answered_with_the_next_that_is_free(
    wrong: Callable[..., tuple[Problem, ...]], speaks: Speaks, facts: Facts
) -> None:
    (found,) = wrong({"categories.csv": f"{CATEGORIES}std,2013,E0199,E01,event,共享单车,,\n"})
    assert (found.code, found.where) == ("CMS390", "toy/tables/categories.csv:2")
    assert facts(found)["free"] == "E0198"
    speaks(found, "std/2013/E0199", "小产权房", "共享单车", "E0198", "nation/tables/categories.csv:5")


def test_where_a_scheme_keeps_no_numbers_none_is_suggested(wrong: Callable[..., tuple[Problem, ...]]) -> None:
    (found,) = wrong({"categories.csv": f"{CATEGORIES}std,2007,C0101,C01,component,别的,,\n"}, "std/2007")
    assert found.code == "CMS390"
    assert "—" not in found.remedy() + found.remedy("zh")


def test_a_hole_is_not_filled_by_replacing_another_number_either(wrong: Callable[..., tuple[Problem, ...]]) -> None:
    rows = "scheme,version,code,parent,kind,name,replaces\nstd,2013,E0102,E01,event,改编号,std/2013/E0103\n"
    assert [p.code for p in wrong({"categories.csv": rows})] == ["CMS322"]


def test_a_national_category_may_be_named_otherwise_under_its_own_number(
    nation: None, open_toy: Callable[..., City]
) -> None:
    rows = "scheme,version,code,parent,kind,name,replaces\nstd,2013,E0103,E01,event,占道经营,std/2013/E0103\n"
    with open_toy({"categories.csv": rows}) as city:
        assert city.plan.categories["std/2013/E0103"].name == "占道经营"


@pytest.mark.parametrize(
    ("row", "scheme", "room"),
    [
        ("std,2013,E07,,event,新的大类,,", "std/2013", "99…78"),
        ("std,2007,C0102,C01,component,加的,,", "std/2007", "C21"),
    ],
)
def test_an_extension_stands_where_its_scheme_keeps_room(
    row: str, scheme: str, room: str, wrong: Callable[..., tuple[Problem, ...]], speaks: Speaks
) -> None:
    (found,) = wrong({"categories.csv": f"{CATEGORIES}{row}\n"}, scheme)
    assert found.code == "CMS325"
    speaks(found, scheme, room)


def test_below_a_category_kept_for_extensions_a_city_numbers_as_it_likes(
    nation: None, open_toy: Callable[..., City]
) -> None:
    rows = CATEGORIES + "std,2007,C2101,C21,component,防蚊闸,,\nstd,2007,C210101,C2101,component,左扇,,\n"
    with open_toy({"categories.csv": rows}, "std/2007") as city:
        assert city.plan.is_below("std/2007/C210101", "std/2007/C21")


def test_of_a_scheme_that_says_nothing_of_extensions_nothing_is_checked(
    nation: None, open_toy: Callable[..., City]
) -> None:
    with open_toy({"categories.csv": f"{CATEGORIES}own,1,E05,,event,随便,,\n"}, "own/1") as city:
        assert "own/1/E05" in city.plan.categories


def test_a_city_replaces_the_whole_tree_and_the_nations_stays_out_of_its_way(
    nation: None, open_toy: Callable[..., City]
) -> None:
    """Own majors of four digits, as a district of a capital has them, and a code that the nation uses for another."""
    tables = {
        "categories.csv": CATEGORIES + "town,2020,2001,,event,本区事件,,\ntown,2020,E0101,2001,event,堆物,,\n",
        "standards.csv": "id,category,limit,unit\ntoy-s,E0101,9,work_day\n",
    }
    with open_toy(tables, "town/2020") as city:
        plan = city.plan
        assert set(plan.categories) == {"town/2020/2001", "town/2020/E0101"}
        assert {s.category for s in plan.standards.values()} == {"town/2020/E0101"}
        assert plan.classifiers == ()
        assert plan.other_categories["std/2013/E0101"].name == "垃圾"
        given = city.receive("jsonl", '{"text": "垃圾", "category": "E0101"}'.encode()).cases[0]
        by_words = city.receive("jsonl", '{"text": "垃圾"}'.encode()).cases[0]
        assert (given.category, given.standard) == ("town/2020/E0101", "toy-s")
        assert by_words.category == ""


def test_a_bare_code_is_the_citys_schemes_and_one_of_a_general_plugin_is_its_own(
    install: Install, toy: dict[str, str], open_toy: Callable[..., City]
) -> None:
    nation = {
        "categories.csv": f"{CATEGORIES}std,2013,E0101,,event,垃圾,,\n",
        "standards.csv": "id,category,limit,unit\nnation-s1,E0101,2,work_day\n",
    }
    install("nation", scope="test", tables=nation)
    tables = {
        "categories.csv": f"{CATEGORIES}town,2020,E0101,,event,堆物,,\n",
        "standards.csv": "id,category,limit,unit\ntoy-s,E0101,9,work_day\n",
    }
    with open_toy(tables, "town/2020") as city:
        assert set(city.plan.standards) == {"toy-s"}


def test_a_city_that_names_no_scheme_uses_all_and_an_ambiguous_code_is_not_guessed(
    wrong: Callable[..., tuple[Problem, ...]], facts: Facts
) -> None:
    (found,) = wrong({"classify.csv": "id,words,category\ntoy-k,塌陷,E0101\n"}, "")
    assert found.code == "CMS301"
    assert facts(found)["code"] == "E0101"


def test_a_parent_of_another_scheme_is_named(wrong: Callable[..., tuple[Problem, ...]], speaks: Speaks) -> None:
    (found,) = wrong({"categories.csv": f"{CATEGORIES}town,1,E9,std/2013/E01,event,混用,,\n"})
    assert found.code == "CMS320"
    speaks(found, "town/1/E9", "std/2013/E01", "toy/tables/categories.csv:2")


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("standards.csv", "id,category,limit,unit,replaces\ntoy-s,std/2007/E0101,1,work_day,nation-s1\n"),
        ("classify.csv", "id,words,category,replaces\ntoy-k,塌陷,std/2007/E0101,nation-k1\n"),
        ("categories.csv", "scheme,version,code,kind,name,replaces\nstd,2007,E0102,event,x,std/2013/E0101\n"),
    ],
)
def test_a_row_that_replaces_one_of_another_scheme_is_named(
    file: str, text: str, wrong: Callable[..., tuple[Problem, ...]], speaks: Speaks
) -> None:
    found = [p for p in wrong({file: text}, "") if p.code == "CMS321"]
    assert len(found) == 1
    assert found[0].where == f"toy/tables/{file}:2"
    speaks(found[0], "std/2013", "std/2007")


def test_a_mapping_within_one_scheme_is_named(wrong: Callable[..., tuple[Problem, ...]], speaks: Speaks) -> None:
    rows = "id,from,to,relation\ntoy-m,std/2013/E0101,std/2013/E0103,same\n"
    (found,) = wrong({"category-map.csv": rows})
    assert found.code == "CMS323"
    speaks(found, "toy-m", "std/2013/E0101", "std/2013/E0103")


def test_a_mapping_that_leads_nowhere_is_named(wrong: Callable[..., tuple[Problem, ...]], facts: Facts) -> None:
    (found,) = wrong({"category-map.csv": "id,from,to,relation\ntoy-m,std/2007/E0199,std/2013/E0103,same\n"})
    assert found.code == "CMS301"
    assert facts(found)["code"] == "std/2007/E0199"


def test_two_rows_that_call_a_category_the_same_as_two_are_a_warning(
    nation: None, open_toy: Callable[..., City], speaks: Speaks
) -> None:
    rows = "id,from,to,relation\ntoy-m1,std/2007/E0101,std/2013/E0101,same\ntoy-m2,std/2007/E0101,std/2013/E0103,same\n"
    with open_toy({"category-map.csv": rows}) as city:
        (found,) = city.check()
        assert found.code == "CMS324"
        speaks(found, "std/2007/E0101", "toy-m1, toy-m2")


def test_a_row_that_is_written_once_from_each_side_contradicts_nothing(
    nation: None, open_toy: Callable[..., City]
) -> None:
    rows = "id,from,to,relation\ntoy-m1,std/2007/E0101,std/2013/E0101,same\ntoy-m2,std/2013/E0101,std/2007/E0101,same\n"
    with open_toy({"category-map.csv": rows}) as city:
        assert city.check() == ()


def test_a_scheme_that_nobody_contributes_is_named_with_the_nearest(
    wrong: Callable[..., tuple[Problem, ...]], speaks: Speaks
) -> None:
    (found,) = wrong({}, "std/2012")
    assert found.code == "CMS326"
    speaks(found, "std/2012", "std/2007" if "std/2007" in found.remedy() else "std/2013", "city.toml")


def test_a_comparison_that_cannot_be_read_is_a_warning(
    nation: None, open_toy: Callable[..., City], speaks: Speaks
) -> None:
    rows = "id,category,threshold,limit,unit\ntoy-a,E0101,>25瓜,1,work_day\ntoy-b,E0101,很多,1,work_day\n"
    more = "toy-c,E0101,大于15度,1,work_day\ntoy-d,E0101,大于25平方米,1,work_day\n"
    with open_toy({"standards.csv": rows + more}) as city:
        first, second = city.check()
        assert (first.code, second.code) == ("CMS327", "CMS327")
        speaks(first, "toy-a", ">25瓜")
        speaks(second, "toy-c", "大于15度")


def test_categories_that_stand_below_themselves_are_named(
    install: Install, toy: dict[str, str], complaints: Complaints
) -> None:
    rows = CATEGORIES + "toy,1,E1,E3,event,a,,\ntoy,1,E2,E1,event,b,,\ntoy,1,E3,E2,event,c,,\n"
    install(tables={**toy, "categories.csv": rows})
    assert [p.code for p in complaints()] == ["CMS328"] * 3


def test_a_row_of_the_city_about_a_scheme_that_it_does_not_use_is_named(
    wrong: Callable[..., tuple[Problem, ...]], speaks: Speaks
) -> None:
    (found,) = wrong({"standards.csv": "id,category,limit,unit\ntoy-s,std/2007/C0101,1,work_day\n"})
    assert found.code == "CMS329"
    speaks(found, "std/2007/C0101", "std/2007", "std/2013")


def test_a_plan_refuses_to_compare_categories_of_two_schemes(nation: None, open_toy: Callable[..., City]) -> None:
    with open_toy() as city, pytest.raises(SchemesDifferError):
        city.plan.is_below("std/2013/E0101", "std/2007/C01")
