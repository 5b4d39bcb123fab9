"""A category that comes with the report: kept, mapped from another scheme, or else the rules are asked."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
import shutil

import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.report import Dated, Report
from cmsdk.model.triaged import Triaged
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover, from_folder
from cmsdk.triage.given import GivenCategory

Mapped = Callable[[str], CityPlan]
Decide = Callable[..., list[Triaged]]
OLD = "std/2007"
CITY = "us.ma.testville"
TESTVILLE = Path(__file__).parents[1] / "city" / "testville"
NATION = {
    "cmsdk.toml": 'name = "nation"\napi = "1.0"\nscope = "us"\nplugin = "cmsdk.plugin:TableCity"\n',
    "tables/categories.csv": "scheme,version,code,kind,name\n"
    "std,2007,E1,event,Old litter\nstd,2007,E2,event,Old vending\nstd,2007,E3,event,Old other\n",
}
HEADER = "id,from,to,relation,basis,valid_from,valid_to\n"


@pytest.fixture
def mapped(tmp_path: Path) -> Mapped:
    """The town beside a nation with an older scheme; the town's table of mappings is given."""

    def make(rows: str) -> CityPlan:
        for name, text in NATION.items():
            file = tmp_path / "nation" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        town = tmp_path / "testville"
        shutil.copytree(TESTVILLE, town, dirs_exist_ok=True)
        (town / "tables" / "category-map.csv").write_text(HEADER + rows, encoding="utf-8")
        return assemble([*discover(only=()), from_folder(tmp_path / "nation"), from_folder(town)], CITY)

    return make


def _step(found: Triaged) -> Step:
    return next(s for s in found.trail if s.stage is Stage.CLASSIFY)


def _facts(found: Triaged) -> Mapping[str, str]:
    return dict(_step(found).facts)


def test_a_category_that_one_row_calls_the_same_is_mapped_and_the_step_names_the_row(mapped: Mapped, decide: Decide):
    plan = mapped(f"testville-m1,{OLD}/E1,tv/1/E101,same,notice 7,,\n")
    (found,) = decide(plan, {"text": "something", "category": f"{OLD}/E1"})
    assert found.category == "tv/1/E101"
    step = _step(found)
    assert (step.rule, step.plugin, step.why, step.basis) == (
        "testville-m1",
        "testville",
        "mapped-category",
        "notice 7",
    )
    assert _facts(found)["source"] == "testville/tables/category-map.csv:2"
    for lang in ("en", "zh"):
        assert all(part in step.sentence(lang) for part in (f"{OLD}/E1", "Old litter", "testville-m1", "tv/1/E101"))


def test_a_row_that_says_the_same_is_followed_from_either_side(mapped: Mapped, decide: Decide):
    plan = mapped(f"testville-m1,tv/1/E101,{OLD}/E1,same,,,\n")
    assert [t.category for t in decide(plan, {"text": "x", "category": f"{OLD}/E1"})] == ["tv/1/E101"]


def test_where_the_mapping_is_partial_the_rules_are_asked_and_the_trail_says_so(mapped: Mapped, decide: Decide):
    plan = mapped(f"testville-m1,{OLD}/E1,tv/1/E101,same,,,\n")
    (found,) = decide(plan, {"text": "pothole", "category": f"{OLD}/E3"})
    assert found.category == "tv/1/C101"
    assert (_step(found).why, _step(found).answer) == ("unmapped-category", "")
    assert "Old other" in _step(found).sentence()


@pytest.mark.parametrize("relation", ["broader", "narrower"])
def test_a_broader_or_narrower_category_is_not_taken_for_the_same(mapped: Mapped, decide: Decide, relation: str):
    plan = mapped(f"testville-m1,{OLD}/E1,tv/1/E101,{relation},,,\n")
    (found,) = decide(plan, {"text": "x", "category": f"{OLD}/E1"})
    assert (found.category, _step(found).why) == ("", "ambiguous-category")
    assert f"testville-m1 ({relation} tv/1/E101)" in _facts(found)["rows"]


@pytest.mark.parametrize(("relation", "turned"), [("broader", "narrower"), ("narrower", "broader")])
def test_a_row_that_is_read_from_its_end_says_the_opposite(mapped: Mapped, decide: Decide, relation: str, turned: str):
    plan = mapped(f"testville-m1,tv/1/E101,{OLD}/E1,{relation},,,\n")
    (found,) = decide(plan, {"text": "x", "category": f"{OLD}/E1"})
    assert f"testville-m1 ({turned} tv/1/E101)" in _facts(found)["rows"]


def test_two_rows_at_once_are_ambiguous_and_none_is_followed(mapped: Mapped, decide: Decide):
    plan = mapped(f"testville-m1,{OLD}/E1,tv/1/E101,same,,,\ntestville-m2,{OLD}/E1,tv/1/E102,same,,,\n")
    (found,) = decide(plan, {"text": "pothole", "category": f"{OLD}/E1"})
    assert (found.category, _step(found).why) == ("tv/1/C101", "ambiguous-category")
    assert all(row in _step(found).sentence() for row in ("testville-m1", "testville-m2"))


def test_of_rows_that_follow_each_other_the_one_of_the_reports_day_is_followed(mapped: Mapped, decide: Decide):
    rows = f"testville-m1,{OLD}/E1,tv/1/E101,same,,,2026-03-31\ntestville-m2,{OLD}/E1,tv/1/E102,same,,2026-04-01,\n"
    found = decide(
        mapped(rows), *({"text": "x", "category": f"{OLD}/E1", "at": at} for at in ("2026-03-31", "2026-04-01"))
    )
    assert [t.category for t in found] == ["tv/1/E101", "tv/1/E102"]


def test_a_bare_code_is_never_taken_for_one_of_another_scheme(mapped: Mapped, decide: Decide):
    """The old E3 exists, and the town has no such code: its digits alone say nothing."""
    plan = mapped(f"testville-m1,{OLD}/E3,tv/1/E101,same,,,\n")
    found = decide(plan, {"text": "x", "category": "E3"}, {"text": "x", "category": "E1"})
    assert [(t.category, _step(t).why) for t in found] == [("", "unknown-category"), ("tv/1/E1", "given-category")]


def test_a_category_that_nobody_knows_is_as_before(mapped: Mapped, decide: Decide):
    (found,) = decide(mapped(""), {"text": "x", "category": "std/1999/E1"})
    assert _step(found).why == "unknown-category"


def test_a_python_rule_may_not_answer_with_a_category_of_a_scheme_that_the_city_does_not_use(mapped: Mapped):
    plan = mapped("")
    now = datetime(2026, 6, 1, 9, tzinfo=plan.zone)
    report = Report(plan.city, "desk", "k", now, Dated.OWN, now, "x")
    given = GivenCategory(plan)
    assert given.known("tv/1/E1", report)
    assert not given.known(f"{OLD}/E1", report)
