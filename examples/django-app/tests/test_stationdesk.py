"""The pages as officers meet them, with Django's test client."""

import io
from pathlib import Path
import re

from django.core.management import CommandError, call_command
from django.test import Client
import pytest

from cmsdk import StoreUnavailable

LAMP = {
    "number": "ZD-1",
    "text": "幸福里西门口路灯不亮好几天了",
    "division": "幸福里社区",
    "name": "王芳",
    "phone": "13800138000",
}


def buttons(page: str) -> list[str]:
    """What may be done, as the page offers it."""
    return re.findall(r"<button>(.+)</button>\n</form>", page)


@pytest.fixture(scope="module")
def lamp(xin: Client) -> str:
    """Address of a case."""
    got = xin.post("/report/", LAMP)
    assert got.status_code == 302
    return str(got.url)


def page(client: Client, address: str) -> str:
    """The page at an address."""
    got = client.get(address)
    assert got.status_code == 200
    return got.content.decode()


@pytest.mark.parametrize("address", ["/", "/report/", "/cases/x/"])
def test_nobody_sees_a_case_before_signing_in(address: str):
    got = Client().get(address)
    assert (got.status_code, got.url) == (302, f"/accounts/login/?next={address}")
    assert "登录" in page(Client(), got.url)


def test_a_post_without_its_token_is_refused(xin: Client, lamp: str):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = xin.cookies
    assert strict.post(f"{lamp}accept/").status_code == 403
    assert "accept" in page(xin, lamp)


def test_a_report_becomes_a_case_without_personal_data_on_the_page(xin: Client, lamp: str):
    shown = page(xin, lamp)
    assert "幸福里西门口路灯不亮" in shown
    assert "为什么这样派" in shown
    assert "依据：" in shown
    assert "13800138000" not in shown
    assert "王芳" not in shown


def test_the_same_form_sent_twice_is_filed_once(xin: Client, lamp: str):
    got = xin.post("/report/", LAMP, follow=True)
    assert "已经登记过" in got.content.decode()


def test_what_somebody_has_reported_is_shown_before_it_is_filed_again(xin: Client):
    first = xin.get("/report/").context["form"]["number"].value()
    assert first != xin.get("/report/").context["form"]["number"].value()
    hole = {"text": "路面坑洼，有个大坑", "lon": "108.7430", "lat": "34.4206"}
    there = xin.post("/report/", hole | {"number": first}).url
    shown = xin.post("/report/", hole | {"number": "ZD-5"}).content.decode()
    assert there in shown
    assert "有个大坑" in shown
    assert xin.post("/report/", hole | {"number": "ZD-5", "sure": "on"}).url not in {there, "/"}


def test_a_report_without_a_text_is_told_on_the_form(xin: Client):
    assert xin.post("/report/", LAMP | {"text": " "}).context["form"].errors["text"]


def test_what_the_city_cannot_read_is_told_on_the_form(xin: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("stationdesk.forms.ReportForm.payload", lambda _form: '{"登记": [{"登记编号": "9"}]}'.encode())
    shown = xin.post("/report/", LAMP | {"number": "ZD-9"}).content.decode()
    assert 'class="errorlist nonfield"' in shown


def test_open_cases_are_listed_searched_and_paged(xin: Client, lamp: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("stationdesk.views.PAGE", 1)
    for number in (21, 22):
        xin.post("/report/", {"number": f"ZD-{number}", "text": f"第{number}号楼垃圾没人清", "sure": "on"})
    first = page(xin, "/")
    following = re.search(r'href="(\?after=[^"]+)"', first)
    assert following
    assert "第22号楼" in first
    assert "第21号楼" in page(xin, "/" + following[1].replace("&amp;", "&"))
    assert "第21号楼" in page(xin, "/?text=第21号楼")
    assert xin.get("/?after=nonsense").status_code == 400


def test_each_officer_is_offered_the_steps_of_their_groups_and_refused_others(xin: Client, gui: Client, lamp: str):
    assert "受理" in buttons(page(xin, lamp))
    got = gui.post(f"{lamp}accept/", follow=True).content.decode()
    assert "现在是：已受理。" in got
    assert "登记台账" not in buttons(got)
    assert "登记台账" in buttons(page(xin, lamp))
    refused = gui.post(f"{lamp}file/", follow=True).content.decode()
    assert "CMS703" in refused
    assert "站员" in refused


def test_a_step_is_taken_with_what_it_asks_for(xin: Client, lamp: str):
    xin.post(f"{lamp}file/")
    xin.post(f"{lamp}dispatch/")
    assert '<input type="text" name="result"' in page(xin, lamp)
    assert "CMS704" in xin.post(f"{lamp}handle/", {"result": ""}, follow=True).content.decode()
    assert "colour" in xin.post(f"{lamp}handle/", {"colour": "red"}, follow=True).content.decode()
    assert "已办理" in xin.post(f"{lamp}handle/", {"result": "换了灯泡"}, follow=True).content.decode()
    assert xin.get(f"{lamp}handle/").status_code == 405


def test_there_is_no_such_case(xin: Client):
    assert xin.get("/cases/nobody/").status_code == 404


def test_a_ledger_that_cannot_be_reached_is_503(xin: Client, lamp: str, monkeypatch: pytest.MonkeyPatch):
    from stationdesk.apps import held_city

    def gone(*_: object) -> None:
        raise StoreUnavailable([])

    monkeypatch.setattr(type(held_city().ledger), "entries", gone)
    got = xin.get(lamp)
    assert got.status_code == 503
    assert "请稍后再试" in got.content.decode()


def test_a_file_is_received_from_the_command_line(tmp_path: Path):
    file, out, err = tmp_path / "工单.csv", io.StringIO(), io.StringIO()
    file.write_text(
        "工单编号,来电时间,诉求内容,所属区域\nA1,2026-11-16 09:20,路灯不亮,幸福里社区\n,,,\n", encoding="utf-8"
    )
    call_command("cmsdk_receive", "hotline-12345", str(file), stdout=out, stderr=err)
    assert "立为案件 1 件" in out.getvalue()
    assert "第" in err.getvalue()
    call_command("cmsdk_receive", "hotline-12345", str(file), stdout=out, stderr=err)
    assert "重复 1 件" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("cmsdk_receive", "nowhere", str(file))
