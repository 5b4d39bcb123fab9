"""A made-up town of tables on the national pack, and the life of a case in it, for ``case_life.py`` and ``fold.py``."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import attrs

from cmsdk import discover, from_folder
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.workflow import STAYS, Transition
from cmsdk.model.commands import (
    Accept,
    Actor,
    Archive,
    Close,
    Command,
    Dispatch,
    Extend,
    FeedBack,
    File,
    Grant,
    Handle,
    Satisfaction,
    SignFor,
    StrikeOff,
    Visit,
)
from cmsdk.registry.assembly import assemble

TOWN = "990100"
TABLES = {
    "city.toml": """name = "Worktown"
time_zone = "Asia/Shanghai"
duty_desk = "works"
scheme = "gbt30428.2/2013"
calendar = "cn-working-days"
""",
    "units.csv": "id,name\nworks,Works\n",
    "divisions.csv": f"code,name,level,parent\n{TOWN},Worktown,city,\n",
    "channels.toml": """[[channel]]
id = "desk"
format = "csv"
[channel.map]
external_id = "no"
text = "text"
""",
}
MANIFEST = f"""name = "worktown"
api = "1.1"
scope = "{TOWN}"
plugin = "cmsdk.plugin:TableCity"
requires = ["cn"]
"""
GUARD = "mode_is_transfer"
BEGUN = datetime(2026, 6, 1, 1, tzinfo=UTC)
"""When the reports arrive."""
LEVELS = ("dispatcher", "shift_leader")
COMMANDS: tuple[Command, ...] = (
    Accept(),
    File(),
    Dispatch(),
    SignFor(note="on the way"),
    Extend(reason="the part comes on Monday"),
    Grant(),
    Handle(result="lamp replaced"),
    FeedBack(),
    Close(result="lit again"),
    Archive(),
    Visit(solved=True, satisfied=Satisfaction.SATISFIED, note="by phone"),
    StrikeOff(),
)
STATES = (
    "reported", "accepted", "filed", "dispatched", "handling", "handling", "handling", "handled", "checking", "closed",
    "archived", "visiting", "struck_off",
)  # fmt: skip
"""The state that a life begins in, and those that the commands lead to."""
Step = tuple[Command, Actor, datetime]


def open_town(folder: Path) -> CityPlan:
    """The town's plan. An extension needs two levels, and every row has a guard."""
    tables = folder / "tables"
    tables.mkdir(parents=True, exist_ok=True)
    for name, text in TABLES.items():
        (tables / name).write_text(text, encoding="utf-8")
    (folder / "cmsdk.toml").write_text(MANIFEST, encoding="utf-8")
    plan = assemble([*discover(only=["cn"]), from_folder(folder)], TOWN)
    flow = plan.workflow
    extension = Transition(
        command="extend", sources=("handling",), to=STAYS, roles=("handler",), needs=("reason",), approvals=LEVELS
    )
    grant = Transition(command="grant", sources=("handling",), to=STAYS, roles=LEVELS)
    named = {row.command for row in flow.transitions}
    rows = [*flow.transitions, *(row for row in (extension, grant) if row.command not in named)]
    guarded = tuple(attrs.evolve(row, guards=row.guards or (GUARD,)) for row in rows)
    return attrs.evolve(plan, workflow=attrs.evolve(flow, transitions=guarded))


def steps(plan: CityPlan) -> list[Step]:
    """The life of a case, an hour a command, each by somebody who may."""
    made: list[Step] = []
    begun = BEGUN.astimezone(plan.zone)
    for number, (command, state) in enumerate(zip(COMMANDS, STATES, strict=False), start=1):
        (row,) = (r for r in plan.workflow.transitions if r.command == command.name and state in r.sources)
        role = LEVELS[-1] if isinstance(command, Grant) else row.roles[0]
        made.append((command, Actor(f"{role}-1", [role]), begun + timedelta(hours=number)))
    return made


def report(count: int) -> bytes:
    """A delivery of ``count`` reports."""
    rows: Sequence[str] = [f"{number},The lamp before number {number} is out" for number in range(count)]
    return "\n".join(["no,text", *rows]).encode()
