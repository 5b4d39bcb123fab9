"""A city changes its workflow while cases are open: those in states that are gone are found, and can be led on."""

from collections.abc import Callable
from pathlib import Path
import shutil

import pytest

from cmsdk.city import City
from cmsdk.contract.ports import Ledger
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.case import Case
from cmsdk.model.commands import Accept, Actor, Close, File, Refusal
from cmsdk.model.errors import AssemblyError
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover, from_folder
from cmsdk.work.possible import possible
from cmsdk.work.procedure import procedure_of

TESTVILLE = Path(__file__).parent / "testville"
CLERK = Actor("ann", ("clerk",))
PLAIN = """
id = "testville-plain"
initial = "reported"
ends = ["closed"]

[[transition]]
command = "close"
from = ["reported"]
to = "closed"
roles = ["clerk"]
"""
RETIRED = """retired = ["filed"]

[[transition]]
command = "close"
from = ["filed"]
to = "closed"
roles = ["clerk"]
"""
Towns = Callable[[str], City]


@pytest.fixture
def towns(tmp_path: Path) -> Towns:
    """Testville on one ledger, under one workflow after the other."""
    ledger: Ledger = SqlLedger.in_memory()

    def open_under(flow: str) -> City:
        folder = tmp_path / f"town-{len(list(tmp_path.iterdir()))}"
        shutil.copytree(TESTVILLE, folder)
        if flow:
            (folder / "tables" / "workflow.toml").write_text(flow, encoding="utf-8")
        plan = assemble([*discover(only=()), from_folder(folder)], "us.ma.testville")
        return City(plan, ledger)

    return open_under


def _flow() -> str:
    head, rows = PLAIN.split("\n\n", 1)
    extra, more = RETIRED.split("\n\n", 1)
    return f"{head}\n{extra}\n\n{rows}\n{more}"


def test_cases_in_a_state_that_is_gone_are_found_and_go_on_where_it_is_retired(towns: Towns):
    before = towns("")
    (case_id,) = before.receive("desk", b"No.,Text\n1,litter\n").case_ids
    for command in (Accept(), File()):
        assert isinstance(before.act(case_id, command, CLERK), Case)

    plain = towns(PLAIN)
    case = plain.case(case_id)
    assert case.state == "filed"
    assert possible(case, procedure_of(plain.plan), case.opened) == ()
    assert isinstance(plain.act(case_id, Close(), CLERK), Refusal)
    (found,) = plain.deadlines.problems([])
    assert (found.code, dict(found.facts)["state"], dict(found.facts)["count"]) == ("CMS925", "filed", "1")

    mended = towns(_flow())
    assert mended.deadlines.problems([]) == ()
    after = mended.act(case_id, Close(), CLERK)
    assert isinstance(after, Case)
    assert after.state == "closed"


def test_a_state_that_nothing_leads_to_is_a_mistake_unless_it_is_retired(towns: Towns):
    with pytest.raises(AssemblyError, match="CMS305"):
        towns(_flow().replace('retired = ["filed"]\n', ""))
    assert towns(_flow()).plan.workflow.retired == ("filed",)
