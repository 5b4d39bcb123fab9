"""The entry point of pytest (``pytest11``): makes the tests of cmsdk's contract classes.

It stands outside the package ``cmsdk`` and imports it only when a contract class is met: whoever has cmsdk installed
and tests something else pays nothing, and coverage sees the package from its first line on. Scenario files are not
collected by this; that is asked for (``cmsdk.testing.pytest_plugin``, ADR 0033).
"""

import pytest


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test for each check of each thing, where the class is one of cmsdk's contracts."""
    if metafunc.cls is None or "conforms" not in metafunc.fixturenames or not hasattr(metafunc.cls, "tier"):
        return
    from cmsdk.testing.kit.as_tests import parametrise

    parametrise(metafunc)
