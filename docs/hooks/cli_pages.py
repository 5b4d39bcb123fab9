"""The pages of the command line, one a language, from click's own help."""

from collections.abc import Iterator
import re
from typing import Any

_STYLE = re.compile(r"\x1b\[[0-9;]*m")
WIDTH = 100
HEADS = {
    "en": (
        "# Command line\n",
        (
            "Needs the extra `cli` of the package. Exit codes: **0** done, **1** done, and there "
            "are problems or quarantined rows to look at, **2** cannot. With `--json`, one object: "
            '`{"ok": …, "data": …, "problems": […]}`. `NO_COLOR` is honoured. A shorter guide: '
            "[the command line at work](../howto/use-the-cli.md).\n"
        ),
    ),
    "zh": (
        "# 命令行\n",
        (
            "要装附加包 `cli`。退出码：**0** 办完；**1** 办完了，有问题或隔离件要看；**2** 办不了。"
            '加 `--json` 只给一个对象：`{"ok": …, "data": …, "problems": […]}`。环境变量 `NO_COLOR` 有效。'
            "日常用法见[怎样用命令行](../howto/use-the-cli.zh.md)。\n"
        ),
    ),
}


def group() -> Any:  # noqa: ANN401  click is imported only when the page is made
    """The click group of the command ``cmsdk``."""
    from cmsdk.cli.app import cli

    return cli


def commands(command: Any, path: str = "cmsdk") -> Iterator[tuple[str, Any, Any]]:  # noqa: ANN401  click objects
    """Every command below ``command`` with its path and context, groups before what they hold."""
    import click

    context = click.Context(command, info_name=path, max_content_width=WIDTH, terminal_width=WIDTH)
    yield path, command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            yield from commands(command.get_command(context, name), f"{path} {name}")


def cli_page(lang: str) -> str:
    """The page in a language as Markdown."""
    from cmsdk.cli.lang import LANG

    lines, token = [*HEADS[lang]], LANG.set(lang)
    for path, command, context in commands(group()):
        lines.append(f"## {path}\n\n```text\n{_STYLE.sub('', command.get_help(context))}\n```\n")
    LANG.reset(token)
    return "\n".join([*lines, ""])
