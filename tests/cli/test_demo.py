from pathlib import Path
import shutil

import pytest

from cmsdk.cli.script import FILE, read_script, with_samples, work_tables
from cmsdk.registry.discovery import discover

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
    _edit(folder / FILE, ", refused = true", "")
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
        ("CMS919", 'values = { number = "No. 7" }', ""),
        ("CMS922", '["toy-opinions"]', '["toy-opinion"]'),
    ],
)
def test_each_mistake_of_a_script_has_its_code(tmp_path: Path, code: str, old: str, new: str) -> None:
    folder = tmp_path / "toy"
    shutil.copytree(TOY, folder)
    _edit(folder / FILE, old, new)
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


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A second city with samples, which is marked as first."""
    folder = tmp_path / "other"
    shutil.copytree(TOY, folder)
    for file, old, new in (
        ("cmsdk.toml", '"toy"', '"other"'), ("cmsdk.toml", "test.toy", "test.other"), (FILE, "test.toy", "test.other"),
        (FILE, "[tour]", "first = true\n\n[tour]"), ("tables/city.toml", "Toytown", "Othertown"),
    ):  # fmt: skip
        told = (folder / file).read_text(encoding="utf-8")
        assert old in told
        (folder / file).write_text(told.replace(old, new), encoding="utf-8")
    return folder


def test_a_tour_shows_every_city_in_short_then_the_one_that_is_marked_as_first_in_full(
    tmp_path: Path, other: Path
) -> None:
    to = tmp_path / "out"
    run = invoke("demo", "--to", to, "--plugins", TOY, "--plugins", other)
    assert (run.code, run.err) == (0, "")
    short, full = run.out.split("Othertown (test.other) · plan ")
    assert short.index("Othertown (test.other) · A box for opinions") < short.index("Toytown (test.toy) · A box")
    for said in (
        "5 item(s) in 1 file(s): 3 became cases, 1 came twice, 1 stand in quarantine",
        "2 case(s), and 2 table(s) of community work: 3 row(s) carried out, 0 not",
        "dark → Street light → 路灯所 → at once → 2026-11-17 09:00",
        "toy-r-1 (toy) · toy matrix", "Opinions: 2", str(to / "test.toy" / "problem-ledger.html"),
        str(to / "test.toy" / "toy-letter.html"),
    ):  # fmt: skip
        assert said in short
    assert "1. What came in" in full
    assert {"ledger.db", "problem-ledger.html", "test.toy", "toy-letter.html"} <= {file.name for file in to.iterdir()}
    told = invoke("demo", "--to", to, "--plugins", TOY, "--plugins", other, env={"LANG": "zh_CN.UTF-8"})
    assert "玩具市（test.toy） · 玩具市的意见箱" in told.out


def test_a_tour_for_machines(tmp_path: Path, other: Path) -> None:
    run = invoke("demo", "--to", tmp_path / "out", "--plugins", TOY, "--plugins", other, "--json")
    data = run.form["data"]
    assert [stop["city"] for stop in data["tour"]] == ["test.other", "test.toy"]
    assert (data["city"], data["figures"]["total"]) == ("test.other", 3)
    toy = data["tour"][1]
    assert toy["tables"] == {"tables": 2, "done": 3, "repeats": 0, "refused": 0}
    assert [(one["id"], one["text"]) for one in toy["indicators"]] == [("toy-opinions", "2")]
    decided = {name: toy["decision"][name] for name in ("report", "category", "unit", "rule", "plugin", "basis")}
    assert decided == {
        "report": "T-1", "category": "toy/1/S1", "unit": "toy-lamps", "rule": "toy-r-1", "plugin": "toy",
        "basis": "toy matrix",
    }  # fmt: skip


def test_a_city_that_cannot_be_shown_does_not_end_the_tour(tmp_path: Path, other: Path) -> None:
    _edit(other / FILE, 'report = "toy-ledger"', 'report = "nix"')
    run = invoke("demo", "--to", tmp_path / "out", "--plugins", TOY, "--plugins", other)
    assert run.code == 1
    assert "other: cannot be shown\n  CMS901 " in run.out
    assert "Toytown (test.toy) · A box for opinions" in run.out
    assert "1. What came in" not in run.out, "the one that comes first in full is the one that could not be shown"
    shutil.copytree(TOY, tmp_path / "toy")
    _edit(tmp_path / "toy" / FILE, 'report = "toy-ledger"', 'report = "nix"')
    lost = invoke("demo", "--to", tmp_path / "out", "--plugins", other, "--plugins", tmp_path / "toy", "--json")
    assert (lost.code, lost.codes, lost.form["data"]["tour"]) == (2, ["CMS901", "CMS901"], [])


def test_whoever_names_a_city_gets_it_without_a_tour(tmp_path: Path, other: Path) -> None:
    run = invoke("demo", "--city", "test.toy", "--to", tmp_path / "out", "--plugins", TOY, "--plugins", other, "--json")
    assert (run.form["data"]["city"], run.form["data"]["tour"]) == ("test.toy", [])


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("CMS469", "09:10,toy-p-clerk", "09:10,toy-p-lamps"),
        ("CMS477", "o-2,opinion.register", "o-2,opinion.rgster"),
        ("CMS911", "09:10,toy-p-clerk", "09:10,nobody"),
    ],
)
def test_a_row_of_a_table_of_work_that_cannot_be_carried_out_is_told(
    tmp_path: Path, code: str, old: str, new: str
) -> None:
    folder = tmp_path / "toy"
    shutil.copytree(TOY, folder)
    _edit(folder / "samples" / "work" / "01-opinions.csv", old, new)
    run = invoke("demo", "--to", tmp_path / "out", "--plugins", folder)
    assert run.code == 1
    assert "01-opinions.csv · 1 row(s) carried out, 0 entered before, 1 not carried out." in run.out
    assert f"  {code} " in run.out
    told = invoke("demo", "--to", tmp_path / "out", "--plugins", folder, "--json")
    assert (told.code, told.codes) == (1, [code])
    assert told.form["data"]["indicators"][0]["text"] == "1", "the other rows are carried out all the same"


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    run = invoke("demo", "--to", tmp_path / "file", "--plugins", TOY, "--json")
    assert (run.code, run.codes) == (2, ["CMS905"])


PUBLISHED = {
    "pingdu-squad-5-residents": 15, "pingdu-law-officers": 250, "pingdu-law-leaflets": 1000, "pingdu-piles": 30,
    "pingdu-bills": 70, "pingdu-greens": 10, "qingdao-forms": 4, "cn-subdistricts": 13,
    "cn-subdistricts-stationed": 13, "cn-communities": 126, "cn-communities-stationed": 126, "xian-volunteers": 500,
    "cn-boards": 55, "cn-boards-subdistricts": 5, "tengzhou-events": 500, "tengzhou-visitors": 900_000,
}  # fmt: skip
"""The figures that the cities published, which their demonstrations reach by counting entries."""
INSTALLED = {row.name: row for row in with_samples(discover())}


@pytest.mark.skipif(not INSTALLED, reason="no plugin with samples is installed")
@pytest.mark.parametrize("name", sorted(INSTALLED))
def test_the_demo_of_an_installed_city_runs_as_scripted(tmp_path: Path, name: str) -> None:
    row = INSTALLED[name]
    script = read_script(row.root, name)
    run = invoke("demo", "--city", script.city, "--to", tmp_path, "--json", env={"CMSDK_PLUGINS": None})
    assert (run.code, run.form["problems"]) == (0, [])
    data = run.form["data"]
    for delivery in data["deliveries"]:
        assert delivery["received"] == delivery["cases"] + delivery["duplicates"] + delivery["quarantined"]
    assert {d["file"] for d in data["deliveries"]} <= {file.name for file in (row.root / "samples").iterdir()}
    assert [table["file"] for table in data["tables"]] == [file.name for file in work_tables(row.root)]
    assert all(table["done"] and not table["refused"] for table in data["tables"])
    assert [one["id"] for one in data["indicators"]] == list(script.tour.indicators), "it says what it counts"
    assert script.tour.title
    assert script.tour.title_en
    assert len(data["work"]) >= (15 if script.first else 5)
    done = {step["command"] for work in data["work"] for step in work["steps"] if step["refusal"] is None}
    assert {"handle", "dispatch", "feed_back"} | ({"return", "visit", "strike_off"} if script.first else set()) <= done


@pytest.mark.skipif(len(INSTALLED) < 5, reason="a tour needs several cities with samples")
def test_the_tour_of_the_installed_cities_reaches_the_figures_of_the_documents(tmp_path: Path) -> None:
    run = invoke("demo", "--to", tmp_path, "--json", env={"CMSDK_PLUGINS": None})
    assert (run.code, run.form["problems"]) == (0, [])
    cities = [read_script(row.root, name).city for name, row in INSTALLED.items()]
    assert [stop["city"] for stop in run.form["data"]["tour"]] == sorted(cities)
    assert all(Path(stop[page]).is_file() for stop in run.form["data"]["tour"] for page in ("page", "document"))
    counted = {one["id"]: one["value"] for stop in run.form["data"]["tour"] for one in stop["indicators"]}
    assert {name: counted[name] for name in PUBLISHED} == PUBLISHED
