"""M24: merchants sign for what is before their door (门前四包): signed, renewed, breached; before any enforcement."""

from datetime import datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path

from cmsdk import (
    Accept,
    Actor,
    City,
    OpenFile,
    PutOnFile,
    RecordProcess,
    Refusal,
    TakeMeasure,
    discover,
    works,
)
from cmsdk.model.enforcement_kinds import PartyKind, RecordedStage

NOW = datetime(2026, 11, 19, 18, 0, tzinfo=timezone(timedelta(hours=8)))
TABLE = "45-agreements.csv"
BREACH = "LYG-ZRS-01,登记违约"


def _sample(name: str) -> str:
    return files("cmsdk_lianyungang").joinpath("samples", *name.split("/")).read_text(encoding="utf-8")


def _without(start: str) -> str:
    return "".join(line for line in _sample(f"work/{TABLE}").splitlines(keepends=True) if not line.startswith(start))


def _city(table: str) -> City:
    city = City.open("320700", plugins=discover(only=["cn", "lianyungang"]), clock=lambda: NOW)
    assert city.enter_table(table.encode(), name=TABLE).refused == ()
    return city


def _figures(city: City) -> tuple[str, ...]:
    found = {one.id: one.text for one in city.indicators()}
    names = ("signed", "renewed", "breached", "in-force")
    return (*(found[f"lyg-agreements-{name}"] for name in names), found["lyg-breaches-cured"])


def test_m24_agreements(tmp_path: Path) -> None:
    with _city(_sample(f"work/{TABLE}")) as city:
        assert _figures(city) == ("8", "3", "4", "6", "75.0 %")
        rows = {str(row.cells["agreement"]): row.cells for row in city.view("agreements").rows}
        assert [name for name, cells in rows.items() if cells["expiring"]] == ["LYG-ZRS-05"]
        assert [name for name, cells in rows.items() if cells["expired"]] == ["LYG-ZRS-04"]
        found = (row.cells for row in city.view("agreement-breaches").rows)
        breaches = {(cells["party"], cells["item"]): cells["breaches"] for cells in found}
        assert breaches == {("LYG-SH-01", "秩序"): 1, ("LYG-SH-06", "卫生"): 1, ("LYG-SH-06", "秩序"): 2}
        page = city.publish("lianyungang-agreements", to=tmp_path / "a.html").read_text(encoding="utf-8")
    for shown in ("门前四包责任书台账", "LYG-SH-06", "北门烧烤店", "75.0 %"):
        assert shown in page
    assert not [kept for kept in ("商户甲", "13900007001") if kept in page], "who signed stands apart"


def test_m24_one_agreement_less_or_one_item_less_and_the_figures_change() -> None:
    with _city(_without("LYG-ZRS-08")) as city:
        assert _figures(city) == ("7", "3", "4", "5", "75.0 %")
    with _city(_without(BREACH)) as city:
        assert _figures(city) == ("8", "3", "3", "6", "100.0 %")
    city = City.open("320700", plugins=discover(only=["cn", "lianyungang"]), clock=lambda: NOW)
    with city:
        entered = city.enter_table(_sample(f"work/{TABLE}").replace(",秩序,,喇叭", ",市容,,喇叭").encode(), name=TABLE)
        assert [row.result.code for row in entered.refused if isinstance(row.result, Refusal)] == ["CMS472"]
        assert _figures(city)[2] == "3", "nobody has signed for it"


def _refused(found: object) -> str:
    assert isinstance(found, Refusal), found
    return found.code


def _accepted(city: City, report: str, officer: Actor) -> str:
    case = next(one for one in city.cases() if one.report == report).id
    assert not isinstance(city.act(case, Accept(), officer), Refusal)
    return case


def _file(city: City, case: str, by: Actor, **claim: str) -> object:
    """A file on the case that is entered, if the order of means lets it."""
    opening = OpenFile(unit="lyg-sq-04", party="LYG-SH-01", party_kind=PartyKind.CITIZEN, matter="占道")
    file = city.open_file(case, opening, by)
    assert not isinstance(file, Refusal), file
    city.enforce(file.id, RecordProcess(stage=RecordedStage.START, audio_video=True), by)
    return city.enforce(file.id, PutOnFile(officers=("lyg-p-sq-04", "lyg-p-zd-04-01"), **claim), by)


def test_m24_a_breach_is_management_on_its_case_and_comes_before_enforcement() -> None:
    with _city(_without(BREACH)) as city:
        city.receive("lyg-community", _sample("community-desk.json").encode(), now=NOW)
        officer = Actor("lyg-p-zd-04-01", city.plan.officers["lyg-p-zd-04-01"].roles, "lyg-sq-04")
        head = Actor("lyg-p-head", ("enforcement_head", "enforcement_officer"), "lyg-sq-04")
        case, later = (_accepted(city, report, officer) for report in ("LYG-SQ-1116-01", "LYG-SQ-1117-04"))
        breach = works.BreachAgreement(item="秩序", case=case)
        assert _refused(city.carry_on("LYG-ZRS-01", breach, officer)) == "CMS752", "a service comes first"
        city.act(case, TakeMeasure(measure="cn-early-reminder"), officer)
        assert _refused(_file(city, case, head)) == "CMS752", "no management yet"
        held = city.carry_on("LYG-ZRS-01", breach, officer)
        assert isinstance(held, works.Agreement)
        assert city.case(case).approach == "management"
        (row,) = [r for r in city.view("agreement-breaches").rows if r.cells["party"] == "LYG-SH-01"]
        assert (row.cells["cases"], row.sources) == (1, (held.id, case))
        assert not isinstance(_file(city, case, head), Refusal)
        claim = {"excuse": "repeat", "reason": "同一商户再次占道", "earlier": case}
        assert _refused(_file(city, later, head)) == "CMS752"
        assert not isinstance(_file(city, later, head, **claim), Refusal), "the breach came before, within the year"
