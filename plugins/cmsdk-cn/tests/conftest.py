"""The national pack asked as the registry asks it, with nothing else installed; scenarios are collected here."""

from collections.abc import Callable, Iterable
from importlib.resources import files
from typing import TypeVar

import pytest

from cmsdk.plugin import AssemblyContext, Contribution
from cmsdk.testing.pytest_plugin import pytest_collect_file
from cmsdk_cn import China

__all__ = ["pytest_collect_file"]

T = TypeVar("T", bound=Contribution)
Ask = Callable[[str], list[Contribution]]


def _resource(path: str) -> bytes | None:
    file = files("cmsdk_cn").joinpath(path)
    return file.read_bytes() if file.is_file() else None


@pytest.fixture(scope="session")
def ask() -> Ask:
    """What the pack contributes to a hook."""
    context = AssemblyContext("610100", "cn", _resource, lambda _folder: ())

    def contributions(hook: str) -> list[Contribution]:
        found: Iterable[Contribution] = getattr(China(), hook)(context)
        return list(found)

    return contributions
