"""A refusal says in Chinese and English what is wrong and what would do; a city says it in its own words."""

from collections.abc import Callable
from importlib.resources import files

import pytest

from cmsdk import Actor, City, CloseFile, OpenFile, Refusal
from cmsdk.cli.forms import refusal_form
from cmsdk.cli.lang import LANG
from cmsdk.model.commands import Close
from cmsdk.model.problem import Problem

NATION = files("cmsdk_cn") / "tables"
FLOW = """
    lang = "zh"
    initial = "reported"
    ends = ["closed"]
    [[transition]]
    command = "accept"
    from = ["reported"]
    to = "accepted"
    roles = ["clerk"]
    label = "登记"
    [[transition]]
    command = "close"
    from = ["accepted"]
    to = "closed"
    roles = ["clerk"]
    label = "办结"
    [labels]
    reported = "新来的"
    """
CLERK = Actor("cat", ("clerk", "enforcement_officer", "enforcement_head"))


@pytest.fixture
def town(city_of: Callable[..., City]) -> City:
    names = ("measures.csv", "approach.toml", "enforcement.toml")
    nation = {name: (NATION / name).read_text(encoding="utf-8") for name in names}
    return city_of(tables={**nation, "workflow.toml": FLOW})


@pytest.fixture
def case_id(town: City) -> str:
    return town.receive("jsonl", '{"external_id": "1", "text": "人行道上有人摆摊"}'.encode()).case_ids[0]


def _refused(answer: object) -> Refusal:
    assert isinstance(answer, Refusal)
    return answer


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_refusal_speaks_as_a_problem_of_its_code_does(town: City, case_id: str, lang: str):
    refused = _refused(town.act(case_id, Close(), CLERK))
    same = Problem(refused.code, "", refused.facts)
    assert (refused.what(lang), refused.why(lang), refused.remedy(lang), refused.line(lang)) == (
        same.what(lang), same.why(lang), same.remedy(lang), same.line(lang),
    )  # fmt: skip
    assert "reported" in refused.what(lang)
    token = LANG.set(lang)
    assert refused.as_json(lang) == refusal_form(refused, same)
    LANG.reset(token)


def test_english_is_what_it_speaks_unasked(town: City, case_id: str):
    refused = _refused(town.act(case_id, Close(), CLERK))
    assert refused.what() == refused.what("en") != refused.what("zh")
    assert refused.as_json() == refused.as_json("en")


def test_a_city_says_it_in_its_own_words_to_those_who_read_them(town: City, case_id: str):
    refused = _refused(town.act(case_id, Close(), CLERK))
    chinese, english = town.in_words(refused, case_id, "zh"), town.in_words(refused, case_id)
    assert chinese.startswith(f"{refused.code} ")
    assert "新来的" in chinese
    assert "登记" in chinese
    assert "办结" in chinese
    assert "reported" in english
    assert "新来的" not in english


def test_what_was_refused_on_a_file_is_said_in_the_words_of_its_rules(town: City, case_id: str):
    opening = OpenFile(unit="toy-desk", party="party-7", party_kind="citizen", matter="stall")
    file = town.open_file(case_id, opening, CLERK)
    assert not isinstance(file, Refusal)
    refused = _refused(town.enforce(file.id, CloseFile(result="x"), CLERK))
    assert "`线索`" in town.in_words(refused, file.id, "zh")
    assert "`结案`" in town.in_words(refused, file.id, "zh")
    assert "`clue`" in town.in_words(refused, file.id, "en")
