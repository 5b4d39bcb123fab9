"""A change is tried on past reports: exactly what it touches differs, each at its own time, and nothing is written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
import json
from pathlib import Path
from typing import Any

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest
from typing_extensions import override

from cmsdk import Actor, AssemblyError, City, Problem
from cmsdk.contract.ports import Ledger
from cmsdk.desk.replayed import Replay, Replayed
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.entry import Entry
from cmsdk.registry.discovery import Discovered, discover, from_folder
from cmsdk.registry.trial import trial
from cmsdk.work.forms import CaseForms

ROUTES = "id,category,unit\ntoy-r1,S1,toy-garden\ntoy-r2,*,toy-roads\n"
NOW = datetime(2026, 11, 16, 10, 0, tzinfo=timezone(timedelta(hours=8)))
TABLES = {
    "city.toml": 'name = "玩具市"\ntime_zone = "Asia/Shanghai"\nduty_desk = "toy-desk"\nscheme = "toy/1"\n',
    "units.csv": "id,name\ntoy-desk,值班台\ntoy-garden,园林所\ntoy-roads,道路所\n",
    "categories.csv": "scheme,version,code,kind,name\ntoy,1,S1,service,便民设施\ntoy,1,E1,event,占道经营\n",
    "divisions.csv": "code,name,level\nx-east,东片区,district\n",
    "grids.csv": "code,name,division\nx-01,第一网格,x-east\n",
    "responsibility.csv": ROUTES,
    "classify.csv": "id,words,category\ntoy-c1,路灯,S1\ntoy-c2,占道,E1\n",
    "limits.csv": "id,category,amount,unit,calendar\ntoy-l1,S1,3,work_day,toy-days\ntoy-l2,*,5,natural_day,toy-days\n",
    "calendar.toml": """
        [[calendar]]
        id = "toy-days"
        version = "1"
        time_zone = "Asia/Shanghai"
        days = "calendar-days"
        shifts = ["08:00-12:00", "14:00-18:00"]
        known_from = 2026-01-01
        known_until = 2026-12-31
        """,
    "calendar-days.csv": "date,kind,name\n2026-11-21,holiday,周六\n",
}
TEXTS = ("路灯不亮", "占道经营", "什么也不是", "路灯和占道")
REPORTS = 24


class Closed(SqlLedger):
    """A ledger that is read only: every method of the port that writes fails the test."""

    closed = False

    @override
    def _writing(self) -> Any:
        assert not self.closed, "a replay writes nothing"
        return super()._writing()


def _write(root: Path, tables: Mapping[str, str]) -> Path:
    (root / "tables").mkdir(parents=True, exist_ok=True)
    for file, text in tables.items():
        lines = "\n".join(line.strip() for line in text.strip().splitlines())
        (root / "tables" / file).write_text(f"{lines}\n", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> tuple[Discovered, ...]:
    root = _write(tmp_path_factory.mktemp("toy"), TABLES)
    (root / "cmsdk.toml").write_text(
        'name = "toy"\napi = "1.0"\nscope = "test.toy"\nplugin = "cmsdk.plugin:TableCity"\n'
    )
    return (*discover(only=()), from_folder(root))


def _report(n: int) -> str:
    at, text = f"2026-11-{3 + n % 12:02} 09:00", f"{TEXTS[n % 4]} {n}"
    return json.dumps({"external_id": f"r{n:03}", "at": at, "text": text, "name": f"张三{n}"}, ensure_ascii=False)


@pytest.fixture(scope="module")
def city(rows: tuple[Discovered, ...]) -> Iterator[City]:
    ledger = Closed.in_memory(b"k" * 32)
    with City.open("test.toy", ledger, plugins=rows, clock=lambda: NOW) as opened:
        opened.receive("jsonl", "\n".join(map(_report, range(REPORTS))).encode())
        ledger.closed = True
        yield opened


Try = Callable[..., Replay]


@pytest.fixture
def tried(city: City, rows: tuple[Discovered, ...], tmp_path: Path) -> Try:
    """A replay with these tables laid over."""

    def run(**more: Any) -> Replay:  # noqa: ANN401  options of a replay
        tables = {name.replace("_", "-") + ".csv": more.pop(name) for name in tuple(more) if name in NAMES}
        _write(tmp_path / "with", tables)
        return city.replay(tmp_path / "with", plugins=rows, **more)

    return run


NAMES = {"responsibility", "classify", "limits", "calendar_days"}


def _stored(ledger: Ledger) -> list[Any]:
    with ledger.inspecting() as inspection:
        return list(inspection.entries())


def test_the_same_rules_decide_the_same_and_nothing_is_written(city: City, tried: Try) -> None:
    before = _stored(city.ledger)
    found = tried()
    assert (found.cases, found.differ, dict(found.since), found.problems) == (REPORTS, 0, {}, ())
    assert found.present == found.changed == city.plan.fingerprint
    assert _stored(city.ledger) == before


def test_a_row_that_names_another_unit_moves_exactly_its_cases_and_the_load_says_so(tried: Try) -> None:
    moved: list[Replayed] = []
    found = tried(responsibility=ROUTES.replace("S1,toy-garden", "S1,toy-desk"), each=moved.append)
    assert {row.text[:2] for row in moved} == {"路灯"}
    assert (found.differ, dict(found.fields)) == (12, {"unit": 12})
    assert dict(found.flows) == {("unit", "toy-garden", "toy-desk"): 12}
    loads = {unit: (pair.before, pair.after) for unit, pair in found.loads["unit"].items()}
    assert loads == {"toy-garden": (12, 0), "toy-desk": (0, 12), "toy-roads": (12, 12)}
    assert (found.desk.before, found.desk.after) == (0, 12)
    assert moved[0].changed.rule("unit") == "toy-r1"


def test_a_limit_moves_deadlines_and_nothing_else(tried: Try) -> None:
    found = tried(limits=TABLES["limits.csv"].replace("*,5", "*,9"))
    assert (found.differ, dict(found.fields), found.later, found.earlier) == (12, {"due": 12}, 12, 0)


def test_a_day_of_the_calendar_moves_the_deadlines_that_it_lies_in(tried: Try) -> None:
    found = tried(calendar_days="date,kind,name\n2026-11-21,holiday,周六\n2026-11-06,holiday,停水\n")
    assert set(found.fields) == {"due"}
    assert 0 < found.differ < 12
    assert {row.at.date() for row in found.examples} <= {date(2026, 11, day) for day in (3, 4, 5, 6)}


def test_a_classifier_moves_category_and_with_it_unit_approach_and_deadline(tried: Try) -> None:
    found = tried(classify=TABLES["classify.csv"].replace("路灯,S1", "路灯,E1"))
    assert (found.differ, found.fields["category"], found.fields["unit"]) == (12, 12, 12)
    assert found.flows["category", "toy/1/S1", "toy/1/E1"] == 12
    assert found.unclassified.before == found.unclassified.after == 6
    assert sum(pair.before for pair in found.loads["approach"].values()) == REPORTS


def test_a_rule_that_begins_one_day_holds_for_reports_from_that_day_on(tried: Try) -> None:
    dated = (
        "id,category,unit,valid_from,valid_to\ntoy-r0,S1,toy-desk,2026-11-10,\n"
        "toy-r1,S1,toy-garden,,2026-11-09\ntoy-r2,*,toy-roads,,\n"
    )
    moved: list[Replayed] = []
    tried(responsibility=dated, each=moved.append)
    assert moved
    assert min(row.at.date() for row in moved) == date(2026, 11, 10)


def test_a_plan_that_is_not_whole_says_why(tried: Try) -> None:
    with pytest.raises(AssemblyError) as caught:
        tried(responsibility=ROUTES.replace("toy-garden", "toy-nobody"))
    assert "CMS302" in {p.code for p in caught.value.problems}


def test_days_choose_the_reports_that_were_received_on_them(tried: Try) -> None:
    assert tried(first=NOW.date(), last=NOW.date()).cases == REPORTS
    assert tried(first=date(2026, 11, 17)).cases == 0
    assert tried(last=date(2026, 11, 15)).cases == 0


def test_what_is_recorded_is_compared_with_the_present_rules_too(
    city: City, tmp_path: Path, rows: Sequence[Discovered]
) -> None:
    changed = _write(tmp_path / "with", {"responsibility.csv": ROUTES.replace("S1,toy-garden", "S1,toy-desk")})
    with trial(rows, "test.toy", str(changed)) as other:
        later = City.open("test.toy", city.ledger, plugins=other.rows, clock=lambda: NOW)
        found = later.replay(other.rows)
    assert (found.differ, dict(found.since)) == (0, {"unit": 12, "": 12})


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batch=st.integers(1, REPORTS + 3))
def test_the_result_is_the_same_for_any_batch(batch: int, tried: Try) -> None:
    changed = {"classify": TABLES["classify.csv"].replace("路灯,S1", "路灯,E1")}
    assert tried(**changed, batch=batch) == tried(**changed)


GIVEN = {
    "external_id": "g1", "at": "2026-11-10 09:00", "text": "路灯不亮", "category": "E1", "grid": "x-01",
    "division": "东片区", "tags": "急;夜间", "measures": "面积=30cm2", "name": "李四", "phone": "13800000000",
}  # fmt: skip


class Older(SqlLedger):
    """A ledger whose first entries are of an earlier version, or are not all there."""

    how = ""

    @override
    def openings(self, streams: Sequence[str]) -> Mapping[str, Sequence[Entry]]:
        found = super().openings(streams)
        return {stream: self._older(entries) for stream, entries in found.items()}

    def _older(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        form = {**json.loads(entries[0].data), "v": 1}
        given = form.pop("given")
        if self.how == "older":
            return attrs.evolve(entries[0], data=json.dumps(form)), entries[1]
        if self.how == "newer":
            return attrs.evolve(entries[0], data=json.dumps({**form, "given": given, "v": 9})), entries[1]
        return entries[:1] if self.how == "short" else entries


@pytest.fixture(scope="module")
def one(rows: tuple[Discovered, ...]) -> Iterator[tuple[City, Older]]:
    """A city with one report in which the sender gave all there is, and whose person was erased."""
    ledger = Older.in_memory(b"k" * 32)
    with City.open("test.toy", ledger, plugins=rows, clock=lambda: NOW) as opened:
        case = opened.receive("jsonl", json.dumps(GIVEN).encode()).cases[0]
        assert (case.category, case.grid) == ("toy/1/E1", "x-01")
        opened.erase(case=case.id, by=Actor("clerk", ("privacy_officer",)), why="asked for")
        yield opened, ledger


def test_what_the_sender_gave_is_kept_and_a_person_who_was_erased_does_not_stand_in_the_way(
    one: tuple[City, Older], rows: Sequence[Discovered]
) -> None:
    city, ledger = one
    ledger.how = ""
    found = city.replay(rows)
    assert (found.cases, dict(found.since), found.problems) == (1, {}, ())
    case = next(iter(city.cases())).id
    entry = ledger.openings([case])[case][0]
    report, whole = CaseForms().report(entry)
    assert (report.grid, report.division, report.category, report.tags) == ("x-01", "东片区", "E1", ("急", "夜间"))
    assert ([m.said for m in report.measures], whole) == (["面积=30cm2"], True)
    assert "李四" not in entry.data


@pytest.mark.parametrize(
    ("how", "cases", "code"), [("older", 1, "CMS936"), ("newer", 0, "CMS935"), ("short", 0, "CMS935")]
)
def test_a_case_that_is_not_wholly_known_is_named(
    how: str, cases: int, code: str, one: tuple[City, Older], rows: Sequence[Discovered],
    speaks: Callable[[Problem], None],
) -> None:  # fmt: skip
    city, ledger = one
    ledger.how = how
    found = city.replay(rows)
    assert (found.cases, dict(found.since), [p.code for p in found.problems]) == (cases, {}, [code])
    speaks(found.problems[0])


CODE = """
from cmsdk.plugin import *

class Toy(TableCity):
    @hookimpl
    def cmsdk_routes(self, context):
        yield from super().cmsdk_routes(context)
        yield Route(id="toy-python", decide=decide)

def decide(cases):
    if any("3" in case.report.text for case in cases):
        raise ValueError("three")
    return [None for _ in cases]
"""


def test_python_that_fails_on_some_reports_is_named_and_asked_for_all_others(
    city: City, rows: Sequence[Discovered], tmp_path: Path
) -> None:
    root = _write(tmp_path / "toy_tried", {**TABLES, "responsibility.csv": ROUTES.replace("toy-r2,*,toy-roads", "")})
    (root / "__init__.py").write_text(CODE, encoding="utf-8")
    (root / "cmsdk.toml").write_text('name = "toy"\napi = "1.0"\nscope = "test.toy"\nplugin = "toy_tried:Toy"\n')
    one, three = (city.replay(root, plugins=rows, batch=batch) for batch in (1, 30))
    assert one == three
    assert [p.code for p in one.failed] == ["CMS601"]
    assert (one.differ, one.desk.after) == (12, 12)
