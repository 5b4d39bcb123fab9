"""What has happened to a case at work may be expected by name; a key and the unit of an actor reach the city."""

from collections.abc import Callable

import pytest

from cmsdk import Problem
from cmsdk.testing import ScenarioResult
from cmsdk.testing.seen import COMPANIONS
from cmsdk.testing.verbs import actor

Results = Callable[..., tuple[ScenarioResult, ...]]
COURSE = pytest.mark.skipif(not COMPANIONS, reason="cases have no course in this version")

KEYED = """
city = "us.ma.testville"
[[scenario]]
name = "A report is accepted"
at = "2026-06-01 09:00"
given = { text = "street light is out", place = "old mill" }
[[scenario.step]]
do = "accept"
by = "somebody:clerk@testville-desk"
key = "k-1"
expect = { keys = ["k-1"], course.keys = 1, course.returns = 0, supervised = "", request = "" }
"""


@COURSE
def test_the_course_of_a_case_is_expected_by_its_own_name_or_by_the_cases(results: Results):
    (result,) = results(KEYED)
    assert result.passed, str(result)
    (result,) = results(KEYED.replace("course.keys = 1", "course.keys = 2").replace('["k-1"]', '["k-2"]'))
    assert [problem.code for problem in result.problems] == ["CMS620", "CMS620"]


@COURSE
def test_a_misspelt_name_of_the_course_is_answered_with_the_right_one(mistakes: Callable[[str], list[Problem]]):
    own, below = mistakes(KEYED.replace("supervised", "superviesd").replace("course.returns", "course.retruns"))
    assert (own.code, below.code) == ("CMS610", "CMS610")
    assert {"`supervised`", "`returns`"} <= {
        word for p in (own, below) for word in p.remedy().replace(".", " ").split()
    }


def test_somebody_made_up_acts_for_the_unit_that_is_named():
    made = actor("somebody", ("handler",), "testville-works")
    assert (made.id, made.roles) == ("somebody", ("handler",))
    assert getattr(made, "unit", "testville-works") == "testville-works"
