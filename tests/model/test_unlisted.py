"""A problem whose code is a plugin's own is shown all the same, with its code and its facts."""

import pytest

from cmsdk.model.problem import Problem, Severity, problem


@pytest.mark.parametrize("code", ["XIAN007", "CMS999", "", "severity"])
def test_a_code_that_no_catalogue_has_is_shown_with_its_facts(code: str):
    found = Problem(code, "desk:2", (("number", "7"), ("reason", "{odd} facts")))
    assert found.severity is Severity.ERROR
    for lang, words in (("en", "A plugin gave"), ("zh", "插件报告了")):
        form = found.as_json(lang)
        assert form["what"].startswith(words)
        for part in (code, "number = 7", "reason = {odd} facts"):
            assert part in form["what"]
        assert form["why"]
        assert form["remedy"]
        assert form["where"] == "desk:2"
    assert found.line().startswith(f"{code} A plugin gave")


def test_a_code_without_facts_says_so():
    assert problem("X1").what() == 'A plugin gave the problem "X1" (—).'
