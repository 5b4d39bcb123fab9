"""Several threads and processes bring in the same reports: each becomes exactly one case."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
import subprocess
import sys
from threading import Barrier

import pytest

from cmsdk.city import City
from cmsdk.contract.ports import Ledger
from cmsdk.desk.intake import Outcome
from cmsdk.model.case import Case
from cmsdk.model.commands import Accept, Actor, Refusal
from cmsdk.registry.discovery import discover, from_folder

TESTVILLE = Path(__file__).parents[1] / "city" / "testville"
TOWN = "us.ma.testville"
COUNT = 1500


def _reports(count: int = COUNT) -> bytes:
    return ("No.,Text\n" + "".join(f"r{n},litter {n}\n" for n in range(count))).encode()


def _check_whole(city: City, outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        assert outcome.received == COUNT == len(outcome.case_ids) + outcome.duplicates
        assert {p.code for p in outcome.problems} == {"CMS514"}
    cases = list(city.cases())
    assert Counter(case.report for case in cases) == {f"r{n}": 1 for n in range(COUNT)}
    assert sorted(i for o in outcomes for i in o.case_ids) == [case.id for case in cases]
    assert all(len(city.ledger.entries(case.id)) == 2 for case in cases[::100])


def test_threads_that_receive_the_same_file_make_each_report_one_case(city: City):
    workers = 4
    barrier = Barrier(workers)

    def receive(_number: int) -> Outcome:
        barrier.wait(timeout=30)
        return city.receive("desk", _reports())

    with ThreadPoolExecutor(workers) as pool:
        outcomes = list(pool.map(receive, range(workers)))
    _check_whole(city, outcomes)
    assert len(city.ledger.deliveries(TOWN)) == workers


def test_of_two_who_give_the_same_command_one_is_told_that_the_other_was_first(city: City):
    (case_id,) = city.receive("desk", _reports(1)).case_ids
    workers = 6
    barrier = Barrier(workers)

    def accept(number: int) -> Case | Refusal:
        barrier.wait(timeout=30)
        return city.act(case_id, Accept(), Actor(f"p{number}", ("clerk",)))

    with ThreadPoolExecutor(workers) as pool:
        answers = list(pool.map(accept, range(workers)))
    assert sum(isinstance(answer, Case) for answer in answers) == 1
    assert {a.code for a in answers if isinstance(a, Refusal)} <= {"CMS702", "CMS709"}
    assert [e.type for e in city.ledger.entries(case_id)] == ["reported", "triaged", "accept"]


def test_somebody_who_decides_on_an_old_state_is_refused(city: City, monkeypatch: pytest.MonkeyPatch):
    (case_id,) = city.receive("desk", _reports(1)).case_ids
    before = city.ledger.entries(case_id)
    assert isinstance(city.act(case_id, Accept(), Actor("ann", ("clerk",))), Case)
    real: Ledger = city.ledger
    monkeypatch.setattr(type(real), "entries", lambda _self, _stream: before)
    answer = city.act(case_id, Accept(), Actor("bob", ("clerk",)))
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.guard) == ("CMS709", "concurrency")


def test_two_processes_that_receive_the_same_file_make_each_report_one_case(url: str, tmp_path: Path):
    reports = tmp_path / "reports.csv"
    reports.write_bytes(_reports())
    child = (
        "import sys; from pathlib import Path; from cmsdk import City, discover, from_folder\n"
        "plugins = [*discover(only=()), from_folder(Path(sys.argv[1]))]\n"
        "with City.open('us.ma.testville', sys.argv[2], plugins=plugins) as city:\n"
        "    o = city.receive('desk', Path(sys.argv[3]).read_bytes())\n"
        "    print(o.received, len(o.case_ids), o.duplicates)\n"
    )
    command = [sys.executable, "-c", child, str(TESTVILLE), url, str(reports)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]  # noqa: S603
    said = [process.communicate(timeout=60)[0].split() for process in running]
    assert [process.returncode for process in running] == [0, 0]
    counts = [[int(n) for n in line] for line in said]
    assert sum(new for _, new, _ in counts) == COUNT
    assert all(received == COUNT == new + repeats for received, new, repeats in counts)
    with City.open(TOWN, url, plugins=[*discover(only=()), from_folder(TESTVILLE)]) as city:
        assert Counter(case.report for case in city.cases()) == {f"r{n}": 1 for n in range(COUNT)}
