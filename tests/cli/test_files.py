"""``cmsdk files`` in the manner of ``cmsdk cases``, on a toy city with the national rules of enforcement."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
import shutil

import pytest

from .conftest import TOY, Run, invoke

LATER = ("--at", "2026-11-03 09:00")
OPENING = ("--set", "unit=toy-desk", "--set", "party=party-7", "--set", "party_kind=citizen", "--set", "matter=stall")
Town = Callable[..., Run]


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """Runs a command on the toy city with rules, officers and a ledger of this test; one case is in it."""
    folder = tmp_path / "toy"
    shutil.copytree(TOY, folder)
    for table in ("enforcement.toml", "measures.csv", "approach.toml"):
        (folder / "tables" / table).write_bytes((files("cmsdk_cn") / "tables" / table).read_bytes())
    roles = "enforcement_officer;enforcement_head"
    (folder / "tables" / "people.csv").write_text(
        f"id,name,unit,roles,certificate\ntoy-a,甲,toy-desk,{roles},S1\ntoy-b,乙,toy-desk,{roles},S2\n",
        encoding="utf-8",
    )

    def run(*args: object, ledger: str = "x.db") -> Run:
        return invoke(*args, "--plugins", folder, "--ledger", f"sqlite:///{tmp_path / ledger}")

    run("receive", "desk", TOY / "samples" / "desk.json", "--city", "test.toy", "--at", "2026-11-02 12:00")
    return run


@pytest.fixture
def case_id(town: Town) -> str:
    found: str = town("cases", "list", "--json").form["data"]["cases"][0]["id"]
    return found


@pytest.fixture
def file_id(town: Town, case_id: str) -> str:
    run = town("files", "open", case_id, "--by", "toy-a", *OPENING, "--name", "李大海", "--json", *LATER)
    assert (run.code, run.form["data"]["state"]) == (0, "clue")
    found: str = run.form["data"]["id"]
    return found


def test_a_file_is_opened_listed_and_shown(town: Town, case_id: str, file_id: str) -> None:
    listed = town("files", "list", "--case", case_id, "--json").form["data"]
    assert [one["id"] for one in listed["files"]] == [file_id]
    assert listed["next"] is None
    assert town("files", "list", "--state", "filed", "--json").form["data"]["files"] == []
    assert town("files", "list", "--state", "线索", "--json").form["data"]["files"] != []
    assert "There are no such files." in town("files", "list", "--case", "x").out
    shown = town("files", "show", file_id)
    assert file_id in shown.out
    assert "penalise_on_the_spot" in shown.out
    assert "李大海" not in shown.out + town("files", "explain", file_id, "--lang", "zh").out


def test_a_list_of_files_is_paged_by_key(town: Town, case_id: str, file_id: str) -> None:
    more = town("files", "open", case_id, "--by", "toy-a", *OPENING, "--json", *LATER).form["data"]["id"]
    ids = sorted([file_id, more])
    first = town("files", "list", "--limit", 1, "--json").form["data"]
    assert (first["files"][0]["id"], first["next"]) == (ids[0], ids[0])
    assert town("files", "list", "--after", ids[0], "--json").form["data"]["files"][0]["id"] == ids[1]
    assert f"--after {ids[0]}" in town("files", "list", "--limit", 1).out


def test_a_command_is_given_by_its_id_or_by_the_word_of_the_rules(town: Town, file_id: str) -> None:
    spoken = ("--set", "stage=start", "--set", "audio_video=是")
    run = town("files", "act", file_id, "全过程记录", "--by", "toy-a", *spoken, "--json", *LATER)
    assert run.code == 0
    run = town("files", "act", file_id, "file", "--by", "toy-a", "--set", "officers=toy-a；toy-b", "--json", *LATER)
    assert (run.code, run.form["data"]["state"], run.form["data"]["officers"]) == (0, "filed", ["toy-a", "toy-b"])
    (clock,) = run.form["data"]["clocks"]
    assert (clock["term"], clock["last"], clock["light"]) == ("decision", "2027-02-01", "green")


def test_a_refusal_has_code_guard_basis_and_remedy_and_changes_nothing(town: Town, file_id: str) -> None:
    run = town("files", "act", file_id, "file", "--by", "toy-a", "--set", "officers=toy-a", "--json", *LATER)
    assert run.code == 2
    assert run.codes == ["CMS770"]
    assert (run.form["data"]["guard"], run.form["data"]["basis"]) == ("two_officers", "行政处罚法第42条")
    assert town("files", "show", file_id, "--json").form["data"]["version"] == 1


@pytest.mark.parametrize(("words", "code"), [
    (("fly",), "CMS706"), (("file", "--set", "oficers=x"), "CMS707"), (("pay", "--set", "amount=many"), "CMS707"),
    (("seal", "--set", "days=x"), "CMS707"), (("notify", "--set", "kinds=prison"), "CMS707"),
    (("notify", "--set", "until=soon"), "CMS707"), (("pay", "--set", "by=cheque"), "CMS707"),
    (("seal", "--set", "days=-1"), "CMS707"), (("archive",), "CMS762"),
])  # fmt: skip
def test_wrong_words_are_named(town: Town, file_id: str, words: tuple[str, ...], code: str) -> None:
    run = town("files", "act", file_id, *words, "--by", "toy-a", "--json", *LATER)
    assert run.code == 2
    assert run.codes == [code]


def test_what_is_not_there_is_told(town: Town, case_id: str) -> None:
    assert town("files", "show", "nope", "--json").codes == ["CMS760"]
    assert town("files", "show", case_id, "--json").codes == ["CMS760"]
    assert town("files", "list", "--state", "nix", "--json").codes == ["CMS912"]
    assert town("files", "open", "nope", "--by", "toy-a", *OPENING, "--json").codes == ["CMS701"]
    bad = ("--set", "party=李大海")
    assert town("files", "open", case_id, "--by", "toy-a", *OPENING, *bad, "--json").codes == ["CMS763"]


def test_a_city_without_rules_of_enforcement_says_so(tmp_path: Path) -> None:
    ledger = ("--plugins", TOY, "--ledger", f"sqlite:///{tmp_path / 'y.db'}")
    invoke("receive", "desk", TOY / "samples" / "desk.json", "--city", "test.toy", *ledger)
    run = invoke("files", "list", "--json", *ledger)
    assert (run.code, run.codes) == (2, ["CMS761"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_is_explained_in_both_languages(town: Town, file_id: str, lang: str) -> None:
    text = town("files", "explain", file_id, "--lang", lang).out
    assert ("登记线索：stall" in text) is (lang == "zh")
    assert ("The file was opened on stall" in text) is (lang == "en")
    assert "行政处罚法第54条" in text


def test_what_was_refused_on_a_file_stands_between_what_was_done(town: Town, file_id: str) -> None:
    spoken = ("--set", "stage=start", "--set", "audio_video=是")
    assert town("files", "act", file_id, "file", "--by", "toy-a", "--set", "officers=toy-a", *LATER).code == 2
    town("files", "act", file_id, "record", "--by", "toy-a", *spoken, "--at", "2026-11-03 09:05")
    shown = town("files", "explain", file_id, "--lang", "zh").out
    lines = [line.strip() for line in shown.splitlines() if line.strip().startswith("2026")]
    assert ["线索登记" in lines[0] or "登记线索" in lines[0], "CMS770" in lines[1], "记录" in lines[2]] == [True] * 3
    assert "甲 (toy-a)：要求立案，未获准许（CMS770）" in lines[1]
    assert "依据：行政处罚法第42条。" in lines[1]
    english = town("files", "explain", file_id).out
    assert "甲 (toy-a): `file` was refused (CMS770): " in english
    data = town("files", "explain", file_id, "--json").form["data"]
    assert (len(data["deeds"]), len(data["refusals"])) == (2, 1)


def test_messages_on_a_file_are_in_the_words_of_its_rules_where_they_are_the_readers(town: Town, file_id: str) -> None:
    asked = ("files", "act", file_id, "close", "--by", "toy-a", "--set", "result=x", *LATER)
    chinese, english = town(*asked, "--lang", "zh"), town(*asked)
    assert "案卷处于 `线索` 状态，不能执行 `结案`" in chinese.err
    assert "立案, " in chinese.err
    assert "`close` is not possible while the file is in the state `clue`" in english.err
    told = town(*asked, "--lang", "zh", "--json").form
    assert "`结案`" in told["data"]["what"]
    nobody = town("files", "act", file_id, "file", "--by", "ann:clerk", *LATER, "--lang", "zh")
    assert "执法机关负责人" in nobody.err
