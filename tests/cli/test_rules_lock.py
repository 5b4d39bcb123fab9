"""``cmsdk rules lock`` writes and checks, ``rules diff`` compares two of file, present plan and changed plan."""

from pathlib import Path
import shutil

import pytest

from .conftest import TOY, invoke

ROUTES = (
    "id,category,area,unit,mode,basis\ntoy-r-1,S1,*,toy-lamps,now,toy matrix\ntoy-r-2,E1,*,{unit},transfer,toy matrix\n"
)


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The toy city with one row that names another unit."""
    folder = tmp_path / "changed"
    shutil.copytree(TOY, folder)
    (folder / "tables" / "responsibility.csv").write_text(ROUTES.format(unit="toy-lamps"), encoding="utf-8")
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The lock of the toy city."""
    to = tmp_path / "rules.lock"
    assert invoke("rules", "lock", "test.toy", "--plugins", TOY, "--to", to).code == 0
    return to


def test_a_written_lock_is_current_until_a_rule_changes(file: Path, changed: Path) -> None:
    asked = ("rules", "lock", "test.toy", "--check", file, "--plugins")
    assert invoke(*asked, TOY, "--json").form["data"]["current"] is True
    run = invoke(*asked, changed, "--json")
    assert (run.code, run.codes, run.form["data"]["current"]) == (1, ["CMS934"], False)
    for lang, words in (("en", ("changed", "rules diff")), ("zh", ("修改", "rules diff"))):
        told = invoke(*asked, changed, "--lang", lang)
        assert all(word in told.out + told.err for word in words), told


def test_without_a_file_the_lock_is_printed_as_it_would_be_written(file: Path) -> None:
    run = invoke("rules", "lock", "test.toy", "--plugins", TOY)
    assert run.out == file.read_text(encoding="utf-8")


def test_the_present_plan_is_compared_with_a_changed_one_and_fields_and_rows_are_told(changed: Path) -> None:
    asked = ("rules", "diff", "--city", "test.toy", "--plugins", TOY, "--with", changed)
    run = invoke(*asked, "--json")
    assert run.code == 1
    (row,) = run.form["data"]["rules"]
    assert (row["what"], row["hook"], row["id"], row["moved"]) == ("changed", "routes", "toy-r-2", False)
    assert {t["field"]: (t["before"], t["after"]) for t in row["fields"]} == {"unit": ("toy-roads", "toy-lamps")}
    assert row["before"]["source"].endswith("responsibility.csv:3")
    out = invoke(*asked, "--lang", "zh").out
    for word in ("toy-r-2", "修改", "toy-roads → toy-lamps", "responsibility.csv:3"):
        assert word in out


def test_two_files_and_a_file_with_the_present_plan_are_compared(file: Path, changed: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.lock"
    invoke("rules", "lock", "test.toy", "--plugins", changed, "--to", other)
    for asked in ((file, other), (file, "--city", "test.toy", "--plugins", changed)):
        run = invoke("rules", "diff", *asked, "--json")
        assert (run.code, [row["id"] for row in run.form["data"]["rules"]]) == (1, ["toy-r-2"])
    assert invoke("rules", "diff", file, file).code == 0
    assert "Nothing differs" in invoke("rules", "diff", file, file, "--lang", "en").out


@pytest.mark.parametrize("asked", [(), ("--city", "test.toy"), ("--with", "x"), ("{file}",), ("{file}",) * 3])
def test_what_is_to_be_compared_has_to_be_two(asked: tuple[str, ...], file: Path) -> None:
    run = invoke("rules", "diff", *(word.format(file=file) for word in asked), "--plugins", TOY, "--json")
    assert (run.code, run.codes) == (2, ["CMS932"])


def test_other_kinds_of_rules_are_listed_in_their_order_without_personal_data() -> None:
    asked = ("rules", "list", "test.toy", "--plugins", TOY, "--kind")
    rows = invoke(*asked, "classifiers", "--json").form["data"]["rows"]
    assert [(row["id"], row["says"]["words"]) for row in rows] == [
        ("toy-c-1", ["lamp", "路灯"]),
        ("toy-c-2", ["pothole", "坑"]),
    ]
    assert rows[0]["source"].endswith("classify.csv:2")
    assert "toy-c-1" in invoke(*asked, "classifiers", "--lang", "zh").out
    officers = invoke(*asked, "organisations", "--json").form["data"]["rows"]
    assert {"name", "phone", "certificate"}.isdisjoint(
        {name for row in officers if row["type"] == "Officer" for name in row["says"]}
    )


def test_only_routes_are_listed_by_category() -> None:
    run = invoke("rules", "list", "test.toy", "--plugins", TOY, "--kind", "deadlines", "--category", "S1", "--json")
    assert (run.code, run.codes) == (2, ["CMS933"])


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    run = invoke("rules", "diff", tmp_path / "no.lock", "--city", "test.toy", "--plugins", TOY, "--json")
    assert (run.code, run.codes) == (2, ["CMS903"])
