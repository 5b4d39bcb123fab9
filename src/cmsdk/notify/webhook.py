"""The notifier ``webhook``: an HTTP POST, signed, to the one address that is configured."""

from hashlib import sha256
import hmac
from http.client import HTTPMessage
import os
from pathlib import Path
from typing import IO, Final
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

import attrs
from typing_extensions import override

from cmsdk.contract.notices import Addressed

from .form import notice_json

TIMEOUT: Final = 10
"""Seconds to wait for the receiver to connect, and for each answer of its."""
WINDOW: Final = 300
"""Seconds by which the time of a request may differ from the receiver's clock; an older one may be a replay."""
_OK: Final = range(200, 300)
_SAFE: Final = "/:._-"


class WebhookError(Exception):
    """The receiver did not take the notice; nothing of its answer is kept but the status."""


class _NoRedirect(HTTPRedirectHandler):
    """Nobody is followed to another address: what is sent is personal."""

    @override
    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """``v1=`` and the HMAC-SHA256 (RFC 2104), hexadecimal, of the timestamp, a full stop, and the body."""
    return "v1=" + hmac.digest(secret, timestamp.encode() + b"." + body, sha256).hex()


@attrs.frozen(kw_only=True)
class WebhookNotifier:
    """POSTs a notice as JSON to ``url``. The secret stands in an environment variable or a file, never in a table.

    Headers: ``Cmsdk-Id`` (percent-encoded where it is not ASCII), ``Cmsdk-Timestamp`` (seconds since 1970),
    ``Cmsdk-Signature``. Redirects are not followed, proxies of the environment not used. Any status of 2xx is taken for
    received.
    """

    url: str = attrs.field()
    secret_env: str = ""
    secret_file: str = ""
    timeout: int = TIMEOUT

    @url.validator
    def _plain_http(self, _attribute: object, value: str) -> None:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or not value.isascii():
            raise ValueError("url: write http:// or https://, a host, and a path in ASCII, without a user")

    def __attrs_post_init__(self) -> None:
        """Exactly one place for the secret. Raises ValueError."""
        if bool(self.secret_env) == bool(self.secret_file):
            raise ValueError("secret: name one of secret_env and secret_file")
        if not 1 <= self.timeout <= WINDOW:
            raise ValueError(f"timeout: {self.timeout} is not from 1 to {WINDOW} seconds")

    def _secret(self) -> bytes:
        if self.secret_file:
            secret = Path(self.secret_file).read_bytes().strip()
        else:
            secret = os.environ.get(self.secret_env, "").encode()
        if not secret:
            raise LookupError(f"no secret stands in {self.secret_env or self.secret_file}")
        return secret

    def __call__(self, addressed: Addressed) -> None:
        """Send it. Raises WebhookError for any status but 2xx, OSError where the receiver cannot be reached."""
        body, timestamp = notice_json(addressed).encode(), str(int(addressed.now.timestamp()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Cmsdk-Id": quote(addressed.notice.id, safe=_SAFE),
            "Cmsdk-Timestamp": timestamp,
            "Cmsdk-Signature": signature(self._secret(), timestamp, body),
        }
        request = Request(self.url, body, headers, method="POST")  # noqa: S310  http or https: see the validator
        try:
            with _opener().open(request, timeout=self.timeout) as answer:
                status = answer.status
        except HTTPError as error:
            error.close()
            raise WebhookError(f"HTTP status {error.code}") from None  # its text would be the receiver's own
        if status not in _OK:
            raise WebhookError(f"HTTP status {status}")


def _opener() -> OpenerDirector:
    return build_opener(ProxyHandler({}), _NoRedirect)
