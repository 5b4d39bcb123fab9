"""The samples: counted to the last row, each dirty one by name, and triaged as a clerk would."""

from collections.abc import Iterator
import csv
from datetime import datetime, timedelta, timezone
from importlib.resources import files
import io

import attrs
import pytest

from cmsdk import Actor, Case, City, Outcome, Person, discover

CLERK = Actor("xian-clerk", ("clerk",))

AGREEMENT = 0.90
GOOD, QUARANTINED, REPEATS = 93, 8, 4
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=8)))
SAMPLES = (
    ("station-desk", "station-desk.json"),
    ("hotline-12345", "hotline-12345.csv"),
    ("hotline-12345", "hotline-12345-gb18030.csv"),
    ("hotline-12345-xlsx", "hotline-12345.xlsx"),
    ("online-platform", "online-platform.json"),
)
"""Channel and file of every sample."""


def _sample(name: str) -> bytes:
    return files("cmsdk_xian").joinpath("samples", name).read_bytes()


@attrs.frozen
class Received:
    """All samples received once, each file's outcome by its name."""

    city: City
    outcomes: dict[str, Outcome]

    @property
    def cases(self) -> list[Case]:
        return [self.city.case(i) for outcome in self.outcomes.values() for i in outcome.case_ids]


@pytest.fixture(scope="module")
def received() -> Iterator[Received]:
    with City.open("610100", plugins=discover(only=["cn", "xian"]), clock=lambda: NOW) as city:
        yield Received(city, {name: city.receive(channel, _sample(name), name=name) for channel, name in SAMPLES})


@pytest.fixture(scope="module")
def answers() -> list[dict[str, str]]:
    """What a clerk would choose for each sample."""
    return list(csv.DictReader(io.StringIO(_sample("answers.csv").decode("utf-8-sig"))))


def _case(received: Received, key: str) -> Case:
    (found,) = [case for case in received.cases if case.report == key]
    return found


def _answer(case: Case, answers: list[dict[str, str]]) -> dict[str, str]:
    """By number, or by the beginning of the text where the report has none."""
    for answer in answers:
        if answer["channel"] != case.channel:
            continue
        if answer["external_id"] == case.report or (
            answer["text_starts"] and case.text.startswith(answer["text_starts"])
        ):
            return answer
    raise AssertionError(f"no answer for {case.report}: {case.text[:40]}")


def test_every_item_is_a_case_a_repeat_or_in_quarantine(received: Received) -> None:
    counts = {
        name: (o.received, len(o.case_ids), o.duplicates, len(o.quarantined)) for name, o in received.outcomes.items()
    }
    assert counts == {
        "station-desk.json": (32, 28, 1, 3),
        "hotline-12345.csv": (31, 27, 1, 3),
        "hotline-12345-gb18030.csv": (12, 11, 1, 0),
        "hotline-12345.xlsx": (6, 6, 0, 0),
        "online-platform.json": (24, 21, 1, 2),
    }
    assert [sum(column) for column in zip(*counts.values(), strict=True)] == [105, GOOD, REPEATS, QUARANTINED]
    assert all(outcome.problems == [] for outcome in received.outcomes.values())


def test_triage_agrees_with_the_clerk(received: Received, answers: list[dict[str, str]]) -> None:
    cases = received.cases
    scheme = received.city.plan.profile.scheme
    assert len(answers) == len(cases) == GOOD
    category = unit = 0
    for case in cases:
        answer = _answer(case, answers)
        wanted = (
            answer["category"]
            if "/" in answer["category"] or not answer["category"]
            else f"{scheme}/{answer['category']}"
        )
        category += case.category == wanted
        unit += case.unit == answer["unit"]
    assert category / GOOD >= AGREEMENT
    assert unit / GOOD >= AGREEMENT


def test_the_answers_name_known_categories_and_units_and_each_case_once(
    received: Received, answers: list[dict[str, str]]
) -> None:
    plan = received.city.plan
    for answer in answers:
        assert answer["unit"] in plan.units
        code = answer["category"]
        assert not code or code in plan.categories or f"{plan.profile.scheme}/{code}" in plan.categories
        assert answer["why"]
    found = [id(_answer(case, answers)) for case in received.cases]
    assert len(set(found)) == len(answers)


def test_the_samples_come_over_several_channels_in_many_lengths(received: Received) -> None:
    cases = received.cases
    assert {case.channel for case in cases} == {
        "station-desk", "hotline-12345", "hotline-12345-xlsx", "online-platform",
    }  # fmt: skip
    assert len({case.text for case in cases}) == len(cases) >= 60
    assert len({case.category for case in cases}) > 40
    assert min(len(case.text) for case in cases) < 20
    assert max(len(case.text) for case in cases) == 20_000


@pytest.mark.parametrize(
    ("file", "position", "code"),
    [
        ("station-desk.json", "27", "CMS507"),
        ("station-desk.json", "28", "CMS506"),
        ("station-desk.json", "29", "CMS508"),
        ("hotline-12345.csv", "28", "CMS506"),
        ("hotline-12345.csv", "29", "CMS507"),
        ("hotline-12345.csv", "30", "CMS508"),
        ("online-platform.json", "22", "CMS507"),
        ("online-platform.json", "23", "CMS508"),
    ],
)
def test_a_row_without_text_without_anything_or_with_an_impossible_date_is_quarantined(
    received: Received, file: str, position: str, code: str
) -> None:
    (row,) = [q for q in received.outcomes[file].quarantined if q.position == position]
    assert [p.code for p in row.problems] == [code]


def test_a_missing_place_goes_by_responsibility_alone(received: Received) -> None:
    case = _case(received, "XFL-261118-04")
    assert (case.division, case.grid, case.place) == ("", "", "")
    assert case.unit == "xian-huanwei"


def test_an_emoji_stays_in_the_words(received: Received) -> None:
    assert "👍" in _case(received, "XFL-261118-05").text
    assert "🤮" in _case(received, "WX20261118015").text


def test_a_formula_for_a_name_stays_with_the_person(received: Received) -> None:
    case = _case(received, "XFL-261118-07")
    assert received.city.person(case.id, by=CLERK, why="回访") == Person("=cmd|' /C calc'!A0", "")
    assert "cmd" not in case.text


def test_script_tags_stay_words(received: Received) -> None:
    assert _case(received, "XA2611180040").text.startswith("<script>alert(1)</script>")


def test_identity_number_and_phone_in_the_text_are_masked(received: Received) -> None:
    text = _case(received, "XA2611180017").text
    assert "身份证[证件号]" in text
    assert "电话[电话]" in text
    for case in received.cases:
        person = received.city.person(case.id, by=CLERK, why="回访")
        assert (
            not isinstance(person, Person)
            or not person.phone
            or person.phone not in case.text + case.title + case.place
        )


def test_twenty_thousand_characters_are_one_case(received: Received) -> None:
    case = _case(received, "XA2611180058")
    assert len(case.text) == 20_000
    assert case.category == "gbt30428.2/2013/E0101"


def test_a_date_alone_and_chinese_dates_are_read(received: Received) -> None:
    assert _case(received, "XFL-261010-03").at.isoformat() == "2026-10-10T10:40:00+08:00"
    assert _case(received, "XFL-261008-03").at.isoformat() == "2026-10-08T10:12:00+08:00"
    (bench,) = [case for case in received.cases if case.text.startswith("公园长椅断了")]
    assert bench.at.isoformat() == "2026-11-18T08:00:00+08:00"


def test_reports_without_a_number_are_known_by_their_content(received: Received) -> None:
    unnumbered = [case for case in received.cases if len(case.report) == 32]
    assert {case.text[:6] for case in unnumbered} == {"东门那儿共享", "家里暖气片摸", "公园长椅断了"}


def test_the_same_order_in_the_other_encoding_is_a_repeat(received: Received) -> None:
    assert received.outcomes["hotline-12345-gb18030.csv"].duplicates == 1
    assert _case(received, "XA2610090007").text.startswith("单元门口地上扔着")


def test_shifted_map_points_land_in_the_grid_of_their_words(received: Received) -> None:
    for key, grid in (
        ("WX20261010004", "01"),
        ("WX20261009003", "02"),
        ("WX20261117007", "04"),
        ("WX20261118019", "06"),
    ):
        assert _case(received, key).grid == f"x-kgxc-xingfuli-{grid}"


def test_what_no_catalogue_knows_goes_to_the_duty_desk(received: Received) -> None:
    case = _case(received, "WX20261118017")
    assert (case.category, case.unit) == ("", "xian-duty-desk")
