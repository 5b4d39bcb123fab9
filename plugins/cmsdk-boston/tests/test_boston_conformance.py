"""The city as the conformance kit sees it: a test for each check of each thing that the plugin contributes."""

from cmsdk.testing import (
    CalendarContract,
    ChannelContract,
    CityContract,
    ClassifierContract,
    ReportContract,
    RoutesContract,
    WorkflowContract,
    WorkRulesContract,
)

AT = "2026-11-16T10:00:00-05:00"
"""A day on which the calendars and rows of this version are known to hold."""


class TestBoston(CityContract):
    plugin, at = "boston", AT


class TestChannels(ChannelContract):
    plugin, at = "boston", AT


class TestRoutes(RoutesContract):
    plugin, at = "boston", AT


class TestClassifiers(ClassifierContract):
    plugin, at = "boston", AT


class TestCalendar(CalendarContract):
    plugin, at = "boston", AT


class TestWorkflow(WorkflowContract):
    plugin, at = "boston", AT


class TestReports(ReportContract):
    plugin, at = "boston", AT


class TestWorkRules(WorkRulesContract):
    plugin, at = "boston", AT
