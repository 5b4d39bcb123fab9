"""Ten reports sent to five cities: each decides by its own rows, and together they decide as each does alone."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
import csv
from datetime import datetime, timedelta, timezone
import io
import json
from pathlib import Path

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from cmsdk import Case, City, discover
from cmsdk.ledger.open import open_ledger
from cmsdk.model.decisions import Stage

FIVE = Path(__file__).parent / "five"
NOW = datetime(2026, 11, 18, 9, 0, tzinfo=timezone(timedelta(hours=8)))


@attrs.frozen
class Hotline:
    """How the 12345 hotline of a city hands reports in: its channel, its column of places, and a place there."""

    plugins: tuple[str, ...]
    channel: str
    column: str
    place: str
    json: bool = False

    def payload(self, rows: Sequence[Mapping[str, str]]) -> bytes:
        orders = [
            {"工单编号": r["no"], "来电时间": r["at"], "来电人": "居民甲", "联系电话": "13900000099",
             "诉求内容": r["text"], self.column: self.place}
            for r in rows
        ]  # fmt: skip
        if self.json:
            return json.dumps({"orders": orders}, ensure_ascii=False).encode()
        out = io.StringIO()
        writer = csv.DictWriter(out, list(orders[0]))
        writer.writeheader()
        writer.writerows(orders)
        return out.getvalue().encode()


CITIES = {
    "320700": Hotline(("cn", "lianyungang"), "lyg-12345", "所属街道", "新浦街道"),
    "370200": Hotline(("cn", "qingdao"), "qingdao-12345", "所属区域", "香港中路街道"),
    "370283": Hotline(("cn", "qingdao", "pingdu"), "pingdu-12345", "所属街道", "凤台街道", json=True),
    "370481": Hotline(("cn", "tengzhou"), "tengzhou-12345", "街道", "荆河街道"),
    "610100": Hotline(("cn", "xian"), "hotline-12345", "所属区域", "幸福里社区"),
}


def _rows(name: str) -> list[dict[str, str]]:
    with (FIVE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


REPORTS = _rows("reports.csv")
ANSWERS = {(row["no"], row["city"]): row for row in _rows("answers.csv")}
pytestmark = pytest.mark.skipif(
    not {name for hotline in CITIES.values() for name in hotline.plugins} <= {row.name for row in discover()},
    reason="the five cities are not installed",
)


def _received(city: City, rows: Sequence[Mapping[str, str]]) -> list[Case]:
    hotline = CITIES[city.id]
    outcome = city.receive(hotline.channel, hotline.payload(rows), now=NOW)
    assert len(outcome.cases) == len(rows), [q.problems for q in outcome.quarantined]
    return list(outcome.cases)


def _decided(case: Case) -> Case:
    """The case without what hangs on the order of arrival: its own id, and the key of who reported it."""
    assert case.person
    return attrs.evolve(case, id="", person="")


def _source(case: Case, stage: Stage) -> tuple[str, str]:
    """The row that decided a stage, and its plugin."""
    return next((s.rule, s.plugin) for s in reversed(case.trail) if s.stage is stage and s.answer)


@pytest.fixture(scope="module")
def alone() -> dict[str, dict[str, Case]]:
    """What each city decides where nothing but its own plugins is there."""
    decided = {}
    for code, hotline in CITIES.items():
        with City.open(code, plugins=discover(only=hotline.plugins)) as city:
            decided[code] = {case.report: _decided(case) for case in _received(city, REPORTS)}
    return decided


@pytest.fixture(scope="module")
def together() -> Iterator[dict[str, City]]:
    """All five in one process, each found among all plugins that are installed."""
    cities = {code: City.open(code) for code in CITIES}
    yield cities
    for city in cities.values():
        city.close()


def test_each_city_answers_by_its_own_rows(alone: dict[str, dict[str, Case]]) -> None:
    found = {(no, city): _answer(no, city, case) for city, cases in alone.items() for no, case in cases.items()}
    assert {key: answer for key, answer in found.items() if answer != ANSWERS[key]} == {}
    assert len(found) == len(ANSWERS) == len(REPORTS) * len(CITIES)


def _answer(no: str, city: str, case: Case) -> dict[str, str]:
    assert case.due is not None
    return {
        "no": no, "city": city, "category": case.category.removeprefix("gbt30428.2/2013/"),
        "approach": str(case.approach), "mode": str(case.mode), "unit": case.unit,
        "classified_by": _source(case, Stage.CLASSIFY)[0], "routed_by": _source(case, Stage.ROUTE)[0],
        "limited_by": _source(case, Stage.DUE)[0], "due": f"{case.due.at:%Y-%m-%d %H:%M}",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("column", "numbers"),
    [
        ("unit", {f"T{n:02}" for n in range(1, 11)}),
        ("category", {"T07", "T08"}),
        ("mode", {"T01", "T03", "T06", "T07", "T08", "T09"}),
        ("approach", {"T02", "T04", "T05"}),
        ("due", {"T02", "T07", "T08"}),
    ],
)
def test_the_cities_differ_where_their_documents_do(
    alone: dict[str, dict[str, Case]], column: str, numbers: set[str]
) -> None:
    given = defaultdict(set)
    for cases in alone.values():
        for no, case in cases.items():
            given[no].add(case.due.at if column == "due" and case.due else getattr(case, column))
    assert {no for no, values in given.items() if len(values) > 1} == numbers


def test_the_workflows_differ_where_the_documents_do(together: dict[str, City]) -> None:
    """Tengzhou reviews what is filed; Xi'an strikes off at the station; Pingdu waits for the repair."""
    flows = {code: city.plan.workflow for code, city in together.items()}
    assert {code: flow.id for code, flow in flows.items()} == {
        "320700": "cn-workflow", "370200": "cn-workflow", "370283": "pingdu-workflow", "370481": "tengzhou-workflow",
        "610100": "xian-workflow",
    }  # fmt: skip
    first = {
        code: sorted({row.command for row in flow.transitions if flow.initial in row.sources})
        for code, flow in flows.items()
    }
    assert {code for code, commands in first.items() if "accept" in commands} == {*CITIES} - {"370481"}
    assert {code for code, flow in flows.items() if any(t.command == "review" for t in flow.transitions)} == {"370481"}
    assert len({tuple(f"{t.command} {t.sources} {t.to}" for t in flow.transitions) for flow in flows.values()}) >= 3


def test_every_decision_names_its_row_and_plugin(together: dict[str, City]) -> None:
    for code, city in together.items():
        fresh = _on_an_empty_ledger(city)
        for number, case in enumerate(_received(fresh, REPORTS)):
            told = str(fresh.explain(case.id, ("zh", "en")[number % 2], now=NOW))
            rows = [_source(case, stage) for stage in (Stage.CLASSIFY, Stage.ROUTE, Stage.DUE)]
            assert all(f"{rule} ({plugin})" in told for rule, plugin in rows)
            assert {plugin for _, plugin in rows} <= {*CITIES[code].plugins, "builtin"}
            assert rows[1][1] in CITIES[code].plugins[1:], "who answers for it stands in the city's own table"


def _on_an_empty_ledger(city: City) -> City:
    return City(city.plan, open_ledger("memory://"), city.clock, city.ids)


@given(data=st.data())
@settings(max_examples=6, deadline=None)
def test_batches_of_five_cities_in_any_order_decide_as_each_city_alone(
    alone: dict[str, dict[str, Case]], together: dict[str, City], data: st.DataObject
) -> None:
    turns = []
    for code in CITIES:
        rows = data.draw(st.permutations(REPORTS))
        cut = data.draw(st.integers(1, len(rows) - 1))
        turns += [(code, rows[:cut]), (code, rows[cut:])]
    fresh = {code: _on_an_empty_ledger(city) for code, city in together.items()}
    found: dict[str, dict[str, Case]] = defaultdict(dict)
    for code, rows in data.draw(st.permutations(turns)):
        found[code] |= {case.report: _decided(case) for case in _received(fresh[code], rows)}
    assert found == alone


def test_five_cities_in_threads_decide_as_each_city_alone(
    alone: dict[str, dict[str, Case]], together: dict[str, City]
) -> None:
    fresh = {code: _on_an_empty_ledger(city) for code, city in together.items()}
    jobs = [(code, [row]) for row in REPORTS for code in CITIES]
    found: dict[str, dict[str, Case]] = defaultdict(dict)
    with ThreadPoolExecutor(10) as pool:
        made = pool.map(lambda job: (job[0], _received(fresh[job[0]], job[1])), jobs)
        for code, (case,) in made:
            found[code][case.report] = _decided(case)
    assert found == alone


def test_a_city_without_its_rows_would_decide_otherwise(alone: dict[str, dict[str, Case]], tmp_path: Path) -> None:
    """The comparison is worth something: one row less in one table, and that city alone is another."""
    table = tmp_path / "tables" / "classify.csv"
    table.parent.mkdir()
    plugins = {row.name: row for row in discover(only=["cn", "tengzhou"])}
    text = (plugins["tengzhou"].root / "tables" / "classify.csv").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("tengzhou-cls-001,")]
    table.write_text("\n".join(kept), encoding="utf-8")
    changed = discover(only=["cn", "tengzhou"], resources={"tengzhou": tmp_path})
    with City.open("370481", plugins=changed) as city:
        found = {case.report: case for case in _received(city, REPORTS)}
    differing = {no for no, case in found.items() if case.category != alone["370481"][no].category}
    assert differing == {"T08"}
