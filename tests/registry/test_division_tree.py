"""The division tree is checked before it may be used: levels, circles, validity, successors."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cmsdk import Problem

Install = Callable[..., Path]
Complaints = Callable[..., tuple[Problem, ...]]
Speaks = Callable[..., None]
HEADER = "code,name,level,parent,valid_from,valid_to,became\n"
WRONG = {
    "a parent of a lower level": (
        "x-a,东片区,district,x-b,,,\nx-b,东社区,community,,,,\n", "CMS348", 2, ("x-a", "x-b"),
    ),
    "a circle of parents": (
        "x-a,东片区,district,x-b,,,\nx-b,西片区,district,x-c,,,\nx-c,南片区,district,x-a,,,\n", "CMS349", 2,
        ("parent", "x-a → x-b → x-c → x-a"),
    ),
    "its own parent": ("x-b,西片区,district,,,,\nx-a,东片区,district,x-a,,,\n", "CMS349", 3, ("x-a → x-a",)),
    "a circle of successors": (
        "x-a,东片区,district,,2025-01-01,2025-12-31,x-b\nx-b,西片区,district,,2025-01-01,2026-12-31,x-a\n", "CMS349", 2,
        ("became", "x-a → x-b → x-a"),
    ),
    "a child that outlives its parent": (
        "x-a,东片区,district,,,2025-12-31,\nx-b,东街道,subdistrict,x-a,,,\n", "CMS433", 3, ("x-b", "2025-12-31"),
    ),
    "a child that ends after its parent": (
        "x-a,东片区,district,,,2025-12-31,\nx-b,东街道,subdistrict,x-a,,2026-01-01,\n", "CMS433", 3, ("2026-01-01",),
    ),
    "a child that was there before its parent": (
        "x-a,东片区,district,,2025-01-01,,\nx-b,东街道,subdistrict,x-a,2024-12-31,,\n", "CMS433", 3, ("2025-01-01",),
    ),
    "a successor without a last day": (
        "x-a,东片区,district,,,,x-b\nx-b,西片区,district,,,,\n", "CMS434", 2, ("x-a", "x-b"),
    ),
    "a successor that begins later": (
        "x-a,东片区,district,,,2025-12-31,x-b\nx-b,西片区,district,,2026-02-01,,\n", "CMS435", 2,
        ("x-b", "2026-02-01"),
    ),
    "a successor that does not exist": (
        "x-a,东片区,district,,,2025-12-31,x-c\nx-b,西片区,district,,,,\n", "CMS302", 2, ("became", "x-c"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_with_the_tree_is_named_with_its_row(
    what: str, install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks
) -> None:
    rows, code, line, needles = WRONG[what]
    install(tables={**toy, "divisions.csv": HEADER + rows})
    found = [p for p in complaints() if p.code == code]
    assert [p.where for p in found] == [f"toy/tables/divisions.csv:{line}"]
    speaks(found[0], *needles)
    assert ".." not in found[0].what() + found[0].what("zh")


def test_all_mistakes_of_a_tree_are_named_at_once(
    install: Install, toy: dict[str, str], complaints: Complaints
) -> None:
    rows = "".join(rows.replace("x-", f"x-{n}") for n, (rows, *_) in enumerate(WRONG.values()))
    install(tables={**toy, "divisions.csv": HEADER + rows})
    assert {p.code for p in complaints()} >= {"CMS302", "CMS348", "CMS349", "CMS433", "CMS434", "CMS435"}


GOOD = """x-a,东片区,district,,,,
x-zone,开发区,district,x-a,,,
x-old,东街道,subdistrict,x-a,,2025-12-31,x-n1;x-n2
x-oldc,东社区,community,x-old,,2025-12-31,x-n1
x-n1,东一街道,subdistrict,x-a,2026-01-01,,
x-n2,东二街道,subdistrict,x-zone,2026-01-01,,
x-c,早社区,community,x-n1,,,
"""


def test_a_tree_with_splits_zones_and_unknown_beginnings_is_whole(
    install: Install, toy: dict[str, str], complaints: Complaints
) -> None:
    install(
        tables={**toy, "city.toml": toy["city.toml"].replace("toy-desk", "no-desk"), "divisions.csv": HEADER + GOOD}
    )
    assert [p.code for p in complaints()] == ["CMS302"]  # the duty desk alone
