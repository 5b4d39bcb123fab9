"""Every problem can be said in both languages, with what, why and remedy, and nothing left unfilled by mistake."""

import re

import pytest

from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import Severity, catalogue, problem

CODES = sorted(catalogue())
HAN_OR_FACT = re.compile(r"[\u4e00-\u9fff]|^\{\w+\}$")
"""A Chinese character, or a sentence that is wholly a fact of the call."""


@pytest.mark.parametrize("code", CODES)
def test_every_code_says_what_why_and_how_to_mend_it_in_both_languages(code: str):
    table = catalogue()[code]
    assert table["severity"] in set(Severity)
    for part in ("title", "what", "why", "remedy"):
        assert set(table[part]) == {"en", "zh"}
        assert table[part]["en"].strip()
        assert HAN_OR_FACT.search(table[part]["zh"])


def test_a_problem_is_filled_with_its_facts_in_the_readers_language():
    found = problem("CMS405", "people.csv:3 [name]", column="name")
    assert "`name`" in found.what("en")
    assert "name" in found.what("zh")
    assert found.what("fr") == found.what("en")
    form = found.as_json("zh")
    assert set(form) == {"code", "severity", "what", "where", "why", "remedy"}
    assert form["where"] == "people.csv:3 [name]"


def test_braces_in_a_fact_are_shown_and_not_filled_again():
    assert "{column}" in problem("CMS405", column="{column}").what("en")


def test_a_missing_fact_stays_visible():
    assert "{column}" in problem("CMS405").what("en")


def test_an_exception_carries_its_problems_and_reads_as_their_lines():
    error = RejectedInput([problem("CMS405", "a.csv:2", column="name"), problem("CMS407", "b.csv")])
    assert [p.code for p in error.problems] == ["CMS405", "CMS407"]
    assert str(error).splitlines()[0].startswith("CMS405 ")
    assert "a.csv:2" in str(error)


@pytest.mark.parametrize("name", ["steps", "labels", "expected", "replay"])
def test_every_step_and_label_is_there_in_both_languages(name: str):
    assert all(set(sentences) == {"en", "zh"} and all(sentences.values()) for sentences in catalogue(name).values())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_part_about_what_is_not_known_is_left_out(lang: str):
    facts = {"field": "unit", "name": "x", "what": "units"}
    assert "toy-desk" in problem("CMS302", **facts, near="toy-desk").remedy(lang)
    for nothing in ("—", ""):
        said = problem("CMS302", **facts, near=nothing).remedy(lang)
        assert "—" not in said
        assert "<<" not in said
        assert "{" not in said


def test_marks_in_a_fact_are_shown_as_they_are():
    assert "<<a>>" in problem("CMS405", column="<<a>>").what()
