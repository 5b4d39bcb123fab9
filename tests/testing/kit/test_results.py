"""From findings to tests and tables: gaps are strict, new checks warn, and targets and gaps are answered when wrong."""

from collections.abc import Callable
from pathlib import Path
import shutil
from typing import Any, cast

import attrs
import pytest

from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import Problem, problem
from cmsdk.testing.contracts import ChannelContract, CityContract, Contract
from cmsdk.testing.kit import apart, as_tests, run
from cmsdk.testing.kit.apart import Key
from cmsdk.testing.kit.as_tests import NewCheckWarning, parametrise
from cmsdk.testing.kit.check import Check, Kind, Thing, Tier
from cmsdk.testing.kit.gaps import Gap, read_gaps
from cmsdk.testing.kit.known import ALL, BY_ID
from cmsdk.testing.kit.results import Conformance, Outcome, Result, judged
from cmsdk.testing.kit.stand import Stand
from cmsdk.testing.kit.target import Target, find_target
from cmsdk.testing.kit.telling import title
from cmsdk.testing.kit.written import scenario_files

FOUND = (problem("CMS957", "toy", first="1", second="2"),)
OLD = Check("old", "CMS957", Tier.SOLID, (Kind.CITY,), lambda _stand, _thing: iter(()))
NEW = attrs.evolve(OLD, id="new", since="1.4")


def test_every_check_has_a_title_in_both_languages_and_an_id_of_its_own() -> None:
    assert len(BY_ID) == len(ALL)
    for check in ALL:
        assert title(check.id, "en").isascii()
        assert not title(check.id, "zh").isascii()


@pytest.mark.parametrize(
    ("api", "binds"), [("1.3", False), ("1.4", False), ("1.5", True), ("2.0", True), ("1.10", True)]
)
def test_a_new_check_binds_one_minor_version_after_it_came(api: str, binds: bool) -> None:
    assert NEW.binds(api) is binds
    assert OLD.binds(api)


@pytest.mark.parametrize(
    ("check", "found", "gap", "outcome"),
    [
        (OLD, (), None, Outcome.PASSED),
        (OLD, FOUND, None, Outcome.FAILED),
        (OLD, FOUND, "because", Outcome.GAP),
        (OLD, (), "because", Outcome.CLOSED),
        (attrs.evolve(NEW, since="99.0"), FOUND, None, Outcome.WARNED),
        # a gap is closed as soon as nothing is left that would fail
        (attrs.evolve(OLD, code=""), (problem("CMS351", "toy"),), "because", Outcome.CLOSED),
        # only worth a look: handed on, and no failure
        (attrs.evolve(OLD, code=""), (problem("CMS351", "toy"),), None, Outcome.PASSED),
        (attrs.evolve(OLD, code="CMS351"), (problem("CMS351", "toy"),), None, Outcome.FAILED),
        (attrs.evolve(OLD, code="", fails_on=frozenset({"CMS351"})), (problem("CMS351"),), None, Outcome.FAILED),
    ],
)  # fmt: skip
def test_what_a_finding_comes_to(check: Check, found: tuple[Problem, ...], gap: str | None, outcome: Outcome) -> None:
    assert judged(check, Kind.CITY, "toy", found, gap).outcome is outcome


def test_a_tier_is_reached_when_all_below_it_hold() -> None:
    def reached(**outcomes: Outcome) -> Tier | None:
        results = (Result(name, Tier(name), Kind.CITY, "toy", outcome) for name, outcome in outcomes.items())
        return Conformance("toy", "test.toy", tuple(results)).reached

    assert reached(accepted=Outcome.PASSED, solid=Outcome.FAILED, exemplary=Outcome.PASSED) is Tier.ACCEPTED
    assert reached(accepted=Outcome.PASSED, solid=Outcome.GAP, exemplary=Outcome.CLOSED) is Tier.SOLID
    assert reached(accepted=Outcome.FAILED, solid=Outcome.PASSED) is None
    assert reached(accepted=Outcome.WARNED, solid=Outcome.WARNED, exemplary=Outcome.WARNED) is Tier.EXEMPLARY


class _Metafunc:
    """As much of pytest's as is used."""

    def __init__(self, cls: type, path: Path) -> None:
        self.cls, self.path, self.params = cls, path, list[Any]()
        self.config, self.definition = self, self
        self.stash: dict[Any, Any] = {}

    def parametrize(self, name: str, params: list[Any]) -> None:
        assert name == "conforms"
        self.params += params


def _tests(kind: type[Contract], results: list[Result], monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    monkeypatch.setattr(as_tests, "conformance", lambda target: Conformance("toy", target.city, tuple(results)))
    monkeypatch.setattr(as_tests, "find_target", lambda *_args, **_more: Target("toy", "test.toy"))
    made = _Metafunc(kind, Path(__file__))
    parametrise(cast("pytest.Metafunc", made))
    return made.params


class _Toy(CityContract):
    plugin = "toy"


def test_results_become_tests_of_the_class_of_their_kind_and_tier(monkeypatch: pytest.MonkeyPatch) -> None:
    results = [
        Result("a", Tier.SOLID, Kind.CITY, "toy", Outcome.PASSED),
        Result("b", Tier.EXEMPLARY, Kind.CITY, "toy", Outcome.FAILED),
        Result("c", Tier.SOLID, Kind.CHANNEL, "door", Outcome.PASSED),
    ]
    assert [param.id for param in _tests(_Toy, results, monkeypatch)] == ["a toy"]

    class Best(_Toy):
        tier = "exemplary"

    class Door(ChannelContract):
        plugin = "toy"

    assert [param.id for param in _tests(Best, results, monkeypatch)] == ["a toy", "b toy"]
    assert [param.id for param in _tests(Door, results, monkeypatch)] == ["c door"]


def test_gaps_are_expected_to_fail_strictly_and_a_closed_one_passes_and_so_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = "hooks-idempotent"
    results = [
        Result(known, Tier.SOLID, Kind.CITY, f"toy-{outcome}", outcome, FOUND, "why")
        for outcome in (Outcome.GAP, Outcome.CLOSED, Outcome.FAILED, Outcome.NOT_RUN, Outcome.WARNED)
    ]
    gap, closed, failed, not_run, warned = _tests(_Toy, results, monkeypatch)
    for param in (gap, closed):
        (mark,) = param.marks
        assert (mark.name, mark.kwargs) == ("xfail", {"strict": True, "reason": "why"})
    closed.values[0]()
    for param in (gap, failed, not_run):
        with pytest.raises(pytest.fail.Exception, match="CMS957"):
            param.values[0]()
    with pytest.warns(NewCheckWarning, match="CMS957"):
        warned.values[0]()


def test_a_contract_class_says_which_plugin_and_a_known_tier(monkeypatch: pytest.MonkeyPatch) -> None:
    class Nameless(CityContract):
        pass

    class Wrong(_Toy):
        tier = "perfect"

    with pytest.raises(pytest.UsageError, match="plugin = 'mycity'"):
        parametrise(cast("pytest.Metafunc", _Metafunc(Nameless, Path(__file__))))
    with pytest.raises(pytest.UsageError, match="accepted, solid, exemplary"):
        _tests(Wrong, [], monkeypatch)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a plugin of one city below it."""
    root = tmp_path / "project" / "src" / "toy"
    root.mkdir(parents=True)
    (tmp_path / "project" / "pyproject.toml").write_text("", encoding="utf-8")
    text = 'name = "toy"\napi = "1.0"\nscope = "test.toy"\nplugin = "cmsdk.plugin:TableCity"\n'
    (root / "cmsdk.toml").write_text(text, encoding="utf-8")
    return tmp_path / "project"


def test_a_target_is_the_one_plugin_in_or_below_a_folder(project: Path) -> None:
    target = find_target(project)
    assert (target.plugin, target.city, target.project) == ("toy", "test.toy", project)
    assert target.folder == project / "src" / "toy"
    # what stands in folders of tools is nobody's plugin
    shutil.copytree(project / "src", project / ".venv" / "src")
    shutil.copytree(project / "src", project / "build")
    assert find_target(project) == target


def _codes(what: Path | str, city: str = "") -> list[str]:
    with pytest.raises(RejectedInput) as raised:
        find_target(what, city)
    return [one.code for one in raised.value.problems]


def test_no_plugin_two_plugins_and_no_city_are_answered(project: Path, tmp_path: Path) -> None:
    assert _codes("no-such-plugin") == ["CMS950"]
    empty = tmp_path / "empty"
    empty.mkdir()
    assert _codes(empty) == ["CMS950"]
    assert _codes(project, "nowhere at all") == ["CMS951"]
    manifest = project / "src" / "toy" / "cmsdk.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("test.toy", "*"), encoding="utf-8")
    assert _codes(project) == ["CMS951"]
    assert find_target(project, "test.toy").city == "test.toy"
    shutil.copytree(project / "src" / "toy", project / "src" / "other")
    assert _codes(project) == ["CMS950"]


def _gaps(tmp_path: Path, text: str) -> tuple[Gap, ...]:
    (tmp_path / "conformance.toml").write_text(text, encoding="utf-8")
    return read_gaps(tmp_path, frozenset(BY_ID))


def test_gaps_are_read_with_their_reasons(tmp_path: Path) -> None:
    assert read_gaps(None, frozenset(BY_ID)) == read_gaps(tmp_path, frozenset(BY_ID)) == ()
    text = '[[gap]]\ncheck = "two-cities"\nreason = " none yet "\n'
    assert _gaps(tmp_path, text) == (Gap("two-cities", "none yet"),)
    assert _gaps(tmp_path, text + 'thing = "toy"\n') == (Gap("two-cities", "none yet", "toy"),)


@pytest.mark.parametrize(
    ("text", "codes", "near"),
    [
        ("[[gap]\n", ["CMS954"], ""),
        ('[[gaps]]\ncheck = "two-cities"\n', ["CMS952"], "gap"),
        ('[[gap]]\ncheck = "two-citys"\nreason = "x"\n', ["CMS952"], "two-cities"),
        ('[[gap]]\ncheck = "two-cities"\nraeson = "x"\n', ["CMS952", "CMS953"], "reason"),
        ('[[gap]]\ncheck = "two-cities"\nreason = " "\n', ["CMS953"], ""),
        ('[[gap]]\ncheck = "two-cities"\nreason = 1\n', ["CMS952"], "check, thing, reason"),
        ("gap = 1\n", ["CMS952"], "check, thing, reason"),
    ],
)  # fmt: skip
def test_mistakes_in_the_list_of_gaps_are_told_with_the_nearest(
    tmp_path: Path, text: str, codes: list[str], near: str
) -> None:
    with pytest.raises(RejectedInput) as raised:
        _gaps(tmp_path, text)
    assert [one.code for one in raised.value.problems] == codes
    assert dict(raised.value.problems[0].facts).get("near", "") == near


def test_a_check_looks_only_at_things_that_have_its_sort() -> None:
    assert OLD.about(Thing("toy"))
    assert not BY_ID["time-bar"].about(Thing("toy"))


def _run(
    done: dict[Key, tuple[Problem, ...]], gaps: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[tuple[str, str], Result]:
    """What a run comes to in which the plugin's process told ``done``, by check and thing."""

    class Told:
        def __init__(self, *_args: object, **_more: object) -> None:
            pass

        def told(self) -> apart.Told:
            return apart.Told(done, digest={"plan": "1"})

        def end(self) -> None:
            pass

    monkeypatch.setattr(run, "Apart", Told)
    (tmp_path / "conformance.toml").write_text(gaps)
    found = run.conformance(Target("toy", "test.toy", project=tmp_path))
    return {(result.check, result.thing): result for result in found.results}


ROUTES: tuple[Key, Key] = (("ids-prefixed", "routes", "a.csv"), ("ids-prefixed", "routes", "b.csv"))


def test_a_closed_gap_of_one_thing_is_told_though_another_thing_still_needs_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gaps = "".join(f'[[gap]]\ncheck = "ids-prefixed"\nthing = "{n}.csv"\nreason = "old"\n' for n in "ab")
    first, second = ROUTES
    found = _run({first: (), second: (problem("CMS965", count="1"),)}, gaps, tmp_path, monkeypatch)
    assert [found["ids-prefixed", name].outcome for name in ("a.csv", "b.csv")] == [Outcome.CLOSED, Outcome.GAP]


@pytest.mark.parametrize("thing", ["c.csv", "a.csv"])
def test_a_gap_that_no_result_is_about_is_told(thing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = '[[gap]]\ncheck = "ids-prefixed"\nthing = "{}"\nreason = "old"\n'
    wrong = (problem("CMS965", count="1"),)
    found = _run(dict.fromkeys(ROUTES, wrong), row.format("a.csv") + row.format(thing), tmp_path, monkeypatch)
    told = [p for result in found.values() for p in result.problems if p.code == "CMS990"]
    assert [dict(p.facts)["thing"] for p in told] == [thing]
    assert "a.csv, b.csv" in told[0].what("zh")
    assert Conformance("toy", "test.toy", tuple(found.values())).reached is Tier.ACCEPTED


def test_whoever_breaks_off_leaves_no_process_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []

    class Waiting:
        def __init__(self, _target: Target, seed: int = 0, **_more: object) -> None:
            self.seed = seed

        def told(self) -> apart.Told:
            raise KeyboardInterrupt

        def end(self) -> None:
            ended.append(self.seed)

    monkeypatch.setattr(run, "Apart", Waiting)
    with pytest.raises(KeyboardInterrupt):
        run.conformance(Target("toy", "test.toy", project=tmp_path))
    assert ended == [1]


def test_links_that_lead_in_a_circle_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "cmsdk.toml").write_text(
        'name = "toy"\napi = "1.0"\nscope = "test.toy"\nplugin = "cmsdk.plugin:TableCity"\n'
    )
    (tmp_path / "src" / "a.scenario.toml").touch()
    for name in ("again", "self"):
        (tmp_path / name).symlink_to(tmp_path)
    assert find_target(tmp_path).folder == tmp_path / "src"
    assert list(scenario_files(tmp_path)) == [tmp_path / "src" / "a.scenario.toml"]


def test_a_time_that_is_none_is_told_before_anything_runs() -> None:
    with pytest.raises(RejectedInput) as caught:
        find_target("builtin", "test.toy", at="someday")
    assert [p.code for p in caught.value.problems] == ["CMS909"]


def test_a_time_without_a_zone_is_the_citys_whatever_zone_the_machine_is_in(stand: Callable[..., Stand]) -> None:
    made = stand()
    local = attrs.evolve(made, target=attrs.evolve(made.target, at="2026-11-16 10:00"))
    assert (local.now.utcoffset(), local.now) == (made.now.utcoffset(), made.now)
