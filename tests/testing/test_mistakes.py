"""A scenario with a slip in it is not played: the slip is named with its place and the nearest right word."""

from collections.abc import Callable

import pytest

from cmsdk import AssemblyError, Problem
from cmsdk.testing import run_scenarios

Mistakes = Callable[[str], list[Problem]]

SLIPS = (
    ('city = "us.ma.testville"', 'city = "us.ma.testville"\ncitty = "x"', "CMS606", "citty", "scenario"),
    ('name = "Litter', 'basys = "x"\nname = "Litter', "CMS606", "basys", "basis"),
    ('grid = "tv-g3"', 'gird = "tv-g3"', "CMS606", "gird", "grid"),
    ('do = "accept"', 'doo = "x"\ndo = "accept"', "CMS606", "doo", "at"),
    ('by = "testville-p-cat"', 'by = "testville-p-cat"\nexpct = 1', "CMS606", "expct", "at"),
    ('do = "accept"', 'do = "acept"', "CMS609", "acept", "accept"),
    ('do = "accept"', 'do = "accept"\nwith = { nte = "x" }', "CMS606", "nte", "note"),
    ('do = "accept"', 'do = "dispatch"\nwith = { unit = "testville-work" }', "CMS609", "ville-work", "testville-works"),
    ('do = "accept"', 'do = "visit"\nwith = { solved = "perhaps" }', "CMS707", "solved", "yes, no"),
    ('by = "testville-p-cat"', 'by = "testville-p-car"', "CMS609", "testville-p-car", "testville-p-cat"),
    ('by = "testville-p-cat"', 'by = "Cat"', "CMS609", "Cat", "testville-p-cat"),
    ('by = "testville-p-cat"', 'by = "x:clrk"', "CMS609", "clrk", "clerk"),
    ('by = "testville-p-cat"', 'by = "x:clerk@testville-kisok"', "CMS609", "testville-kisok", "testville-kiosk"),
    ('state = "accepted"', 'state = "acepted"', "CMS609", "acepted", "accepted"),
    ('state = "accepted"', 'satte = "accepted"', "CMS610", "satte", "state"),
    ('state = "accepted"', 'refused = "roll"', "CMS609", "roll", "role"),
    ('state = "accepted"', 'refused = "CMS70X"', "CMS609", "CMS70X", "CMS703"),
    ('state = "accepted"', 'unit = "testville-dsk"', "CMS609", "testville-dsk", "testville-desk"),
    ('state = "accepted"', 'category = "E10"', "CMS609", "E10", "E101"),
    ('state = "accepted"', 'mode = "nwo"', "CMS609", "nwo", "now"),
    ('state = "accepted"', 'approach = "servise"', "CMS609", "servise", "service"),
    ('state = "accepted"', 'light = "gren"', "CMS609", "gren", "green"),
    ('state = "accepted"', 'grid = "tv-g"', "CMS609", "tv-g", "tv-g1"),
    ('state = "accepted"', 'linked = "secnd"', "CMS609", "secnd", "case"),
    ('state = "accepted"', "due.provisonal = true", "CMS610", "provisonal", "provisional"),
    ('state = "accepted"', 'due.limit.amonut = 8', "CMS610", "amonut", "amount"),
    ('state = "accepted"', 'clock.handel.due = "2026-06-02 09:00"', "CMS609", "handel", "handle"),
    ('state = "accepted"', "clock.handle.lihgt = 'red'", "CMS610", "lihgt", "light"),
    ('state = "accepted"', "figures.totl = 1", "CMS610", "totl", "total"),
    ('state = "accepted"', "figures.units.testville-okrs.cases = 1", "CMS609", "testville-okrs", "testville-works"),
    ('state = "accepted"', "figures.mix.shares.servce.count = 1", "CMS609", "servce", "service"),
    ('state = "accepted"', "figures.states.accepted.caes = 1", "CMS610", "caes", "cases"),
    ('state = "accepted"', "received.case = 1", "CMS610", "case", "cases"),
    ('due = "2026-06-02 09:00"', 'refused = "role"', "CMS610", "refused", "result"),
    ('due = "2026-06-02 09:00"', 'state.x = "y"', "CMS610", "x", ""),
    ('due = "2026-06-02 09:00"', 'id = "y"', "CMS610", "id", "kind"),
    ('[scenario.expect]', '[scenario.expect]\ncase = "csae"', "CMS609", "csae", "case"),
    ('grid = "tv-g3"', 'grid = "tv-g3"\nchannel = "dsk"', "CMS609", "dsk", "desk"),
)  # fmt: skip
"""Text, what is written in its place, the code, the slip that is named, the word that is proposed."""
VALUES = (
    ('at = "2026-06-01 09:00"', 'at = "1 June"', "CMS607", "1 June"),
    ('at = "2026-06-01 09:00"', 'at = "2026-02-30 09:00"', "CMS607", "2026-02-30 09:00"),
    ('at = "2026-06-01 09:00"', "at = 09:00:00", "CMS607", "time"),
    ('at = "2026-06-01 09:00"', "at = 3", "CMS607", "3"),
    ('at = "2026-06-01 09:00"', "", "CMS608", "at"),
    ('name = "Litter is accepted"', "", "CMS608", "name"),
    ('name = "Litter is accepted"', "name = 7", "CMS607", "7"),
    ('city = "us.ma.testville"', "", "CMS608", "city"),
    ('city = "us.ma.testville"', 'city = "us.ma.testville"\nlanguage = "fr"', "CMS607", "fr"),
    ('city = "us.ma.testville"', 'city = "us.ma.testville"\nplugins = 3', "CMS607", "3"),
    ('city = "us.ma.testville"', 'city = "us.ma.testville"\nplugins = ["nowhere"]', "CMS908", "nowhere"),
    ('city = "us.ma.testville"', 'city = "us.ma.testville"\nplugins = ["\\u0000"]', "CMS908", r"'\x00'"),
    ('by = "testville-p-cat"', "", "CMS608", "by"),
    ('do = "accept"', 'do = "accept"\nafter = "soon"', "CMS607", "soon"),
    ('do = "accept"', 'do = "accept"\nafter = "3 moons"', "CMS607", "business_day"),
    ('do = "accept"', 'do = "accept"\nafter = "0 h"', "CMS607", "0 h"),
    ('do = "accept"', 'do = "accept"\nat = 2026-06-01T10:00:00\nafter = "1 h"', "CMS612", "after"),
    ('do = "accept"', 'do = "accept"\nwith = 3', "CMS607", "3"),
    ('expect = { state = "accepted" }', 'expect = "accepted"', "CMS607", "accepted"),
    ('expect = { state = "accepted" }', 'expect = { due = "tomorrow" }', "CMS607", "tomorrow"),
    ('expect = { state = "accepted" }', 'expect = { late = "no" }', "CMS607", "no"),
    ('expect = { state = "accepted" }', 'expect = { entries = "three" }', "CMS607", "three"),
    ('expect = { state = "accepted" }', "expect = { entries = true }", "CMS607", "True"),
    ('expect = { state = "accepted" }', "expect = { text = 3 }", "CMS607", "3"),
    ('expect = { state = "accepted" }', 'expect = { recurs = "twice" }', "CMS607", "twice"),
    ('expect = { state = "accepted" }', "expect = { figures = 1 }", "CMS607", "total"),
    ('expect = { state = "accepted" }', 'expect = { clock = "x" }', "CMS607", "clock"),
    ("[scenario.given]", "[scenario.goven]", "CMS608", "given"),
    ('[[scenario.step]]\ndo = "accept"\n', "step = 3\n", "CMS606", "step"),
)  # fmt: skip


def _change(plain: str, written: str, instead: str) -> str:
    assert plain.count(written) == 1
    return plain.replace(written, instead)


@pytest.mark.parametrize(("written", "instead", "code", "slip", "near"), SLIPS)
def test_a_misspelt_word_is_answered_with_the_right_one(
    plain: str, mistakes: Mistakes, written: str, instead: str, code: str, slip: str, near: str
):
    (found,) = mistakes(_change(plain, written, instead))
    assert found.code == code
    for lang in ("en", "zh"):
        assert slip in found.what(lang)
        assert near in f"{found.what(lang)} {found.remedy(lang)}"
    assert found.where.startswith("text.scenario.toml")


@pytest.mark.parametrize(("written", "instead", "code", "named"), VALUES)
def test_a_value_that_cannot_be_meant_is_named(
    plain: str, mistakes: Mistakes, written: str, instead: str, code: str, named: str
):
    found = [p for p in mistakes(_change(plain, written, instead)) if p.code == code]
    assert found
    assert named in f"{found[0].line()} {found[0].where}"


def test_a_mistake_names_file_line_scenario_and_step(plain: str, mistakes: Mistakes):
    (found,) = mistakes(_change(plain, 'state = "accepted"', 'state = "acepted"'))
    assert found.where == "text.scenario.toml:9 › Litter is accepted › step › expect › state".replace(
        "step ›", "step 1 ›"
    )
    assert plain.splitlines()[8] == "[[scenario.step]]"


def test_all_mistakes_of_a_file_are_told_at_once(plain: str, mistakes: Mistakes):
    text = plain
    for written, instead in (
        ("[scenario.given]", "[scenario.given]\ngird = 1"),
        ('accept"', 'acept"'),
        ("p-cat", "p-cut"),
    ):
        text = _change(text, written, instead)
    text = text.replace('state = "accepted"', 'stat = "accepted"') + "\n[[scenario]]\nname = 'bare'\n"
    found = mistakes(text)
    assert [p.code for p in found] == ["CMS606", *["CMS608"] * 3, "CMS609", "CMS609", "CMS610"]
    assert {p.where.split(" › ")[1] for p in found} == {"Litter is accepted", "bare"}


def test_two_of_one_name_are_told_apart_by_nobody(plain: str, mistakes: Mistakes):
    twice = plain + plain.partition('testville"\n')[2]
    (found,) = mistakes(twice)
    assert (found.code, dict(found.facts)) == ("CMS611", {"name": "Litter is accepted", "times": "2"})


def test_of_several_reports_each_has_a_name_and_a_step_says_which_is_meant(plain: str, mistakes: Mistakes):
    two = plain.replace("[scenario.given]", '[[scenario.given]]\ntext = "bench"\n[[scenario.given]]')
    assert [(p.code, dict(p.facts)["key"]) for p in mistakes(two)] == [
        ("CMS608", "as"), ("CMS608", "as"), ("CMS608", "case"), ("CMS608", "case"),
    ]  # fmt: skip
    same = two.replace("[[scenario.given]]", '[[scenario.given]]\nas = "one"').replace("by =", 'case = "one"\nby =')
    assert [p.code for p in mistakes(same.replace("[scenario.expect]", '[scenario.expect]\ncase = "one"'))] == [
        "CMS611"
    ]


@pytest.mark.parametrize(
    "text", ["city = ", 'city = "x"\ncity = "y"', "[[scenario", "\0", "[scenario.expect]\na" + ".a" * 1500 + " = 1"]
)
def test_a_text_that_is_no_toml_is_refused_with_its_reason(mistakes: Mistakes, text: str):
    assert {p.code for p in mistakes(text)} <= {"CMS605", "CMS606", "CMS608"}
    assert mistakes(text)


@pytest.mark.parametrize(
    ("scenario", "code"), [('"x"', "CMS607"), ("[1]", "CMS607"), ("[]", "CMS608"), ("{}", "CMS608")]
)
def test_what_is_no_list_of_scenarios_is_refused(mistakes: Mistakes, scenario: str, code: str):
    assert code in [p.code for p in mistakes(f'city = "us.ma.testville"\nscenario = {scenario}')]


def test_syntax_errors_name_the_line(mistakes: Mistakes):
    (found,) = mistakes('city = "x"\nname = \n')
    assert found.code == "CMS605"
    assert "line 2" in found.what()


def test_a_city_that_cannot_be_opened_says_why(plain: str):
    with pytest.raises(AssemblyError, match="CMS109"):
        run_scenarios(plain)
