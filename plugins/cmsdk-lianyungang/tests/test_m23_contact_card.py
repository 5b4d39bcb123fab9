"""M23 社区联系牌: a card with officer, phone, scope and duties, handed out, and outdated when its officer changes."""

from datetime import datetime, timedelta, timezone
from importlib.resources import files
import json
from pathlib import Path

import attrs

from cmsdk import Actor, City, discover, works

NOW = datetime(2026, 11, 19, 9, 0, tzinfo=timezone(timedelta(hours=8)))
CARD = "lyg-lx-04-01"
OFFICER = "驻点队员04-01 · 电话 000-0000-3031 · 执法证号 示例-3031"


def _text(*path: str) -> str:
    return files("cmsdk_lianyungang").joinpath(*path).read_text("utf-8")


def test_m23_the_contact_card_names_officer_phone_scope_and_duties(tmp_path: Path) -> None:
    with City.open("320700", plugins=discover(only=["cn", "lianyungang"]), clock=lambda: NOW) as city:
        entered = city.enter_table(_text("samples", "work", "10-contact-cards.csv").encode(), name="cards.csv")
        assert (entered.done, entered.refused) == (126, ())
        (entry,) = city.work_entries(f"board:320700:{CARD}")
        assert json.loads(entry.data)["effects"]["printed"]["phones"] == ["000-0000-3031"]
        printed = city.print_boards(tmp_path / "cards.html", division="320706010")
        page = printed.path.read_text("utf-8")
        assert (len(printed.boards), printed.problems) == (10, ())
        for text in ("社区联系牌", OFFICER, "占道经营、噪音叫卖、毁绿占绿、乱倒垃圾", "接社区吹哨按时报到"):
            assert text in page
        assert "示例-3041" not in page, "cards of another sub-district"


def test_m23_a_card_whose_officer_changed_is_outdated_and_the_check_says_so(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    changed = _text("tables", "stationing.csv").replace("lyg-p-zd-04-01,x-lyg", "lyg-p-grid-b,x-lyg")
    before, plugins = discover(only=["cn", "lianyungang"]), []
    (tmp_path / "tables" / "stationing.csv").write_text(changed, encoding="utf-8")
    plugins = [attrs.evolve(row, overlay=tmp_path) if row.name == "lianyungang" else row for row in before]
    with City.open("320700", plugins=before, clock=lambda: NOW) as city:
        city.enter_table(f"事项,指令,经办人\n{CARD},张贴公示牌,lyg-p-zd-04-01\n".encode())
        (old,) = (one for one in city.indicators(["cn-boards-outdated"]))
        assert old.text == "0"
        after = City(City.open("320700", plugins=plugins).plan, city.ledger, clock=lambda: NOW)
        (row,) = (row.cells for row in after.view("boards").rows if row.cells["board"] == CARD)
        assert (row["outdated"], row["printed"], row["officers"]) == (1, "驻点队员04-01", "网格长乙")
        board = after.carry_on(CARD, works.CheckBoard(placed=True), Actor("lyg-p-supervisor", ("supervisor",)))
        assert isinstance(board, works.Board)
        assert (board.state, board.checks[0].faults) == ("faulty", ("name", "phone", "badge"))
        assert after.print_boards(tmp_path / "b.html", boards=[CARD]).path.read_text("utf-8").count(OFFICER) == 0
