"""``notifiers.toml``: the ways in which a city tells people, by the notifiers that come with the library."""

from collections.abc import Iterator
from typing import Any

import attrs

from cmsdk.contract.notices import Notifier, Retry
from cmsdk.notify.file import FileNotifier
from cmsdk.notify.webhook import TIMEOUT, WebhookNotifier

from .settings import guarded, structure

FILE, WEBHOOK = "file", "webhook"
_OF_FILE = frozenset({"folder"})
_OF_WEBHOOK = frozenset({"url", "secret_env", "secret_file", "timeout"})


@attrs.frozen(kw_only=True)
class _Notifier:
    id: str
    kind: str = attrs.field(validator=attrs.validators.in_((FILE, WEBHOOK)))
    folder: str = ""
    url: str = ""
    secret_env: str = ""
    secret_file: str = ""
    timeout: int = TIMEOUT
    retry: Retry = attrs.field(factory=Retry)
    basis: str = ""
    replaces: str = ""

    def __attrs_post_init__(self) -> None:
        """A key of the other kind would look as if it did something. Raises ValueError."""
        strange = _OF_WEBHOOK if self.kind == FILE else _OF_FILE
        given = sorted(f.name for f in attrs.fields(_Notifier) if getattr(self, f.name) != f.default)
        wrong = [name for name in given if name in strange]
        if wrong:
            raise ValueError(f"{self.id}: {', '.join(wrong)} is not of a notifier of kind {self.kind}")

    def send(self) -> FileNotifier | WebhookNotifier:
        if self.kind == FILE:
            return FileNotifier(self.folder)
        return WebhookNotifier(
            url=self.url, secret_env=self.secret_env, secret_file=self.secret_file, timeout=self.timeout
        )


@attrs.frozen(kw_only=True)
class _Notifiers:
    notifier: tuple[_Notifier, ...]


def notifiers(form: dict[str, Any], where: str) -> Iterator[Notifier]:
    """The notifiers of a ``notifiers.toml``. Raises RejectedInput."""
    for given in structure(form, _Notifiers, where).notifier:
        yield Notifier(
            id=given.id, send=guarded(given.send, where), retry=given.retry, basis=given.basis,
            replaces=given.replaces, source=where,
        )  # fmt: skip
