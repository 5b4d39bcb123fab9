"""A plan is what its rules say: the order of discovery never shows, and the fingerprint changes exactly with them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
import os
from pathlib import Path
import subprocess
import sys

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from cmsdk import City, discover
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import Discovered

Install = Callable[..., Path]
Rows = tuple[Discovered, ...]

LAYERS = {
    "country": ("test", "responsibility.csv", "id,category,unit\ncountry-a,*,toy-roads\ncountry-b,S1,toy-roads\n"),
    "annex-a": ("test.toy", "classify.csv", "id,words,category\nannex-a-lamp,路灯,S1\n"),
    "annex-b": ("test.toy", "classify.csv", "id,words,category\nannex-b-lamp,路灯,E1\n"),
}


def _fingerprint(rows: Iterable[Discovered]) -> str:
    return assemble(tuple(rows), "test.toy").fingerprint


@pytest.fixture
def layered(install: Install, toy: dict[str, str]) -> Rows:
    install(tables={**toy, "responsibility.csv": "id,category,unit\ntoy-a,S1,toy-garden\n"})
    for name, (scope, file, text) in LAYERS.items():
        install(name, scope=scope, tables={file: text})
    return discover(only=["toy", *LAYERS])


def _decisions(rows: Iterable[Discovered], payload: bytes, now: datetime) -> list[tuple[object, ...]]:
    with City.open("test.toy", plugins=tuple(rows), clock=lambda: now) as city:
        cases = city.receive("jsonl", payload).cases
        return [(c.report, c.category, c.unit, c.mode, c.trail, c.plan, c.due and c.due.limit) for c in cases]


def test_the_order_of_discovery_never_shows(layered: Rows, reports: Callable[[int], bytes], now: datetime) -> None:
    payload = reports(5)
    orders = [
        turned for n in range(len(layered)) for turned in (layered[n:] + layered[:n], layered[n::-1] + layered[n + 1 :])
    ]
    assert len({_fingerprint(rows) for rows in orders}) == 1
    first = _decisions(layered, payload, now)
    assert first[0][1:3] == ("toy/1/S1", "toy-garden")
    assert all(_decisions(rows, payload, now) == first for rows in orders)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(data=st.data())
def test_the_plan_is_ordered_by_band_then_scope_then_id_whatever_came_first(layered: Rows, data: st.DataObject) -> None:
    plan = assemble(tuple(data.draw(st.permutations(layered))), "test.toy")
    for ranked in (plan.routes, plan.classifiers, plan.limits):
        keys = [(r.item.band, -r.plugin.specificity, r.item.key) for r in ranked]
        assert keys == sorted(keys)
    assert [r.item.id for r in plan.routes] == ["toy-a", "country-a", "country-b"]
    assert [p.name for p in plan.plugins] == sorted(p.name for p in layered)


BASE: Mapping[str, str] = {
    "responsibility.csv": """
        id,category,unit,basis,valid_from
        toy-a,S1,toy-garden,通知,2026-01-01
        toy-b,E1,toy-roads,,
        """,
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
    "calendar-days.csv": "date,kind,name\n2026-10-01,holiday,国庆\n2026-10-10,workday,班\n",
    "workflow.toml": 'initial = "reported"\nends = ["struck_off"]\n[labels]\nreported = "上报"\n[[transition]]\n'
    'command = "strike_off"\nfrom = ["reported"]\nto = "struck_off"\nroles = ["clerk"]\n',
    "channels.toml": '[[channel]]\nid = "desk"\nformat = "json"\n[channel.map]\ntext = "内容"\nplace = "地点"\n',
    "divisions.csv": "code,name,level\nx-east,东片区,district\n",
    "grids.csv": "code,name,division,kind\nx-01,第一网格,x-east,unit\n",
    "grids.geojson": '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"x-01"},'
    '"geometry":{"type":"Polygon","coordinates":[[[108,34],[108.1,34],[108.1,34.1],[108,34]]]}}]}',
}
CHANGES = {
    "unit of a route": ("responsibility.csv", "toy-garden", "toy-desk"),
    "basis of a route": ("responsibility.csv", "通知", "通告"),
    "first day of a route": ("responsibility.csv", "2026-01-01", "2026-01-02"),
    "id of a route": ("responsibility.csv", "toy-b", "toy-c"),
    "a holiday": ("calendar-days.csv", "2026-10-01", "2026-10-02"),
    "a holiday that is worked": ("calendar-days.csv", "2026-10-01,holiday", "2026-10-01,workday"),
    "a shift": ("calendar.toml", "08:00-12:00", "08:30-12:00"),
    "the end of what a calendar knows": ("calendar.toml", "2026-12-31", "2027-12-31"),
    "a role": ("workflow.toml", "clerk", "officer"),
    "a label": ("workflow.toml", "上报", "报"),
    "a column of a channel": ("channels.toml", "地点", "地址"),
    "a corner of a grid": ("grids.geojson", "108.1,34.1", "108.1,34.2"),
    "name of the city": ("city.toml", "玩具市", "木偶市"),
}
SAME = {
    "rows in another place": ("responsibility.csv", "toy-a", "\n\n# a note\ntoy-a"),
    "columns in another order": (
        "divisions.csv",
        "code,name,level\nx-east,东片区,district",
        "level,code,name\ndistrict,x-east,东片区",
    ),
    "headers in Chinese": ("divisions.csv", "code,name,level", "代码,名称,级别"),
    "words in Chinese": ("grids.csv", "x-east,unit", "x-east,单元网格"),
    "a remark": ("calendar.toml", "[[calendar]]", "# a remark\n[[calendar]]"),
    "days in another order": (
        "calendar-days.csv",
        "2026-10-01,holiday,国庆\n2026-10-10,workday,班",
        "2026-10-10,workday,班\n2026-10-01,holiday,国庆",
    ),
}


@pytest.fixture
def whole(install: Install, toy: dict[str, str]) -> tuple[Rows, Path]:
    root = install(tables={**toy, **BASE})
    return discover(only=["toy"]), root / "tables"


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("change", CHANGES)
def test_the_fingerprint_changes_with_a_rule(change: str, whole: tuple[Rows, Path]) -> None:
    rows, tables = whole
    file, old, new = CHANGES[change]
    before = _fingerprint(rows)
    _replace(tables / file, old, new)
    after = _fingerprint(rows)
    assert after != before
    _replace(tables / file, new, old)
    assert _fingerprint(rows) == before


@pytest.mark.parametrize("change", SAME)
def test_the_fingerprint_stays_when_the_rules_say_the_same(change: str, whole: tuple[Rows, Path]) -> None:
    rows, tables = whole
    file, old, new = SAME[change]
    before = _fingerprint(rows)
    _replace(tables / file, old, new)
    assert _fingerprint(rows) == before


def test_the_fingerprint_changes_with_a_plugins_version_scope_and_presence(install: Install, layered: Rows) -> None:
    before = _fingerprint(layered)
    toy = next(row for row in layered if row.name == "toy")
    others = [row for row in layered if row.name != "toy"]
    newer = attrs.evolve(toy, version="1.0.1")
    annex = next(row for row in layered if row.name == "annex-a")
    assert annex.manifest
    wider = attrs.evolve(
        annex, manifest=attrs.evolve(annex.manifest, scope=attrs.evolve(annex.manifest.scope, text="*"))
    )
    prints = [
        before,
        _fingerprint([*others, newer]),
        _fingerprint([row for row in layered if row.name != "annex-a"]),
        _fingerprint([*(row for row in layered if row.name != "annex-a"), wider]),
    ]
    assert len(set(prints)) == len(prints)
    moved = attrs.evolve(toy, distribution="cmsdk-toy-renamed")
    assert _fingerprint([*others, moved]) == before


PROGRAM = """
import sys
from cmsdk import City
with City.open("610100") as city:
    print(city.plan.fingerprint)
    outcome = city.receive("station-desk", sys.stdin.buffer.read())
    for case in outcome.cases:
        print(case.category, case.unit, case.grid, [s.rule for s in case.trail])
"""


@pytest.mark.slow
def test_the_fingerprint_and_the_decisions_do_not_hang_on_the_seed_of_hashes() -> None:
    pytest.importorskip("cmsdk_xian")
    from importlib.resources import files

    sample = (files("cmsdk_xian") / "samples" / "station-desk.json").read_bytes()
    outputs = {
        subprocess.run(  # noqa: S603  our own interpreter and program
            [sys.executable, "-c", PROGRAM],
            input=sample, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "4242")
    }  # fmt: skip
    assert len(outputs) == 1
    assert outputs.pop().count(b"\n") > 10
