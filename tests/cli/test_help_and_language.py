from collections.abc import Iterator
import json
import re

import click
import pytest

from cmsdk.cli.app import cli
from cmsdk.cli.lang import LANGUAGES, choose
from cmsdk.model.examples import example
from cmsdk.model.words import catalogue

from .conftest import Toy, invoke

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _paths(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _paths(inner, (*path, name))


PATHS = list(_paths(cli))


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_every_command_has_help_in_both_languages(path: tuple[str, ...]) -> None:
    english = invoke(*path, "--help")
    assert english.code == 0
    assert english.out.startswith(" ".join(["Usage: cmsdk", *path]))
    chinese = invoke(*path, "--help", "--lang", "zh")
    assert chinese.code == 0
    assert chinese.out.startswith("用法：")
    options = chinese.out.partition("选项")[2]
    assert all(CHINESE.search(line) for line in options.splitlines()[1:] if line.startswith("  -") and len(line) > 30)
    assert all(len(line) <= 80 for line in (english.out + chinese.out).splitlines())


def test_all_the_commands_of_the_contract_that_this_part_has_are_there() -> None:
    wanted = {
        "demo", "receive", "publish", "plugins list", "city check", "city workflow", "cases list", "cases show",
        "cases explain", "cases act", "tables template", "tables check", "help",
    }  # fmt: skip
    assert wanted <= {" ".join(path) for path in PATHS}


def test_the_bare_command_shows_help() -> None:
    run = invoke()
    assert run.code == 0
    assert "receive" in run.out


@pytest.mark.parametrize(
    ("args", "environ", "lang"),
    [
        ([], {}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ([], {"LANG": "en_GB", "LC_ALL": "zh_TW"}, "zh"),
        (["x", "--lang", "en"], {"LANG": "zh_CN"}, "en"),
        (["--lang=zh"], {}, "zh"),
        (["--lang", "fr"], {"LANG": "zh_CN"}, "zh"),
        (["--lang"], {}, "en"),
    ],
)
def test_the_language_is_the_option_or_else_the_systems(args: list[str], environ: dict[str, str], lang: str) -> None:
    assert choose(args, environ) == lang


def test_problems_and_tables_are_in_the_language_of_the_run(toy: Toy, cases: list[str]) -> None:
    chinese = toy("cases", "show", "nix", env={"LANG": "zh_CN.UTF-8"})
    assert "台账" in chinese.err
    assert "办法" in chinese.err
    assert not CHINESE.search(toy("cases", "show", "nix").err)
    assert "责任单位" in toy("cases", "show", cases[0], "--lang", "zh").out
    form = toy("cases", "show", "nix", "--lang", "zh", "--json").form
    assert set(form) == {"ok", "data", "problems"}
    assert CHINESE.search(form["problems"][0]["what"])


@pytest.mark.parametrize("code", ["CMS405", "CMS204", "CMS890", *list(catalogue())[::40]])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_problem_code_is_told_with_its_example_as_a_clerk_sees_it(code: str, lang: str) -> None:
    run = invoke("help", code.lower(), "--lang", lang)
    assert run.code == 0
    shown = " ".join(run.out.split())
    assert catalogue()[code]["title"][lang] in shown
    for part in (example(code, lang).where, example(code, lang).what(lang), example(code, lang).remedy(lang)):
        assert " ".join(part.split()) in shown
    assert not re.search(r"\{\w+\}", run.out)


def test_a_code_may_be_looked_up_by_its_number_and_by_machines() -> None:
    form = invoke("help", "702", "--json").form
    assert set(form["data"]) == {"code", "severity", "title", "what", "why", "remedy", "example", "mended"}
    assert form["data"]["code"] == "CMS702"
    assert form["data"]["example"] == {
        k: v for k, v in example("CMS702").as_json().items() if k not in {"code", "severity"}
    }
    assert set(invoke("help", "--json").form["data"]) == set(catalogue())


def test_a_code_of_tables_is_told_with_a_wrong_file_and_the_mended_one() -> None:
    out = invoke("help", "402").out
    wrong, right = (catalogue("mended")["CMS402"][part].strip() for part in ("wrong", "right"))
    assert out.index("tables/units.csv") < out.index(wrong) < out.index(right)


def test_a_word_lists_the_codes_whose_titles_have_it() -> None:
    found = invoke("help", "重名", "--lang", "zh", "--json").form["data"]
    assert found["CMS106"] == "两个插件重名"
    assert all("重名" in title for title in found.values())
    assert invoke("help", "没有这样的词", "--lang", "zh", "--json").codes == ["CMS910"]


def test_an_unknown_code_is_told_with_the_nearest() -> None:
    run = invoke("help", "CMS7O2", "--json")
    assert (run.code, run.codes) == (2, ["CMS910"])
    assert re.search(r"`cmsdk help CMS\d{3}`", run.form["problems"][0]["remedy"])


@pytest.mark.parametrize(
    ("args", "english", "chinese"),
    [
        (("receive",), "CHANNEL is missing.", "缺少 CHANNEL。"),
        (("dance",), "There is no command dance.", "没有命令 dance。"),
        (("plugins", "list", "--colour"), "There is no option --colour.", "没有选项 --colour。"),
        (("cases", "list", "--limit", "0"), "--limit must be a number", "--limit 须为"),
        (("city", "workflow", "x", "--format", "png"), "--format must be one of: text, mermaid, svg.", "--format 须为"),
    ],
)
def test_a_wrong_command_line_is_told_in_one_sentence(args: tuple[str, ...], english: str, chinese: str) -> None:
    run = invoke(*args)
    assert run.code == 2
    assert english in run.err
    assert chinese in invoke(*args, "--lang", "zh").err
    form = json.loads(invoke(*args, "--json").out)
    assert (form["ok"], form["data"], form["problems"][0]["code"]) == (False, None, "CMS913")


def test_a_command_that_is_left_out_is_told_in_the_language_that_was_given() -> None:
    assert "缺少 COMMAND。" in invoke("--lang", "zh").err


def test_a_word_that_is_no_text_is_just_unknown(toy: Toy, cases: list[str]) -> None:
    assert cases
    assert toy("cases", "show", "x\udcff", "--json").codes == ["CMS701"]
    assert toy("cases", "list", "--unit", "\udcff", "--json").codes == ["CMS912"]


def test_messages_have_both_languages_and_no_word_is_left_over() -> None:
    from importlib.resources import files
    import tomllib

    folder = files("cmsdk.cli")
    words = tomllib.loads(folder.joinpath("messages.toml").read_text(encoding="utf-8"))
    assert [key for key, entry in words.items() if set(entry) != {"en", "zh"}] == []
    facts = {key: [set(re.findall(r"\{(\w+)\}", entry[lang])) for lang in LANGUAGES] for key, entry in words.items()}
    assert [key for key, (zh, en) in facts.items() if zh != en] == []
    code = "".join(f.read_text(encoding="utf-8") for f in folder.iterdir() if f.name.endswith(".py"))
    families = ("help-", "option-", "column-", "part-", "state-", "plugin-", "demo-by-", "fate-", "principle-")
    families += ("tier-", "outcome-", "notice-", "audience-", "merged-", "conflict-", "access-", "rule-")
    plain = [key for key in words if not key.startswith(families) and key not in {"error", "warning", "what"}]
    assert [key for key in plain if f'"{key}"' not in code and f"say('{key}')" not in code] == []
