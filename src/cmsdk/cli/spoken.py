"""click's classes, speaking the language of the run: help, headings and usage errors."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
import os
import sys
from typing import Any, NoReturn

import click
from typing_extensions import override

from cmsdk.model.problem import problem

from .answer import CANNOT, json_text, problem_forms
from .lang import LANG, LANGUAGES, choose, say
from .screen import Screen


class _Helped:
    """A ``help`` that is a key of ``messages.toml`` and is looked up when it is shown."""

    _key: str | None = None

    @property
    def help(self) -> str | None:
        """The help text in the language of the run."""
        return say(self._key) if self._key else None

    @help.setter
    def help(self, key: str | None) -> None:
        self._key = key


class SpokenOption(_Helped, click.Option):
    """An option whose ``help`` is a key."""


class SpokenCommand(_Helped, click.Command):
    """A command whose ``help`` is a key."""

    @override
    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), f"{say('usage')} ")

    @override
    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say("option-help")
        return option

    @override
    def get_short_help_str(self, limit: int = 45) -> str:
        return (self.help or "").partition("\n")[0]

    @override
    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()  # the lines stand in messages.toml as they are to be shown
        formatter.write("".join(f"  {line}\n" if line else "\n" for line in (self.help or "").splitlines()))

    @override
    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [p.get_help_record(ctx) for p in self.get_params(ctx) if isinstance(p, click.Option)]
        with formatter.section(say("options")):
            formatter.write_dl([record for record in records if record is not None])


class SpokenGroup(SpokenCommand, click.Group):
    """A group whose ``help`` is a key."""

    command_class = SpokenCommand

    def __init__(self, name: str, **settings: Any) -> None:  # noqa: ANN401  click's own settings
        """A group that takes ``--lang`` too: people put it anywhere."""
        lang = SpokenOption(["--lang"], type=click.Choice(LANGUAGES), expose_value=False, help="option-lang")
        super().__init__(name, params=[lang], **settings)

    @override
    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        with formatter.section(say("commands")):
            formatter.write_dl([(name, self.commands[name].get_short_help_str(80)) for name in self.commands])

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


class Root(SpokenGroup):
    """The command ``cmsdk`` itself: sets the language, and turns click's errors and Ctrl-C into exit codes."""

    @override
    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> NoReturn:
        given = list(sys.argv[1:] if args is None else args)
        with _speaking(choose(given, os.environ)):
            try:
                code = super().main(args, prog_name or "cmsdk", complete_var, standalone_mode=False, **extra)
            except click.exceptions.NoArgsIsHelpError as error:
                click.echo(error.format_message())
                code = 0
            except click.UsageError as error:
                _show(error, as_json="--json" in given)
                code = CANNOT
            except click.Abort:
                code = 130
        sys.exit(code or 0)


@contextmanager
def _speaking(lang: str) -> Iterator[None]:
    token = LANG.set(lang)
    try:
        yield
    finally:
        LANG.reset(token)


def _sentence(error: click.UsageError) -> str:
    """What is wrong with the command line."""
    param = error.param if isinstance(error, click.BadParameter) else None
    name = max(param.opts, key=len) if isinstance(param, click.Option) else param.human_readable_name if param else ""
    if isinstance(error, click.MissingParameter):
        return say("usage-missing", name=name or error.param_hint)
    if isinstance(error, click.NoSuchOption):
        return say("usage-option", name=error.option_name)
    if error.message == "Missing command.":  # of a group: click has no class for it
        return say("usage-missing", name="COMMAND")
    if type(error).__name__ == "NoSuchCommand":  # click 8.4 and later
        return say("usage-command", name=getattr(error, "command_name", ""))
    if isinstance(error, click.BadParameter):
        if isinstance(param, click.Option) and isinstance(param.type, click.IntRange):
            return say("usage-range", name=name, least=param.type.min, most=param.type.max)
        choices = getattr(error.param and error.param.type, "choices", None)
        if choices:
            return say("usage-choice", name=name, choices=", ".join(choices))
    return error.format_message()


def _show(error: click.UsageError, *, as_json: bool) -> None:
    path = error.ctx.command_path if error.ctx else "cmsdk"
    found = problem("CMS913", path, what=_sentence(error), command=path)
    if as_json:
        click.echo(json_text({"ok": False, "data": None, "problems": problem_forms([found])}, sys.stdout))
        return
    if error.ctx:
        click.echo(error.ctx.get_usage(), err=True)
    Screen(sys.stderr).reasons([found])
