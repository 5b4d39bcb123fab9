"""Generates the reference pages from the library itself, so that they cannot fall behind (mkdocs hook file).

``cmsdk`` is imported inside the event, since mkdocs restores ``sys.path`` after loading a hook file.
"""

from collections.abc import Iterator
from pathlib import Path

from cli_pages import cli_page
from describe import cell, code, fields, methods, prose, signature_of, table, thing
from drawings import drawings
from file_pages import file_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from pictures import pictures
from problem_pages import problem_page, problems_index
from stored_pages import stored_page

GENERATED = "*Generated from the library when this site is built.*\n"


def _link(target: str, name: str) -> str:
    return f"[{name}]({target})"


# ---------------------------------------------------------------- hooks


def _hook_page(name: str) -> str:
    from cmsdk.contract.api import HOOKS
    from cmsdk.contract.specs import CityPlugin

    row = HOOKS[name]
    method = getattr(CityPlugin, name)
    body, _, example = prose(method.__doc__).partition("\nExample:\n")
    purpose, *parts = [part.strip() for part in body.split("\n") if part.strip()]
    kinds = ", ".join(_link(f"../contributions.md#{kind.__name__.lower()}", kind.__name__) for kind in row.accepts)
    lines = [f"---\ntitle: {name}\n---", f"# `{name}{signature_of(method)}`\n", purpose + "\n"]
    rows = [tuple(part.partition(": ")[::2]) for part in parts]
    lines += table(
        ("part", "what holds"),
        [
            ("Item types", kinds),
            ("Rule of combination", code(row.combine)),
            *((f"{head}", cell(text)) for head, text in rows if head != "Since"),
            ("Since", f"API {row.since}"),
        ],
    )
    unindented = "\n".join(line.removeprefix("    ") for line in example.strip("\n").split("\n"))
    return "\n".join([*lines, "## Example\n", f"```python\n{unindented}\n```\n", GENERATED])


def _hooks_index() -> str:
    from cmsdk.contract.api import API, HOOKS
    from cmsdk.contract.specs import CityPlugin

    rows = [
        (
            _link(f"{name}.md", f"`{name}`"),
            ", ".join(kind.__name__ for kind in hook.accepts),
            code(hook.combine),
            cell(prose(getattr(CityPlugin, name).__doc__).split("\n")[0]),
        )
        for name, hook in HOOKS.items()
    ]
    head = [
        "# Hooks\n",
        (
            f"The contract is version **{API}**. A plugin subclasses `CityPlugin` (or `TableCity`, which reads "
            "tables), overrides the hooks it has something for, and marks each `@hookimpl`. Hooks are called "
            "once, when a city is assembled, in the order below; none is called per case ([hooks assemble, "
            "values act](../../explanation/hooks-and-values.md)).\n"
        ),
        (
            "`one`: the most specific plugin's answer holds, a tie is an error. `keyed`: answers are merged by "
            "key; a more specific plugin may replace an item of a more general one by naming it in `replaces`, "
            "never the reverse.\n"
        ),
    ]
    return "\n".join([*head, *table(("hook", "yields", "combined", "purpose"), rows), GENERATED])


# ---------------------------------------------------------------- the doors


def _contributions() -> str:
    import attrs

    from cmsdk import plugin
    from cmsdk.contract.base import Contribution

    found = {name: getattr(plugin, name) for name in plugin.__all__}
    kinds = {n: f for n, f in found.items() if isinstance(f, type)}
    groups = {
        "Contribution types": {n: f for n, f in kinds.items() if issubclass(f, Contribution)},
        "Values": {n: f for n, f in kinds.items() if attrs.has(f) and not issubclass(f, Contribution)},
    }
    named = {name for group in groups.values() for name in group}
    groups["Enumerations, classes and functions"] = {n: f for n, f in found.items() if n not in named}
    lines = [
        "# The plugin door\n",
        (
            "Everything that a plugin may import, from `cmsdk.plugin`. What is not here is not promised. All "
            "types are frozen: `attrs.evolve` makes a changed copy.\n"
        ),
    ]
    for head, group in groups.items():
        lines.append(f"**{head}**: " + ", ".join(_link(f"#{name.lower()}", name) for name in group) + "\n")
    common = [field.name for field in attrs.fields(Contribution)]
    for group in groups.values():
        for name, thing_found in group.items():
            inherits = name != "Contribution" and name in groups["Contribution types"]
            lines += thing(name, thing_found, common if inherits else ())
            if inherits:
                shared = ", ".join(map(code, common))
                lines.append(f"And what every {_link('#contribution', 'contribution')} has: {shared}.\n")
    return "\n".join([*lines, GENERATED])


def _app_door() -> str:
    import cmsdk
    from cmsdk import City
    from cmsdk.model.commands import Command
    from cmsdk.model.enforcement_commands import FileCommand

    lines = [
        "# The app door\n",
        (
            "Everything that an app imports, from `cmsdk`. Commands stand on pages of their own: "
            "[on cases](commands.md), [on enforcement files](file-commands.md).\n"
        ),
        *thing("City", City),
        *methods(City),
    ]
    for name in cmsdk.__all__:
        found = getattr(cmsdk, name)
        elsewhere = isinstance(found, type) and issubclass(found, Command | FileCommand) and found is not FileCommand
        if name != "City" and not elsewhere:
            lines += thing(name, found)
    return "\n".join([*lines, GENERATED])


def _testing_door() -> str:
    from cmsdk import testing

    lines = [
        "# The door for tests\n",
        (
            "What tests import, from `cmsdk.testing`; pytest is not needed for it. Scenario files as tests of pytest: "
            "[write scenarios](../howto/write-scenarios.md), [怎样写情景](../howto/write-scenarios.zh.md).\n"
        ),
    ]
    for name in testing.__all__:
        lines += thing(name, getattr(testing, name))
    return "\n".join([*lines, GENERATED])


def _commands() -> str:
    from cmsdk.model.commands import COMMANDS

    lines = [
        "# Commands\n",
        (
            "What a person may do to a case: `city.act(case_id, Accept(), by=actor)`, or `cmsdk cases act`. "
            "Which state a command is allowed in, for which roles and with which fields filled, is the city's "
            "workflow table.\n"
        ),
    ]
    for name, kind in COMMANDS.items():
        lines += [f"## {name}\n", f"`cmsdk.{kind.__name__}` · {prose(kind.__doc__ or '')}\n", *fields(kind)]
    return "\n".join([*lines, GENERATED])


# ---------------------------------------------------------------- tables


def _kind(kind: object) -> str:
    """What a cell may hold: for a choice its words, else the first line of the reader's docstring."""
    if not callable(kind):
        return ""
    try:
        kind("\N{REPLACEMENT CHARACTER}")
    except ValueError as error:
        return cell(error)
    text = (kind.__doc__ or "").split("\n")[0]
    return "text" if text == "The cell as it is." else cell(prose(text))


def _tables() -> str:
    from cmsdk.tables.columns import COMMON
    from cmsdk.tables.schema import TABLES

    lines = [
        "# Tables 表\n",
        (
            "Files in the folder `tables/` of a plugin: `NAME.csv` (UTF-8 with or without BOM, GB18030 is "
            "recognised) or `NAME.xlsx` (the sheet of the table's name, or the first; needs the extra `tables`). "
            "Headers in English or Chinese, in any order. Lists are separated by `;`, `*` is any, an empty cell "
            "is not given; a row whose first cell begins with `#` is a comment. `cmsdk tables template NAME` "
            "writes an empty one.\n"
        ),
        "表头中英文都可以，列的先后不限；列表用分号隔开，`*` 表示任意，空格子表示没有给出。\n",
    ]
    common = {column.name for column in COMMON}
    for name, schema in TABLES.items():
        lines += [f"## {name}\n", f"{schema.what} · {schema.what_zh}\n"]
        lines += _columns([column for column in schema.columns if column.name not in common])
    lines += ["## Columns of every table\n", *_columns(list(COMMON))]
    return "\n".join([*lines, GENERATED])


def _columns(columns: list) -> list[str]:  # type: ignore[type-arg]
    rows = [
        (
            code(c.name),
            "、".join(c.chinese),
            "yes" if c.required else "",
            _kind(c.kind) + (" Leading zeros are watched." if c.is_code else ""),
            code(c.example) + (f" · {code(c.example_en)}" if c.example_en else ""),
        )
        for c in columns
    ]
    return table(("column", "表头", "required", "cell", "example"), rows)


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
        lines.append("- " + _link(file.name, head))
    return "\n".join([*lines, ""])


# ---------------------------------------------------------------- events


def _pages(docs: Path) -> Iterator[tuple[str, str]]:
    from cmsdk.contract.api import HOOKS
    from cmsdk.model.problem import catalogue

    yield "reference/hooks/index.md", _hooks_index()
    for name in HOOKS:
        yield f"reference/hooks/{name}.md", _hook_page(name)
    yield "reference/contributions.md", _contributions()
    yield "reference/app.md", _app_door()
    yield "reference/testing.md", _testing_door()
    yield "reference/commands.md", _commands()
    yield "reference/file-commands.md", file_page() + GENERATED
    yield "reference/problems/index.md", problems_index() + GENERATED
    for name in catalogue():
        yield f"reference/problems/{name}.md", problem_page(name, docs) + GENERATED
    yield "reference/tables.md", _tables()
    yield "reference/stored-forms.md", stored_page() + GENERATED
    yield "reference/cli.md", cli_page() + GENERATED
    yield "adr/index.md", _decisions(docs / "adr")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages, drawings and pictures to what is written by hand."""
    for path, content in (*_pages(Path(config.docs_dir)), *drawings(), *pictures()):
        files.append(File.generated(config, path, content=content))
    return files
