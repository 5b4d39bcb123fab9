"""The built site: everything that the library offers has its page and its heading, and the pages hang together."""

from collections.abc import Iterator
from pathlib import Path
import re
import tomllib

import attrs
import click
from mkdocs.commands.build import build
from mkdocs.config import load_config
import pytest

import cmsdk as door
from cmsdk import City, plugin
from cmsdk.cli.app import cli
from cmsdk.contract.api import API, HOOKS
from cmsdk.contract.base import Contribution
from cmsdk.contract.deprecated import DEPRECATED
from cmsdk.contract.enforcement import FILE_GUARDS
from cmsdk.model.commands import COMMANDS
from cmsdk.model.enforcement_commands import FILE_COMMANDS
from cmsdk.model.problem import catalogue
from cmsdk.model.words import label
from cmsdk.tables.schema import TABLES
from cmsdk.testing.kit.known import BY_ID
from cmsdk.testing.kit.telling import title
from cmsdk.work.enforcement.guards import GUARDS
from cmsdk.work.forms import FORMS

from .built import Page, page_of
from .pages import ROOT

ASKS = re.compile(
    r"""<(?:script|link|img|iframe|source|use|image)\b[^>]*?(?:src|href)=["']?(?:https?:)?//[^>]*>"""
    r"""|(?:@import|url\()\s*["']?(?:https?:)?//[^)]*"""
)
"""Whatever makes a browser ask another host without being clicked."""


def commands(command: click.Command, path: str = "cmsdk") -> Iterator[str]:
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from commands(command.get_command(context, name), f"{path} {name}")


@pytest.mark.parametrize("hook", HOOKS)
def test_each_hook_has_its_page_with_signature_and_all_parts(site: Path, hook: str):
    page = page_of(site, f"reference/hooks/{hook}")
    assert page.headings[0].startswith(f"{hook}(context: AssemblyContext) -> Iterable[")
    assert page.has("Example")
    for part in ("Item types", "Rule of combination", "Called", "Return", "Combined", "If it raises", "Since"):
        assert part in page.text
    for kind in HOOKS[hook].accepts:
        assert kind.__name__ in page.headings[0]
        assert kind.__name__ in page.text


@pytest.mark.parametrize("name", plugin.__all__)
def test_each_name_of_the_plugin_door_has_its_heading_and_its_fields(site: Path, name: str):
    page = page_of(site, "reference/contributions")
    found = getattr(plugin, name)
    assert page.has(name)
    assert name.lower() in page.ids
    if isinstance(found, type) and issubclass(found, Contribution):
        for field in attrs.fields(found):
            assert field.name in page.text


def test_each_name_of_the_app_door_and_each_method_of_city_has_its_heading(site: Path):
    page, acts = page_of(site, "reference/app"), page_of(site, "reference/commands")
    enforces, model = page_of(site, "reference/file-commands"), page_of(site, "reference/model")
    for name in door.__all__:
        assert page.has(name) or model.has(name) or name in acts.text or name in enforces.text, name
    for name in ("open", "receive", "act", "case", "cases", "explain", "figures", "publish", "quarantine", "check"):
        assert hasattr(City, name)
        assert page.has(f"City.{name}"), name


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_on_a_case_has_its_heading_and_its_chinese_word(site: Path, command: str):
    assert page_of(site, "reference/commands").has(command)
    chinese = page_of(site, "reference/commands.zh")
    assert chinese.has(command)
    assert label(f"command-{command}", "zh", "workflow") in chinese.text


@pytest.mark.parametrize("command", FILE_COMMANDS)
def test_each_command_on_a_file_has_its_heading(site: Path, command: str):
    assert page_of(site, "reference/file-commands").has(command)


@pytest.mark.parametrize("guard", FILE_GUARDS)
def test_each_guard_of_files_is_on_the_page_with_its_code(site: Path, guard: str):
    page = page_of(site, "reference/file-commands")
    assert guard in page.text
    assert any(GUARDS[guard].code in link for link in page.links)


@pytest.mark.parametrize("code", catalogue())
def test_each_problem_code_has_its_page_in_both_languages(site: Path, code: str):
    page = page_of(site, f"reference/problems/{code}")
    assert page.has(code)
    for lang in ("en", "zh"):
        assert catalogue()[code]["title"][lang].replace("`", "") in page.text


def test_each_problem_code_is_in_the_index(site: Path):
    linked = page_of(site, "reference/problems/index").links
    assert {link.removesuffix(".html") for link in linked if link.startswith("CMS")} == set(catalogue())


@pytest.mark.parametrize("name", TABLES)
def test_each_table_has_its_heading_and_every_column_in_both_languages(site: Path, name: str):
    for page in (page_of(site, "reference/tables"), page_of(site, "reference/tables.zh")):
        assert page.has(name)
        for column in TABLES[name].columns:
            assert column.name in page.text
            assert "、".join(column.chinese) in page.text
    assert TABLES[name].what_zh in page_of(site, "reference/tables.zh").text


def test_each_cli_command_has_its_heading_and_its_options(site: Path):
    found = list(commands(cli))
    assert len(found) > 10
    for page in (page_of(site, "reference/cli"), page_of(site, "reference/cli.zh")):
        assert [command for command in found if not page.has(command)] == []
        assert "--ledger URL" in page.text
    assert "用法： cmsdk" in page_of(site, "reference/cli.zh").text


@pytest.mark.parametrize("check", BY_ID)
def test_each_conformance_check_has_its_page_with_tier_since_reason_and_remedy(site: Path, check: str):
    for lang, ending in (("en", ""), ("zh", ".zh")):
        page = page_of(site, f"reference/checks/{check}{ending}")
        assert page.has(check)
        assert title(check, lang).replace("`", "") in page.text
        assert BY_ID[check].since in page.text
        assert f"{check}{ending}.html" in page_of(site, f"reference/checks/index{ending}").links
        if BY_ID[check].code:
            assert page.has("Why" if lang == "en" else "原因")
            assert page.has("Remedy" if lang == "en" else "办法")


def test_each_environment_variable_that_the_library_reads_is_among_the_settings(site: Path):
    named = {
        name
        for path in ROOT.glob("src/cmsdk/**/*.py")
        for name in re.findall(r"\bCMSDK_[A-Z_]+", path.read_text(encoding="utf-8"))
    }
    assert named
    for page in (page_of(site, "reference/settings"), page_of(site, "reference/settings.zh")):
        assert {name for name in named if name not in page.text} == set()


@pytest.mark.parametrize("form", FORMS)
def test_each_stored_form_is_named_with_its_version(site: Path, form: str):
    assert form in page_of(site, "reference/stored-forms").text


def test_the_promise_names_each_hook_under_its_version_and_everything_that_is_to_go(site: Path):
    for page in (page_of(site, "reference/promise"), page_of(site, "reference/promise.zh")):
        assert all(f"hooks/{hook}.html" in page.links for hook in HOOKS)
        assert all(one.thing in page.text for one in DEPRECATED)
        assert API in page.text


def test_each_decision_is_in_the_index(site: Path):
    linked = page_of(site, "adr/index").links
    numbered = sorted(path.stem for path in ROOT.glob("docs/adr/[0-9]*.md"))
    assert numbered
    assert [stem for stem in numbered if not any(stem in link for link in linked)] == []


def test_links_within_the_site_lead_to_a_page_and_an_anchor(site: Path):
    pages = {path: Page(path) for path in site.rglob("*.html") if path.name != "404.html"}
    broken = []
    for path, page in pages.items():
        for link in page.links:
            target, _, anchor = link.partition("#")
            if "://" in target or target.startswith(("mailto:", "/")):
                continue
            file = (path.parent / target).resolve() if target else path
            if not file.is_file() or (anchor and file in pages and anchor not in pages[file].ids):
                broken.append(f"{path.relative_to(site)} → {link}")
    assert broken == []


def test_the_site_asks_no_other_host_for_anything(site: Path):
    asked = {
        f"{path.relative_to(site)}: {tag}"
        for path in (*site.rglob("*.html"), *site.rglob("*.css"), *site.rglob("*.svg"))
        for tag in ASKS.findall(path.read_text(encoding="utf-8"))
    }
    assert asked == set()


@pytest.mark.slow
def test_the_configuration_needs_no_theme_but_the_ones_that_mkdocs_brings(tmp_path: Path):
    config = load_config(str(ROOT / "mkdocs.yml"), strict=True, site_dir=str(tmp_path), theme="readthedocs")
    build(config)
    assert "zh" in config.plugins["search"].config["lang"]
    assert all((tmp_path / "reference" / "hooks" / f"{hook}.html").is_file() for hook in HOOKS)


def test_each_command_and_state_is_in_the_glossary_from_either_side(site: Path):
    english, chinese = page_of(site, "reference/glossary"), page_of(site, "reference/glossary.zh")
    words = {label(f"command-{command}", "zh", "workflow") for command in COMMANDS}
    standard = tomllib.loads((ROOT / "plugins/cmsdk-cn/src/cmsdk_cn/tables/workflow.toml").read_text(encoding="utf-8"))
    states = {row["to"] for row in standard["transition"] if "to" in row}
    assert len(states) > 10
    for page in (english, chinese):
        assert {word for word in words if word not in page.text} == set()
        assert {state for state in states if state not in page.text} == set()


def test_hook_files_are_not_published(site: Path):
    assert not (site / "hooks").exists()
