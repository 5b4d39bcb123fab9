"""A scenario is played on a real city; what is not as expected is told so that a clerk can read it."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import attrs
import pytest

from cmsdk import RejectedInput
from cmsdk.contract.plan import CityPlan
from cmsdk.testing import ScenarioResult, run_scenarios

Results = Callable[..., tuple[ScenarioResult, ...]]
Failing = Callable[..., ScenarioResult]
HERE = Path(__file__).parent
FILE = HERE / "scenarios" / "testville.scenario.toml"
TOWN = HERE.parent / "city" / "testville"


def _codes(result: ScenarioResult) -> list[str]:
    return [problem.code for problem in result.problems]


def test_a_scenario_that_holds_has_no_problems_and_tells_its_story(plain: str, results: Results):
    (result,) = results(plain)
    assert result.passed
    assert str(result) == "holds: Litter is accepted"
    assert len([line for line in result.story if line.startswith("2026-06-01 09:00")]) == 2
    assert "Street order" in result.story[0]


def test_a_failing_expectation_tells_scenario_step_what_was_expected_what_came_and_what_happened(
    plain: str, failing: Failing
):
    result = failing(plain.replace('"accepted"', '"filed"').replace("name", 'why = "W."\nbasis = "B."\nname', 1))
    assert str(result).splitlines() == [
        "does not hold: Litter is accepted",
        "  why: W.",
        "  basis: B.",
        "",
        "  CMS620 Expected at 2026-06-01 09:00: state = filed. It is: accepted.",
        "      [text.scenario.toml:11 › Litter is accepted › step 1 › expect › state]",
        f"      what to do: {result.problems[0].remedy()}",
        "",
        "  what has happened so far:",
        *(f"    {line}" for line in result.story),
    ]
    assert "testville-lim-order" in "\n".join(result.story)
    assert "Step 1: Cat (testville-p-cat) gives the command accept" in result.story[-1]


def test_a_step_that_says_nothing_of_a_refusal_must_not_be_refused(plain: str, failing: Failing):
    result = failing(plain.replace("testville-p-cat", "testville-p-bob"))
    assert _codes(result)[0] == "CMS621"
    said = str(result)
    assert "CMS703" in said
    assert 'expect = { refused = "role" }' in said
    assert "is refused (role, CMS703)" in result.story[-1]


def test_a_refusal_that_does_not_come_and_one_of_another_guard_are_told_apart(plain: str, failing: Failing):
    assert _codes(failing(plain.replace('state = "accepted"', 'refused = "role"'))) == ["CMS622"]
    other = plain.replace('state = "accepted"', 'refused = "state"').replace("testville-p-cat", "testville-p-bob")
    assert _codes(failing(other)) == ["CMS623"]


@pytest.mark.parametrize("by", ["testville-p-bob", "someone:handler", "nobody:", "someone:handler@testville-works"])
@pytest.mark.parametrize("refused", ["role", "CMS703"])
def test_a_refusal_is_expected_by_guard_or_by_code(plain: str, results: Results, by: str, refused: str):
    text = plain.replace("testville-p-cat", by).replace(
        'state = "accepted"', f'refused = "{refused}", state = "reported"'
    )
    assert results(text)[0].passed, str(results(text)[0])


def test_all_that_is_wrong_at_a_step_is_told_and_nothing_of_the_steps_after_it(plain: str, failing: Failing):
    wrong = plain.replace(
        'state = "accepted"', 'state = "filed", entries = 7, late = true, text = "rubbish everywhere"'
    )
    result = failing(wrong.replace("[scenario.expect]", '[[scenario.step]]\ndo = "file"\nby = "x:"\n[scenario.expect]'))
    assert _codes(result) == ["CMS620"] * 3
    assert "Step 2" not in str(result)


HOLDS = (
    ('unit = "testville-order"', 'unit = "testville-desk"'),
    ('due = "2026-06-02 09:00"', 'due = "2026-06-02 09:01"'),
    ("due = 2026-06-02T09:00:00", "due = 2026-06-02T09:00:01"),
    ("due = 2026-06-02T09:00:00-04:00", "due = 2026-06-02T09:00:00Z"),
    ("due = 2026-06-02", "due = 2026-06-03"),
    ('due.at = "2026-06-02 09:00"', 'due.at = ""'),
    ('due.limit = "8 work_hour"', 'due.limit = "9 work_hour"'),
    ("due.limit.amount = 8", "due.limit.amount = 7"),
    ("due.skipped = []", "due.skipped = [2026-06-02]"),
    ("due.skipped = 0", "due.skipped = 1"),
    ("due.skipped.count = 0", "due.skipped.count = 1"),
    ("due.provisional = false", "due.provisional = true"),
    ('handled = ""', 'handled = "2026-06-01 09:00"'),
    ('linked = ""', 'linked = "case"'),
    ("recurs = []", 'recurs = ["case"]'),
    ('solved = ""', "solved = false"),
    ('point.lon = ""', "point.lon = 71.0"),
    ('category = "E101"', 'category = "E102"'),
    ('category = "tv/1/E101"', 'category = "tv/1/S101"'),
    ('approach = "management"', 'approach = "service"'),
    ('mode = "transfer"', 'mode = "now"'),
    ('mode = "转办"', 'mode = "马上办"'),
    ('light = "green"', 'light = "red"'),
    ("late = false", "late = true"),
    ("entries = 3", "entries = 2"),
    ('clock.handle = "2026-06-02 09:00"', 'clock.handle = "2026-06-02 10:00"'),
    ('clock.handle.done = ""', 'clock.handle.done = "2026-06-02"'),
    ('clock.accept = ""', 'clock.accept = "2026-06-02"'),
    ("figures.total = 1", "figures.total = 2"),
    ("figures.units.testville-order.cases = 1", "figures.units.testville-order.cases = 0"),
    ("figures.units.testville-works.cases = 0", "figures.units.testville-works.cases = 1"),
    ("figures.categories.E101.cases = 1", "figures.categories.E101.cases = 0"),
    ('figures.categories."tv/1/E101".cases = 1', 'figures.categories."tv/1/E101".cases = 0'),
    ("figures.states.accepted.open = 1", "figures.states.accepted.open = 0"),
    ("figures.units.0.key = 'testville-order'", "figures.units.0.key = 'testville-desk'"),
    ("figures.mix.shares.service.deviation = -70", "figures.mix.shares.service.deviation = -70.5"),
    ("received.cases = 1", "received.cases = 0"),
    ("received.problems = []", 'received.problems = ["CMS508"]'),
)  # fmt: skip
"""What holds after the step of the plain scenario, and what looks like it and does not."""


@pytest.mark.parametrize(("right", "wrong"), HOLDS)
def test_an_expectation_holds_where_it_is_so_and_only_there(
    plain: str, results: Results, failing: Failing, right: str, wrong: str
):
    good = results(plain.replace('due = "2026-06-02 09:00"', right))[0]
    assert good.passed, str(good)
    assert _codes(failing(plain.replace('due = "2026-06-02 09:00"', wrong))) == ["CMS620"]


@pytest.mark.parametrize(
    ("after", "moment"),
    [
        ("15 minute", "2026-06-05 16:15"), ("15 min", "2026-06-05 16:15"), ("2 h", "2026-06-05 18:00"),
        ("2 hours", "2026-06-05 18:00"), ("2 小时", "2026-06-05 18:00"), ("1 urgent_day", "2026-06-06 16:00"),
        ("1 natural_day", "2026-06-06 16:00"), ("3 days", "2026-06-08 16:00"), ("2 work_hour", "2026-06-08 09:00"),
        ("2 工作时", "2026-06-08 09:00"), ("1 work_day", "2026-06-08 16:00"), ("1 business_day", "2026-06-08 16:00"),
        ("1工作日", "2026-06-08 16:00"),
    ],
)  # fmt: skip
def test_a_span_is_counted_on_the_citys_calendar_from_the_step_before(
    plain: str, results: Results, after: str, moment: str
):
    text = plain.replace("2026-06-01", "2026-06-05").replace('"2026-06-05 09:00"', '"2026-06-05 16:00"')
    text = text.replace('do = "accept"', f'do = "accept"\nafter = "{after}"')
    (result,) = results(text.replace('due = "2026-06-02 09:00"', f'last = "{moment}"'))
    assert result.passed, str(result)


def test_a_step_without_a_time_is_at_the_moment_of_the_one_before_or_of_its_report(plain: str, results: Results):
    text = plain.replace(
        "[scenario.given]",
        '[[scenario.given]]\nas = "early"\ntext = "bench"\n[[scenario.given]]\nas = "late"\nafter = "3 h"',
    ).replace('do = "accept"', 'case = "late"\ndo = "accept"')
    end = '[scenario.expect]\ncase = "late"\nlast = "2026-06-01 12:00"\nat = "2026-06-01 12:00"'
    (result,) = results(text.partition("[scenario.expect]")[0] + end)
    assert result.passed, str(result)


def test_a_report_may_be_older_than_the_moment_it_is_received(plain: str, results: Results):
    text = plain.replace('text = "rubbish', 'at = "2026-05-29 08:00"\ntext = "rubbish').partition("[scenario.expect]")[
        0
    ]
    end = (
        '[scenario.expect]\nat = "2026-05-29 08:00"\nopened = "2026-06-01 09:00"\ndue = "2026-05-29 17:00"\nlate = true'
    )
    (result,) = results(text + end)
    assert result.passed, str(result)


def test_a_step_on_a_report_that_has_not_come_yet_says_when_it_comes(plain: str, failing: Failing):
    text = plain.replace("[scenario.given]", '[scenario.given]\nafter = "3 h"')
    result = failing(text.replace('do = "accept"', 'do = "accept"\nat = "2026-06-01 10:00"'))
    assert _codes(result) == ["CMS624"]
    assert "2026-06-01 12:00" in str(result)


def test_a_step_on_a_report_that_was_kept_out_shows_why_it_was(plain: str, failing: Failing):
    result = failing(plain.replace("[scenario.given]", '[scenario.given]\nwritten_at = "soon"'))
    assert _codes(result) == ["CMS624"]
    assert "soon" in result.story[0]


def test_a_moment_that_nothing_can_be_counted_from_ends_the_scenario_with_its_reason(plain: str, failing: Failing):
    result = failing(plain.replace('do = "accept"', 'do = "accept"\nafter = "1000000 natural_day"'))
    assert _codes(result) == ["CMS909"]


@pytest.mark.parametrize("guard", ["mode_is_now", "needs", "roles"])
def test_a_plan_with_one_guard_less_makes_a_scenario_fail(plan: CityPlan, guard: str):
    assert all(result.passed for result in run_scenarios(FILE, plan=plan))
    changed = {
        "mode_is_now": {"guards": ()},
        "needs": {"needs": ()},
        "roles": {"roles": tuple({role for row in plan.workflow.transitions for role in row.roles})},
    }[guard]
    rows = tuple(
        attrs.evolve(row, **changed) if row.command in {"handle", "return", "accept"} else row
        for row in plan.workflow.transitions
    )
    less = attrs.evolve(plan, workflow=attrs.evolve(plan.workflow, transitions=rows))
    failed = [result for result in run_scenarios(FILE, plan=less) if not result.passed]
    assert {code for result in failed for code in _codes(result)} >= {"CMS622"}


def test_the_plan_of_a_scenario_is_the_citys_own(plan: CityPlan, plain: str, results: Results):
    text = plain.replace('due = "2026-06-02 09:00"', f'plan = "{plan.fingerprint}"\nchannel = "scenario"')
    assert results(text)[0].passed
    assert "scenario" not in plan.channels


def test_rules_that_hang_on_a_channel_see_the_channel_that_is_named(plan: CityPlan, plain: str):
    rows = tuple(
        attrs.evolve(row, item=attrs.evolve(row.item, channel="app")) if row.item.id == "testville-k-litter" else row
        for row in plan.classifiers
    )
    bound = attrs.evolve(plan, classifiers=rows)
    text = plain.partition("[scenario.expect]")[0] + "[scenario.expect]\ncategory = "
    assert run_scenarios(text + '""', plan=bound)[0].passed
    named = text.replace("[scenario.given]", '[scenario.given]\nchannel = "app"')
    assert run_scenarios(named + '"E101"', plan=bound)[0].passed


def test_a_plugin_that_is_mended_between_two_runs_is_read_anew(tmp_path: Path, plain: str):
    town = tmp_path / "testville"
    copytree(TOWN, town)
    assert run_scenarios(plain, plugins=[town])[0].passed
    limits = town / "tables" / "limits.csv"
    limits.write_text(limits.read_text(encoding="utf-8").replace(",8,", ",7,"), encoding="utf-8")
    assert not run_scenarios(plain, plugins=[town])[0].passed


def test_playing_twice_gives_the_same(results: Results, plain: str):
    assert results(plain) == results(plain)
    assert run_scenarios(FILE) == run_scenarios(FILE)


def test_a_folder_is_all_files_in_it_and_a_path_may_be_a_text():
    every, (one, other) = run_scenarios(HERE / "scenarios"), sorted((HERE / "scenarios").glob("*.toml"))
    assert every == (*run_scenarios(str(one)), *run_scenarios(other))
    assert {result.file for result in every} == {one.name, other.name}
    assert all(result.line for result in every)


def test_mistakes_of_all_files_of_a_folder_are_told_together(tmp_path: Path, plain: str):
    for name in ("a", "b"):
        (tmp_path / f"{name}.scenario.toml").write_text(plain.replace("name =", "nmae ="), encoding="utf-8")
    (tmp_path / "c.scenario.toml").write_bytes(b"\xff")
    (tmp_path / "d.toml").write_text("no scenario", encoding="utf-8")
    with pytest.raises(RejectedInput) as rejected:
        run_scenarios(tmp_path, plugins=[TOWN])
    found = [(p.where.partition(":")[0].rpartition("/")[2], p.code) for p in rejected.value.problems]
    assert found == [
        ("a.scenario.toml", "CMS606"), ("a.scenario.toml", "CMS608"), ("b.scenario.toml", "CMS606"),
        ("b.scenario.toml", "CMS608"), ("c.scenario.toml", "CMS605"),
    ]  # fmt: skip
    with pytest.raises(RejectedInput, match="CMS605"):
        run_scenarios(tmp_path / "none.scenario.toml")


@pytest.mark.parametrize(("language", "said"), [("zh", "不成立"), ("en", "does not hold")])
def test_a_file_says_in_which_language_its_results_are_told(plain: str, results: Results, language: str, said: str):
    text = f'language = "{language}"\n' + plain.replace('state = "accepted"', 'state = "filed"')
    assert str(results(text)[0]).startswith(said)
