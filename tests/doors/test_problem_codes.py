"""The catalogue and the code hold each other: no code without sentences, none that nobody gives, none untested."""

import ast
from collections.abc import Iterator
from pathlib import Path
import re

import pytest

from cmsdk.model.problem import catalogue

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"CMS\d{3}\Z")
PROVOKED_IN = ("contract", "registry", "proof", "faults", "clock", "testing", "work", "works")


def _calls() -> Iterator[tuple[str, str, set[str] | None]]:
    """Place, code and names of the facts of each call that gives a problem; no names where they are spread."""
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                code, names = node.args[0].value, {k.arg for k in node.keywords}
                if isinstance(code, str) and CODE.match(code) and isinstance(node.func, ast.Name):
                    spread = None in names or node.func.id == "Refusal"
                    yield f"{path.name}:{node.lineno}", code, None if spread else {n for n in names if n}


def _given() -> set[str]:
    return {
        code
        for path in (ROOT / "src").rglob("*.py")
        for code in re.findall(r'"(CMS\d{3})"', path.read_text(encoding="utf-8"))
    }


def test_every_code_that_is_given_has_sentences_and_every_sentence_is_given() -> None:
    assert _given() == set(catalogue())


def test_every_call_gives_the_facts_that_the_sentences_name() -> None:
    calls = list(_calls())
    assert len(calls) > 60
    for place, code, names in calls:
        if names is None:
            continue
        sentences = " ".join(text for part in ("what", "why", "remedy") for text in catalogue()[code][part].values())
        wanted = set(re.findall(r"(?<!\{)\{(\w+)\}", sentences))
        assert wanted <= names, f"{place} {code}: {wanted - names}"


@pytest.mark.parametrize("code", [code for code in sorted(catalogue()) if code[3] in "1236"])
def test_every_problem_of_plugins_is_provoked_by_a_test(code: str) -> None:
    tests = [path for room in PROVOKED_IN for path in (ROOT / "tests" / room).glob("test_*.py")]
    assert any(f'"{code}"' in path.read_text(encoding="utf-8") for path in tests)
