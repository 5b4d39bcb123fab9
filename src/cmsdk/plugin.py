"""The door for plugin authors: a list of names, nothing else. What is not here is not promised."""

from typing import TYPE_CHECKING

from cmsdk.contract import community
from cmsdk.contract.attachments import AttachmentRules
from cmsdk.contract.base import Applies, Band, Contribution
from cmsdk.contract.case_rules import CaseRules, HoldClock, HoldRule, VisitRules
from cmsdk.contract.catalogue import (
    Category,
    CategoryKind,
    CategoryMapping,
    FilingStandard,
    Relation,
    Scheme,
)
from cmsdk.contract.channels import Channel
from cmsdk.contract.community import CommunityRow
from cmsdk.contract.context import AssemblyContext
from cmsdk.contract.deciding import (
    CaseFacts,
    Classified,
    Classifier,
    KeywordRow,
    Normaliser,
    Principle,
    Route,
    Routed,
    RouteRow,
)
from cmsdk.contract.deprecated import old_names
from cmsdk.contract.enforcement import EnforcementRules, LenientExit, LenientOffence, Night, Sum, Term, TermUnit
from cmsdk.contract.indicators import How, Indicator
from cmsdk.contract.markers import hookimpl
from cmsdk.contract.matching import Compare, Earlier, Matched, Matcher, MatchFacts, MatchRow
from cmsdk.contract.measures import Excuse, Measure
from cmsdk.contract.notices import Addressed, Audience, Notice, NoticeRow, Notifier, Observer, Retry
from cmsdk.contract.organisation import Officer, Unit, UnitKind
from cmsdk.contract.output import (
    Bar,
    Bars,
    Document,
    Format,
    HeaderLine,
    PartKind,
    ReportColumn,
    ReportDefinition,
    ReportPart,
    Table,
    Text,
)
from cmsdk.contract.places import Division, Grid, GridKind, PlaceName, Station, StationKind
from cmsdk.contract.profile import ApproachPolicy, CityProfile, RoutingPolicy
from cmsdk.contract.retention import Destroys, RetentionRow, RetentionRules
from cmsdk.contract.specs import CityPlugin
from cmsdk.contract.timing import CalendarYear, LimitRow, Outside, WorkCalendar
from cmsdk.contract.when import When
from cmsdk.contract.workflow import Dropped, Transition, Workflow
from cmsdk.model.approach import Approach, Mode
from cmsdk.model.category import CategoryCode, SchemesDifferError
from cmsdk.model.entry import Entry
from cmsdk.model.errors import RejectedInput
from cmsdk.model.measured import Measured
from cmsdk.model.place import Crs, Level, Point
from cmsdk.model.problem import Problem, problem
from cmsdk.model.report import Item, Person, Report
from cmsdk.model.spans import DateSpan, Limit, LimitUnit
from cmsdk.notify.file import FileNotifier
from cmsdk.notify.webhook import WebhookNotifier
from cmsdk.tables.cells import decode
from cmsdk.tables.city import TableCity
from cmsdk.tables.mapped import ChannelMap, MappedReader

if not TYPE_CHECKING:  # a checker would take any name for known
    __getattr__ = old_names(__name__)

__all__ = [
    "Addressed",
    "Applies",
    "Approach",
    "ApproachPolicy",
    "AssemblyContext",
    "AttachmentRules",
    "Audience",
    "Band",
    "Bar",
    "Bars",
    "CalendarYear",
    "CaseFacts",
    "CaseRules",
    "Category",
    "CategoryCode",
    "CategoryKind",
    "CategoryMapping",
    "Channel",
    "ChannelMap",
    "CityPlugin",
    "CityProfile",
    "Classified",
    "Classifier",
    "CommunityRow",
    "Compare",
    "Contribution",
    "Crs",
    "DateSpan",
    "Destroys",
    "Division",
    "Document",
    "Dropped",
    "Earlier",
    "EnforcementRules",
    "Entry",
    "Excuse",
    "FileNotifier",
    "FilingStandard",
    "Format",
    "Grid",
    "GridKind",
    "HeaderLine",
    "HoldClock",
    "HoldRule",
    "How",
    "Indicator",
    "Item",
    "KeywordRow",
    "LenientExit",
    "LenientOffence",
    "Level",
    "Limit",
    "LimitRow",
    "LimitUnit",
    "MappedReader",
    "MatchFacts",
    "MatchRow",
    "Matched",
    "Matcher",
    "Measure",
    "Measured",
    "Mode",
    "Night",
    "Normaliser",
    "Notice",
    "NoticeRow",
    "Notifier",
    "Observer",
    "Officer",
    "Outside",
    "PartKind",
    "Person",
    "PlaceName",
    "Point",
    "Principle",
    "Problem",
    "RejectedInput",
    "Relation",
    "Report",
    "ReportColumn",
    "ReportDefinition",
    "ReportPart",
    "RetentionRow",
    "RetentionRules",
    "Retry",
    "Route",
    "RouteRow",
    "Routed",
    "RoutingPolicy",
    "Scheme",
    "SchemesDifferError",
    "Station",
    "StationKind",
    "Sum",
    "Table",
    "TableCity",
    "Term",
    "TermUnit",
    "Text",
    "Transition",
    "Unit",
    "UnitKind",
    "VisitRules",
    "WebhookNotifier",
    "When",
    "WorkCalendar",
    "Workflow",
    "community",
    "decode",
    "hookimpl",
    "problem",
]
