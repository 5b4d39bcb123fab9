"""What a step may do: a verb → a function that does it in the city. Commands on cases and on enforcement files."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import attrs

from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.workflow import Transition
from cmsdk.model.case import Case
from cmsdk.model.commands import COMMANDS, Actor, Command, Refusal
from cmsdk.model.enforcement import EnforcementFile
from cmsdk.model.enforcement_commands import FILE_COMMANDS, FileCommand, OpenFile
from cmsdk.work.enforcement.wording import file_command
from cmsdk.work.wording import command

OPENS: Final = "open_file"
"""The verb that opens an enforcement file for a case."""


@attrs.frozen(kw_only=True)
class Doing:
    """What is done: on which case or file, by whom, with which key against doing it twice."""

    city: City
    case: str
    file: str = ""
    by: Actor
    key: str = ""


@attrs.frozen(kw_only=True)
class Verb:
    """A thing that a step may do."""

    made_of: type
    """The attrs class whose fields the words of the step fill."""
    read: Callable[[str, Mapping[str, str]], Any]
    """Verb and words → what is to be done. Raises RejectedInput with all that is wrong in them."""
    carry_out: Callable[[Doing, Any], object]
    """Gives a Refusal where it is not allowed, anything else where it is done. Raises as ``City`` does."""
    cases: tuple[str, ...] = ()
    """Fields that take a case by what the scenario calls it."""

    @property
    def fields(self) -> list[str]:
        """What the words of the step may be."""
        names = [field.name for field in attrs.fields(self.made_of)]
        return [name for name in names if not (self.made_of is OpenFile and name == "case")]


def _act(doing: Doing, given: Command) -> Case | Refusal:
    """A command on a case."""
    return doing.city.act(doing.case, given, doing.by, key=doing.key)


def _read_opening(_do: str, words: Mapping[str, str]) -> FileCommand:
    return file_command(OpenFile.name, words)


def _open(doing: Doing, given: OpenFile) -> EnforcementFile | Refusal:
    """An enforcement file is opened for the case."""
    return doing.city.open_file(doing.case, given, doing.by)


def _enforce(doing: Doing, given: FileCommand) -> EnforcementFile | Refusal:
    """A command on an enforcement file."""
    return doing.city.enforce(doing.file, given, doing.by, key=doing.key)


VERBS: Final[Mapping[str, Verb]] = {
    name: Verb(made_of=kind, read=command, carry_out=_act, cases=("to", "earlier")) for name, kind in COMMANDS.items()
}
"""Verb → what it takes, and how it is done."""
FILE_VERBS: Final[Mapping[str, Verb]] = {
    OPENS: Verb(made_of=OpenFile, read=_read_opening, carry_out=_open),
    **{
        name: Verb(made_of=kind, read=file_command, carry_out=_enforce, cases=("earlier",))
        for name, kind in FILE_COMMANDS.items()
        if kind is not OpenFile
    },
}
"""The same for a step that names an enforcement file."""


def rows_of(plan: CityPlan, file: str) -> Iterable[Transition]:
    """The rows of the city's table for cases, or for enforcement files where a step names one."""
    rules = plan.enforcement
    if not file:
        return plan.workflow.transitions
    return () if rules is None else rules.transitions


def verb_id(do: str, file: str, plan: CityPlan) -> str:
    """The id of a verb that may also be written as the city's own label for the command."""
    if do in (FILE_VERBS if file else VERBS):
        return do
    labelled = {
        OPENS if row.command == OpenFile.name else row.command for row in rows_of(plan, file) if row.label == do
    }
    return labelled.pop() if len(labelled) == 1 else do
