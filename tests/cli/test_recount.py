"""``city check --ledger`` shows which open deadlines move, ``cases recount`` puts them in force; lights in lists."""

from pathlib import Path
import shutil

import pytest

from .conftest import TOY, Run, invoke

CALENDAR = """
[[calendar]]
id = "toy-days"
version = "2026.1"
time_zone = "Asia/Shanghai"
days = "calendar-days"
shifts = ["08:00-12:00", "14:00-18:00"]
known_from = 2026-01-01
known_until = 2026-12-31
"""
LIMITS = "id,stage,amount,unit,calendar\ntoy-l,handle,2,work_day,toy-days\ntoy-a,accept,15,minute,\n"
HEAD = "date,kind,calendar\n2026-10-01,holiday,\n"


class Town:
    """The toy city with a calendar that ends with 2026, and the commands on it."""

    def __init__(self, folder: Path, ledger: str) -> None:
        self.folder, self.ledger = folder, ledger
        shutil.copytree(TOY, folder)
        self.write("calendar.toml", CALENDAR)
        self.write("limits.csv", LIMITS)
        self.write("calendar-days.csv", HEAD)

    def write(self, name: str, text: str) -> None:
        (self.folder / "tables" / name).write_text(text, encoding="utf-8")

    def publish_2027(self) -> None:
        self.write("calendar-days.csv", HEAD + "2027-01-01,holiday,toy-days\n")

    def run(self, *args: object) -> Run:
        return invoke(*args, "--plugins", self.folder, "--ledger", self.ledger)


@pytest.fixture
def town(tmp_path: Path, ledger: str) -> Town:
    made = Town(tmp_path / "toy", ledger)
    (tmp_path / "desk.jsonl").write_bytes(b'{"external_id": "1", "text": "a lamp is dark", "at": "2026-12-31 09:00"}\n')
    run = made.run(
        "receive", "jsonl", tmp_path / "desk.jsonl", "--city", "test.toy", "--json", "--at", "2026-12-31 09:10"
    )
    assert run.form["data"]["cases"] == 1, run.out
    return made


def test_a_check_without_new_days_finds_nothing_to_move(town: Town) -> None:
    run = town.run("city", "check", "test.toy", "--json")
    assert (run.code, run.form["data"]["moved"]) == (0, [])
    assert "moved" not in invoke("city", "check", "test.toy", "--plugins", town.folder, "--json").form["data"]


def test_a_check_with_the_next_year_lists_what_moves_old_and_new(town: Town) -> None:
    town.publish_2027()
    run = town.run("city", "check", "test.toy", "--json")
    assert (run.code, run.codes) == (1, ["CMS915"])
    (row,) = run.form["data"]["moved"]
    assert (row["old"]["at"], row["new"]["at"]) == ("2027-01-04T09:00:00+08:00", "2027-01-05T09:00:00+08:00")
    assert (row["old"]["calendar_version"], row["new"]["calendar_version"]) == ("2026.1", "2026.1+2027")
    assert (row["old"]["provisional"], row["new"]["provisional"], row["becomes_firm"]) == (True, False, True)
    shown = town.run("city", "check", "test.toy")
    assert "toy-days: 2026.1 → 2026.1+2027" in shown.out
    assert "1 open deadline(s) move; 1 of them become firm." in shown.out


def test_a_ledger_that_is_not_there_is_named(town: Town, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/none.db"
    run = invoke("city", "check", "test.toy", "--plugins", town.folder, "--ledger", url, "--json")
    assert (run.code, run.codes) == (2, ["CMS903"])


def test_a_dry_run_lists_and_writes_nothing_and_a_recount_writes_once(town: Town) -> None:
    town.publish_2027()
    dry = town.run("cases", "recount", "--dry-run", "--json")
    assert (dry.code, dry.form["data"]["written"], len(dry.form["data"]["moved"])) == (1, False, 1)
    at = ("--at", "2027-01-04 08:00")
    real = town.run("cases", "recount", "--by", "ann:clerk", "--json", *at)
    assert (real.code, real.form["data"]["written"], len(real.form["data"]["moved"])) == (0, True, 1)
    again = town.run("cases", "recount", "--by", "ann:clerk", *at)
    assert (again.code, "No open deadline moves." in again.out) == (0, True)
    shown = town.run("cases", "explain", real.form["data"]["moved"][0]["id"])
    assert "recounted" in shown.out
    assert town.run("city", "check", "test.toy", "--json").form["data"]["moved"] == []


def test_a_recount_asks_who_does_it(town: Town) -> None:
    run = town.run("cases", "recount", "--json")
    assert (run.code, run.codes) == (2, ["CMS913"])


def test_a_recount_before_the_last_entry_says_why_nothing_was_written(town: Town) -> None:
    town.publish_2027()
    run = town.run("cases", "recount", "--by", "ann:clerk", "--json", "--at", "2026-12-31 09:05")
    assert (run.code, run.codes) == (2, ["CMS705"])
    assert run.form["data"]["moved"] == []


def test_a_case_is_shown_with_its_stage_clocks_and_lists_with_their_lights(town: Town) -> None:
    (case,) = town.run("cases", "list", "--json", "--at", "2026-12-31 09:16").form["data"]["cases"]
    assert case["light"] == "green"
    shown = town.run("cases", "show", case["id"], "--at", "2026-12-31 09:13")
    assert "accept · yellow · 2026-12-31 09:00 → 2026-12-31 09:15 · 15 minutes · running" in shown.out
    clocks = town.run("cases", "show", case["id"], "--json", "--at", "2026-12-31 09:13").form["data"]["clocks"]
    assert [(clock["stage"], clock["light"]) for clock in clocks] == [("accept", "yellow"), ("handle", "green")]
    assert "accept · yellow" in town.run("cases", "explain", case["id"], "--at", "2026-12-31 09:13").out
    red = town.run("cases", "list", "--light", "red", "--json", "--at", "2027-01-09 12:00").form["data"]["cases"]
    assert [found["id"] for found in red] == [case["id"]]
    assert "red" in town.run("cases", "list", "--at", "2027-01-09 12:00").out
    none = town.run("cases", "list", "--light", "yellow", "--json", "--at", "2027-01-09 12:00")
    assert none.form["data"]["cases"] == []
