"""A made-up town of tables on the national pack, and the life of a case in it, for ``case_life.py`` and ``fold.py``."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cmsdk import discover, from_folder
from cmsdk.contract.plan import CityPlan
from cmsdk.model.commands import (
    Accept,
    Actor,
    Archive,
    CheckAfterHandling,
    Checked,
    Close,
    Command,
    Dispatch,
    Extend,
    FeedBack,
    File,
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
BEGUN = datetime(2026, 6, 1, 1, tzinfo=UTC)
"""When the reports arrive."""
LIFE: tuple[tuple[Command, str, str], ...] = (
    (Accept(), "acceptor", "accepted"),
    (File(), "acceptor", "filed"),
    (Dispatch(), "dispatcher", "dispatched"),
    (SignFor(note="on the way"), "handler", "handling"),
    (Extend(reason="the part comes on Monday"), "handler,department,dispatcher", "handling"),
    (Handle(result="lamp replaced"), "handler", "handled"),
    (FeedBack(), "department", "checking"),
    (CheckAfterHandling(checked=Checked.PASSED), "checker", "checking"),
    (Close(result="lit again"), "acceptor", "closed"),
    (Archive(), "acceptor", "archived"),
    (Visit(solved=True, satisfied=Satisfaction.SATISFIED, note="by phone"), "visitor", "visiting"),
    (StrikeOff(), "acceptor", "struck_off"),
)
"""The commands of a life, who gives each, and the state that it leads to."""
STATES = ("reported", *(state for _, _, state in LIFE))
COMMANDS = tuple(command for command, _, _ in LIFE)
Step = tuple[Command, Actor, datetime]


def open_town(folder: Path) -> CityPlan:
    """The town's plan: the national workflow, in which an extension needs the agreement of two levels."""
    tables = folder / "tables"
    tables.mkdir(parents=True, exist_ok=True)
    for name, text in TABLES.items():
        (tables / name).write_text(text, encoding="utf-8")
    (folder / "cmsdk.toml").write_text(MANIFEST, encoding="utf-8")
    return assemble([*discover(only=["cn"]), from_folder(folder)], TOWN)


def steps(plan: CityPlan) -> list[Step]:
    """The life of a case, an hour a command, each by somebody who may."""
    begun = BEGUN.astimezone(plan.zone)
    return [
        (command, Actor(f"{role}-1", role.split(","), "works"), begun + timedelta(hours=number))
        for number, (command, role, _) in enumerate(LIFE, start=1)
    ]


def report(count: int) -> bytes:
    """A delivery of ``count`` reports."""
    rows: Sequence[str] = [f"{number},The lamp before number {number} is out" for number in range(count)]
    return "\n".join(["no,text", *rows]).encode()
