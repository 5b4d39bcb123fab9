"""Every problem of tables (4xx) and of deliveries (5xx) is shown by a test of these rooms."""

from pathlib import Path
import re

import pytest

from cmsdk.model.problem import catalogue

ROOMS = ("tables", "triage", "city", "registry", "figures", "works")


@pytest.mark.parametrize("code", sorted(c for c in catalogue() if c.startswith(("CMS4", "CMS5"))))
def test_the_code_is_expected_by_a_test(code: str):
    tests = Path(__file__).parents[1]
    sources = [path for room in ROOMS for path in (tests / room).glob("test_*.py") if path != Path(__file__)]
    assert any(re.search(rf'"{code}"', path.read_text(encoding="utf-8")) for path in sources)
