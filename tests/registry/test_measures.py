"""The order of measures is checked when a city is assembled: names, strength, and that each can be taken at all."""

from collections.abc import Callable
from datetime import date

import pytest

from cmsdk import AssemblyError, City, Problem, discover
from cmsdk.plugin import Approach, ApproachPolicy, DateSpan, Excuse, Measure

CityOf = Callable[..., City]
Install = Callable[..., object]
Complaints = Callable[..., tuple[Problem, ...]]
Speaks = Callable[..., None]
SERVICE, MANAGEMENT, ENFORCEMENT = Approach
ADVICE = Measure(id="toy-advice", name="咨询", approach=SERVICE)
TALK = Measure(id="toy-talk", name="约谈", approach=MANAGEMENT)
FINE = Measure(id="toy-fine", name="罚款", approach=ENFORCEMENT)


def _slips(city_of: CityOf, *measures: Measure, **hooks: object) -> list[Problem]:
    with pytest.raises(AssemblyError) as caught:
        city_of(cmsdk_measures=list(measures), **hooks)
    return list(caught.value.problems)


def _measure(id_: str, approach: Approach, *requires: str, **fields: object) -> Measure:
    return Measure(id=f"toy-{id_}", name=id_, approach=approach, requires=requires, **fields)  # type: ignore[arg-type]


def test_a_city_has_the_measures_that_its_plugins_bring(city_of: CityOf) -> None:
    city = city_of(cmsdk_measures=[ADVICE, TALK, FINE])
    assert city.check() == ()
    assert city.plan.measures == {m.id: m for m in (ADVICE, FINE, TALK)}
    assert city.plan.approach_policy.steps_before(TALK) == ("service",)
    assert city.plan.approach_policy.steps_before(FINE) == ("management",)
    assert city.plan.approach_policy.excuses_of(FINE) == ("danger", "repeat", "statute")
    assert city.plan.approach_policy.excuses_of(ADVICE) == ()


def test_without_a_table_of_measures_a_city_is_whole(city_of: CityOf) -> None:
    assert city_of().plan.measures == {}


@pytest.mark.parametrize("step", ["toy-advise", "services"])
def test_a_step_that_is_neither_measure_nor_approach_is_named_with_the_nearest(
    step: str, city_of: CityOf, speaks: Speaks
) -> None:
    (found,) = _slips(city_of, ADVICE, _measure("talk", MANAGEMENT, step))
    assert (found.code, found.where) == ("CMS395", "toy-talk")
    speaks(found, step, "toy-talk", "toy-advice" if step == "toy-advise" else "service")


def test_an_unknown_exception_of_the_policy_is_named(city_of: CityOf, speaks: Speaks) -> None:
    policy = ApproachPolicy(id="toy-721", excused_by={ENFORCEMENT: ("dangr",)})
    (found,) = _slips(city_of, ADVICE, TALK, FINE, cmsdk_approach_policy=[policy])
    assert (found.code, found.where) == ("CMS396", "toy-721")
    speaks(found, "dangr", "danger", "enforcement")


def test_an_unknown_exception_of_a_row_is_named(city_of: CityOf) -> None:
    (found,) = _slips(city_of, ADVICE, _measure("talk", MANAGEMENT, "service", excused_by=("war",)))
    assert (found.code, found.where) == ("CMS396", "toy-talk")


def test_a_policy_with_exceptions_of_its_own_lets_each_excuse_unless_it_says_more() -> None:
    policy = ApproachPolicy(id="toy-721", excuses={"flood": Excuse(name="汛情")})
    assert policy.excuses_of(TALK) == policy.excuses_of(FINE) == ("flood",)
    assert policy.excuses_of(ADVICE) == ()


@pytest.mark.parametrize(
    ("measures", "way"),
    [
        ([_measure("a", MANAGEMENT, "toy-a")], "toy-a → toy-a"),
        ([_measure("a", MANAGEMENT, "toy-b"), _measure("b", MANAGEMENT, "toy-a")], "toy-a → toy-b → toy-a"),
        (
            [ADVICE, TALK, _measure("a", MANAGEMENT, "service", "toy-b"), _measure("b", MANAGEMENT, "toy-a")],
            "toy-a → toy-b → toy-a",
        ),
        ([_measure("a", MANAGEMENT, "management")], "toy-a → toy-a"),
        ([TALK], "toy-talk → service"),
        ([ADVICE, FINE], "toy-fine → management"),
        ([FINE, TALK], "toy-fine → toy-talk → service"),
    ],
    ids=["itself", "two", "behind a step that is met", "its own approach", "no service", "no management", "neither"],
)
def test_a_measure_that_can_never_be_taken_in_order_is_named_once_with_the_way(
    measures: list[Measure], way: str, city_of: CityOf, speaks: Speaks
) -> None:
    (found,) = _slips(city_of, *measures)
    assert (found.code, found.where) == ("CMS397", way.partition(" ")[0])
    speaks(found, way)


def test_measures_that_only_wait_for_a_circle_are_not_named_beside_it(city_of: CityOf) -> None:
    circle = [_measure("b", MANAGEMENT, "toy-c"), _measure("c", MANAGEMENT, "toy-b")]
    waiting = [_measure("a", MANAGEMENT, "toy-b"), _measure("z", ENFORCEMENT, "toy-c")]
    (found,) = _slips(city_of, *circle, *waiting)
    assert dict(found.facts)["way"] == "toy-b → toy-c → toy-b"


def test_two_circles_are_two_problems(city_of: CityOf) -> None:
    found = _slips(city_of, _measure("a", SERVICE, "toy-a"), _measure("b", MANAGEMENT, "toy-b"))
    assert [dict(p.facts)["way"] for p in found] == ["toy-a → toy-a", "toy-b → toy-b"]


@pytest.mark.parametrize("step", ["enforcement", "toy-fine"])
def test_a_measure_never_waits_for_a_stronger_one(step: str, city_of: CityOf, speaks: Speaks) -> None:
    (found,) = _slips(city_of, ADVICE, FINE, TALK, _measure("order", MANAGEMENT, step))
    assert (found.code, found.where) == ("CMS398", "toy-order")
    speaks(found, step, "management", "enforcement")


def test_a_policy_never_asks_for_a_stronger_means_first(city_of: CityOf) -> None:
    policy = ApproachPolicy(id="toy-721", requires={SERVICE: ("management",)})
    (found,) = _slips(city_of, cmsdk_approach_policy=[policy])
    assert (found.code, found.where) == ("CMS398", "toy-721")


def test_a_step_of_the_same_strength_is_well(city_of: CityOf) -> None:
    city = city_of(cmsdk_measures=[ADVICE, TALK, _measure("order", MANAGEMENT, "toy-talk")])
    assert city.check() == ()


def test_a_measure_called_like_an_approach_is_refused(city_of: CityOf, speaks: Speaks) -> None:
    (found,) = _slips(city_of, Measure(id="service", name="服务", approach=SERVICE))
    assert found.code == "CMS399"
    speaks(found, "service")


def test_a_city_replaces_a_measure_under_its_own_id_and_what_requires_it_finds_the_citys(
    install: Install, toy: dict[str, str]
) -> None:
    general = "id,name,approach,requires\ngen-talk,约谈,management,-\ngen-order,责令改正,management,gen-talk\n"
    install("gen", scope="test", tables={"measures.csv": general})
    toy["measures.csv"] = "id,replaces,name,approach,requires\ngen-talk,gen-talk,当面约谈,service,\n"
    install(tables=toy)
    with City.open("test.toy", plugins=discover(only=["gen", "toy"])) as city:
        assert city.check() == ()
        measures = city.plan.measures
        assert (measures["gen-talk"].name, measures["gen-talk"].approach) == ("当面约谈", SERVICE)
        assert measures["gen-order"].requires == ("gen-talk",)
        assert city.plan.origins["cmsdk_measures", "gen-talk"].name == "toy"


def test_days_on_which_a_measure_holds_have_an_effect_and_are_not_warned_of(city_of: CityOf) -> None:
    dated = Measure(id="toy-advice", name="咨询", approach=SERVICE, valid=DateSpan(date(2026, 1, 1), None))
    assert city_of(cmsdk_measures=[dated]).check() == ()


def test_the_table_and_the_policy_are_read_from_files(install: Install, toy: dict[str, str]) -> None:
    toy["measures.csv"] = """
        编号,措施,英文名称,手段,前置,例外
        toy-advice,咨询,Advice,服务,,
        toy-talk,约谈,,管理,-,
        toy-fine,罚款,Fine,执法,toy-talk;服务,-
        toy-clear,清除,,enforcement,,flood
        """.replace("服务,-", "service,-")
    toy["approach.toml"] = """
        id = "toy-721"
        target = { service = 60, management = 30, enforcement = 10 }
        [requires]
        enforcement = ["toy-talk"]
        [excuses.flood]
        name = "汛情"
        months = 0
        article = true
        """
    install(tables=toy)
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        assert city.check() == ()
        policy, measures = city.plan.approach_policy, city.plan.measures
        assert policy.excuses == {"flood": Excuse(name="汛情", article=True)}
        before = {m.id: (policy.steps_before(m), policy.excuses_of(m)) for m in measures.values()}
    assert before == {
        "toy-advice": ((), ()),
        "toy-clear": (("toy-talk",), ("flood",)),
        "toy-fine": (("toy-talk", "service"), ()),
        "toy-talk": ((), ("flood",)),
    }
    assert measures["toy-advice"].called("en") == "Advice"
    assert measures["toy-talk"].called("en") == measures["toy-talk"].called("zh") == "约谈"


def test_a_broken_row_is_named_and_what_waits_for_it_is_not(
    install: Install, toy: dict[str, str], complaints: Complaints
) -> None:
    toy["measures.csv"] = (
        "id,name,approach,requires\ntoy-advice,咨询,sevice,\ntoy-hint,提醒,service,toy-advice\ntoy-x,甲,service,gone\n"
    )
    install(tables=toy)
    found = complaints()
    assert [p.code for p in found] == ["CMS404", "CMS395"]
    assert dict(found[-1].facts)["name"] == "gone"


def test_what_waits_for_the_means_of_a_broken_row_is_not_said_to_wait_in_vain(
    install: Install, toy: dict[str, str], complaints: Complaints
) -> None:
    toy["measures.csv"] = "id,name,approach\ntoy-advice,咨询,sevice\ntoy-talk,约谈,management\n"
    install(tables=toy)
    assert [p.code for p in complaints()] == ["CMS404"]


@pytest.mark.parametrize("months", [-1, 121])
def test_an_exception_that_looks_back_too_far_or_ahead_is_refused(months: int) -> None:
    with pytest.raises(ValueError, match="months"):
        Excuse(name="x", months=months)
