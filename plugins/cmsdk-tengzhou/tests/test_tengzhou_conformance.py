"""The city as the conformance kit sees it: a test for each check of each thing that the plugin contributes."""

from cmsdk.testing import (
    ChannelContract,
    CityContract,
    ClassifierContract,
    ReportContract,
    RoutesContract,
    WorkflowContract,
    WorkRulesContract,
)

AT = "2026-11-16T10:00:00+08:00"
"""A day on which the calendars and rows of this version are known to hold."""


class TestTengzhou(CityContract):
    plugin, at = "tengzhou", AT


class TestChannels(ChannelContract):
    plugin, at = "tengzhou", AT


class TestRoutes(RoutesContract):
    plugin, at = "tengzhou", AT


class TestClassifiers(ClassifierContract):
    plugin, at = "tengzhou", AT


class TestWorkflow(WorkflowContract):
    plugin, at = "tengzhou", AT


class TestReports(ReportContract):
    plugin, at = "tengzhou", AT


class TestWorkRules(WorkRulesContract):
    plugin, at = "tengzhou", AT
