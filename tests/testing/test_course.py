"""What has happened to a case at work may be expected by name; a key and the unit of an actor reach the city."""

from collections.abc import Callable

import pytest

from cmsdk import Problem
from cmsdk.testing import ScenarioResult
from cmsdk.testing.seen import COMPANIONS
from cmsdk.testing.verbs import TAKES_KEY, actor

Results = Callable[..., tuple[ScenarioResult, ...]]
COURSE = pytest.mark.skipif(not COMPANIONS, reason="cases have no course in this version")
KEYS = pytest.mark.skipif(not TAKES_KEY, reason="commands carry no key in this version")

BACK = """
city = "us.ma.testville"
[[scenario]]
name = "A unit sends a case back"
at = "2026-06-01 09:00"
given = { text = "street light is out", place = "old mill" }
[[scenario.step]]
do = "accept"
by = "testville-p-cat"
[[scenario.step]]
do = "file"
by = "testville-p-cat"
[[scenario.step]]
do = "dispatch"
by = "testville-p-cat"
[[scenario.step]]
do = "return"
by = "somebody:handler@testville-works"
with = { reason = "not ours" }
expect = { returns = 1, course.returns = 1, course.extensions = 0, supervised = "", request = "" }
"""


@COURSE
def test_the_course_of_a_case_is_expected_by_its_own_name_or_by_the_cases(results: Results):
    (result,) = results(BACK)
    assert result.passed, str(result)
    (result,) = results(BACK.replace("returns = 1, course", "returns = 2, course"))
    assert [problem.code for problem in result.problems] == ["CMS620"]


@COURSE
def test_a_misspelt_name_of_the_course_is_answered_with_the_right_one(mistakes: Callable[[str], list[Problem]]):
    (own,) = mistakes(BACK.replace("returns = 1, course", "retruns = 1, course"))
    (below,) = mistakes(BACK.replace("course.returns", "course.retruns"))
    for problem in (own, below):
        assert problem.code == "CMS610"
        assert "`returns`" in problem.remedy()


@KEYS
def test_a_command_of_one_key_is_carried_out_once(results: Results):
    step = '[[scenario.step]]\ndo = "accept"\nby = "testville-p-cat"\nkey = "k-1"\n'
    text = BACK.partition("[[scenario.step]]")[0] + step + step + "expect = { entries = 3, state = 'accepted' }\n"
    (result,) = results(text)
    assert result.passed, str(result)


def test_somebody_made_up_acts_for_the_unit_that_is_named():
    made = actor("somebody", ("handler",), "testville-works")
    assert (made.id, made.roles) == ("somebody", ("handler",))
    assert getattr(made, "unit", "testville-works") == "testville-works"
