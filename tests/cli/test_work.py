"""``cmsdk work``: work begun, carried on, entered from tables, listed, shown and counted; a letter with its values."""

from pathlib import Path

import pytest

from .conftest import TOY, Toy, invoke

WHEN = ("--city", "test.toy", "--at", "2026-06-01 09:00")


@pytest.fixture
def begun(toy: Toy) -> str:
    got = toy(
        "work", "enter", _table(b"work,command,by,text\no-1,opinion.register,ann:clerk,a bench\n"), *WHEN, "--json"
    )
    assert got.form["data"] == {
        "done": 1, "repeats": 0, "refused": 0,
        "rows": [{"where": "table.csv:2", "work": "opinion:test.toy:o-1", "state": "open"}],
    }  # fmt: skip
    return "opinion:test.toy:o-1"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _table(payload: bytes) -> Path:
    file = Path("table.csv")
    file.write_bytes(payload)
    return file


def test_a_piece_of_work_is_carried_on_listed_and_shown(toy: Toy, begun: str) -> None:
    done = toy("work", "do", "opinion.answer", "o-1", "--by", "ann:clerk", "--set", "answer=this week", "--json")
    assert done.code == 0
    assert [done.form["data"][name] for name in ("id", "state", "answer")] == [begun, "answered", "this week"]
    listed = toy("work", "list", "意见建议", "--limit", "1")
    assert (listed.code, "answered" in listed.out) == (0, True)
    shown = toy("work", "show", begun, "--lang", "zh")
    assert "登记意见" in shown.out
    assert "已答复" in shown.out
    assert "下一步可以：—" in shown.out
    assert toy("work", "list", "opinion", "--state", "open").out.startswith("There is no such work")


def test_a_row_that_cannot_be_carried_out_is_named_and_what_was_entered_is_a_repeat(toy: Toy, begun: str) -> None:
    body = b"work,command,by,text\no-1,opinion.register,ann:clerk,a bench\no-2,opinion.register,ann:guest,x\n"
    got = toy("work", "enter", _table(body), *WHEN)
    assert got.code == 1
    assert "0 row(s) carried out, 1 entered before, 1 not carried out." in got.out
    assert "CMS469" not in got.out
    assert (got.err.count("error CMS469"), "table.csv:3" in got.err) == (1, True)
    assert begun


def test_a_time_that_cannot_be_read_is_named_with_how_times_are_written(toy: Toy) -> None:
    body = "work,command,by,at,text\no-1,opinion.register,ann:clerk,6月5日,x\n".encode()
    for lang, told in (
        ("zh", "“6月5日”不能这样填写：不是时间的写法，请写成"),
        ("en", "it stands: it is not written as a time;"),
    ):
        assert told in " ".join(toy("work", "enter", _table(body), *WHEN, "--lang", lang).err.split())


def test_two_headers_for_one_column_are_named_as_they_are_written(toy: Toy) -> None:
    body = "事项,指令,经办人,内容,姓名,当事人\no-1,登记意见,ann:clerk,x,Zoe Quill,Zoe Quill\n".encode()
    (found,) = toy("work", "enter", _table(body), *WHEN, "--json").form["problems"]
    assert (found["code"], found["where"], "当事人" in found["what"]) == ("CMS416", "table.csv:1 [当事人]", True)


def test_work_is_shown_by_the_name_that_lists_call_it(toy: Toy, begun: str) -> None:
    assert toy("work", "show", "o-1", "--json").form["data"]["id"] == begun


def test_a_name_of_two_kinds_needs_the_whole_id(toy: Toy, begun: str) -> None:
    body = b"work,command,by,title,planned\no-1,meeting.call,ann:clerk,Monday,2026-06-08 09:00\n"
    got = toy("work", "enter", _table(body), *WHEN, "--json")
    assert got.form["data"]["done"] == 1, got.out
    assert toy("work", "show", "o-1", "--json").codes == ["CMS467"]
    assert toy("work", "show", begun, "--json").code == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("list", "opinoin"), "CMS912"),
        (("list", ""), "CMS912"),
        (("show", "none"), "CMS467"),
        (("do", "opinion.ansr", "o-1", "--by", "ann:clerk"), "CMS477"),
        (("do", "opinion.answer", "o-1", "--by", "ann:clerk"), "CMS471"),
        (("do", "opinion.answer", "o-1", "--by", "ann:clerk", "--set", "anser=x"), "CMS707"),
        (("view", "opinion"), "CMS478"),
        (("indicators", "toy-opinion"), "CMS922"),
    ],
)
def test_what_cannot_be_is_said(toy: Toy, begun: str, words: tuple[str, ...], code: str) -> None:
    got = toy("work", *words, "--json")
    assert (got.code, got.codes) == (2, [code])
    assert begun


def test_views_and_indicators_are_counted(toy: Toy, begun: str) -> None:
    assert toy("work", "view", "opinions", "--json").form["data"]["rows"][0]["sources"] == [begun]
    assert "1 row(s), 1 shown." in toy("work", "view", "opinions").out
    (only,) = toy("work", "indicators", "--json").form["data"]["indicators"]
    assert (only["id"], only["text"], only["sources"]) == ("toy-opinions", "1", [begun])
    assert "Opinions" in toy("work", "indicators").out
    assert "opinions" in invoke("work", "views").out
    assert "opinions" in {one["id"] for one in invoke("work", "views", "--json").form["data"]["views"]}
    asked = ("work", "commands", "--city", "test.toy", "--plugins", str(TOY), "--json")
    commands = {one["command"]: one for one in invoke(*asked).form["data"]["commands"]}
    assert commands["opinion.answer"]["roles"] == ["clerk"]
    assert "答复意见" in (told := invoke("work", "commands", "--lang", "zh").out)
    assert "answer 答复" in told
    assert "答复" not in invoke("work", "commands", "--lang", "en").out


def test_a_letter_takes_its_values_from_the_shell(toy: Toy, begun: str) -> None:
    assert toy("publish", "letter", "--to", "l.md", "--json").codes == ["CMS919"]
    assert toy("publish", "letter", "--to", "l.md", "--set", "number=No. 7").code == 0
    text = Path("l.md").read_text(encoding="utf-8")
    assert text.startswith("# Answer to No. 7")
    assert "1 opinion(s) came in." in text
    assert begun


def test_boards_are_printed_from_the_shell() -> None:
    tengzhou = ("--city", "370481", "--at", "2026-06-01", "--ledger", "sqlite:///t.db")
    env: dict[str, str | None] = {"CMSDK_PLUGINS": "cn,tengzhou"}
    made = invoke("work", "boards", "--to", "b.html", "--division", "370481001", *tengzhou, "--json", env=env)
    assert (made.code, len(made.form["data"]["boards"])) == (0, 11)
    assert "荆河街道" in Path("b.html").read_text(encoding="utf-8")
    one = made.form["data"]["boards"][0]
    assert "1 board(s)" in invoke("work", "boards", one, "--to", "b.html", *tengzhou, env=env).out
    unknown = invoke("work", "boards", "no-such", "--to", "b.html", *tengzhou, "--json", env=env)
    assert (unknown.code, unknown.codes) == (2, ["CMS499"])


def test_whom_work_concerns_is_shown_and_erased_and_the_work_stays(toy: Toy, begun: str) -> None:
    body = b"work,command,by,text,person_name,person_phone\no-7,opinion.register,ann:clerk,x,Zoe Quill,13800000001\n"
    assert toy("work", "enter", _table(body), *WHEN).code == 0
    work, who = begun.replace("o-1", "o-7"), ("--by", "ann:clerk", "--why", "asked for")
    for asked in (work, f"p-{work}"):
        assert "Zoe Quill" in toy("people", "show", asked, *who).out
    for lang, words in (("en", "1 piece(s) of community work, which stay:"), ("zh", "涉及社区工作 1 项（保留）：")):
        told = toy("people", "erase", "--person", f"p-{work}", *who, "--dry-run", "--lang", lang).out
        assert f"{words} {work}" in told
    got = toy("people", "erase", "--phone", "13800000001", *who, "--json").form["data"]
    assert (got["works"], got["cases"], got["written"]) == ([work], [], True)
    assert toy("people", "show", work, *who, "--json").form["data"]["person"] is None
    assert toy("work", "show", work).code == 0
    done = toy("people", "readers", "--person", f"p-{work}", "--json").form["data"]["accesses"]
    assert [one["done"] for one in done] == ["person_read", "person_read", "person_erased"]


def test_a_view_is_written_for_a_spreadsheet_with_chinese_columns(toy: Toy, begun: str) -> None:
    made = toy("work", "view", "opinions", "--to", "o.csv", "--lang", "zh")
    assert (made.code, "已写出 1 行" in made.out) == (0, True)
    text = Path("o.csv").read_text(encoding="utf-8-sig")
    assert "主题" in text
    assert "a bench" in text
    assert toy("work", "view", "opinions", "--to", "o.xyz", "--json").codes == ["CMS902"]
    assert begun
