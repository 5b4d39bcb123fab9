"""Scenario files below this folder are tests."""

from cmsdk.testing.pytest_plugin import pytest_collect_file

__all__ = ["pytest_collect_file"]
