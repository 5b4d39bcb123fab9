"""Every problem code has an example that reads as a clerk would see it, and no more of a machine than a clerk sees."""

import re

import pytest

from cmsdk.model.examples import example, facts_named
from cmsdk.model.problem import catalogue

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
OF_A_MACHINE = re.compile(
    r"(?<![\w.])/(?:tmp|home|root|work|Users)/|\\Users|0x[0-9a-f]{6,}|\bpopen-|pytest|test_\w|site-packages"
)
PERSONAL = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)")
WORDS_OF_TABLES = frozenset({"CMS403", "CMS437"})
"""A column is named in both languages, and a full-width letter is the mistake itself."""


def test_the_examples_are_those_of_the_codes() -> None:
    given = [code for digit in "123456789" for code in catalogue(f"examples/{digit}")]
    wanting = set(catalogue()) - set(given)
    assert not wanting, f"run their tests with --record-problems FILE, and choose examples for {sorted(wanting)}"
    assert sorted(given) == sorted(catalogue())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_example_has_the_facts_that_its_sentences_name_and_no_others(lang: str) -> None:
    for code in catalogue():
        shown = example(code, lang)
        given, named = {name for name, _ in shown.facts}, facts_named(shown)
        assert given - {"expected", "error"} <= named <= given, code
        told = shown.as_json(lang)
        assert not re.search(r"\{[a-z_]+\}|<<|>>", " ".join(told.values())), told


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_example_is_of_no_machine_and_no_person(lang: str) -> None:
    for code in catalogue():
        text = f"{example(code, lang).line(lang)} {example(code, lang).why(lang)}"
        assert not OF_A_MACHINE.search(text), text
        assert not PERSONAL.search(text), text


def test_an_english_example_has_no_chinese_in_it() -> None:
    told = {code: " ".join(example(code, "en").as_json("en").values()) for code in catalogue()}
    assert {code for code, text in told.items() if CHINESE.search(text)} <= WORDS_OF_TABLES
