"""M26: big matters are linked across the net, small ones are settled inside one grid (大事一网联动、小事一格解决)."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from importlib.resources import files

from cmsdk import (
    Accept,
    Actor,
    Assist,
    Case,
    CheckAfterHandling,
    Checked,
    City,
    Close,
    Command,
    Dispatch,
    FeedBack,
    File,
    FixOnTheSpot,
    Found,
    Handle,
    SignFor,
    VerifyBeforeFiling,
    discover,
)

NOW = datetime(2026, 11, 19, 18, 0, tzinfo=timezone(timedelta(hours=8)))
POST, SQUAD, PROPERTY = "lyg-p-zd-04-01", "lyg-p-sq-04", "lyg-p-wy-01"


def _sample(name: str) -> bytes:
    return files("cmsdk_lianyungang").joinpath("samples", *name.split("/")).read_bytes()


def _do(city: City, case: str, *steps: tuple[str, Command]) -> None:
    for person, command in steps:
        officer = city.plan.officers[person]
        after = city.act(case, command, Actor(officer.id, officer.roles, officer.unit))
        assert isinstance(after, Case), after


def _garden(city: City, case: str, assisting: tuple[str, ...]) -> None:
    """The garden in the green: with the property company where it assists."""
    _do(
        city, case,
        (POST, Accept()), (POST, VerifyBeforeFiling()), ("lyg-p-grid-c", VerifyBeforeFiling(found=Found.EXISTS)),
        ("lyg-p-leader", File()), ("lyg-p-dispatcher", Dispatch(assisting=assisting)), (POST, SignFor()),
        *((PROPERTY, Assist(result="清走菜苗")) for _ in assisting), (POST, Handle(result="补种")), (SQUAD, FeedBack()),
        ("lyg-p-checker", CheckAfterHandling(checked=Checked.PASSED)), ("lyg-p-acceptor", Close(result="补种")),
    )  # fmt: skip


SMALL = ("1117-01", "1117-02", "1118-05", "1118-04")


def _settled(small: tuple[str, ...], check: Callable[[City], None]) -> None:
    with City.open("320700", plugins=discover(only=["cn", "lianyungang"]), clock=lambda: NOW) as city:
        outcome = city.receive("lyg-community", _sample("community-desk.json"))
        cases = {case.report: case for case in outcome.cases}
        for number in small:
            _do(city, cases[f"LYG-SQ-{number}"].id, (POST, FixOnTheSpot(result="当场办好")))
        _garden(city, cases["LYG-SQ-1117-04"].id, ("lyg-wy-01",))
        assert city.enter_table(_sample("work/40-whistles.csv")).refused == ()
        check(city)


def _counts(city: City) -> Counter[tuple[object, ...]]:
    rows = city.view("settlements").rows
    return Counter((r.cells["kind"], r.cells["linkage"], r.cells["level"], r.cells["row"]) for r in rows)


def _share(city: City) -> str:
    return {one.id: one.text for one in city.indicators()}["lyg-one-grid"]


def test_m26_one_grid() -> None:
    def check(city: City) -> None:
        assert _counts(city) == {
            ("case", "one_grid", "网格", "lyg-lv-1"): 4,
            ("case", "linked_net", "街道", "lyg-lv-3"): 1,
            ("whistle", "one_grid", "社区", "lyg-lv-2"): 2,
            ("whistle", "linked_net", "社区", "lyg-lv-2"): 1,
            ("whistle", "linked_net", "街道", "lyg-lv-3"): 1,
        }
        assert _share(city) == "66.7 %"

    _settled(SMALL, check)


def test_m26_the_share_follows_how_each_matter_was_settled() -> None:
    def check(city: City) -> None:
        counts = _counts(city)
        assert counts["case", "one_grid", "网格", "lyg-lv-1"] == 3, "one was not settled on the spot"
        assert _share(city) == "62.5 %"

    _settled(SMALL[1:], check)
