"""Mistakes in the rules of enforcement files and in the lists keep a city from opening, each with its place."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from cmsdk import City, Problem, discover
from cmsdk.registry.assembly import assemble

NATION = files("cmsdk_cn") / "tables"
RULES = (NATION / "enforcement.toml").read_text(encoding="utf-8")
MEANS = {name: (NATION / name).read_text(encoding="utf-8") for name in ("measures.csv", "approach.toml")}
Install = Callable[..., Path]
Complaints = Callable[..., tuple[Problem, ...]]


def _city(install: Install, toy: dict[str, str], old: str = "", new: str = "", **tables: str) -> None:
    assert old in RULES
    install(tables={**toy, **MEANS, "enforcement.toml": RULES.replace(old, new, 1) if old else RULES, **tables})


def test_the_national_rules_hold_in_any_city(install: Install, toy: dict[str, str]):
    _city(install, toy)
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        assert city.plan.enforcement is not None
        assert city.plan.enforcement.id == "toy-enforcement"


@pytest.mark.parametrize(("old", "new", "code", "needle"), [
    ('command = "notify"', 'command = "notfy"', "CMS307", "notfy"),
    ('roles = ["legal_reviewer"]', "roles = []", "CMS308", "review_legally"),
    ('"correction_ordered",', '"corection",', "CMS309", "corection"),
    ('needs = ["kinds", "facts", "basis"]', 'needs = ["fact"]', "CMS310", "fact"),
    ('to = "archived"', 'to = "="', "CMS305", "archived"),
    ('ends = ["archived", "not_filed"]', 'ends = ["archived"]', "CMS306", "not_filed"),
    ('two_officers = "行政处罚法第42条"\n', "", "CMS412", "two_officers"),
    ("[terms.service]", "[terms.sevice]", "CMS412", "sevice"),
    ("[sums.on_site]", "[sums.on_sight]", "CMS412", "on_sight"),
    ('unit = "work_day"', 'unit = "fortnight"', "CMS412", "terms"),
    ("amount = 90", "amount = 0", "CMS412", "amount"),
    ("amount = 200", "amount = -200", "CMS412", "amount"),
    ('begins = "22:00"', 'begins = "late"', "CMS412", "night"),
    ("[night]", "[nacht]", "CMS412", "nacht"),
    ('file = "cn-filing"', 'file = "cn-fileing"', "CMS302", "cn-filing"),
])  # fmt: skip
def test_a_mistake_in_the_rules_is_told_with_its_place(
    install: Install, toy: dict[str, str], complaints: Complaints, old: str, new: str, code: str, needle: str
):
    _city(install, toy, old, new)
    found = [problem for problem in complaints() if problem.code == code]
    assert found, [problem.line() for problem in complaints()]
    assert any(needle in problem.line() for problem in found)
    assert all("enforcement.toml" in problem.where for problem in found)


def test_a_bad_row_of_a_list_is_told_with_its_line(install: Install, toy: dict[str, str], complaints: Complaints):
    _city(
        install, toy, **{"lenient-offences.csv": "id,matter,exit,months\ntoy-1,stall,first,0\ntoy-2,sign,seldom,12\n"}
    )
    told = [problem.line() for problem in complaints()]
    assert any("lenient-offences.csv:2" in line for line in told)
    assert any("lenient-offences.csv:3" in line and "seldom" in line for line in told)


def test_chinese_words_and_headers_of_the_list_are_read(install: Install, toy: dict[str, str]):
    _city(
        install,
        toy,
        **{"lenient-offences.csv": "编号,事项,情形,依据\ntoy-1,占道,首违不罚,清单\ntoy-2,招牌,轻微不罚,清单\n"},
    )
    plan = assemble(discover(only=["toy"]), "test.toy")
    assert [(row.id, row.exit.value, row.months) for row in plan.offences.values()] == [
        ("toy-1", "first", 12), ("toy-2", "slight", 12),
    ]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), [
    ("amount = 3000", "amount = 2000"), ("amount = 90", "amount = 60"), ("行政处罚法第60条", "another"),
    ('ends = "06:00"', 'ends = "07:00"'), ('"cn-filing"', '"cn-fine"'),
])  # fmt: skip
def test_whatever_changes_in_the_rules_shows_in_the_fingerprint(
    install: Install, toy: dict[str, str], monkeypatch: pytest.MonkeyPatch, old: str, new: str
):
    _city(install, toy)
    before = assemble(discover(only=["toy"]), "test.toy").fingerprint
    (folder,) = [row.root for row in discover(only=["toy"]) if row.name == "toy"]
    (folder / "tables" / "enforcement.toml").write_text(RULES.replace(old, new, 1), encoding="utf-8")
    assert assemble(discover(only=["toy"]), "test.toy").fingerprint != before


def test_two_plugins_of_one_scope_with_rules_are_told(install: Install, toy: dict[str, str], complaints: Complaints):
    _city(install, toy)
    install("other", tables={**MEANS, "enforcement.toml": RULES})
    assert "CMS211" in {problem.code for problem in complaints(only=("toy", "other"))}


GUARDED = """
    initial = "reported"
    ends = ["closed"]
    [[transition]]
    command = "take_measure"
    from = ["reported"]
    to = "="
    roles = ["enforcement_head"]
    guards = ["only_through_a_file"]
    [[transition]]
    command = "close"
    from = ["reported"]
    to = "closed"
    roles = ["enforcement_head"]
    """


@pytest.mark.parametrize(("old", "guard", "missing"), [
    ('demolish = "cn-demolition"\n', "only_through_a_file", "cn-demolition"),
    ('"penalise.fine" = "cn-fine"\n', "only_through_a_file", "cn-fine"),
    ('"penalise.fine" = "cn-fine"\n', "ladder", ""),
    ("", "only_through_a_file", ""),
])  # fmt: skip
def test_a_measure_that_only_files_may_take_and_none_of_their_steps_is_is_named(
    install: Install, toy: dict[str, str], speaks: Callable[..., None], old: str, guard: str, missing: str
):
    _city(install, toy, old, "", **{"workflow.toml": GUARDED.replace("only_through_a_file", guard)})
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        found = [one for one in city.check() if one.code == "CMS381"]
    assert [dict(one.facts)["measures"] for one in found] == ([missing] if missing else [])
    for one in found:
        assert one.severity == "warning"
        speaks(one)
