"""Ten thousand notices, several senders, and senders that are killed: nothing is lost, and ids tell the repeats."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
import json
import os
from pathlib import Path
from random import Random
import signal
import subprocess
import sys
import time

import pytest

from cmsdk import City, discover

TABLES = {
    "notices.csv": """
        id,audience,command,channel,language,template
        a,reporter,reported,toy-file,zh,编号{case}
        b,reporter,reported,toy-file,en,Number {case}
        c,watch_desk,triaged,toy-file,zh,新报{case}
        d,watch_desk,triaged,toy-file,en,New {case}
        """,
}
SENDER = """
import sys
from datetime import datetime
from cmsdk import City, discover
city = City.open("test.toy", sys.argv[1], plugins=discover(only=["toy"]))
print("ready", flush=True)
city.deliver_outbox(now=datetime.fromisoformat(sys.argv[2]))
"""
Open = Callable[[], City]


@pytest.fixture
def town(tmp_path: Path, install: Callable[..., Path], toy: dict[str, str], now: datetime) -> Iterator[Open]:
    """Opens the toy city on one file; its notices go into the folder ``told``."""
    (tmp_path / "told").mkdir()
    file = f'[[notifier]]\nid = "toy-file"\nkind = "file"\nfolder = "{tmp_path / "told"}"\n'
    install("toy", tables={**toy, **TABLES, "notifiers.toml": file})
    opened: list[City] = []

    def make() -> City:
        opened.append(
            City.open("test.toy", f"sqlite:///{tmp_path / 'toy.db'}", plugins=discover(only=["toy"]), clock=lambda: now)
        )
        return opened[-1]

    yield make
    for city in opened:
        city.close()


def _filled(city: City, count: int) -> None:
    lines = (f'{{"external_id": "r{n}", "text": "路灯", "phone": "138{n:08}"}}' for n in range(count))
    assert len(city.receive("jsonl", "\n".join(lines).encode()).case_ids) == count


def _told(folder: Path) -> list[str]:
    return [json.loads(line)["id"] for file in folder.glob("*.jsonl") for line in file.read_text().splitlines()]


@pytest.mark.slow
def test_ten_thousand_notices_by_four_senders_arrive_once_each_in_the_order_of_their_case(
    town: Open, tmp_path: Path
) -> None:
    first = town()
    _filled(first, 5000)
    senders = [first, *(town() for _ in range(3))]
    with ThreadPoolExecutor(len(senders)) as pool:
        sent = sum(found.sent for found in pool.map(lambda city: city.deliver_outbox(), senders))
    told = _told(tmp_path / "told")
    assert (sent, len(told), len(set(told))) == (10_000, 10_000, 10_000)
    place = {id_: number for number, id_ in enumerate(told)}
    cases = {id_.partition("/")[0] for id_ in told}
    assert all(place[f"{c}/1/reporter/toy-file"] < place[f"{c}/2/watch_desk/toy-file"] for c in cases)


@pytest.mark.slow
def test_a_killed_sender_loses_nothing_and_repeats_only_what_it_was_sending(
    town: Open, tmp_path: Path, now: datetime
) -> None:
    city, rnd, kills = town(), Random(8), 12  # noqa: S311  no secret
    _filled(city, 300)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    at = now
    for _ in range(kills):
        command = [sys.executable, "-c", SENDER, f"sqlite:///{tmp_path / 'toy.db'}", at.isoformat()]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as sender:  # noqa: S603  our own
            assert sender.stdout is not None
            assert sender.stdout.readline() == b"ready\n"
            time.sleep(rnd.uniform(0.0, 0.12))
            sender.send_signal(signal.SIGKILL)
        at += timedelta(minutes=16)  # its claim is over
    assert 0 < len(_told(tmp_path / "told")) < 600, "they were killed in the middle"
    found = city.deliver_outbox(now=at)
    assert len(city.notices(state="sent")) == 600
    told = Counter(_told(tmp_path / "told"))
    assert len(told) == 600
    assert sum(told.values()) - 600 <= kills, "one a kill: that between sending and writing it down"
    assert found.dead == 0
