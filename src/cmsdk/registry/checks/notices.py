"""Checks of the table of notices: every name leads somewhere, and nothing is told in some of the languages only."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Final

from cmsdk.contract.notices import NoticeRow, audiences, pieces, placeholders
from cmsdk.contract.plan import CityPlan
from cmsdk.model.commands import COMMANDS
from cmsdk.model.problem import Problem, problem
from cmsdk.model.words import catalogue
from cmsdk.model.works.known import WORK_COMMANDS

ENTERED: Final = ("reported", "triaged", "recounted")
"""Types of entry that are no command."""
OF_WORK: Final = "work-"
"""Before a state of community work, the key of its label."""


def _where(row: NoticeRow) -> str:
    return row.source or row.id


def _near(name: str, known: Iterable[str]) -> str:
    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0)), "")


def _states(row: NoticeRow, plan: CityPlan) -> tuple[str, ...]:
    """States that an entry can lead to: of a case, those of the city's workflow; of work, all that have a label."""
    if row.command not in WORK_COMMANDS:
        return tuple(plan.workflow.states)
    return tuple(key.removeprefix(OF_WORK) for key in catalogue("labels") if key.startswith(OF_WORK))


def _names(row: NoticeRow, plan: CityPlan) -> Iterator[Problem]:
    allowed, states = placeholders(row.command), _states(row, plan)
    for code, name, known in (
        ("CMS460", row.audience, audiences(row.command)),
        ("CMS461", row.command, tuple(WORK_COMMANDS) if "." in row.command else (*ENTERED, *COMMANDS)),
        ("CMS462", row.channel, tuple(plan.notifiers)),
        ("CMS465", row.language, plan.profile.languages),
        ("CMS461", row.state or states[0], states),
    ):
        if name not in known:
            yield problem(code, _where(row), id=row.id, name=name, near=_near(name, known), known=", ".join(known))
    try:
        named = [name for _, name in pieces(row.template) if name]
    except ValueError as error:
        yield problem("CMS463", _where(row), id=row.id, name=error, near="", known=", ".join(allowed))
        return
    for name in dict.fromkeys(named):
        if name not in allowed:
            near = _near(name, allowed)
            yield problem("CMS463", _where(row), id=row.id, name=name, near=near, known=", ".join(allowed))


def _edges(rows: Sequence[NoticeRow]) -> list[date]:
    """The days on which one of the rows begins or no longer holds; between them nothing changes."""
    days = {date.min}
    for row in rows:
        days |= {row.valid.first} if row.valid.first else set()
        days |= {row.valid.last + timedelta(days=1)} if row.valid.last and row.valid.last < date.max else set()
    return sorted(days)


def _languages(rows: Sequence[NoticeRow], plan: CityPlan) -> Iterator[Problem]:
    """Rows of one audience, command, channel and state: a language that one has and another lacks, or has twice."""
    lacking: dict[str, date] = {}
    twice: dict[tuple[str, str], None] = {}
    for day in _edges(rows):
        valid: dict[str, NoticeRow] = {}
        for row in rows:
            if row.valid.holds(day):
                first = valid.setdefault(row.language, row)
                twice |= {} if first is row else {(first.id, row.id): None}
        for language in plan.profile.languages if valid else ():
            if language not in valid:
                lacking.setdefault(language, day)
    row = rows[0]
    for language, day in lacking.items():
        facts = {"audience": row.audience, "command": row.command, "channel": row.channel, "language": language}
        since = "" if day == date.min else day.isoformat()
        yield problem("CMS464", _where(row), id=row.id, since=since, **facts)
    for first_id, second_id in twice:
        yield problem("CMS466", _where(plan.notices[second_id]), id=second_id, first=first_id, language=row.language)


def check_notices(plan: CityPlan) -> Iterator[Problem]:
    """Unknown audiences, commands, channels, languages and placeholders; templates that are missing, or there twice."""
    groups: dict[tuple[str, ...], list[NoticeRow]] = {}
    for row in plan.notices.values():
        yield from _names(row, plan)
        groups.setdefault((row.audience, row.command, row.channel, row.state), []).append(row)
    for rows in groups.values():
        yield from _languages(rows, plan)
