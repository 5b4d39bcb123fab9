"""Several plugins of one city: what they may not both do (CMS204, CMS208–CMS211), and who may replace what."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cmsdk import City, Problem, discover

Install = Callable[..., Path]
Complaints = Callable[..., tuple[Problem, ...]]
Speaks = Callable[..., None]
Facts = Callable[[Problem], dict[str, str]]

ROUTE = "id,category,unit,replaces\nrule,*,{unit},{replaces}\n"


def routes(unit: str, replaces: str = "") -> dict[str, str]:
    return {"responsibility.csv": ROUTE.format(unit=unit, replaces=replaces)}


def test_the_same_id_by_two_plugins_names_both_distributions_and_versions(
    install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks, facts: Facts
) -> None:
    install(version="2.3", tables={**toy, **routes("toy-desk")})
    install("more", version="0.9", tables=routes("toy-roads"))
    (found,) = complaints(only=("toy", "more"))
    assert (found.code, found.where) == ("CMS204", "cmsdk_routes")
    assert facts(found) == {
        "kind": "RouteRow",
        "id": "rule",
        "first": "cmsdk-more 0.9 (more/tables/responsibility.csv:2)",
        "second": "cmsdk-toy 2.3 (toy/tables/responsibility.csv:2)",
    }
    speaks(found, "cmsdk-more 0.9", "cmsdk-toy 2.3", "rule", "replaces")


def test_a_city_and_its_country_with_the_same_id_are_named_too(
    install: Install, toy: dict[str, str], complaints: Complaints
) -> None:
    install(tables={**toy, **routes("toy-desk")})
    install("country", scope="test", tables=routes("toy-roads"))
    assert [p.code for p in complaints(only=("toy", "country"))] == ["CMS204"]


def test_a_duplicate_id_in_one_plugin_names_both_places(
    install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks, facts: Facts
) -> None:
    code = """
    class Toy(TableCity):
        @hookimpl
        def cmsdk_routes(self, context):
            yield RouteRow(id="rule", unit="toy-desk", source="first.csv:2")
            yield RouteRow(id="rule", unit="toy-roads", source="second.csv:5")
    """
    install(version="2.3", tables=toy, code=code)
    (found,) = complaints()
    assert (found.code, found.where) == ("CMS208", "cmsdk_routes")
    assert facts(found) == {
        "kind": "RouteRow",
        "id": "rule",
        "first": "cmsdk-toy 2.3 (first.csv:2)",
        "second": "cmsdk-toy 2.3 (second.csv:5)",
    }
    speaks(found, "first.csv:2", "second.csv:5", "cmsdk tables check DIR")


def test_one_plugin_with_two_profiles_is_told_that_it_is_its_own_doing(
    install: Install, toy: dict[str, str], complaints: Complaints
) -> None:
    code = """
    class Toy(TableCity):
        @hookimpl
        def cmsdk_profile(self, context):
            for name in ("一", "二"):
                yield CityProfile(name=name, time_zone="Asia/Shanghai", duty_desk="toy-desk")
    """
    install(tables=toy, code=code)
    assert [p.code for p in complaints()] == ["CMS208"]


def test_an_id_is_taken_once_for_each_kind_of_item(install: Install, toy: dict[str, str]) -> None:
    toy["people.csv"] = "id,name\ntoy-desk,值班员\n"
    install(tables=toy)
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        assert (city.plan.units["toy-desk"].name, city.plan.officers["toy-desk"].name) == ("值班台", "值班员")


def test_no_profile_names_the_hook_and_the_file(
    install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks, facts: Facts
) -> None:
    del toy["city.toml"]
    install(tables=toy)
    (found,) = complaints()
    assert (found.code, found.where, facts(found)) == ("CMS210", "cmsdk_profile", {"hook": "cmsdk_profile"})
    speaks(found, "cmsdk_profile", "city.toml")


def test_a_tie_of_profiles_names_both_plugins(
    install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks, facts: Facts
) -> None:
    install(version="2.3", tables=toy)
    install("more", version="0.9", tables={"city.toml": toy["city.toml"]})
    (found,) = complaints(only=("toy", "more"))
    assert (found.code, found.where) == ("CMS211", "cmsdk_profile")
    assert facts(found)["who"] == "cmsdk-more 0.9 (more/tables/city.toml), cmsdk-toy 2.3 (toy/tables/city.toml)"
    speaks(found, "cmsdk_profile", "cmsdk-more 0.9", "cmsdk-toy 2.3")


def test_the_most_specific_profile_is_the_citys(install: Install, toy: dict[str, str]) -> None:
    install("country", scope="test", tables={"city.toml": toy["city.toml"].replace("玩具市", "玩具国")})
    install(tables=toy)
    with City.open("test.toy", plugins=discover(only=["toy", "country"])) as city:
        assert city.plan.profile.name == "玩具市"


LAYERS = {
    "world": "*",
    "country": "test",
    "province": "test.toy",
    "city": "test.toy.town",
    "district": "test.toy.town.east",
}


@pytest.mark.parametrize("lower", list(LAYERS)[1:])
@pytest.mark.parametrize("upper", list(LAYERS)[:-1])
def test_the_more_specific_replaces_the_less_specific_and_never_the_reverse(
    upper: str, lower: str, install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks, facts: Facts
) -> None:
    first, second = sorted((upper, lower), key=list(LAYERS).index)
    if first == second:
        return
    install("toy", scope="test.toy.town.east", tables=toy)
    install(first, scope=LAYERS[first], tables=routes("toy-roads"))
    install(second, scope=LAYERS[second], tables=routes("toy-garden", replaces="rule"))
    names = ["toy", first, second]
    with City.open("test.toy.town.east", plugins=discover(only=names)) as city:
        ((ranked,),) = (city.plan.routes,)
        assert (ranked.item.unit, ranked.plugin.name) == ("toy-garden", second)
    # the reverse: the general one may not take the place of the specific one
    install(f"{first}-reverse", scope=LAYERS[first], tables=routes("toy-roads", replaces="own"))
    install(f"{second}-reverse", scope=LAYERS[second], tables={"responsibility.csv": "id,unit\nown,toy-garden\n"})
    (found,) = complaints("test.toy.town.east", only=("toy", f"{first}-reverse", f"{second}-reverse"))
    assert (found.code, found.where, facts(found)["replaces"]) == ("CMS209", "cmsdk_routes", "own")
    speaks(found, "rule", "own", f"cmsdk-{first}-reverse 1.0", "replaces")


def test_an_equal_may_not_be_replaced(
    install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks
) -> None:
    install("a-first", version="0.9", tables=routes("toy-roads"))
    install(tables={**toy, **routes("toy-desk", replaces="rule")})
    (found,) = complaints(only=("toy", "a-first"))
    assert found.code == "CMS209"
    speaks(found, "cmsdk-a-first 0.9", "cmsdk-toy 1.0")


def test_what_is_not_there_cannot_be_replaced(
    install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks
) -> None:
    install(tables={**toy, **routes("toy-desk", replaces="rool")})
    (found,) = complaints()
    assert found.code == "CMS209"
    speaks(found, "rool", "cmsdk-toy 1.0", "`replaces`")


def test_replacing_one_item_does_not_hide_a_clash_with_another(
    install: Install, toy: dict[str, str], complaints: Complaints, facts: Facts
) -> None:
    rows = "id,category,unit,replaces\nold,S1,toy-roads,\nrule,E1,toy-roads,\n"
    install("country", scope="test", tables={"responsibility.csv": rows})
    install(tables={**toy, **routes("toy-desk", replaces="old")})
    (found,) = complaints(only=("toy", "country"))
    assert (found.code, facts(found)["id"]) == ("CMS204", "rule")
