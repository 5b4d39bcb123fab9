"""What scenarios know by name is what the code has."""

import ast
from collections.abc import Iterator
from pathlib import Path

from cmsdk.contract.workflow import GUARDS
from cmsdk.model.commands import COMMANDS
from cmsdk.model.report import Report
from cmsdk.testing.form import FIELDS
from cmsdk.testing.seen import names
from cmsdk.testing.verbs import VERBS
from cmsdk.testing.vocabulary import OWN_GUARDS

SOURCES = Path(__file__).parents[2] / "src" / "cmsdk"


def _refusing() -> Iterator[str]:
    """The guard of every refusal that the code makes with a guard that is written there."""
    for path in (*(SOURCES / "work").rglob("*.py"), *(SOURCES / "desk").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if called not in {"refuse", "Refusal"} or not isinstance(node, ast.Call):
                continue
            texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
            if len(texts) > 1 and str(texts[0]).startswith("CMS7"):
                yield str(texts[1])


def test_every_guard_that_the_code_refuses_by_may_be_expected():
    found = set(_refusing())
    assert len(found) > 5
    assert found - {*OWN_GUARDS, *GUARDS} == set()


def test_every_command_is_a_verb():
    assert set(COMMANDS) <= set(VERBS)


def test_every_field_that_a_report_has_from_its_sender_may_be_given():
    made = {"city", "channel", "key", "dated", "received", "point"}
    assert {field.name for field in Report.__attrs_attrs__} - made <= set(FIELDS)


def test_what_hangs_on_chance_cannot_be_expected():
    assert not {"id", "trail", "person"}.intersection(names())
    assert {"state", "due", "unit", "light", "late", "clock", "figures", "entries", "received"} <= set(names())
