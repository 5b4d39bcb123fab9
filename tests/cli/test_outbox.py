"""``cmsdk outbox``: what waits is sent, listed, and sent anew once it was given up."""

from collections.abc import Callable
import json
from pathlib import Path
import shutil

import pytest

from .conftest import TOY, Run, invoke

ROWS = """id,audience,command,channel,language,template
toy-a-zh,reporter,reported,file,zh,编号{case}
toy-a-en,reporter,reported,file,en,Number {case}
"""
AT = ("--at", "2026-11-03 09:00")
Told = Callable[..., Run]


@pytest.fixture
def told(tmp_path: Path, ledger: str) -> Told:
    """Runs a command on the toy city, which tells reporters that their report is received."""
    folder = shutil.copytree(TOY, tmp_path / "toy")
    (folder / "tables" / "notices.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "told").mkdir()

    def run(*args: object, folder_of_notices: Path | None = tmp_path / "told") -> Run:
        env = {"CMSDK_NOTICES": str(folder_of_notices) if folder_of_notices else None}
        return invoke(*args, "--plugins", folder, "--ledger", ledger, env=env)

    reports = [{"external_id": f"r{n}", "text": "路灯不亮", "phone": f"1380000000{n}"} for n in range(3)]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, reports)), encoding="utf-8")
    assert run("receive", "jsonl", tmp_path / "in.jsonl", "--city", "test.toy", *AT).code == 0
    return run


def test_what_waits_is_sent_once(told: Told, tmp_path: Path) -> None:
    first = told("outbox", "send", "--limit", 2, *AT, "--json")
    assert (first.code, first.form["data"]) == (0, {"sent": 2, "again": 0, "dead": 0})
    assert "Sent 1, to be tried again 0, given up 0." in told("outbox", "send", *AT).out
    assert "Nothing is due." in told("outbox", "send", *AT).out
    lines = (tmp_path / "told" / "notices-2026-11-03.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["phone"] for line in lines] == ["13800000000", "13800000001", "13800000002"]


def test_a_list_shows_states_and_words_and_no_phone(told: Told) -> None:
    told("outbox", "send", "--limit", 1, *AT)
    shown = told("outbox", "list", *AT).out
    assert "sent" in shown
    assert "waiting" in shown
    assert "Number " in shown
    assert "1380000000" not in told("outbox", "list", *AT, "--json").out
    waiting = told("outbox", "list", "--state", "waiting", "--limit", 1, "--json", *AT).form["data"]
    assert (len(waiting["notices"]), waiting["next"]) == (1, waiting["notices"][0]["id"])
    rest = told("outbox", "list", "--state", "waiting", "--after", waiting["next"], "--json", *AT).form["data"]
    assert (len(rest["notices"]), rest["next"]) == (1, None)
    assert "No such notices." in told("outbox", "list", "--channel", "nix", *AT).out
    assert f"--after {waiting['next']}" in told("outbox", "list", "--state", "waiting", "--limit", 1, *AT).out
    assert "等待" in told("outbox", "list", *AT, "--lang", "zh").out


def test_what_cannot_be_sent_is_told_and_can_be_asked_for_again(told: Told) -> None:
    run = told("outbox", "send", *AT, "--json", folder_of_notices=None)
    assert (run.code, run.codes, run.form["data"]["again"]) == (1, ["CMS870"], 3)
    assert "attempt 1 of 8" in told("outbox", "list", *AT).out
    assert "Nothing is due; the next at 2026-11-03 09:01." in told("outbox", "send", *AT).out
    assert "下一条在 2026-11-03 09:01" in told("outbox", "send", *AT, "--lang", "zh").out
    at = ("--at", "2026-11-04 09:00")
    for _ in range(7):
        run = told("outbox", "send", *at, "--json", folder_of_notices=None)
        at = ("--at", f"2026-11-{int(at[1][8:10]) + 1:02} 09:00")
    assert run.form["data"]["dead"] == 3
    dead = told("outbox", "list", "--state", "dead", "--json").form["data"]["notices"]
    assert [one["error"]["code"] for one in dead] == ["CMS866"] * 3
    again = told("outbox", "retry", dead[0]["id"], *at)
    assert (again.code, dead[0]["id"] in again.out) == (0, True)
    assert told("outbox", "send", *at, "--json").form["data"] == {"sent": 1, "again": 0, "dead": 0}


def test_only_a_dead_letter_can_be_asked_for_again(told: Told) -> None:
    run = told("outbox", "retry", "nix", "--json")
    assert (run.code, run.codes) == (2, ["CMS868"])
