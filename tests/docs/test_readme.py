"""README in both languages, links of the pages outside the site, and the examples of the hooks."""

from datetime import date, time
from pathlib import Path
import re
import textwrap

import attrs
from click.testing import CliRunner
import pytest

from cmsdk import plugin
from cmsdk.cli.app import cli
from cmsdk.contract.api import HOOKS
from cmsdk.contract.specs import CityPlugin

from .pages import ROOT, blocks_of

OUTSIDE = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "changes/README.md")
COMMAND = re.compile(r"^(?:make|cmsdk|pip) .+$", re.MULTILINE)
KINDS = {"breaking", "cities", "apps", "fix", "docs", "internal"}


def test_both_readmes_have_the_same_sections_blocks_and_commands():
    english, chinese = (ROOT / name for name in OUTSIDE[:2])
    headings = [re.findall(r"^#+ ", page.read_text(encoding="utf-8"), re.MULTILINE) for page in (english, chinese)]
    assert headings[0] == headings[1]
    assert [(b.lang, b.file) for b in blocks_of(english)] == [(b.lang, b.file) for b in blocks_of(chinese)]
    named = [COMMAND.findall("\n".join(b.body for b in blocks_of(p) if b.lang == "sh")) for p in (english, chinese)]
    assert named[0] == [command.removesuffix(" --lang zh") for command in named[1]]
    assert {"make demo", "make test"} <= set(named[0])


def test_the_sample_command_of_a_plugins_readme_runs_from_the_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "plugins").symlink_to(ROOT / "plugins")
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "plugins" / "cmsdk-boston" / "README.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^cmsdk (receive .+)$", page, re.MULTILINE)
    done = CliRunner().invoke(cli, [*command.split(), "--json"])
    assert done.exit_code == 1, done.output  # dirty rows are among the samples on purpose
    assert '"quarantined": ' in done.output
    assert (tmp_path / "boston.db").is_file()


@pytest.mark.parametrize(("name", "lang"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_picture_in_the_readme_is_what_the_demo_prints(name: str, lang: str, tmp_path: Path):
    shown = next(block for block in blocks_of(ROOT / name) if block.lang == "text").body
    done = CliRunner().invoke(
        cli, ["demo", "--lang", lang, "--to", str(tmp_path)], env={"NO_COLOR": "1", "COLUMNS": "160"}
    )
    assert done.exit_code == 0, done.output
    printed = {" ".join(line.split()) for line in done.output.splitlines()}
    for line in filter(None, shown.splitlines()):
        pattern = re.compile(".*".join(re.escape(part) for part in " ".join(line.split()).split("…")))
        assert any(pattern.fullmatch(found) for found in printed), line


@pytest.mark.parametrize("name", OUTSIDE)
def test_links_of_pages_outside_the_site_lead_somewhere(name: str):
    page = ROOT / name
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_every_target_of_make_that_contributing_names_exists():
    named = set(re.findall(r"`make ([\w-]+)`", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert named
    assert named <= targets


def test_every_change_is_named_by_topic_and_kind():
    names = [path.name for path in ROOT.glob("changes/*") if path.name != "README.md"]
    assert [name for name in names if not re.fullmatch(rf"[a-z0-9-]+\.(?:{'|'.join(KINDS)})\.md", name)] == []
    described = (ROOT / "changes/README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", described, re.MULTILINE)) == KINDS


def test_decisions_are_numbered_without_gap_and_have_their_parts():
    files = sorted(ROOT.glob("docs/adr/[0-9]*.md"))
    assert [int(path.name[:4]) for path in files] == list(range(1, len(files) + 1))
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:4]} "), path.name
        for part in ("**Context.**", "**Decision.**", "**Consequences.**"):
            assert part in text, (path.name, part)


@pytest.mark.parametrize("hook", HOOKS)
def test_the_example_of_each_hook_gives_what_the_hook_accepts(hook: str):
    _, _, example = (getattr(CityPlugin, hook).__doc__ or "").partition("Example:\n")
    names = {**{name: getattr(plugin, name) for name in plugin.__all__}, "attrs": attrs, "date": date, "time": time}
    exec(textwrap.dedent(example), names)  # noqa: S102  the documentation's own code
    context = plugin.AssemblyContext("610100", "demo", lambda _path: None, lambda _folder: ())
    made = list(names[hook](None, context))
    assert made
    assert all(isinstance(item, HOOKS[hook].accepts) for item in made)
