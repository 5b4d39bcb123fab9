"""cmsdk: the open core of city management (城市管理). This is the door for apps."""

from cmsdk.city import City
from cmsdk.contract.ports import CaseQuery, Quarantined
from cmsdk.desk.asking import SimilarCase, SimilarReport, SimilarReports
from cmsdk.desk.deadlines import MovedDeadline, Recount
from cmsdk.desk.intake import Outcome
from cmsdk.desk.points import Nearby
from cmsdk.model.case import Case
from cmsdk.model.clock import Due, Light, StageClock
from cmsdk.model.commands import (
    Accept,
    Actor,
    Archive,
    Assign,
    CheckAfterHandling,
    Close,
    Command,
    Decline,
    Dispatch,
    FeedBack,
    File,
    Handle,
    Link,
    Refusal,
    Reopen,
    Return,
    Review,
    Rework,
    Satisfaction,
    SignFor,
    StrikeOff,
    Supervise,
    Unlink,
    VerifyBeforeFiling,
    Visit,
    Void,
)
from cmsdk.model.errors import AssemblyError, NotAllowed, RejectedInput, StoreUnavailable
from cmsdk.model.hours import Door
from cmsdk.model.place import Crs, Point
from cmsdk.model.problem import Problem, Severity
from cmsdk.registry.discovery import discover, from_folder

__version__ = "0.1.0"

__all__ = [
    "Accept",
    "Actor",
    "Archive",
    "AssemblyError",
    "Assign",
    "Case",
    "CaseQuery",
    "CheckAfterHandling",
    "City",
    "Close",
    "Command",
    "Crs",
    "Decline",
    "Dispatch",
    "Door",
    "Due",
    "FeedBack",
    "File",
    "Handle",
    "Light",
    "Link",
    "MovedDeadline",
    "Nearby",
    "NotAllowed",
    "Outcome",
    "Point",
    "Problem",
    "Quarantined",
    "Recount",
    "Refusal",
    "RejectedInput",
    "Reopen",
    "Return",
    "Review",
    "Rework",
    "Satisfaction",
    "Severity",
    "SignFor",
    "SimilarCase",
    "SimilarReport",
    "SimilarReports",
    "StageClock",
    "StoreUnavailable",
    "StrikeOff",
    "Supervise",
    "Unlink",
    "VerifyBeforeFiling",
    "Visit",
    "Void",
    "discover",
    "from_folder",
]
