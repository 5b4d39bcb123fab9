"""Testville with a workflow of its own that has the side flows of time: a case of it, and commands at given times."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
import shutil
from typing import Any, Final

import attrs

from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.case import Case
from cmsdk.model.clock import StageClock
from cmsdk.model.commands import Actor, Refusal
from cmsdk.model.entry import Entry
from cmsdk.model.problem import Problem
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover, from_folder
from cmsdk.work.case import fold
from cmsdk.work.forms import CaseForms
from cmsdk.work.wording import command

from .conftest import TESTVILLE

FORMS: Final = CaseForms()
OPEN: Final = '["filed", "dispatched", "handling"]'
TWO_LEVELS: Final = 'roles = ["handler", "department", "dispatcher"]\napprovals = ["department", "dispatcher"]'
ROWS: Final = (
    ("accept", '["reported"]', "accepted", 'roles = ["clerk"]'),
    ("file", '["accepted"]', "filed", 'roles = ["clerk"]'),
    ("dispatch", '["filed", "returned"]', "dispatched", 'roles = ["dispatcher"]'),
    ("return", '["dispatched"]', "returned", 'roles = ["department"]\nneeds = ["reason"]'),
    ("sign_for", '["dispatched"]', "handling", 'roles = ["department"]'),
    ("handle", '["handling", "postponed"]', "handled", 'roles = ["handler"]\nneeds = ["result"]'),
    ("rework", '["handled"]', "handling", 'roles = ["dispatcher"]\nneeds = ["reason"]'),
    ("close", '["handled"]', "closed", 'roles = ["clerk"]'),
    ("strike_off", '["closed"]', "struck_off", 'roles = ["clerk"]'),
    ("void", '["filed", "handling", "suspended"]', "voided", 'roles = ["clerk"]\nneeds = ["reason"]'),
    ("extend", OPEN, "=", TWO_LEVELS + '\nguards = ["before_deadline", "extensions_left"]\nneeds = ["reason"]'),
    ("suspend", OPEN, "suspended", TWO_LEVELS + '\nguards = ["holds_left", "hold_ends"]\nneeds = ["reason"]'),
    ("postpone", OPEN, "postponed", TWO_LEVELS + '\nguards = ["holds_left", "hold_ends"]\nneeds = ["reason"]'),
    ("resume", '["suspended", "postponed"]', "<", 'roles = ["department", "dispatcher"]'),
    ("grant", '["filed", "dispatched", "handling"]', "=", 'roles = ["department", "dispatcher"]'),
    ("reject", OPEN, "=", 'roles = ["department", "dispatcher"]\nneeds = ["reason"]'),
    ("supervise", OPEN, "=", 'roles = ["inspector"]\nguards = ["level_rises"]\nneeds = ["reason"]'),
    ("link", '["accepted", "filed", "dispatched", "handling", "suspended"]', "=", 'roles = ["clerk"]\nneeds = ["to"]'),
    ("unlink", '["filed", "dispatched", "handling", "suspended"]', "=", 'roles = ["clerk"]\nneeds = ["reason"]'),
)
HEAD: Final = """initial = "reported"
ends = ["struck_off", "voided"]
lang = "en"

[labels]
suspended = "on the long list"

[merged]
master = ["handler", "department"]
"""
RULES: Final = """[case]
id = "testville-case-rules"
extensions = 2
supervision = ["ordinary", "listed", "interview"]
basis = "testville order 7"

[case.holds.suspended]
grants = 1
longest = 90
clock = "pauses"
basis = "testville order 8"

[case.holds.postponed]
grants = 2
longest = 60
clock = "until"
"""
SIGN: Final = "\ntestville-l-sign,sign,*,*,4,work_hour,,made up for tests\n"

CLERK: Final = Actor("cat", ("clerk",))
HANDLER: Final = Actor("bob", ("handler",))
DEPARTMENT: Final = Actor("dan", ("department",))
DISPATCHER: Final = Actor("dora", ("dispatcher",))
INSPECTOR: Final = Actor("ina", ("inspector",))


def workflow(drop: str = "", **changed: str) -> str:
    """The table; guard ``drop`` is in none of its rows, and ``changed`` gives rows another tail."""
    rows = []
    for name, sources, to, tail in ROWS:
        told = changed.get(name, tail).replace(f'"{drop}", ', "").replace(f', "{drop}"', "").replace(f'"{drop}"', "")
        rows.append(f'[[transition]]\ncommand = "{name}"\nfrom = {sources}\nto = "{to}"\n{told}\n')
    return HEAD + "\n".join(rows)


def side_plan(folder: Path, flow: str = "", rules: str = RULES, tables: dict[str, str] | None = None) -> CityPlan:
    """Testville with this workflow and these case rules, in ``folder``."""
    town = folder / "testville"
    shutil.copytree(TESTVILLE, town)
    given = {"workflow.toml": flow or workflow(), "work-rules.toml": rules, **(tables or {})}
    for name, text in given.items():
        (town / "tables" / name).write_text(text, encoding="utf-8")
    return assemble([*discover(only=()), from_folder(town)], "us.ma.testville")


@attrs.define
class Town:
    """A city on a ledger of its own; moments are written as its clocks show them, without a year: 2026."""

    city: City
    id: str = ""

    @classmethod
    def at(cls, plan: CityPlan, ledger: Any = None) -> "Town":  # noqa: ANN401  any ledger
        return cls(City(plan, ledger or SqlLedger.in_memory()))

    def moment(self, text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=self.city.plan.zone)

    def report(self, text: str = "litter", at: str = "2026-06-01 09:30") -> str:
        """A report that comes in as it is made."""
        number = sum(1 for _ in self.city.ledger.deliveries(self.city.id)) + 1
        row = f'No.,Time,Text\n{number},{at},"{text}"\n'.encode()
        outcome = self.city.receive("desk", row, now=self.moment(at))
        (self.id,) = outcome.case_ids
        return self.id

    def act(self, name: str, by: Actor, at: str, case: str = "", **fields: str) -> Case | Refusal:
        return self.city.act(case or self.id, command(name, fields), by, now=self.moment(at))

    def done(self, name: str, by: Actor, at: str, case: str = "", **fields: str) -> Case:
        after = self.act(name, by, at, case, **fields)
        assert isinstance(after, Case), after
        return after

    def refused(self, name: str, by: Actor, at: str, case: str = "", **fields: str) -> str:
        """The code; a refusal enters nothing, and its sentences have all their facts."""
        before = self.entries(case)
        after = self.act(name, by, at, case, **fields)
        assert isinstance(after, Refusal), after
        said = Problem(after.code, self.id, after.facts)
        for lang in ("en", "zh"):
            assert "{" not in said.what(lang) + said.why(lang) + said.remedy(lang)
        assert self.entries(case) == before
        return after.code

    def handling(self, text: str = "litter", at: str = "2026-06-01 09:30") -> str:
        """A case that is handled from ten minutes after its report on."""
        self.report(text, at)
        day, hour = at.split(" ")
        for minute, (name, by) in enumerate(
            (("accept", CLERK), ("file", CLERK), ("dispatch", DISPATCHER), ("sign_for", DEPARTMENT)), start=1
        ):
            self.done(name, by, f"{day} {hour[:3]}{int(hour[3:]) + minute:02}")
        return self.id

    def entries(self, case: str = "") -> Sequence[Entry]:
        return self.city.ledger.entries(case or self.id)

    def case(self, at: str, case: str = "") -> Case:
        return self.city.case(case or self.id, now=self.moment(at))

    def due(self, at: str = "", case: str = "") -> str:
        """The deadline as the ledger has it (``at`` left out), or as it stands then."""
        found = self.case(at, case) if at else fold(self.entries(case), FORMS)
        assert found is not None
        assert found.due is not None
        return found.due.at.astimezone(self.city.plan.zone).strftime("%Y-%m-%d %H:%M")

    def clock(self, stage: str, at: str, case: str = "") -> StageClock:
        found = self.city.deadlines.clocks(self.case(at, case), self.entries(case), self.moment(at))
        return next(clock for clock in reversed(found) if clock.stage == stage)
