"""M27: a task is assigned, accepted, fed back and confirmed; each is a loop that is closed, or open."""

from datetime import timedelta

from cmsdk.model.command import Actor, Refusal
from cmsdk.model.works.task import AcceptTask, AssignTask, ConfirmTask, FeedBackTask, ReturnTask, WithdrawTask, WorkTask

from .conftest import NOW, Made

DESK = Actor("demo-b", ("shift_leader",))
DOER = Actor("demo-a", ("handler",))
MATE = Actor("mate", ("handler",), "demo-squad")
OTHER = Actor("other", ("handler", "supervisor"), "demo-water")


def test_a_task_goes_round_its_loop_and_is_open_until_it_is_confirmed(made: Made) -> None:
    city = made()
    until = NOW + timedelta(hours=2)
    task = city.begin(AssignTask(unit="demo-squad", text="夜市值守", until=until), DESK, name="t-1", now=NOW)
    assert isinstance(task, WorkTask)
    assert (task.state, task.due, task.assigned_by) == ("assigned", until, "demo-b")
    steps = [
        (10, AcceptTask(), MATE, "accepted"),
        (60, FeedBackTask(result="已值守"), MATE, "fed_back"),
        (70, ReturnTask(reason="缺照片"), DESK, "assigned"),
        (150, FeedBackTask(result="补照片"), MATE, "fed_back"),
    ]
    for minutes, command, by, state in steps:
        after = city.carry_on("t-1", command, by, now=NOW + timedelta(minutes=minutes))
        assert isinstance(after, WorkTask), after
        assert after.state == state
    later = NOW + timedelta(minutes=160)
    (row,) = city.view("tasks", now=later).rows
    assert (row.cells["open"], row.cells["late"], row.cells["returns"]) == (1, 1, 1)
    done = city.carry_on("t-1", ConfirmTask(), DESK, now=later)
    assert isinstance(done, WorkTask)
    (row,) = city.view("tasks", now=later).rows
    assert (row.cells["open"], row.cells["confirm_minutes"], row.cells["accept_minutes"]) == (0, 160, 10)
    assert row.sources == (done.id,)


def test_only_the_two_sides_of_a_task_close_its_loop(made: Made) -> None:
    city = made()
    city.begin(AssignTask(officer="demo-a", text="夜市值守"), DESK, name="t-1", now=NOW)

    def said(command: object, by: Actor) -> str:
        answer = city.carry_on("t-1", command, by, now=NOW)  # type: ignore[arg-type]
        return answer.code if isinstance(answer, Refusal) else answer.state

    assert said(AcceptTask(), OTHER) == "CMS630"
    assert said(AcceptTask(), MATE) == "CMS630"  # it was given to one person
    assert said(FeedBackTask(result="好"), DOER) == "fed_back"
    assert said(ConfirmTask(), OTHER) == "CMS630"
    doer_as_chief = Actor("demo-a", ("shift_leader",))
    assert said(ConfirmTask(), doer_as_chief) == "CMS630"  # of the same unit, but it is the doer
    assert said(ConfirmTask(), Actor("chief", ("shift_leader",), "demo-squad")) == "confirmed"


def test_a_task_is_taken_back_by_whoever_assigned_it(made: Made) -> None:
    city = made()
    city.begin(AssignTask(unit="demo-squad", text="夜市值守"), DESK, name="t-1", now=NOW)
    refused = city.carry_on("t-1", WithdrawTask(reason="不用了"), OTHER, now=NOW)
    assert isinstance(refused, Refusal)
    assert refused.code == "CMS630"
    gone = city.carry_on("t-1", WithdrawTask(reason="夜市停办"), DESK, now=NOW)
    assert isinstance(gone, WorkTask)
    assert (gone.state, gone.reason) == ("withdrawn", "夜市停办")
    (row,) = city.view("tasks").rows
    assert row.cells["open"] == 0


def test_a_task_that_leads_nowhere_is_refused(made: Made) -> None:
    wanted = [
        ("CMS471", AssignTask(text="x")),
        ("CMS472", AssignTask(text="x", unit="demo-nobody")),
        ("CMS472", AssignTask(text="x", officer="demo-nobody")),
        ("CMS474", AssignTask(text="x", unit="demo-squad", case="none")),
        ("CMS475", AssignTask(text="x", unit="demo-squad", whistle="w-9")),
    ]
    city = made()
    for code, command in wanted:
        answer = city.begin(command, DESK)
        assert isinstance(answer, Refusal)
        assert answer.code == code
