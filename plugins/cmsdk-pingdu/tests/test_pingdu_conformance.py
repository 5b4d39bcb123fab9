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


class TestChannels(ChannelContract):
    plugin, at = "pingdu", AT


class TestPingdu(CityContract):
    plugin, at = "pingdu", AT


class TestClassifiers(ClassifierContract):
    plugin, at = "pingdu", AT


class TestReports(ReportContract):
    plugin, at = "pingdu", AT


class TestRoutes(RoutesContract):
    plugin, at = "pingdu", AT


class TestWorkflow(WorkflowContract):
    plugin, at = "pingdu", AT


class TestWorkRules(WorkRulesContract):
    plugin, at = "pingdu", AT
