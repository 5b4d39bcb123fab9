"""A station's book: what is in stock is known, what runs short is ordered once, who was served is counted."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from cmsdk.model.command import Refusal
from cmsdk.model.errors import AssemblyError
from cmsdk.model.works.base import WorkCommand
from cmsdk.model.works.station import CountStock, GiveOut, ServePeople, StationBook, TakeIn

from .conftest import CLERK, NOW, Made

SUPPLIES = {
    "supplies.csv": "id,station,item,minimum,reorder,measure\n"
    "demo-s1,demo-kiosk,饮用水,24,48,瓶\ndemo-s2,demo-kiosk,急救箱,2,1,个\ndemo-s3,demo-stn,饮用水,10,20,瓶\n"
}
KIOSK = "demo-kiosk"


def test_giving_out_below_the_minimum_is_a_reorder_notice_once(made: Made) -> None:
    city = made(SUPPLIES)
    city.begin(TakeIn(item="饮用水", amount=30), CLERK, name=KIOSK)
    for minutes, amount in enumerate((5, 2, 1), start=1):
        book = city.begin(
            GiveOut(item="demo-s1", amount=amount), CLERK, name=KIOSK, now=NOW + timedelta(minutes=minutes)
        )
    assert isinstance(book, StationBook)
    held = book.held("饮用水")
    assert held is not None
    assert (held.amount, held.low) == (22, NOW + timedelta(minutes=2))
    entries = city.work_entries(book.id)
    assert ["reorder" in entry.data for entry in entries] == [False, False, True, False]
    assert '"reorder":{"amount":48,"minimum":24,"measure":"瓶","unit":"demo-squad"}' in entries[2].data
    short = {row.cells["item"]: row.cells for row in city.view("supplies").rows if row.cells["below"]}
    assert [*short] == ["饮用水"]
    assert (short["饮用水"]["stock"], short["饮用水"]["reorder"], short["饮用水"]["unit"]) == (22, 48, "demo-squad")
    city.begin(TakeIn(item="饮用水", amount=48), CLERK, name=KIOSK, now=NOW + timedelta(hours=1))
    assert not any(row.cells["below"] for row in city.view("supplies").rows)


def test_what_comes_in_too_little_is_still_low_and_the_order_reaches_the_minimum(made: Made) -> None:
    city = made({"supplies.csv": "id,station,item,minimum,reorder\ndemo-s1,demo-kiosk,饮用水,100,5\n"})
    book = city.begin(TakeIn(item="饮用水", amount=10), CLERK, name=KIOSK)
    assert isinstance(book, StationBook)
    (row,) = city.view("supplies").rows
    assert (row.cells["below"], row.cells["reorder"]) == (1, 90)
    assert row.sources == ("demo-s1", book.id)


def test_counting_enters_what_differs_and_a_book_may_be_begun_anew(made: Made) -> None:
    city = made(SUPPLIES)
    city.begin(TakeIn(item="饮用水", amount=40), CLERK, name=KIOSK)
    city.begin(CountStock(item="饮用水", amount=37), CLERK, name=KIOSK)
    (move,) = city.view("supply-movements").rows
    assert (move.cells["taken_in"], move.cells["difference"]) == (40, -3)
    city.begin(CountStock(item="饮用水", amount=60), CLERK, name=f"{KIOSK}/2027", now=NOW + timedelta(days=50))
    stock = {(row.cells["station"], row.cells["item"]): row.cells["stock"] for row in city.view("supplies").rows}
    assert stock == {(KIOSK, "饮用水"): 60, (KIOSK, "急救箱"): None, ("demo-stn", "饮用水"): None}


def test_services_are_counted_by_day_and_service_in_their_period(made: Made) -> None:
    city = made()
    for days, people in ((0, 0), (0, 3), (1, 2), (20, 9)):
        city.begin(ServePeople(service="饮水", people=people), CLERK, name=KIOSK, now=NOW + timedelta(days=days))
    counted = [(row.cells["day"], row.cells["people"]) for row in city.view("services", period="2026-11").rows]
    assert counted == [(date(2026, 11, 18), 4), (date(2026, 11, 19), 2)]


@pytest.mark.parametrize(
    ("code", "command", "name"),
    [
        ("CMS479", GiveOut(item="饮用水", amount=1), KIOSK),
        ("CMS471", TakeIn(item="饮用水"), KIOSK),
        ("CMS471", TakeIn(amount=4), KIOSK),
        ("CMS472", TakeIn(item="急救箱", amount=1), "demo-stn"),
        ("CMS472", CountStock(item="饮用水"), "demo-kiok"),
        ("CMS472", ServePeople(service="理发"), KIOSK),
        ("CMS472", ServePeople(service="饮水"), "nowhere"),
    ],
)
def test_what_cannot_be_booked_is_refused(made: Made, code: str, command: WorkCommand, name: str) -> None:
    city = made(SUPPLIES)
    answer = city.begin(command, CLERK, name=name)
    assert isinstance(answer, Refusal)
    assert answer.code == code
    assert not [*city.works(StationBook)]


def test_an_item_stands_once_among_the_supplies_of_a_station(made: Made) -> None:
    twice = SUPPLIES["supplies.csv"] + "demo-s4,demo-stn,饮用水,1,1,瓶\n"
    with pytest.raises(AssemblyError, match="CMS481"):
        made({"supplies.csv": twice})


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.sampled_from([TakeIn, GiveOut, CountStock]), st.integers(0, 40)), max_size=12))
def test_the_stock_is_what_came_in_less_what_went_out_and_is_never_below_nothing(
    made: Made, steps: list[tuple[type[TakeIn], int]]
) -> None:
    city, stock = made(SUPPLIES), 0
    for kind, amount in steps:
        answer = city.begin(kind(item="饮用水", amount=amount), CLERK, name=KIOSK)
        if not isinstance(answer, Refusal):
            stock = {TakeIn: stock + amount, GiveOut: stock - amount}.get(kind, amount)
    rows = [row.cells for row in city.view("supply-movements").rows]
    assert sum(row["taken_in"] - row["given_out"] + row["difference"] for row in rows) == stock >= 0  # type: ignore[operator]
    (supply,) = (row.cells for row in city.view("supplies").rows if row.sources[0] == "demo-s1")
    assert (supply["stock"] or 0) == stock
    assert supply["below"] == int(supply["stock"] is not None and stock < 24)


def test_books_are_made_anew_from_their_entries(made: Made) -> None:
    city = made(SUPPLIES)
    table = (
        "事项,指令,时间,经办人,物资,数量,服务,服务人次\ndemo-kiosk,物资入库,2026-11-18 09:00,demo-a,饮用水,30,,\n"
        "demo-kiosk,物资发放,2026-11-18 09:30,demo-a,饮用水,9,,\ndemo-kiosk,便民服务,2026-11-18 09:40,demo-a,,,饮水,9\n"
    )
    assert city.enter_table(table.encode()).done == 3
    before = [*city.works(StationBook)]
    assert city.rebuild().whole
    assert [*city.works(StationBook)] == before
    assert city.enter_table(table.encode()).repeats == 3
