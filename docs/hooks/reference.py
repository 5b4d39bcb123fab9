"""Generates the reference pages from the library itself, so that they cannot fall behind (mkdocs hook file).

``cmsdk`` is imported inside the event, since mkdocs restores ``sys.path`` after loading a hook file.
"""

from collections.abc import Iterator
from pathlib import Path

from check_pages import check_pages
from cli_pages import cli_page
from describe import link
from door_pages import app_door, commands_page, contributions, model_page, testing_door
from drawings import drawings
from file_pages import file_page
from glossary import glossary_page
from hook_pages import hook_page, hooks_index
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from pictures import pictures
from problem_pages import problem_page, problems_index
from promise_pages import promise_page
from settings_pages import settings_page
from stored_pages import stored_page
from table_pages import tables_page

GENERATED = {
    "en": "*Generated from the library when this site is built.*",
    "zh": "*建站时由程序库生成。*",
}
LANGUAGES = {"en": ".md", "zh": ".zh.md"}


# ---------------------------------------------------------------- decisions


def _decisions(folder: Path) -> str:
    lines = [
        "# Decisions\n",
        (
            "Costly to turn around: context, decision, what was measured, what follows. Measurements are from a "
            "machine with two cores and Python 3.11; read them as ratios.\n"
        ),
    ]
    for file in sorted(folder.glob("[0-9]*.md")):
        head = file.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
        lines.append("- " + link(file.name, head))
    return "\n".join([*lines, ""])


# ---------------------------------------------------------------- events


def _pages(docs: Path) -> Iterator[tuple[str, str]]:
    from cmsdk.contract.api import HOOKS
    from cmsdk.model.problem import catalogue

    yield "reference/hooks/index.md", hooks_index()
    for name in HOOKS:
        yield f"reference/hooks/{name}.md", hook_page(name)
    yield "reference/contributions.md", contributions()
    yield "reference/app.md", app_door()
    yield "reference/testing.md", testing_door()
    yield "reference/model.md", model_page()
    yield "reference/file-commands.md", file_page()
    yield "reference/stored-forms.md", stored_page()
    yield "reference/problems/index.md", problems_index()
    for name in catalogue():
        yield f"reference/problems/{name}.md", problem_page(name, docs)
    for lang, ending in LANGUAGES.items():
        yield f"reference/commands{ending}", commands_page(lang)
        yield f"reference/tables{ending}", tables_page(lang)
        yield f"reference/cli{ending}", cli_page(lang)
        yield f"reference/settings{ending}", settings_page(lang)
        yield f"reference/promise{ending}", promise_page(lang)
    yield "reference/glossary.zh.md", glossary_page(docs)
    yield from check_pages()
    yield "adr/index.md", _decisions(docs / "adr")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages, drawings and pictures to what is written by hand."""
    for path, content in _pages(Path(config.docs_dir)):
        generated = GENERATED["zh" if path.endswith(".zh.md") else "en"]
        files.append(File.generated(config, path, content=f"{content}\n{generated}\n"))
    for path, content in (*drawings(), *pictures()):
        files.append(File.generated(config, path, content=content))
    return files
