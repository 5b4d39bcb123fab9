"""What has happened to a case at work may be expected by name; a key and the unit of an actor reach the city."""

from collections.abc import Callable

from cmsdk import Problem
from cmsdk.testing import ScenarioResult

Results = Callable[..., tuple[ScenarioResult, ...]]
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


def test_the_course_of_a_case_is_expected_by_its_own_name_or_by_the_cases(results: Results):
    (result,) = results(KEYED)
    assert result.passed, str(result)
    (result,) = results(KEYED.replace("course.keys = 1", "course.keys = 2").replace('["k-1"]', '["k-2"]'))
    assert [problem.code for problem in result.problems] == ["CMS620", "CMS620"]


def test_a_misspelt_name_of_the_course_is_answered_with_the_right_one(mistakes: Callable[[str], list[Problem]]):
    own, below = mistakes(KEYED.replace("supervised", "superviesd").replace("course.returns", "course.retruns"))
    assert (own.code, below.code) == ("CMS610", "CMS610")
    assert {"`supervised`", "`returns`"} <= {
        word for p in (own, below) for word in p.remedy().replace(".", " ").split()
    }
