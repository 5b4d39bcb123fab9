from pathlib import Path
import shutil
import time

import pytest

from cmsdk.cli.script import FILE, find_script
from cmsdk.model.errors import RejectedInput
from cmsdk.registry.discovery import discover, from_folder

from .conftest import TOY, invoke


def test_a_demo_shows_all_that_happened_and_leaves_a_page_and_a_ledger(tmp_path: Path) -> None:
    run = invoke("demo", "--to", tmp_path, "--plugins", TOY)
    assert (run.code, run.err) == (0, "")
    for shown in (
        "Toytown (test.toy)", "Row 4 · T-3", "CMS508", "accept → file → close ✗ → handle", "CMS702", "Street light",
        "service", "toy-c-1", str(tmp_path / "problem-ledger.html"), str(tmp_path / "ledger.db"),
    ):  # fmt: skip
        assert shown in run.out
    assert "T-1" not in (tmp_path / "problem-ledger.html").read_text(encoding="utf-8")
    listed = invoke("cases", "list", "--plugins", TOY, "--ledger", f"sqlite:///{tmp_path / 'ledger.db'}", "--json")
    assert [case["state"] for case in listed.form["data"]["cases"]] == ["handled", "reported", "declined"]


def test_a_demo_speaks_chinese(tmp_path: Path) -> None:
    run = invoke("demo", "--to", tmp_path, "--plugins", TOY, env={"LANG": "zh_CN.UTF-8"})
    assert run.code == 0
    assert "玩具市" in run.out
    assert "台账" in (tmp_path / "problem-ledger.html").read_text(encoding="utf-8")


def test_a_demo_for_machines_counts_exactly(tmp_path: Path) -> None:
    data = invoke("demo", "--to", tmp_path, "--plugins", TOY, "--json").form["data"]
    assert (
        data["deliveries"][0] | {"received": 5, "cases": 3, "duplicates": 1, "quarantined": 1} == data["deliveries"][0]
    )
    assert [q["key"] for q in data["quarantined"]] == ["T-3"]
    assert [work["state"] for work in data["work"]] == ["handled", "declined"]
    refused = [step["refusal"]["code"] for step in data["work"][0]["steps"] if step["refusal"]]
    assert refused == ["CMS702"]
    assert sum(share["count"] for share in data["mix"]) == data["figures"]["total"] == 3
    assert {name: data["mix_test"][name] for name in ("total", "test", "on_the_spot")} == {
        "total": 3,
        "test": "exact",
        "on_the_spot": 0,
    }


def test_a_second_demo_replaces_the_first(tmp_path: Path) -> None:
    for _ in range(2):
        data = invoke("demo", "--to", tmp_path, "--plugins", TOY, "--json").form["data"]
        assert data["figures"]["total"] == 3


def test_a_ledger_that_is_no_demos_is_never_removed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    real = tmp_path / "real.json"
    real.write_text('{"rows": [{"no": "R-1", "text": "a lamp"}]}', encoding="utf-8")
    assert invoke("receive", "desk", real, "--city", "test.toy", "--plugins", TOY, "--ledger", url).code == 0
    run = invoke("demo", "--to", tmp_path, "--plugins", TOY, "--json")
    assert (run.code, run.codes) == (2, ["CMS905"])
    left = invoke("cases", "list", "--plugins", TOY, "--ledger", url, "--json").form["data"]["cases"]
    assert [case["report"] for case in left] == ["R-1"]


def test_a_refusal_that_the_script_does_not_foresee_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "toy"
    shutil.copytree(TOY, folder)
    script = folder / FILE
    script.write_text(script.read_text(encoding="utf-8").replace(", refused = true", ""), encoding="utf-8")
    run = invoke("demo", "--to", tmp_path / "out", "--plugins", folder, "--json")
    assert (run.code, run.codes) == (1, ["CMS702"])


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("CMS411", 'city = "test.toy"', "city ="),
        ("CMS412", 'report = "toy-ledger"', ""),
        ("CMS412", 'at = "09:00"', 'at = "25:00"'),
        ("CMS701", 'starts = "Who lost"', 'starts = "Who found"'),
        ("CMS903", 'file = "desk.json"', 'file = "nix.json"'),
        ("CMS911", 'by = "toy-p-clerk", do = "decline"', 'by = "nix", do = "decline"'),
    ],
)
def test_each_mistake_of_a_script_has_its_code(tmp_path: Path, code: str, old: str, new: str) -> None:
    folder = tmp_path / "toy"
    shutil.copytree(TOY, folder)
    script = folder / FILE
    text = script.read_text(encoding="utf-8")
    assert old in text
    script.write_text(text.replace(old, new), encoding="utf-8")
    run = invoke("demo", "--to", tmp_path / "out", "--plugins", folder, "--json")
    assert run.code == 2
    assert run.codes[0] == code


def test_without_samples_there_is_no_demo(tmp_path: Path) -> None:
    run = invoke("demo", "--to", tmp_path, "--city", "test.nowhere", "--plugins", TOY, "--json")
    assert (run.code, run.codes) == (2, ["CMS917"])
    (told,) = run.form["problems"]
    assert '"test.nowhere". Cities that have one: test.toy.' in told["what"]
    run = invoke("demo", "--to", tmp_path, "--city", "test.nowhere", "--plugins", TOY, "--lang", "zh")
    assert "有演示的城市：test.toy" in run.err


def test_where_no_city_is_named_the_demo_that_is_marked_as_first_is_shown(tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(TOY, other)
    script = other / FILE
    text = script.read_text(encoding="utf-8").replace("test.toy", "test.other")
    script.write_text(text, encoding="utf-8")
    rows = [from_folder(TOY), from_folder(other)]
    with pytest.raises(RejectedInput) as several:
        find_script(rows, "")
    assert [p.code for p in several.value.problems] == ["CMS806"]
    script.write_text("first = true\n" + text, encoding="utf-8")
    assert find_script(rows, "")[1].city == "test.other"
    assert find_script(rows, "test.toy")[1].city == "test.toy", "whoever names a city gets it"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    run = invoke("demo", "--to", tmp_path / "file", "--plugins", TOY, "--json")
    assert (run.code, run.codes) == (2, ["CMS905"])


INSTALLED = sorted(row.name for row in discover() if row.manifest is not None and (row.root / FILE).is_file())


@pytest.mark.skipif(not INSTALLED, reason="no plugin with samples is installed")
@pytest.mark.parametrize("name", INSTALLED)
def test_the_demo_of_an_installed_city_runs_as_scripted_within_30_seconds(tmp_path: Path, name: str) -> None:
    row, script = find_script([r for r in discover() if r.name == name], "")
    began = time.monotonic()
    run = invoke("demo", "--city", script.city, "--to", tmp_path, "--json", env={"CMSDK_PLUGINS": None})
    assert time.monotonic() - began < 30
    assert (run.code, run.form["problems"]) == (0, [])
    data = run.form["data"]
    for delivery in data["deliveries"]:
        assert delivery["received"] == delivery["cases"] + delivery["duplicates"] + delivery["quarantined"]
    assert {d["file"] for d in data["deliveries"]} <= {file.name for file in (row.root / "samples").iterdir()}
    assert len(data["work"]) >= (15 if script.first else 5)
    done = {step["command"] for work in data["work"] for step in work["steps"] if step["refusal"] is None}
    assert {"handle", "dispatch", "feed_back"} | ({"return", "visit", "strike_off"} if script.first else set()) <= done
