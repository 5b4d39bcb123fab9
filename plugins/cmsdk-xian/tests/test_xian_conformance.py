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


class TestXian(CityContract):
    plugin, at = "xian", AT


class TestChannels(ChannelContract):
    plugin, at = "xian", AT


class TestRoutes(RoutesContract):
    plugin, at = "xian", AT


class TestClassifiers(ClassifierContract):
    plugin, at = "xian", AT


class TestWorkflow(WorkflowContract):
    plugin, at = "xian", AT


class TestReports(ReportContract):
    plugin, at = "xian", AT


class TestWorkRules(WorkRulesContract):
    plugin, at = "xian", AT
