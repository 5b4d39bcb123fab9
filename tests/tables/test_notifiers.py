"""``notifiers.toml``: each notifier with its retry; what is wrong is named."""

import pytest

from cmsdk.contract.notices import Retry
from cmsdk.model.errors import RejectedInput
from cmsdk.notify.file import FileNotifier
from cmsdk.notify.webhook import WebhookNotifier
from cmsdk.tables.notifiers import notifiers
from cmsdk.tables.settings import parse

WHOLE = """
[[notifier]]
id = "toy-sms"
kind = "webhook"
url = "https://sms.example/notices"
secret_env = "TOY_SECRET"
timeout = 5
retry = { first = 30, factor = 3, most = 3600, attempts = 5 }

[[notifier]]
id = "toy-file"
kind = "file"
folder = "/var/lib/toy"
"""


def test_each_notifier_is_read_with_its_retry() -> None:
    sms, file = notifiers(parse(WHOLE.encode(), "x"), "x")
    assert sms.send == WebhookNotifier(url="https://sms.example/notices", secret_env="TOY_SECRET", timeout=5)
    assert sms.retry == Retry(first=30, factor=3, most=3600, attempts=5)
    assert (file.send, file.retry) == (FileNotifier("/var/lib/toy"), Retry())


def test_the_waits_grow_to_the_longest() -> None:
    retry = Retry(first=30, factor=3, most=3600, attempts=50)
    assert [retry.wait(n) for n in (1, 2, 3, 4, 5, 6, 50)] == [30, 90, 270, 810, 2430, 3600, 3600]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('kind = "pigeon"', "kind"),
        ('kind = "file"\nurl = "https://a/"', "url is not of a notifier of kind file"),
        ('kind = "webhook"\nfolder = "/x"\nurl = "https://a/"\nsecret_env = "X"', "folder is not"),
        ('kind = "webhook"\nurl = "https://a/"', "secret"),
        ('kind = "webhook"\nurl = "gopher://a/"\nsecret_env = "X"', "url: write http"),
        ('kind = "file"\nretry = { first = 0 }', "first: 0"),
        ('kind = "file"\nretry = { attempts = 1000 }', "attempts: 1000"),
        ('kind = "file"\nretry = { wait = 5 }', "wait"),
        ('kind = "file"\nfoldre = "/x"', "foldre"),
    ],
)
def test_a_mistake_is_named(line: str, said: str) -> None:
    with pytest.raises(RejectedInput) as refused:
        list(notifiers(parse(f'[[notifier]]\nid = "x"\n{line}\n'.encode(), "x"), "x"))
    (found,) = refused.value.problems
    assert found.code == "CMS412"
    assert said in found.what()
