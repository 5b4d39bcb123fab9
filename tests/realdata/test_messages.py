"""4,004 labelled messages of citizens, two thirds without a time, read by a column mapping alone."""

from collections import Counter
from collections.abc import Callable
import csv
from hashlib import sha256
from pathlib import Path

import pytest

from cmsdk import Case, City, Outcome

FILE = "zh/messages_labelled_dev.csv"
ROWS, UNDATED = 4004, 2558
ACCURACY = 0.80
"""The issue asks for 0.60; 0.845 was measured."""


@pytest.fixture(scope="module")
def labels(data: Path) -> dict[str, str]:
    with (data / FILE).open(encoding="utf-8-sig", newline="") as file:
        return {row["msg_id"]: row["label1"] for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def received(data: Path, open_city: Callable[[str, str], City]) -> tuple[City, Outcome]:
    city = open_city("test.messages", "messages")
    return city, city.receive("letters", (data / FILE).read_bytes(), name="messages_labelled_dev.csv")


@pytest.fixture(scope="module")
def cases(received: tuple[City, Outcome]) -> list[Case]:
    return list(received[0].cases())


def _unseen(msg_id: str) -> bool:
    """The half from which the keyword rows were not written."""
    return sha256(msg_id.encode()).hexdigest()[0] in "89abcdef"


def test_every_row_is_a_case_or_in_quarantine_with_a_reason(received: tuple[City, Outcome], cases: list[Case]):
    outcome = received[1]
    assert outcome.received == ROWS == len(outcome.case_ids) + outcome.duplicates + len(outcome.quarantined)
    assert all(row.problems for row in outcome.quarantined)
    assert outcome.problems == []
    assert len(cases) == len(outcome.case_ids)


def test_every_case_has_an_owner_and_a_deadline_and_undated_ones_are_provisional(cases: list[Case]):
    assert all(case.unit and case.due for case in cases)
    provisional = sum(case.due is not None and case.due.provisional for case in cases)
    assert provisional == UNDATED == sum(case.at == case.opened for case in cases)


def test_a_second_run_adds_nothing(data: Path, received: tuple[City, Outcome]):
    city, outcome = received
    again = city.receive("letters", (data / FILE).read_bytes())
    assert (again.received, again.case_ids) == (ROWS, [])
    assert again.duplicates == ROWS - len(outcome.quarantined)


def test_keyword_rows_give_the_label_on_the_half_they_were_not_written_from(
    received: tuple[City, Outcome], cases: list[Case], labels: dict[str, str]
):
    categories = received[0].plan.categories
    unseen = [case for case in cases if _unseen(case.report)]
    assert 0.4 * ROWS < len(unseen) < 0.6 * ROWS
    right = sum(
        case.category in categories and categories[case.category].name == labels[case.report] for case in unseen
    )
    majority = Counter(labels[case.report] for case in unseen).most_common(1)[0][1]
    assert right / len(unseen) >= ACCURACY
    assert right > 2 * majority


def test_the_label_decides_the_owner_and_little_is_left_for_the_duty_desk(
    received: tuple[City, Outcome], cases: list[Case]
):
    units = Counter(case.unit for case in cases)
    assert units[received[0].plan.profile.duty_desk] < 0.05 * ROWS
    assert all((case.category == "") == (case.unit == received[0].plan.profile.duty_desk) for case in cases)
