"""Small plugins in folders of the test, whole or with one thing wrong, and the stand they are checked on."""

from collections.abc import Callable, Mapping
from pathlib import Path
import sys
from textwrap import dedent

import pytest

from cmsdk.testing.kit.blocking import Blocking
from cmsdk.testing.kit.stand import Stand
from cmsdk.testing.kit.target import Target

AT = "2026-11-16T10:00:00+08:00"
Made = Callable[..., Target]


@pytest.fixture
def made(tmp_path: Path, request: pytest.FixtureRequest, toy: dict[str, str]) -> Made:
    """Writes a plugin ``toy`` of the toy city with ``code`` as its module, whose class is ``Toy``, and more tables."""

    def make(code: str = "", tables: Mapping[str, str] | None = None, *, limit: float = 30.0) -> Target:
        package = f"kit_{abs(hash(request.node.name)) % 10**8}"
        root = tmp_path / "project" / package
        (root / "tables").mkdir(parents=True)
        (tmp_path / "project" / "pyproject.toml").write_text("")
        plugin = f"{package}:Toy" if code else "cmsdk.plugin:TableCity"
        (root / "cmsdk.toml").write_text(f'name = "toy"\napi = "1.0"\nscope = "test.toy"\nplugin = "{plugin}"\n')
        for name, text in {**toy, **(tables or {})}.items():
            (root / "tables" / name).parent.mkdir(exist_ok=True)
            (root / "tables" / name).write_text(dedent(text).lstrip("\n"), encoding="utf-8")
        if code:
            head = "import os, socket, subprocess, time\nfrom cmsdk.plugin import *\n\n\n"
            (root / "__init__.py").write_text(head + dedent(code).lstrip("\n"), encoding="utf-8")
        return Target("toy", "test.toy", root, root.parent, (), (), AT, limit)

    return make


@pytest.fixture
def stand(made: Made, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Stand]:
    """The stand of such a plugin, in this process."""

    def make(code: str = "", tables: Mapping[str, str] | None = None) -> Stand:
        target = made(code, tables)
        monkeypatch.syspath_prepend(str(target.code_root))
        sys.modules.pop(target.root.name, None)
        return Stand(target, Blocking(target.root))

    return make
