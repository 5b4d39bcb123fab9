"""A ledger goes out and comes back from the shell; a laptop's comes home."""

from pathlib import Path
import shutil
from typing import Any

import pytest

from cmsdk import Actor, City, discover, from_folder

from .conftest import TOY, Run, Toy, invoke

ANN = ("--by", "ann:clerk")


def _run(*args: object) -> Run:
    return invoke("ledger", *args, "--json")


def test_out_into_a_folder_and_back(ledger: str, cases: list[str], tmp_path: Path) -> None:
    folder, new = tmp_path / "out", f"sqlite:///{tmp_path}/new.db"
    gone = _run("export", "--to", folder, "--ledger", ledger)
    assert (gone.code, gone.form["data"]["rows"]["cases"], gone.form["data"]["cities"]) == (0, 3, ["test.toy"])
    come = _run("import", folder, "--ledger", new)
    assert (come.code, come.form["data"]["new"]["cases"]) == (0, 3)
    shutil.copy(tmp_path / "x.db.key", tmp_path / "new.db.key")
    shown = invoke("cases", "show", cases[0], "--ledger", new, "--plugins", TOY)
    assert cases[0] in shown.out
    again = invoke("ledger", "import", folder, "--ledger", new)
    assert "in " + new + " already" in again.out
    assert _run("export", "--to", folder, "--ledger", ledger).codes == ["CMS853"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_said_names_the_key_that_is_apart(lang: str, ledger: str, cases: list[str], tmp_path: Path) -> None:
    done = invoke(
        "ledger", "export", "--to", tmp_path / "out", "--format", "parquet", "--ledger", ledger, "--lang", lang
    )
    assert done.code == 0
    assert "CMSDK_LEDGER_KEY_FILE" in done.out
    back = invoke("ledger", "backup", "--to", tmp_path / "b.db", "--ledger", ledger, "--lang", lang)
    assert ("密钥" if lang == "zh" else "key") in back.out


def test_copied_and_backed_up_and_restored(ledger: str, cases: list[str], tmp_path: Path) -> None:
    other, third = f"sqlite:///{tmp_path}/other.db", f"sqlite:///{tmp_path}/third.db"
    copied = _run("copy", "--from", ledger, "--to", other)
    assert (copied.code, copied.form["data"]["streams"]) == (0, 3)
    assert _run("copy", "--from", ledger, "--to", other).codes == ["CMS854"]
    assert _run("copy", "--from", f"sqlite:///{tmp_path}/none.db", "--to", third).codes == ["CMS903"]
    made = _run("backup", "--to", tmp_path / "b.db", "--ledger", ledger)
    assert (made.code, made.form["data"]["entries"]) == (0, 6)
    assert _run("backup", "--to", tmp_path / "b.db", "--ledger", ledger).codes == ["CMS859"]
    restored = _run("restore", tmp_path / "b.db", "--ledger", third)
    assert restored.form["data"]["rows"] == copied.form["data"]["rows"]
    assert _run("restore", tmp_path / "b.db", "--ledger", third).codes == ["CMS854"]
    assert _run("restore", tmp_path / "none", "--ledger", third).codes == ["CMS903"]
    assert invoke("ledger", "restore", tmp_path / "b.db", "--ledger", f"sqlite:///{tmp_path}/4.db").code == 0


def test_without_pyarrow_the_extra_is_named(ledger: str, cases: list[str], tmp_path: Path, monkeypatch: Any) -> None:  # noqa: ANN401
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "cmsdk.ledger.moving.parquet", raising=False)
    run = _run("export", "--to", tmp_path / "out", "--format", "parquet", "--ledger", ledger)
    assert run.codes == ["CMS906"]
    assert "cmsdk[bulk]" in run.form["problems"][0]["remedy"]
    assert not (tmp_path / "out").exists()


def test_a_laptop_comes_home(toy: Toy, ledger: str, cases: list[str], tmp_path: Path) -> None:
    away = f"sqlite:///{tmp_path}/laptop.db"
    assert _run("copy", "--from", ledger, "--to", away).code == 0
    shutil.copy(tmp_path / "x.db.key", tmp_path / "laptop.db.key")
    lamp, pothole, _ = cases
    for at, where, case, command in (
        ("2026-11-02 13:00", away, lamp, ("accept",)),
        ("2026-11-02 13:10", away, pothole, ("decline", "--set", "reason=mended before")),
        ("2026-11-02 13:05", ledger, pothole, ("accept",)),
    ):
        done = invoke("cases", "act", case, *command, *ANN, "--at", at, "--plugins", TOY, "--ledger", where)
        assert done.code == 0, done.err
    merge = ("ledger", "merge", away, *ANN, "--at", "2026-11-03 09:00")
    tried = toy(*merge, "--dry-run", "--json")
    assert (tried.code, tried.form["data"]["written"]) == (1, False)
    merged = toy(*merge, "--json")
    assert (merged.code, merged.codes, merged.form["data"]["done"]) == (1, ["CMS702"], [[lamp, "accept"]])
    (conflict,) = merged.form["data"]["conflicts"]
    assert (conflict["stream"], conflict["by"], conflict["state"]) == (pothole, "ann", "open")
    assert "Merged." in toy(*merge).out
    listed = toy("ledger", "conflicts")
    assert conflict["id"] in listed.out
    assert listed.out.startswith("Conflict")
    assert f"{conflict['id']} says: reason=mended before" in listed.out
    assert "的内容：reason=mended before" in toy("ledger", "conflicts", "--lang", "zh").out
    settle = ("ledger", "settle", conflict["id"], *ANN, "--note", "phoned")
    assert conflict["id"] in toy(*settle).out
    assert toy(*settle, "--json").codes == ["CMS861"]
    assert toy("ledger", "conflicts").out.strip() == "There are no conflicts."
    (row,) = toy("ledger", "conflicts", "--all", "--json").form["data"]["conflicts"]
    assert (row["state"], row["note"]) == ("settled", "phoned")
    assert toy("ledger", "merge", f"sqlite:///{tmp_path}/none.db", *ANN, "--json").codes == ["CMS903"]
    assert toy("ledger", "merge", ledger, *ANN, "--json").codes == ["CMS862"]


def test_attachments_are_counted_and_missing_ones_named(ledger: str, cases: list[str], tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(600))
    with City.open("test.toy", ledger, plugins=[*discover(only=()), from_folder(TOY)]) as city:
        city.attach(cases[0], photo, by=Actor("ann", ("clerk",)), purpose="before")
    gone = _run("export", "--to", tmp_path / "out", "--ledger", ledger)
    assert (gone.code, gone.form["data"]["objects"]) == (0, {"there": 1, "new": 1})
    shown = invoke("ledger", "backup", "--to", tmp_path / "b.db", "--ledger", ledger)
    assert "1 attachment(s)" in shown.out
    shutil.rmtree(tmp_path / "x.db.objects")
    lost = _run("copy", "--from", ledger, "--to", f"sqlite:///{tmp_path}/other.db")
    assert (lost.code, lost.codes) == (1, ["CMS835"])
