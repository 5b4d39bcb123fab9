"""Checks by a project's scenarios, and of what is shown of people."""

from cmsdk.testing.kit.stand import Stand

from .asked import Stands, codes, found

TABLES = {
    "classify.csv": "id,words,category,basis\ntoy-k-1,长椅,S1,商定\ntoy-k-2,占道,E1,商定\n",
    "responsibility.csv": "id,category,area,unit,basis\ntoy-r-1,S1,*,toy-garden,商定\ntoy-r-2,*,*,toy-roads,商定\n",
}
SCENARIO = """
city = "test.toy"
[[scenario]]
name = "长椅坏了归园林所"
at = "2026-11-16 10:00"
[scenario.given]
text = "长椅坏了"
[scenario.expect]
unit = "toy-garden"
"""


def _stand(stand: Stands, scenario: str = "", code: str = "") -> Stand:
    made = stand(code, TABLES)
    if scenario and made.target.project:
        (made.target.project / "bench.scenario.toml").write_text(scenario, encoding="utf-8")
    return made


def test_rows_that_no_scenario_reaches_are_counted_by_table(stand: Stands) -> None:
    toy = _stand(stand, SCENARIO)
    assert codes(toy, "scenarios-hold") == []
    assert codes(toy, "has-scenario") == []
    told = [dict(one.facts) for one in found(toy, "rows-in-scenarios")]
    assert [(one["reached"], one["all"], one["rows"]) for one in told] == [("1", "2", "toy-r-2"), ("1", "2", "toy-k-2")]


def test_a_scenario_that_does_not_hold_says_what_it_says_itself(stand: Stands) -> None:
    assert codes(_stand(stand, SCENARIO.replace("toy-garden", "toy-roads")), "scenarios-hold") == ["CMS620"]


def test_a_scenario_file_with_mistakes_says_all_of_them(stand: Stands) -> None:
    wrong = SCENARIO.replace('unit = "toy-garden"', 'unti = "toy-garden"\nstaet = "x"')
    toy = _stand(stand, wrong)
    assert len(codes(toy, "scenarios-hold")) == 2
    # it has one, even if nobody can play it
    assert codes(toy, "has-scenario") == []


def test_a_city_without_a_scenario_is_told(stand: Stands) -> None:
    assert codes(_stand(stand), "has-scenario") == ["CMS969"]


CODE = """
    class Toy(TableCity):
        @hookimpl
        def cmsdk_normalisers(self, context):
            yield Normaliser(id="toy-n", apply=lambda rs: [attrs.evolve(r, text=r.text.strip("！")) for r in rs])


    import attrs
    """


def test_a_callable_is_reached_where_a_trail_names_it(stand: Stands) -> None:
    assert codes(_stand(stand, SCENARIO, CODE), "callables-in-scenarios") == ["CMS968"]


def test_a_normaliser_that_changed_a_report_is_reached(stand: Stands) -> None:
    assert codes(_stand(stand, SCENARIO.replace('坏了"\n[', '坏了！"\n['), CODE), "callables-in-scenarios") == []


def test_the_core_shows_nobodys_data(stand: Stands) -> None:
    assert codes(stand(), "people-hidden") == []


LEAK = """
    import json
    from cmsdk.testing.channel import SCENARIO


    class Toy(TableCity):
        @hookimpl
        def cmsdk_routes(self, context):
            yield Route(id="toy-r", decide=decide)


    def decide(cases):
        # what was masked, put together again from what somebody knows
        return [Routed("toy-garden", reason="call 139" + "12345678") for case in cases]
    """


def test_a_number_in_the_reason_of_a_rule_is_found(stand: Stands) -> None:
    problems = found(stand(LEAK), "people-hidden")
    assert [(one.code, dict(one.facts)["kind"]) for one in problems] == [("CMS974", "phone")]
