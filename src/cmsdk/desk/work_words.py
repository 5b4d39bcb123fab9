"""Commands on community work from words: by id or by what staff call them, moments on the city's clock."""

from collections.abc import Mapping
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import get_args, get_type_hints
from zoneinfo import ZoneInfo

from cmsdk.model.errors import RejectedInput
from cmsdk.model.expected import expected_facts
from cmsdk.model.problem import Problem, problem
from cmsdk.model.works.base import WorkCommand, chinese_names
from cmsdk.model.works.known import CALLED, WORK_COMMANDS
from cmsdk.triage.times import read_time
from cmsdk.work.wording import from_words

from .masking import own_name


def moment_in(text: str, zone: ZoneInfo, where: str) -> datetime:
    """The moment that a word names; a date alone is the beginning of that day. Raises RejectedInput."""
    try:
        return read_time(text, zone, time())[0]
    except ValueError as error:
        facts = expected_facts(error, "error")
        raise RejectedInput([problem("CMS404", where, value=own_name(text[:40]), expected="—", **facts)]) from error


def command_kind(called: str, where: str) -> type[WorkCommand]:
    """The command that is called so, in either language. Raises RejectedInput."""
    kind = WORK_COMMANDS.get(called) or CALLED.get(called)
    if kind is None:
        near = get_close_matches(called, [*WORK_COMMANDS, *CALLED], n=1, cutoff=0)[0]
        raise RejectedInput([problem("CMS477", where, command=called or "—", near=near)])
    return kind


def work_command(called: str, fields: Mapping[str, str], zone: ZoneInfo, where: str = "") -> WorkCommand:
    """The command with its fields read, whose names may be Chinese. Raises RejectedInput with all that is wrong."""
    kind = command_kind(called, f"{where} [command]".strip())
    chinese, hints = chinese_names(kind), get_type_hints(kind)
    problems: list[Problem] = []
    given = {}
    for word, text in fields.items():
        name, there = chinese.get(word, word), f"{where} [{word}]".strip()
        if name in given:
            problems.append(problem("CMS416", there, column=word, name=name))
            continue
        given[name] = text
        kinds = {hints.get(name), *get_args(hints.get(name))}
        if kinds.isdisjoint({datetime, date}):
            continue
        try:
            moment = moment_in(text, zone, there)
        except RejectedInput as error:
            problems += error.problems
            del given[name]
        else:
            given[name] = (moment if datetime in kinds else moment.date()).isoformat()
    try:
        made = from_words(kind, kind.name, given)
    except RejectedInput as error:
        raise RejectedInput([*problems, *error.problems]) from error
    if problems:
        raise RejectedInput(problems)
    return made
