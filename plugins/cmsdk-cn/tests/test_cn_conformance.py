"""The national pack as the conformance kit sees it, in one city: a test for each check of each thing."""

from cmsdk.testing import (
    CalendarContract,
    CityContract,
    ClassifierContract,
    ReportContract,
    WorkflowContract,
    WorkRulesContract,
)

AT = "2026-11-16T10:00:00+08:00"
"""A day on which the calendars and rows of this version are known to hold."""
CITY = "610100"
"""A city whose plan the pack is part of."""


class TestCalendars(CalendarContract):
    plugin, city, at = "cn", CITY, AT


class TestCn(CityContract):
    plugin, city, at = "cn", CITY, AT


class TestClassifiers(ClassifierContract):
    plugin, city, at = "cn", CITY, AT


class TestReports(ReportContract):
    plugin, city, at = "cn", CITY, AT


class TestWorkflow(WorkflowContract):
    plugin, city, at = "cn", CITY, AT


class TestWorkRules(WorkRulesContract):
    plugin, city, at = "cn", CITY, AT
