"""A notice to send, and a receiver that listens on this machine."""

from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import attrs
import pytest

from cmsdk.plugin import Addressed, Notice, Person

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)


@attrs.define
class Receiver:
    """What came in: path, headers and body of each request; ``status`` and ``headers`` are how it answers."""

    url: str = ""
    status: int = 204
    headers: dict[str, str] = attrs.field(factory=dict)
    body: bytes = b""
    requests: list[tuple[str, dict[str, str], bytes]] = attrs.field(factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.requests.append((self.path, dict(self.headers), body))
            self.send_response(found.status)
            for name, value in found.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(found.body)))
            self.end_headers()
            self.wfile.write(found.body)

        do_GET = do_POST  # noqa: N815  the name that the library asks for

        def log_message(self, *_args: object) -> None:
            """Nothing on the screen of the tests."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_port}/notices"
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def addressed() -> Addressed:
    notice = Notice(
        id="案-1/2/reporter/sms", city="610100", stream="案-1", version=2, entry="00ff", at=NOW, command="reported",
        audience="reporter", recipient="p-案-1", channel="sms", texts={"zh": "编号案-1", "en": "Number 案-1"},
    )  # fmt: skip
    return Addressed(notice=notice, to=Person("王某", "13800000001"), now=NOW, attempt=3)
