"""The API as its callers meet it, on a ledger file, with a token of a real officer of the roster."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
import json
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
import pytest

from cmsdk import StoreUnavailable
from reporting.main import app
from reporting.people import new_token

LAMP = "幸福里西门口路灯不亮好几天了"
PNG = b"\x89PNG\r\n\x1a\n" + bytes.fromhex(
    "0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63600000000200014821a4f80000000049454e44ae426082"
)


def reports(*texts: str, start: int = 1, **more: object) -> dict[str, object]:
    """What the platform sends; a report without a text is left without."""
    rows = [
        {"orderNo": f"WX{n}", "submitTime": "2026-11-16 09:20", "region": "幸福里社区", "content": text, **more}
        for n, text in enumerate(texts, start)
    ]
    return {"data": {"list": rows}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the ledger and the tokens stand; the app is told by its environment."""
    path = tmp_path_factory.mktemp("reporting")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("CMSDK_LEDGER", f"sqlite:///{path}/reporting.db")
        environment.setenv("REPORTING_TOKENS", str(path / "tokens.txt"))
        yield path


@pytest.fixture(scope="module")
def tokens(folder: Path) -> dict[str, dict[str, str]]:
    """Headers by officer; one has left the roster since."""
    names = ("xian-p-xin", "xian-p-gui", "xian-p-gone")
    return {name: {"Authorization": f"Bearer {new_token(name, folder / 'tokens.txt')}"} for name in names}


@pytest.fixture(scope="module")
def client(folder: Path, tokens: dict[str, dict[str, str]]) -> Iterator[TestClient]:
    """The app, opened once."""
    with TestClient(app) as open_app:
        yield open_app


@pytest.fixture(scope="module")
def xin(tokens: dict[str, dict[str, str]]) -> dict[str, str]:
    """A station officer's headers."""
    return tokens["xian-p-xin"]


@pytest.fixture(scope="module")
def lamp(client: TestClient) -> str:
    """A case."""
    got = client.post("/reports", json=reports(LAMP, start=100))
    assert got.status_code == 201
    return str(got.json()["data"]["items"][0]["id"])


def test_a_receipt_says_what_became_of_each_item_and_nothing_is_filed_twice(client: TestClient):
    sent = reports("楼道里堆满纸箱", "", start=200)
    first = client.post("/reports", json=sent)
    data = first.json()["data"]
    assert first.status_code == 201
    assert {name: data[name] for name in ("received", "cases", "quarantined")} == {
        "received": 2, "cases": 1, "quarantined": 1,
    }  # fmt: skip
    assert [item["kind"] for item in data["items"]] == ["case", "quarantined"]
    assert data["items"][1]["problems"][0]["remedy"]
    again = client.post("/reports", json=sent)
    assert (again.status_code, again.json()["data"]["duplicates"]) == (200, 1)


@pytest.mark.parametrize("body", [b"no json", b"", json.dumps(reports("")).encode()])
def test_what_cannot_become_a_case_is_422_with_what_to_mend(client: TestClient, body: bytes):
    got = client.post("/reports", content=body)
    told = got.json()
    assert (got.status_code, told["ok"]) == (422, False)
    found = [*told["problems"], *(p for item in told["data"]["items"] for p in item["problems"])]
    assert all(problem["code"].startswith("CMS") and problem["remedy"] for problem in found)
    assert found


def test_a_report_is_compared_before_it_is_filed(client: TestClient, lamp: str):
    known = client.post("/reports/similar", json=reports(LAMP, start=100)).json()["data"]["reports"]
    assert known[0]["case"] == lamp
    hole, near = ({"location": {"lng": 108.743, "lat": lat}} for lat in (34.4206, 34.4207))
    first = client.post("/reports", json=reports("路面坑洼，有个大坑", start=110, **hole)).json()["data"]["items"][0]
    found = client.post("/reports/similar", json=reports("路面有坑", start=111, **near)).json()["data"]["reports"]
    assert [case["id"] for case in found[0]["similar"]] == [first["id"]]


def test_officers_need_a_token_of_somebody_on_the_roster(client: TestClient, tokens: dict[str, dict[str, str]]):
    assert client.get("/cases").status_code == 401
    assert client.get("/cases", headers={"Authorization": "Bearer made-up"}).status_code == 401
    assert client.get("/cases", headers=tokens["xian-p-gone"]).status_code == 403
    assert client.get("/cases", headers=tokens["xian-p-gui"]).status_code == 200


def test_open_cases_are_paged_by_key(client: TestClient, xin: dict[str, str], lamp: str):
    client.post("/reports", json=reports("门口有人摆摊占道", "墙上贴满小广告", start=300))
    seen, after = list[str](), ""
    while True:
        page = client.get("/cases", headers=xin, params={"limit": 2, "after": after}).json()["data"]
        seen += [case["id"] for case in page["cases"]]
        if (after := page["next"]) is None:
            break
    assert lamp in seen
    assert len(seen) == len(set(seen)) >= 3
    assert client.get("/cases", headers=xin, params={"after": "no key"}).status_code == 422
    assert client.get("/cases", headers=xin, params={"mine": True}).json()["data"]["cases"] == []


def test_report_list_command_refusal_explain(
    client: TestClient, tokens: dict[str, dict[str, str]], xin: dict[str, str]
):
    case = client.post("/reports", json=reports("小区里路灯坏了", start=400)).json()["data"]["items"][0]["id"]
    shown = client.get(f"/cases/{case}", headers=xin).json()["data"]
    assert "accept" in [step["command"] for step in shown["possible"]]

    def give(command: str, who: dict[str, str] = xin, key: str = "", **fields: str) -> tuple[int, Any]:
        headers = {**who, "Idempotency-Key": key}
        got = client.post(f"/cases/{case}/commands", headers=headers, json={"command": command, "fields": fields})
        return got.status_code, got.json()

    status, told = give("strike_off")
    assert (status, told["data"]["refusal"]["code"]) == (409, "CMS702")
    assert "已上报" in told["data"]["refusal"]["in_words"]
    assert [step["label"] for step in told["data"]["possible"]][:2] == ["受理", "不予受理"]
    status, told = give("受理", key="k1")
    assert (status, told["data"]["state_label"]) == (200, "已受理")
    assert give("受理", key="k1")[1]["data"]["refusal"]["code"] == "CMS720"
    assert give("file", tokens["xian-p-gui"])[1]["data"]["refusal"]["code"] == "CMS703"
    assert give("dance")[1]["problems"][0]["code"] == "CMS706"
    assert give("file", until="tomorrow")[0] == 422

    explained = client.get(f"/cases/{case}/why", headers={**xin, "Accept-Language": "en-GB"}).json()["data"]
    assert [entry["type"] for entry in explained["entries"]][-1] == "accept"
    assert any(told["refused"] for told in explained["story"])
    assert all(step["basis"] is not None for step in explained["trail"])


def test_a_picture_is_attached_and_a_text_is_not_taken(client: TestClient, xin: dict[str, str], lamp: str):
    got = client.post(f"/cases/{lamp}/attachments", headers=xin, params={"purpose": "before"}, content=PNG)
    assert (got.status_code, got.json()["data"][0]["type"]) == (201, "image/png")
    got = client.post(f"/cases/{lamp}/attachments", headers=xin, params={"purpose": "before"}, content=b"")
    assert got.status_code == 422


def test_there_is_no_such_case(client: TestClient, xin: dict[str, str]):
    got = client.get("/cases/nobody", headers=xin)
    assert (got.status_code, got.json()["problems"][0]["code"]) == (404, "CMS701")


def test_figures_count_what_came_in(client: TestClient, xin: dict[str, str], lamp: str):
    data = client.get("/figures", headers=xin).json()["data"]
    assert data["total"] >= 1
    assert sum(row["count"] for row in data["mix"].values()) <= data["total"]


def test_many_threads_file_at_once_and_nothing_is_lost_or_doubled(client: TestClient, xin: dict[str, str]):
    bodies = [reports(f"第{n % 12}号楼下有积水", start=500 + n % 12) for n in range(24)]
    with ThreadPoolExecutor(6) as pool:
        got = list(pool.map(lambda body: client.post("/reports", json=body), bodies))
    ids = [item["id"] for one in got for item in one.json()["data"]["items"]]
    assert {one.status_code for one in got} == {200, 201}
    assert len(ids) == len(set(ids)) == 12


def test_a_ledger_that_cannot_be_reached_is_503(
    client: TestClient, xin: dict[str, str], lamp: str, monkeypatch: pytest.MonkeyPatch
):
    def gone(*_: object) -> None:
        raise StoreUnavailable([])

    monkeypatch.setattr(type(app.state.city.ledger), "entries", gone)
    got = client.get(f"/cases/{lamp}", headers=xin)
    assert (got.status_code, got.headers["retry-after"]) == (503, "5")


def test_a_restart_keeps_the_ledger(folder: Path, client: TestClient, xin: dict[str, str], lamp: str):
    with TestClient(app) as second:
        assert second.get(f"/cases/{lamp}", headers=xin).json()["data"]["id"] == lamp
