"""The desk at the shell: cases by deadline, word and place; overdue and counts; the index of words."""

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import TOY, Run, invoke


@pytest.fixture
def run(tmp_path: Path, ledger: str) -> Callable[..., Run]:
    """Runs commands on the toy city with four cases in it."""
    rows = [
        f'{{"external_id": "{n}", "text": "{text}", "at": "2026-12-01 09:0{n}", "lon": 108.94, "lat": 34.26{n},'
        ' "crs": "wgs84"}'
        for n, text in enumerate(("油烟扰民", "路灯不亮", "油烟很大", "占道经营"))
    ]
    (tmp_path / "desk.jsonl").write_text("\n".join(rows), encoding="utf-8")

    def invoked(*args: object) -> Run:
        return invoke(*args, "--plugins", TOY, "--ledger", ledger, "--json", "--at", "2026-12-01 09:30")

    assert invoked("receive", "jsonl", tmp_path / "desk.jsonl", "--city", "test.toy").code in {0, 1}
    return invoked


def _texts(got: Run) -> list[str]:
    assert got.code == 0, got.out
    return [case["text"] for case in got.form["data"]["cases"]]


def test_cases_are_listed_by_word_place_and_newest(run: Callable[..., Run]):
    assert _texts(run("cases", "list", "--text", "油烟")) == ["油烟很大", "油烟扰民"]
    assert _texts(run("cases", "list", "--near", "108.94,34.2601", "--metres", "60")) == ["油烟扰民"]
    assert _texts(run("cases", "list", "--officer", "ann")) == []
    first = run("cases", "list", "--newest", "--limit", 3)
    assert _texts(first) == ["占道经营", "油烟很大", "路灯不亮"]
    key = first.form["data"]["next"]
    assert _texts(run("cases", "list", "--newest", "--limit", 3, "--after", key)) == ["油烟扰民"]


def test_from_a_row_one_gets_to_the_cases_it_decided(run: Callable[..., Run]):
    trails = {
        case["text"]: {step["rule"] for step in run("cases", "explain", case["id"]).form["data"]["trail"]}
        for case in run("cases", "list").form["data"]["cases"]
    }
    for rule in set().union(*trails.values()):
        assert set(_texts(run("cases", "list", "--rule", rule))) == {t for t, used in trails.items() if rule in used}
    assert len({len(used) for used in trails.values()} | {frozenset(used) for used in trails.values()}) > 1
    assert _texts(run("cases", "list", "--rule", "no-such-row")) == []


@pytest.mark.parametrize("span", ["4h", "240 min", "4 小时", "1d", "1天"])
def test_cases_are_listed_by_deadline(run: Callable[..., Run], span: str):
    everything = run("cases", "list").form["data"]["cases"]
    due = sorted(case["due"]["at"] for case in everything if case["due"])
    got = run("cases", "list", "--due-within", span, "--overdue")
    assert got.code == 0, got.out
    assert [case["due"]["at"] for case in got.form["data"]["cases"]] == [at for at in due if at < _end(span)]


def _end(span: str) -> str:
    return "2026-12-02T09:30:00+08:00" if span[0] == "1" else "2026-12-01T13:30:00+08:00"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--due-within", "soon"), "CMS877"),
        (("--text", "油烟", "--state", "reported"), "CMS878"),
        (("--newest", "--light", "red"), "CMS878"),
        (("--overdue", "--rule", "toy-r-1"), "CMS878"),
        (("--newest", "--limit", "2000"), "CMS876"),
        (("--near", "here"), "CMS524"),
    ],
)
def test_what_cannot_be_listed_is_said(run: Callable[..., Run], options: tuple[str, ...], code: str):
    got = run("cases", "list", *options)
    assert (got.code, got.codes) == (2, [code])


def test_counts_and_overdue_are_told(run: Callable[..., Run]):
    got = run("cases", "counts", "--by", "unit").form["data"]
    assert (got["total"], got["open"], sum(row["cases"] for row in got["rows"])) == (4, 4, 4)
    late = run("cases", "overdue").form["data"]
    assert late["overdue"] == sum(row["overdue"] for row in late["units"])


def test_the_index_is_brought_up_to_date_once(run: Callable[..., Run]):
    assert run("ledger", "index").form["data"] == {"indexed": 4}
    assert run("ledger", "index").form["data"] == {"indexed": 0}
    assert _texts(run("cases", "list", "--text", "油烟")) == ["油烟很大", "油烟扰民"]


def test_people_see_tables(run: Callable[..., Run], ledger: str):
    shared = ("--plugins", TOY, "--ledger", ledger, "--at", "2027-03-01 09:30", "--lang", "zh")
    assert "共 4 件，其中未办结 4 件。" in invoke("cases", "counts", *shared).out
    assert "件超期。" in invoke("cases", "overdue", *shared).out
    assert "已把 4 件案件的文字登入检索索引。" in invoke("ledger", "index", *shared).out
