"""Checks of callables, each failing on a plugin that has just this fault."""

import pytest

from cmsdk.testing.kit.check import Kind
from cmsdk.testing.kit.known import BY_ID

from .asked import Stands, codes, found

CODE = """
    class Toy(TableCity):
        @hookimpl
        def cmsdk_normalisers(self, context):
            yield Normaliser(id="toy-n", apply=lambda reports: reports)

        @hookimpl
        def cmsdk_classifiers(self, context):
            yield Classifier(id="toy-c", decide={classify})

        @hookimpl
        def cmsdk_routes(self, context):
            yield Route(id="toy-r", decide={route})

        @hookimpl
        def cmsdk_matchers(self, context):
            yield Matcher(id="toy-m", hours=8784, decide={match})


    seen = []
    KEY = "toy/1/S1"


    def classify(reports):
        return [Classified(KEY) if "便民" in report.text else None for report in reports]


    def count():
        return Classified(KEY, None, str(len(seen)))


    def route(cases):
        return [Routed("toy-garden") if case.category == KEY else None for case in cases]


    def match(facts):
        return [Matched(one.earlier[0].id) if one.earlier else None for one in facts]
    """
CHECKS = (
    "answers-fit", "batch-equals-singles", "order-kept", "same-answer-twice", "items-untouched", "time-bar",
    "own-faults-contained",
)  # fmt: skip


def _code(more: str = "", **calls: str) -> str:
    named = {"classify": "classify", "route": "route", "match": "match"} | calls
    return CODE.format(**named) + more


def test_callables_of_all_four_sorts_hold_every_check(stand: Stands) -> None:
    toy = stand(_code())
    assert {check: codes(toy, check) for check in CHECKS} == {check: [] for check in CHECKS}


def test_a_table_is_no_business_of_theirs(stand: Stands) -> None:
    toy = stand(tables={"responsibility.csv": "id,category,area,unit\ntoy-1,*,*,toy-roads\n"})
    tables = toy.things(Kind.ROUTES)
    assert len(tables) == 1
    assert not any(BY_ID[check].about(tables[0]) for check in CHECKS)


@pytest.mark.parametrize(
    ("check", "call", "code"),
    [
        # the batch's first report decides for all
        ("batch-equals-singles", "lambda rs: [Classified(KEY) if '灯' in rs[0].text else None for r in rs]", "CMS963"),
        ("batch-equals-singles", "lambda rs: [Classified(KEY) if len(rs) > 9 else None for r in rs]", "CMS963"),
        ("order-kept", "lambda rs: [Classified(KEY, reason=str(n)) for n, r in enumerate(rs)]", "CMS963"),
        ("same-answer-twice", "lambda rs: [seen.append(r) or count() for r in rs]", "CMS963"),
        ("items-untouched", "lambda rs: [r.__dict__.update(text='x') for r in rs]", "CMS963"),
        ("answers-fit", "lambda rs: [Classified('toy/1/nothing') for r in rs]", "CMS962"),
        ("answers-fit", "lambda rs: ['S1' for r in rs]", "CMS962"),
        ("answers-fit", "lambda rs: [None for r in rs[1:]]", "CMS962"),
        ("answers-fit", "lambda rs: sys.exit(1)", "CMS962"),
    ],
)  # fmt: skip
def test_what_a_classifier_does_wrong_is_found(stand: Stands, check: str, call: str, code: str) -> None:
    toy = stand(_code(classify=call))
    (one,) = found(toy, check)
    assert (one.code, one.where) == (code, "toy-c")


SCENARIO = """
city = "{city}"
[[scenario]]
name = "Live wire"
at = "2026-11-16 09:20"
given = {{ text = "a live wire hangs down", external_id = "1" }}
expect = {{ unit = "toy-garden" }}
"""


@pytest.mark.parametrize(("city", "expected"), [("test.toy", ["toy-r"]), ("test.other", [])])
def test_a_rule_for_words_of_no_table_is_asked_about_what_its_own_scenarios_tell(
    stand: Stands, city: str, expected: list[str]
) -> None:
    wrong = "lambda cs: ['toy-garden' if 'live wire' in c.report.text else None for c in cs]"
    toy = stand(_code(route=wrong))
    assert toy.target.project
    (toy.target.project / "wire.scenario.toml").write_text(SCENARIO.format(city=city))
    (toy.target.project / "broken.scenario.toml").write_text("city =")
    assert [one.where for one in found(toy, "answers-fit")] == expected
    assert {check: codes(toy, check) for check in ("order-kept", "two-cities")} == {"order-kept": [], "two-cities": []}


def test_a_callable_over_the_bar_is_told_how_often_it_takes_the_time(
    stand: Stands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cmsdk.testing.kit.checks.callables.TIMES", 0)
    assert {(one.code, one.where) for one in found(stand(_code()), "time-bar")} >= {("CMS967", "toy-c")}


def test_a_route_to_nobody_and_a_match_with_no_case_are_found(stand: Stands) -> None:
    wrong = "lambda cs: [Routed('toy-nobody') for c in cs]"
    assert [one.where for one in found(stand(_code(route=wrong)), "answers-fit")] == ["toy-r"]


def test_a_matcher_that_names_no_earlier_case_is_found(stand: Stands) -> None:
    wrong = "lambda fs: [Matched('x') for f in fs]"
    assert [one.where for one in found(stand(_code(match=wrong)), "answers-fit")] == ["toy-m"]


def test_a_rule_that_leans_on_another_one_is_found_when_that_one_fails(stand: Stands) -> None:
    more = """
    def leave(reports):
        seen.extend(reports)
        return [None for report in reports]


    def lean(cases):
        # what the classifier left behind
        left = bool(seen)
        seen.clear()
        return [Routed("toy-garden") if left else None for case in cases]
    """
    problems = found(stand(_code(more, classify="leave", route="lean")), "own-faults-contained")
    assert {(one.code, one.where) for one in problems} == {("CMS973", "toy-c")}


def test_among_neighbours_that_fail_a_plugin_decides_as_before(stand: Stands) -> None:
    assert codes(stand(_code()), "among-faulty-neighbours") == []


def test_a_plugin_that_believes_what_others_say_of_its_reports_is_found(stand: Stands) -> None:
    """It counts calls: a neighbour that fails halves the batches of nobody but itself."""
    counting = "lambda rs: [Classified(KEY) if seen.append(1) or len(seen) > 1 else None for r in rs]"
    assert "CMS973" in codes(stand(_code(classify=counting)), "among-faulty-neighbours")


def test_two_cities_that_keep_nothing_together_decide_in_turn_as_alone(stand: Stands) -> None:
    assert codes(stand(_code()), "two-cities") == []


def test_state_on_a_module_shows_when_two_cities_decide_in_turn(stand: Stands) -> None:
    counting = "lambda rs: [Classified(KEY) if seen.append(1) or len(seen) % 5 else None for r in rs]"
    (one,) = found(stand(_code(classify=counting)), "two-cities")
    assert (one.code, one.where) == ("CMS963", "toy")
