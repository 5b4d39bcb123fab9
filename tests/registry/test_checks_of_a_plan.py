"""What is wrong with a city as a whole (CMS3xx): references, workflow, grids, overlaps, time zone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cmsdk import City, Problem, discover

Install = Callable[..., Path]
Complaints = Callable[..., tuple[Problem, ...]]
Speaks = Callable[..., None]
Facts = Callable[[Problem], dict[str, str]]

PLACES = {
    "divisions.csv": "code,name,level,parent\nx-east,东片区,district,\n",
    "people.csv": "id,name,unit\ntoy-lead,网格长甲,toy-garden\n",
    "grids.csv": "code,name,division,leader\nx-01,第一网格,x-east,toy-lead\n",
}
REFERENCES = {
    "duty desk": ("city.toml", "duty_desk", "toy-dask", "toy-desk", "units"),
    "route to a unit": ("responsibility.csv", "unit", "toy-gardn", "toy-garden", "units"),
    "route to every unit": ("responsibility.csv", "unit", "*", "—", "units"),
    "route to a unit by a sign that means nothing": ("responsibility.csv", "unit", "@staton", "@station", "units"),
    "route in an area": ("responsibility.csv", "area", "x-est", "x-east", "divisions, grids"),
    "limit in an area": ("limits.csv", "area", "x-02", "x-01", "divisions, grids"),
    "limit on a calendar": ("limits.csv", "calendar", "naturl-days", "natural-days", "calendars"),
    "calendar of the city": ("city.toml", "calendar", "natural", "natural-days", "calendars"),
    "unit of a person": ("people.csv", "unit", "toy-gardens", "toy-garden", "units"),
    "unit of a station": ("stations.csv", "unit", "toy-road", "toy-roads", "units"),
    "division of a station": ("stations.csv", "division", "x-eest", "x-east", "divisions"),
    "grids of a station": ("stations.csv", "grids", "x-1", "x-01", "grids"),
    "division of a grid": ("grids.csv", "division", "x-esat", "x-east", "divisions"),
    "leader of a grid": ("grids.csv", "leader", "toy-led", "toy-lead", "people"),
    "station of a grid": ("grids.csv", "station", "toy-station", "—", "stations"),
    "place name in a grid": ("gazetteer.csv", "grid", "x-10", "x-01", "grids"),
    "place name in a division": ("gazetteer.csv", "division", "x-eastt", "x-east", "divisions"),
    "unit above a unit": ("units.csv", "parent", "toy-desks", "toy-desk", "units"),
    "division above a division": ("divisions.csv", "parent", "test.tow", "test.toy", "divisions"),
    "category above a category": ("categories.csv", "parent", "toy/1/S2", "toy/1/S1", "categories"),
}
TABLES = {
    "responsibility.csv": "id,{field}{more}\ntoy-r,{name}{rest}\n",
    "limits.csv": "id,amount,unit,{field}\ntoy-l,3,work_hour,{name}\n",
    "people.csv": "id,name,{field}\ntoy-lead,网格长甲,{name}\n",
    "stations.csv": "id,name,{field}\ntoy-s,工作站,{name}\n",
    "gazetteer.csv": "words,{field}\n南门,{name}\n",
    "units.csv": "id,name,{field}\ntoy-desk,值班台,\ntoy-garden,园林所,{name}\ntoy-roads,道路所,\n",
    "divisions.csv": "code,name,level,{field}\nx-east,东片区,district,{name}\n",
    "categories.csv": "scheme,version,code,kind,name,{field}\ntoy,1,S1,service,便民设施,\ntoy,1,E1,event,占道,{name}\n",
}


def _broken(tables: dict[str, str], file: str, field: str, name: str) -> str:
    if file == "city.toml":
        kept = "\n".join(line for line in tables[file].splitlines() if not line.strip().startswith(field))
        return f'{kept}\n        {field} = "{name}"\n'
    if file == "grids.csv":
        rest = {"division": "x-east", "leader": "toy-lead"} | {field: name}
        return f"code,name,{','.join(rest)}\nx-01,第一网格,{','.join(rest.values())}\n"
    more = ("", "") if field == "unit" else (",unit", ",toy-desk")
    return TABLES[file].format(field=field, name=name, more=more[0], rest=more[1])


@pytest.mark.parametrize("reference", REFERENCES)
def test_a_name_that_leads_nowhere_is_named_with_its_place_and_the_nearest(
    reference: str, install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks, facts: Facts
) -> None:
    file, field, name, near, what = REFERENCES[reference]
    tables = {**toy, **PLACES}
    tables[file] = _broken(tables, file, field, name)
    install(tables=tables)
    (found,) = [p for p in complaints() if p.code != "CMS304"]
    assert found.code == "CMS302"
    assert found.where.startswith(f"toy/tables/{file}")
    assert facts(found) == {"field": field, "name": name, "what": what, "near": near}
    speaks(found, field, name, what, *([] if near == "—" else [near]))
    assert "—" not in found.remedy() + found.remedy("zh")


@pytest.mark.parametrize("file", ["responsibility.csv", "limits.csv", "classify.csv", "standards.csv"])
def test_an_unknown_category_is_named_with_the_nearest(
    file: str, install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks, facts: Facts
) -> None:
    rest = {"responsibility.csv": ("unit", "toy-desk"), "limits.csv": ("amount,unit", "3,work_hour"),
            "classify.csv": ("words", "路灯"), "standards.csv": ("condition", "损坏")}[file]  # fmt: skip
    install(tables={**toy, file: f"id,category,{rest[0]}\ntoy-1,S1,{rest[1]}\ntoy-2,S11,{rest[1]}\n"})
    (found,) = complaints()
    assert (found.code, found.where, facts(found)["code"]) == ("CMS301", f"toy/tables/{file}:3", "S11")
    assert facts(found)["near"] in {"S1", "toy/1/S1"}
    speaks(found, "S11", facts(found)["near"], "scheme")


def test_a_bare_code_that_stands_in_two_schemes_is_never_guessed(
    install: Install, toy: dict[str, str], complaints: Complaints
) -> None:
    toy["city.toml"] = toy["city.toml"].replace("toy/1", "")
    toy["categories.csv"] += "        toy,2,S1,service,便民设施\n"
    toy["classify.csv"] = "id,category,words\ntoy-1,S1,路灯\ntoy-2,E1,摊\ntoy-3,toy/2/S1,长椅\n"
    install(tables=toy)
    assert [(p.code, p.where) for p in complaints()] == [("CMS301", "toy/tables/classify.csv:2")]


@pytest.mark.parametrize("zone", ["Asia/Xanadu", "", "../../etc/passwd", "Asia", "+08:00"])
def test_an_unknown_time_zone_is_named(
    zone: str, install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks, facts: Facts
) -> None:
    toy["city.toml"] = toy["city.toml"].replace("Asia/Shanghai", zone)
    install(tables=toy)
    (found,) = complaints()
    assert (found.code, found.where, facts(found)) == ("CMS303", "toy/tables/city.toml", {"zone": zone})
    speaks(found, zone, "Asia/Shanghai", "city.toml")


CALENDAR = """
    [[calendar]]
    id = "toy-days"
    version = "1"
    time_zone = "Asia/Shanghai"
    shifts = ["08:00-12:00"]
    known_from = 2026-01-01
    known_until = 2026-12-31
    """


def test_an_unknown_time_zone_of_a_calendar_is_named_too(
    install: Install, toy: dict[str, str], complaints: Complaints, facts: Facts
) -> None:
    install(tables={**toy, "calendar.toml": CALENDAR.replace("Asia/Shanghai", "Asia/Xanadu")})
    (found,) = complaints()
    assert (found.code, found.where, facts(found)) == ("CMS303", "toy/tables/calendar.toml", {"zone": "Asia/Xanadu"})


@pytest.mark.parametrize("until", ["2025-12-31", "2200-01-01", "9999-12-31"])
def test_a_calendar_that_nobody_can_count_on_is_named(
    until: str, install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks
) -> None:
    install(tables={**toy, "calendar.toml": CALENDAR.replace("2026-12-31", until)})
    (found,) = complaints()
    assert (found.code, found.where) == ("CMS412", "toy/tables/calendar.toml")
    speaks(found, "known_until", until)


def test_a_default_condition_that_nobody_knows_is_named(
    install: Install, toy: dict[str, str], complaints: Complaints
) -> None:
    toy["city.toml"] += '        default_condition = "worst"\n'
    install(tables=toy)
    assert [(p.code, p.where) for p in complaints()] == [("CMS412", "toy/tables/city.toml")]


def test_a_responsibility_grid_without_leader_is_a_warning_and_the_city_opens(
    install: Install, toy: dict[str, str], speaks: Speaks, facts: Facts
) -> None:
    grids = "code,name,kind,division\nx-01,第一网格,responsibility,x-east\nx-02,单元一,unit,x-east\n"
    install(tables={**toy, **PLACES, "grids.csv": grids})
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        (found,) = city.check()
    assert (found.code, found.where, facts(found)) == ("CMS304", "toy/tables/grids.csv:2", {"grid": "x-01"})
    assert found.severity == "warning"
    speaks(found, "x-01", "grids.csv")


ROW = '[[transition]]\ncommand = "{command}"\nfrom = ["{source}"]\nto = "{to}"\nroles = [{roles}]\n'


def flow(*rows: str, ends: str = '"struck_off"') -> str:
    return f'initial = "reported"\nends = [{ends}]\n' + "".join(rows)


def row(command: str, source: str, to: str, roles: str = '"clerk"', more: str = "") -> str:
    return ROW.format(command=command, source=source, to=to, roles=roles) + more


WHOLE = (row("accept", "reported", "accepted"), row("strike_off", "accepted", "struck_off"))
FLOWS = {
    "a state that nothing leads to": (
        flow(*WHOLE, row("close", "handled", "struck_off")),
        "CMS305",
        {"state": "handled"},
    ),
    "an end that nothing leads to": (flow(*WHOLE, ends='"struck_off", "voided"'), "CMS305", {"state": "voided"}),
    "an island": (
        flow(*WHOLE, row("handle", "handling", "handled"), row("rework", "handled", "handling")),
        "CMS305",
        {"state": "handling"},
    ),
    "a dead end": (flow(*WHOLE, row("file", "accepted", "filed")), "CMS306", {"state": "filed"}),
    "no way from the start": (flow(row("close", "accepted", "struck_off")), "CMS306", {"state": "reported"}),
    "an unknown command": (flow(*WHOLE, row("fly", "accepted", "struck_off")), "CMS307", {"command": "fly"}),
    "no role": (flow(*WHOLE, row("close", "accepted", "struck_off", "")), "CMS308", {"command": "close"}),
    "an unknown guard": (
        flow(*WHOLE, row("close", "accepted", "struck_off", more='guards = ["mode_is_later"]\n')),
        "CMS309",
        {"guard": "mode_is_later", "near": "mode_is_transfer"},
    ),
    "an unknown field": (
        flow(*WHOLE, row("close", "accepted", "struck_off", more='needs = ["weather"]\n')),
        "CMS310",
        {"command": "close", "field": "weather"},
    ),
}


@pytest.mark.parametrize("name", FLOWS)
def test_a_workflow_that_cannot_work_is_named(
    name: str, install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks, facts: Facts
) -> None:
    text, code, wanted = FLOWS[name]
    install(tables={**toy, "workflow.toml": text})
    found = [p for p in complaints() if p.code == code]
    assert found
    assert found[0].where == "toy/tables/workflow.toml"
    assert facts(found[0]).items() >= wanted.items()
    speaks(found[0], *wanted.values())


def test_a_workflow_with_everything_wrong_is_told_everything(
    install: Install, toy: dict[str, str], complaints: Complaints
) -> None:
    wrong = 'guards = ["no"]\nneeds = ["no"]\n'
    text = flow(*WHOLE, row("fly", "nowhere", "limbo"), row("close", "accepted", "filed", "", wrong))
    install(tables={**toy, "workflow.toml": text})
    assert sorted({p.code for p in complaints()}) == [*(f"CMS3{n:02}" for n in range(5, 11)), "CMS379"]


OVERLAPS = {
    "for ever": ("", "", "", "", True),
    "one inside the other": ("2026-01-01", "2026-12-31", "2026-03-01", "2026-04-01", True),
    "on one day": ("", "2026-06-30", "2026-06-30", "", True),
    "one after the other": ("", "2026-06-30", "2026-07-01", "", False),
    "one after the other, written in reverse": ("2026-07-01", "", "", "2026-06-30", False),
}


@pytest.mark.parametrize("case", OVERLAPS)
def test_two_rows_that_claim_the_same_cases_are_named_if_their_days_meet(
    case: str, install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks, facts: Facts
) -> None:
    *days, meet = OVERLAPS[case]
    install(
        tables={
            **toy,
            "responsibility.csv": "id,category,unit,valid_from,valid_to\n"
            f"toy-a,S1,toy-garden,{days[0]},{days[1]}\ntoy-b,toy/1/S1,toy-roads,{days[2]},{days[3]}\n",
        }
    )
    if not meet:
        with City.open("test.toy", plugins=discover(only=["toy"])) as city:
            assert city.check() == ()
        return
    (found,) = complaints()
    assert (found.code, found.where) == ("CMS312", "toy/tables/responsibility.csv:3")
    named = {"first": "toy-a", "second": "toy-b", "category": "toy/1/S1", "area": "*"}
    assert facts(found).items() >= named.items()
    speaks(found, "toy-a", "toy-b", "toy/1/S1")


def test_rows_of_two_layers_do_not_overlap_since_the_more_specific_one_is_asked_first(
    install: Install, toy: dict[str, str]
) -> None:
    install("country", scope="test", tables={"responsibility.csv": "id,unit\ncountry-a,toy-roads\n"})
    install(tables={**toy, "responsibility.csv": "id,unit\ntoy-a,toy-garden\n"})
    with City.open("test.toy", plugins=discover(only=["toy", "country"])) as city:
        assert [r.item.id for r in city.plan.routes] == ["toy-a", "country-a"]


def test_the_problems_of_several_tables_and_plugins_are_gathered_in_one_error(
    install: Install, toy: dict[str, str], complaints: Complaints
) -> None:
    toy["responsibility.csv"] = "id,category,unit\ntoy-a,S9,toy-desk\ntoy-b,S1,nobody\n"
    toy["workflow.toml"] = flow(*WHOLE, row("fly", "accepted", "struck_off"))
    install(tables=toy)
    install("more", tables={"limits.csv": "id,amount,unit,area\nmore-a,3,work_hour,x-9\n"})
    assert sorted((p.code, p.where.split(":")[0]) for p in complaints(only=("toy", "more"))) == [
        ("CMS301", "toy/tables/responsibility.csv"),
        ("CMS302", "more/tables/limits.csv"),
        ("CMS302", "toy/tables/responsibility.csv"),
        ("CMS307", "toy/tables/workflow.toml"),
    ]
