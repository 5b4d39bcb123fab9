"""The webhook: signed, sent to the one address and nowhere else, and nothing of the answer kept but its status."""

from collections.abc import Callable
from hashlib import sha256
import hmac
import json
from pathlib import Path
import socket

import attrs
import pytest

from cmsdk.notify.webhook import WebhookError
from cmsdk.plugin import Addressed, WebhookNotifier

from .conftest import Receiver

SECRET = "geheim-密钥"


@pytest.fixture
def hook(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> WebhookNotifier:
    monkeypatch.setenv("TOY_SECRET", SECRET)
    return WebhookNotifier(url=receiver.url, secret_env="TOY_SECRET", timeout=2)


def test_the_signature_is_over_time_and_body(hook: WebhookNotifier, receiver: Receiver, addressed: Addressed) -> None:
    hook(addressed)
    ((path, headers, body),) = receiver.requests
    assert path == "/notices"
    assert headers["Cmsdk-Timestamp"] == "1794794400"
    signed = hmac.new(SECRET.encode(), b"1794794400." + body, sha256).hexdigest()
    assert headers["Cmsdk-Signature"] == f"v1={signed}"
    assert json.loads(body)["phone"] == "13800000001"


def test_an_id_that_is_not_ascii_stands_escaped_in_the_header(
    hook: WebhookNotifier, receiver: Receiver, addressed: Addressed
) -> None:
    for name in ("案-1/2/reporter/sms", "a\r\nX-Evil: 1", "ключ"):
        hook(attrs.evolve(addressed, notice=attrs.evolve(addressed.notice, id=name)))
    said = [headers["Cmsdk-Id"] for _, headers, _ in receiver.requests]
    assert said == ["%E6%A1%88-1/2/reporter/sms", "a%0D%0AX-Evil:%201", "%D0%BA%D0%BB%D1%8E%D1%87"]
    assert all("X-Evil" not in headers for _, headers, _ in receiver.requests)
    assert json.loads(receiver.requests[0][2])["id"] == "案-1/2/reporter/sms"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_is_followed_to_another_address(
    status: int, hook: WebhookNotifier, receiver: Receiver, addressed: Addressed
) -> None:
    receiver.status, receiver.headers = status, {"Location": receiver.url + "/elsewhere"}
    with pytest.raises(WebhookError, match=f"HTTP status {status}"):
        hook(addressed)
    assert [path for path, _, _ in receiver.requests] == ["/notices"]


@pytest.mark.parametrize("status", [400, 404, 410, 429, 500, 503])
def test_what_the_receiver_answers_is_not_repeated(
    status: int, hook: WebhookNotifier, receiver: Receiver, addressed: Addressed
) -> None:
    receiver.status, receiver.body = status, b"13800000001 is blocked"
    with pytest.raises(WebhookError) as caught:
        hook(addressed)
    assert str(caught.value) == f"HTTP status {status}"
    assert caught.value.__cause__ is None


def test_proxies_of_the_environment_are_not_used(
    hook: WebhookNotifier, receiver: Receiver, addressed: Addressed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    hook(addressed)
    assert len(receiver.requests) == 1


def test_who_does_not_answer_is_not_waited_for(addressed: Addressed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOY_SECRET", SECRET)
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        port = deaf.getsockname()[1]
        hook = WebhookNotifier(url=f"http://127.0.0.1:{port}/", secret_env="TOY_SECRET", timeout=1)
        with pytest.raises(TimeoutError):
            hook(addressed)


def test_the_secret_may_stand_in_a_file(tmp_path: Path, receiver: Receiver, addressed: Addressed) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\n", encoding="utf-8")
    WebhookNotifier(url=receiver.url, secret_file=str(file))(addressed)
    body, said = receiver.requests[0][2], receiver.requests[0][1]["Cmsdk-Signature"]
    assert said == "v1=" + hmac.new(SECRET.encode(), b"1794794400." + body, sha256).hexdigest()


@pytest.mark.parametrize("secret", ["", None])
def test_nothing_is_sent_unsigned(
    secret: str | None, hook: WebhookNotifier, receiver: Receiver, addressed: Addressed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.delenv("TOY_SECRET") if secret is None else monkeypatch.setenv("TOY_SECRET", secret)
    with pytest.raises(LookupError, match="TOY_SECRET"):
        hook(addressed)
    assert receiver.requests == []


@pytest.mark.parametrize(
    "url",
    ["ftp://a/b", "file:///etc/passwd", "http:///x", "//a/b", "a.example/x", "http://u:p@a/", "http://a/路", ""],
)
def test_an_address_that_is_no_plain_http_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="url: write http"):
        WebhookNotifier(url=url, secret_env="X")


@pytest.mark.parametrize(
    "make",
    [
        lambda: WebhookNotifier(url="https://a/"),
        lambda: WebhookNotifier(url="https://a/", secret_env="X", secret_file="y"),
        lambda: WebhookNotifier(url="https://a/", secret_env="X", timeout=0),
        lambda: WebhookNotifier(url="https://a/", secret_env="X", timeout=3000),
    ],
)
def test_one_secret_and_a_timeout_that_ends(make: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"secret|timeout"):
        make()
