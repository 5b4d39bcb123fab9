"""Scenarios of the city's station flow are collected here."""

from cmsdk.testing.pytest_plugin import pytest_collect_file

__all__ = ["pytest_collect_file"]
