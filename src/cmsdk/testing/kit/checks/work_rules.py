"""Checks of limits and of community work: days that are known, roles that are given, samples that enter."""

from collections.abc import Iterator
from datetime import datetime
import tomllib
from typing import Final
from zoneinfo import ZoneInfo

from cmsdk.city import City
from cmsdk.clock.working import WorkClock
from cmsdk.contract.community.base import CommunityRow, WorkRole
from cmsdk.contract.timing import LimitRow
from cmsdk.desk.work_tables import EnteredRow
from cmsdk.ledger.open import open_ledger
from cmsdk.model.commands import Refusal
from cmsdk.model.problem import Problem, problem
from cmsdk.model.works.known import WORK_COMMANDS
from cmsdk.publish.refusals import refusal_problem
from cmsdk.testing.kit.check import Check, Kind, Thing, Tier
from cmsdk.testing.kit.stand import Stand
from cmsdk.triage.times import read_time

from .rows import place

WORK_RULES: Final = (Kind.WORK_RULES,)
SAMPLES: Final = "samples"
SCRIPT: Final = "demo.toml"


def _reaches(stand: Stand, thing: Thing) -> Iterator[Problem]:
    """A limit that begins with the year is up on a day that the calendar knows, which its row names.

    Counted from the first of January, so that no limit is blamed for a notice that is still to come.
    """
    plan = stand.plan
    begin = datetime(stand.now.astimezone(plan.zone).year, 1, 1, tzinfo=plan.zone)
    clocks: dict[str, WorkClock] = {}
    for row in thing.items:
        if isinstance(row, LimitRow) and (name := row.calendar or plan.profile.calendar) in plan.calendars:
            clock = clocks.setdefault(name, WorkClock(plan.calendars[name], plan.zone))
            if clock.due(begin, row.limit).provisional:
                facts = {"id": row.id, "limit": row.limit, "calendar": name, "until": clock.calendar.known_until}
                yield problem("CMS989", row.source or row.id, **facts)


def _about(thing: Thing) -> dict[str, CommunityRow]:
    """Kinds of work that a table is about: each is called as the module of its rows is in the contract."""
    return {type(row).__module__.rpartition(".")[2]: row for row in thing.items if isinstance(row, CommunityRow)}


def _roles(stand: Stand, thing: Thing) -> Iterator[Problem]:
    """Every command of the work that a table is about may be given by some role."""
    given = {role.command for role in stand.plan.rows(WorkRole).values()}
    for kind, row in _about(thing).items():
        missing = [command for command in WORK_COMMANDS if command.startswith(f"{kind}.") and command not in given]
        if missing:
            yield problem("CMS988", place(row), table=row.table, commands=", ".join(missing))


def _moment(script: dict[str, object], text: object, zone: ZoneInfo) -> datetime:
    return read_time(str(text) if "-" in str(text) else f"{script['day']} {text}", zone, datetime.min.time())[0]


def _refused(stand: Stand) -> tuple[EnteredRow, ...]:
    """Rows of the sample tables of work that are refused, entered in memory after the deliveries they may refer to."""
    plan, root = stand.plan, stand.target.root / SAMPLES
    script = tomllib.loads((root / SCRIPT).read_text(encoding="utf-8-sig")) if (root / SCRIPT).is_file() else {}
    now = _moment(script, script["now"], plan.zone) if script else stand.now
    with City(plan, open_ledger("memory://"), lambda: now) as city:
        for one in script.get("delivery", ()):
            at = _moment(script, one["at"], plan.zone)
            city.receive(one["channel"], (root / one["file"]).read_bytes(), now=at, name=one["file"])
        tables = sorted((root / "work").glob("*.csv"))
        return tuple(
            row for file in tables for row in city.enter_table(file.read_bytes(), name=file.name, now=now).rows
        )


def _samples_enter(stand: Stand, _thing: Thing) -> Iterator[Problem]:
    """No row of the plugin's sample tables of work is refused."""
    for row in _refused(stand):
        if isinstance(row.result, Refusal):
            yield refusal_problem(row.result, row.where)
        elif isinstance(row.result, tuple):
            yield from row.result


CHECKS = (
    Check("limit-calendar-reaches", "CMS989", Tier.SOLID, WORK_RULES, _reaches),
    Check("work-has-roles", "CMS988", Tier.SOLID, WORK_RULES, _roles),
    Check("work-samples-enter", "", Tier.SOLID, (Kind.CITY,), _samples_enter),
)
