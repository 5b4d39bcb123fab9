"""The contract's version, and what each hook accepts and how its answers are combined."""

from enum import StrEnum
from typing import Final

import attrs

from .attachments import AttachmentRules
from .base import Contribution
from .case_rules import CaseRules
from .catalogue import Category, CategoryMapping, FilingStandard, Scheme
from .channels import Channel
from .community.base import CommunityRow
from .deciding import Classifier, KeywordRow, Normaliser, Route, RouteRow
from .enforcement import EnforcementRules, LenientOffence
from .indicators import Indicator
from .matching import Matcher, MatchRow
from .measures import Measure
from .notices import NoticeRow, Notifier, Observer
from .organisation import Officer, Unit
from .output import Format, ReportDefinition
from .places import Division, Grid, PlaceName, Station
from .profile import ApproachPolicy, CityProfile, RoutingPolicy
from .retention import RetentionRules
from .timing import CalendarYear, LimitRow, WorkCalendar
from .workflow import Workflow

API: Final = "1.3"
"""Version of the contract, apart from the package's: same major, and no newer minor than the core's."""


class Combine(StrEnum):
    """How the answers of several plugins become one."""

    ONE = "one"
    """The most specific plugin's; a tie is an error."""
    EACH = "each"
    """The most specific plugin's, for each kind of item; a tie is an error."""
    KEYED = "keyed"
    """Merged by key; ``replaces`` allowed downward only."""


@attrs.frozen
class Hook:
    """A hook's row: item types, rule of combination, and the API version it came in."""

    accepts: tuple[type[Contribution], ...]
    combine: Combine = Combine.KEYED
    since: str = "1.0"


HOOKS: Final[dict[str, Hook]] = {
    "cmsdk_profile": Hook((CityProfile,), Combine.ONE),
    "cmsdk_divisions": Hook((Division,)),
    "cmsdk_grids": Hook((Grid,)),
    "cmsdk_gazetteer": Hook((PlaceName,)),
    "cmsdk_stations": Hook((Station,)),
    "cmsdk_organisations": Hook((Unit, Officer)),
    "cmsdk_catalogue": Hook((Category, Scheme, CategoryMapping)),
    "cmsdk_standards": Hook((FilingStandard,)),
    "cmsdk_channels": Hook((Channel,)),
    "cmsdk_normalisers": Hook((Normaliser,)),
    "cmsdk_matchers": Hook((MatchRow, Matcher), since="1.1"),
    "cmsdk_classifiers": Hook((KeywordRow, Classifier)),
    "cmsdk_routes": Hook((RouteRow, Route)),
    "cmsdk_routing_policy": Hook((RoutingPolicy,), Combine.ONE, since="1.1"),
    "cmsdk_approach_policy": Hook((ApproachPolicy,), Combine.ONE),
    "cmsdk_measures": Hook((Measure,), since="1.2"),
    "cmsdk_calendars": Hook((WorkCalendar, CalendarYear)),
    "cmsdk_deadlines": Hook((LimitRow,)),
    "cmsdk_workflow": Hook((Workflow,), Combine.ONE),
    "cmsdk_work_rules": Hook((CaseRules, EnforcementRules, RetentionRules, AttachmentRules), Combine.EACH, since="1.2"),
    "cmsdk_community": Hook((CommunityRow,), since="1.3"),
    "cmsdk_offences": Hook((LenientOffence,), since="1.2"),
    "cmsdk_indicators": Hook((Indicator,), since="1.3"),
    "cmsdk_reports": Hook((ReportDefinition,)),
    "cmsdk_formats": Hook((Format,)),
    "cmsdk_notifiers": Hook((NoticeRow, Notifier), since="1.2"),
    "cmsdk_observe": Hook((Observer,), since="1.2"),
}
"""Hook → its row, in the order in which hooks are called."""
