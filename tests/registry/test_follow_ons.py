"""One bad row costs that row alone: other mistakes are found in the same run, and none that only follow from it."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from cmsdk import Problem

Install = Callable[..., Path]
Complaints = Callable[..., list[Problem]]
Facts = Callable[[Problem], Mapping[str, str]]
DIVISIONS = "code,name,level\nx-front,前片区,district\nx-back,后片区,district\n"
ROUTES = "id,category,area,unit\ntoy-1,S1,x-front,toy-roads\ntoy-2,E1,x-back,toy-roads\n"


def _said(found: list[Problem]) -> list[tuple[str, str]]:
    return sorted((p.code, p.where.removeprefix("toy/tables/")) for p in found)


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "where"),
    [
        ("divisions.csv", "前片区,district", "前片区,片区", "CMS404", "divisions.csv:2 [level]"),
        ("divisions.csv", "x-front,前片区", "x-front,", "CMS405", "divisions.csv:2 [name]"),
        ("divisions.csv", "level", "levle", "CMS403", "divisions.csv"),
        ("units.csv", "toy-roads,道路所", "toy-roads,", "CMS405", "units.csv:4 [name]"),
        ("categories.csv", "toy,1,E1,event", "toy,1,E1,evnt", "CMS404", "categories.csv:3 [kind]"),
        ("categories.csv", "version", "vrsn", "CMS403", "categories.csv"),
        ("city.toml", "玩具市", "玩具市\n", "CMS411", "city.toml"),
    ],
)
def test_a_reference_to_a_row_that_is_there_but_broken_is_not_reported(
    file: str, old: str, new: str, code: str, where: str, install: Install, toy: dict[str, str], complaints: Complaints
):
    tables = {**toy, "divisions.csv": DIVISIONS, "responsibility.csv": ROUTES}
    assert old in tables[file]
    install(tables={**tables, file: tables[file].replace(old, new)})
    found = [(p.code, p.where.removeprefix("toy/tables/")) for p in complaints() if p.code != "CMS402"]
    assert found == [(code, where)]


def test_a_bad_row_hides_no_mistake_of_another_table(
    install: Install, toy: dict[str, str], complaints: Complaints, facts: Facts
):
    routes = ROUTES.replace("toy-1,S1,x-front,toy-roads", "toy-1,S1,x-frnt,toy-roads")
    people = "id,name,unit,valid_from\ntoy-a,甲,toy-roads,明天\ntoy-b,乙,toy-raods,\n"
    days = (
        "code,name,level,valid_from,valid_to\nx-front,前片区,district,,\nx-back,后片区,district,2026-12-31,2026-01-01\n"
    )
    install(tables={**toy, "divisions.csv": days, "responsibility.csv": routes, "people.csv": people})
    found = complaints()
    assert _said(found) == [
        ("CMS302", "people.csv:3"),
        ("CMS302", "responsibility.csv:2"),
        ("CMS404", "people.csv:2 [valid_from]"),
        ("CMS450", "divisions.csv:3 [valid_to]"),
    ]
    assert [facts(p)["near"] for p in found if p.code == "CMS302"] == ["toy-roads", "x-front"]


def test_a_repeated_row_is_one_mistake_not_two(install: Install, toy: dict[str, str], complaints: Complaints):
    install(tables={**toy, "units.csv": "id,name\ntoy-desk,值班台\ntoy-desk,值班台\n"})
    assert _said(complaints()) == [("CMS410", "units.csv:3")]


def test_what_a_hook_yields_before_it_fails_is_looked_at(install: Install, toy: dict[str, str], complaints: Complaints):
    code = """
        class Toy(TableCity):
            @hookimpl
            def cmsdk_routes(self, context):
                yield RouteRow(id="toy-1", category="S1", unit="nobody", source="here")
                raise OSError("no connection")
        """
    install(tables=toy, code=code)
    assert sorted(p.code for p in complaints()) == ["CMS201", "CMS302"]


def test_a_unit_that_is_written_by_its_name_is_recognised(
    install: Install, toy: dict[str, str], complaints: Complaints, facts: Facts
):
    units = "id,name\ntoy-desk,值班台\ntoy-lamps,路灯所\ntoy-water,供水所\n"
    install(tables={**toy, "units.csv": units, "responsibility.csv": "id,category,unit\ntoy-1,S1,路灯所\n"})
    (found,) = complaints()
    assert (found.code, facts(found)["near"]) == ("CMS302", "toy-lamps")


def test_the_very_row_that_is_wrong_is_never_suggested(
    install: Install, toy: dict[str, str], complaints: Complaints, facts: Facts
):
    categories = (
        "scheme,version,code,kind,name,parent\n"
        "toy,1,S1,service,便民设施,\ntoy,1,E1,event,占道,\ntoy,1,E101,event,占道摆摊,toy/2/E1\n"
    )
    install(tables={**toy, "categories.csv": categories})
    (found,) = complaints()
    assert (found.code, facts(found)["near"]) == ("CMS302", "toy/1/E1")
