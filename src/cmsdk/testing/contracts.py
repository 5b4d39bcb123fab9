"""One class a kind of contribution (契约类): a plugin inherits it, and has a test for each thing it contributes.

::

    from cmsdk.testing import CityContract, RoutesContract

    class TestCity(CityContract):
        plugin = "mycity"

    class TestRoutes(RoutesContract):
        plugin = "mycity"

The tests are made by the pytest plugin that comes with cmsdk; nothing here needs pytest. All classes of a run that are
about one plugin share one run of the checks, which are made in processes of their own.
"""

from pathlib import Path
from typing import ClassVar, Protocol

from .kit.check import Kind


class Conforms(Protocol):
    """What a test is given: called, it fails the test where the check does not hold."""

    def __call__(self) -> None:
        """Fail, pass or warn, by what the check found."""


class Contract:
    """Base of the contract classes. Subclass one of those below, not this."""

    kind: ClassVar[Kind]
    plugin: ClassVar[str | Path]
    """Name of the installed plugin, or a folder that has it in or below it."""
    city: ClassVar[str] = ""
    """City to check it for; may be left out where the plugin's scope is one city."""
    tier: ClassVar[str] = "solid"
    """``accepted``, ``solid`` or ``exemplary``: checks above it are left out."""
    at: ClassVar[str] = ""
    """The moment that "today" means, ISO 8601, for checks that look ahead; the machine's clock where it is empty."""

    def test_conforms(self, conforms: Conforms) -> None:
        """One check of one thing."""
        conforms()


class CityContract(Contract):
    """The plugin as a whole: it assembles, its hooks only assemble, everything has an owner and a deadline."""

    kind: ClassVar[Kind] = Kind.CITY


class ChannelContract(Contract):
    """Each channel (上报渠道): same bytes same items, in order, whatever arrives."""

    kind: ClassVar[Kind] = Kind.CHANNEL


class RoutesContract(Contract):
    """Each table of routing rows (责任清单), and each route in Python."""

    kind: ClassVar[Kind] = Kind.ROUTES


class ClassifierContract(Contract):
    """Each table of keywords (关键词表), and each classifier, normaliser and matcher in Python."""

    kind: ClassVar[Kind] = Kind.CLASSIFIER


class CalendarContract(Contract):
    """Each calendar (工作日历)."""

    kind: ClassVar[Kind] = Kind.CALENDAR


class WorkflowContract(Contract):
    """The workflow (流程)."""

    kind: ClassVar[Kind] = Kind.WORKFLOW


class ReportContract(Contract):
    """Each report definition, indicator and format (报表、指标、格式)."""

    kind: ClassVar[Kind] = Kind.REPORT


class WorkRulesContract(Contract):
    """Limits, standards, measures, case rules and tables of community work (办理规则)."""

    kind: ClassVar[Kind] = Kind.WORK_RULES
