"""Real courses of cases against tables: the stages of a hotline case, and the statuses of requests day by day."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
import csv
from datetime import datetime
from itertools import pairwise
import json
from pathlib import Path

import attrs
import pytest

from cmsdk import (
    Accept,
    Actor,
    Archive,
    Case,
    City,
    Close,
    Command,
    Dispatch,
    Handle,
    Refusal,
    Visit,
    discover,
    from_folder,
)
from cmsdk.work.decide import decide
from cmsdk.work.procedure import procedure_of

STAGES: dict[str, tuple[Command, str]] = {
    "受理": (Accept(), "clerk"),
    "预审": (Dispatch(), "reviewer"),
    "处置": (Handle(result="已处置"), "handler"),
    "回访": (Visit(solved=True), "visitor"),
    "结案": (Close(), "visitor"),
}
"""Stage of the hotline → the command, and whose it is."""


def _steps(data: Path) -> list[dict[str, str]]:
    steps: list[dict[str, str]] = json.loads((data / "zh" / "taian12345_workflow.json").read_text("utf-8"))["steps"]
    return steps


def test_every_stage_of_a_real_hotline_case_is_a_step_of_the_table_at_its_own_time(
    data: Path, open_city: Callable[[str, str], City]
) -> None:
    steps = _steps(data)
    with open_city("370900", "taian") as city:
        assert city.check() == ()
        moments = [datetime.fromisoformat(step["at"]).replace(tzinfo=city.plan.zone) for step in steps]
        opened = city.receive("jsonl", json.dumps({"text": "反映一件事"}).encode(), now=moments[0])
        case = opened.cases[0]
        for step, at in zip(steps, moments, strict=True):
            command, role = STAGES[step["stage"]]
            assert city.plan.workflow.labels[case.state] == step["from"], step["stage"]
            after = city.act(case.id, command, Actor("x", (role,)), now=at)
            assert isinstance(after, Case), (step["stage"], after)
            case = after
        assert city.plan.workflow.labels[case.state] == "已结案"
        assert (case.handled, case.closed) == (moments[2], moments[4])
        assert city.ledger.entries(case.id)[-1].version == 2 + len(steps)


def test_no_stage_of_that_case_can_be_skipped_or_come_twice(data: Path, open_city: Callable[[str, str], City]) -> None:
    steps = _steps(data)
    with open_city("370900", "taian") as city:
        case = city.receive("jsonl", json.dumps({"text": "反映一件事"}).encode()).cases[0]
        for number, step in enumerate(steps):
            command, role = STAGES[step["stage"]]
            for other in (*steps[:number], *steps[number + 1 :]):
                wrong, its_role = STAGES[other["stage"]]
                assert isinstance(city.act(case.id, wrong, Actor("x", (its_role,))), Refusal), (step, other)
            after = city.act(case.id, command, Actor("x", (role,)))
            assert isinstance(after, Case)
        assert isinstance(city.act(case.id, Archive(), Actor("x", ("clerk",))), Refusal)


STATES = {"Unspecified": "reported", "Open": "accepted", "In Progress": "handling", "Closed": "closed"}
"""Status as published → the state it is."""
SMALL = """
initial = "reported"
ends = ["closed"]
[[transition]]
command = "accept"
from = ["reported"]
to = "accepted"
roles = ["clerk"]
[[transition]]
command = "sign_for"
from = ["accepted"]
to = "handling"
roles = ["clerk"]
[[transition]]
command = "close"
from = ["reported", "accepted", "handling"]
to = "closed"
roles = ["clerk"]
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("small")
    (folder / "tables").mkdir()
    (folder / "cmsdk.toml").write_text(
        'name = "small"\napi = "1.2"\nscope = "us.ny.small"\nplugin = "cmsdk.plugin:TableCity"\n'
    )
    (folder / "tables" / "city.toml").write_text('name = "Small"\ntime_zone = "America/New_York"\nduty_desk = "desk"\n')
    (folder / "tables" / "units.csv").write_text("id,name\ndesk,Desk\n")
    (folder / "tables" / "workflow.toml").write_text(SMALL)
    with City.open("us.ny.small", plugins=[*discover(only=()), from_folder(folder)]) as city:
        yield city


def test_every_change_of_status_that_was_seen_is_one_step_of_a_small_table(data: Path, small: City) -> None:
    seen = defaultdict(list)
    with (data / "us311" / "nyc311_status_changes_dev.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            seen[row["unique_key"]].append((row["seen_at"], row["status"]))
    changes: Counter[tuple[str, str]] = Counter()
    for rows in seen.values():
        states = [STATES[status] for _, status in sorted(rows)]
        changes.update((one, other) for one, other in pairwise(states) if one != other)
    procedure = procedure_of(small.plan)
    flow = small.plan.workflow
    allowed = sum(
        count
        for (one, other), count in changes.items()
        if any(row.to == other and row.leads_from(one) for row in flow.transitions)
    )
    assert (allowed, changes.total(), len(seen)) == (1136, 1136, 1172)
    assert changes == {("handling", "closed"): 1127, ("accepted", "closed"): 8, ("reported", "closed"): 1}
    now = datetime(2026, 8, 5, 12, tzinfo=small.plan.zone)
    case = small.receive("jsonl", b'{"text": "noise"}', now=now).cases[0]
    for state in STATES.values():
        decided = decide(attrs.evolve(case, state=state), Close(), Actor("x", ("clerk",)), procedure, now)
        assert isinstance(decided, Refusal) is (state == "closed"), "what is closed is not closed again"
