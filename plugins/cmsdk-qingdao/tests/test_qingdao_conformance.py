"""The city as the conformance kit sees it: a test for each check of each thing that the plugin contributes."""

from cmsdk.testing import (
    ChannelContract,
    CityContract,
    ClassifierContract,
    ReportContract,
    RoutesContract,
    WorkRulesContract,
)

AT = "2026-11-16T10:00:00+08:00"
"""A day on which the calendars and rows of this version are known to hold."""


class TestChannels(ChannelContract):
    plugin, at = "qingdao", AT


class TestQingdao(CityContract):
    plugin, at = "qingdao", AT


class TestClassifiers(ClassifierContract):
    plugin, at = "qingdao", AT


class TestReports(ReportContract):
    plugin, at = "qingdao", AT


class TestRoutes(RoutesContract):
    plugin, at = "qingdao", AT


class TestWorkRules(WorkRulesContract):
    plugin, at = "qingdao", AT
