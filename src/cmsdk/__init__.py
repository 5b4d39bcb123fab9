"""cmsdk: the open core of city management (城市管理). This is the door for apps."""

from cmsdk.city import City
from cmsdk.contract.notices import Notice
from cmsdk.contract.ports import CaseQuery, Quarantined
from cmsdk.contract.ports_desk import CasePage
from cmsdk.contract.ports_objects import Objects, StoredObject
from cmsdk.contract.ports_outbox import NoticeState, Posted
from cmsdk.contract.ports_rebuild import Rebuilt
from cmsdk.contract.workflow import Transition
from cmsdk.desk.asking import SimilarCase, SimilarReport, SimilarReports
from cmsdk.desk.attachments import AttachmentStream
from cmsdk.desk.boards import PrintedBoards
from cmsdk.desk.bulk import Acted
from cmsdk.desk.deadlines import MovedDeadline, Recount
from cmsdk.desk.erasing import Erasure
from cmsdk.desk.intake import Outcome
from cmsdk.desk.points import Nearby
from cmsdk.desk.redeciding import Merged
from cmsdk.desk.replayed import Decided, Replay, Replayed
from cmsdk.desk.retaining import Retained
from cmsdk.desk.sealing import Sealed, prove_case, verify_ledger
from cmsdk.desk.sending import SentNotices
from cmsdk.desk.serving import NearestOpen, PassedBy, WhyNot
from cmsdk.desk.sheets import CaseSheet
from cmsdk.desk.sweeping import Fault, ObjectFault, ObjectsVerified
from cmsdk.desk.waking import Woken
from cmsdk.desk.work_tables import Entered, EnteredRow
from cmsdk.ledger.moving.door import backup_ledger, copy_ledger, export_ledger, import_ledger, restore_ledger
from cmsdk.ledger.moving.results import BackedUp, Copied, Exported, Imported
from cmsdk.ledger.upgrade import Upgraded, upgrade_ledger
from cmsdk.model import works
from cmsdk.model.attachment import Attachment, Presence, Purpose
from cmsdk.model.case import Case
from cmsdk.model.clock import Due, Light, StageClock
from cmsdk.model.commands import (
    Accept,
    Actor,
    Appeal,
    Archive,
    Assign,
    Assist,
    CheckAfterHandling,
    Checked,
    Close,
    Command,
    Correct,
    Decline,
    Dispatch,
    Extend,
    FeedBack,
    File,
    FixOnTheSpot,
    ForceClose,
    Found,
    Grant,
    Handle,
    Link,
    Postpone,
    Refusal,
    Reject,
    Reopen,
    Resume,
    Return,
    Review,
    Rework,
    Satisfaction,
    SignFor,
    StrikeOff,
    Supervise,
    Suspend,
    TakeMeasure,
    TransferOut,
    Unlink,
    VerifyBeforeFiling,
    Visit,
    Void,
    Withdraw,
)
from cmsdk.model.course import Course
from cmsdk.model.enforcement import EnforcementFile
from cmsdk.model.enforcement_commands import (
    AddEvidence,
    ApplyToCourt,
    Appoint,
    ArchiveFile,
    AssessHarm,
    ClearAtOnce,
    CloseFile,
    ConfirmCorrection,
    DecideRecusal,
    DeferPayment,
    Demolish,
    Educate,
    Enquire,
    ExcuseFirst,
    ExcuseNoFault,
    ExcuseSlight,
    Execute,
    ExtendDecision,
    ExtendSeal,
    FileCommand,
    FindNotProved,
    HearStatement,
    HoldHearing,
    NotFile,
    Notify,
    NotifyHearing,
    OpenFile,
    OrderToCorrect,
    Pay,
    Penalise,
    PenaliseOnTheSpot,
    Perform,
    Preserve,
    ProveNoFault,
    Publish,
    PutOnFile,
    RecordProcess,
    Remind,
    RequestHearing,
    RequestRecusal,
    RequireReview,
    ReviewLegally,
    ReviewMonitoring,
    Seal,
    Serve,
    SettlePreservation,
    SignPromise,
    Substitute,
    Surcharge,
    TransferFile,
    Unseal,
    WaiveHearing,
)
from cmsdk.model.enforcement_kinds import FileOutcome
from cmsdk.model.errors import AssemblyError, NotAllowed, RejectedInput, StoreUnavailable
from cmsdk.model.file_clock import FileClock
from cmsdk.model.hours import Door
from cmsdk.model.indicated import Indicated
from cmsdk.model.place import Crs, Point
from cmsdk.model.problem import Problem, Severity
from cmsdk.model.report import Erased, Person
from cmsdk.model.tallies import CountOf, Counts
from cmsdk.model.viewed import Viewed, ViewRow
from cmsdk.publish.file_story import FileStory
from cmsdk.registry.discovery import discover, from_folder
from cmsdk.rules.retention import PastTerm
from cmsdk.sealing.findings import Verification
from cmsdk.sealing.keys import SealKey, SealPublicKey
from cmsdk.sealing.prove import Proof
from cmsdk.sealing.seal import LedgerSeal, read_seal
from cmsdk.work.conflict import Conflict
from cmsdk.work.person_stream import Access
from cmsdk.work.responsible import Responsible

__version__ = "0.1.0"

__all__ = [
    "Accept", "Access", "Acted", "Actor", "AddEvidence", "Appeal", "ApplyToCourt", "Appoint", "Archive", "ArchiveFile",
    "AssemblyError", "AssessHarm", "Assign", "Assist", "Attachment", "AttachmentStream", "BackedUp", "Case", "CasePage",
    "CaseQuery", "CaseSheet", "CheckAfterHandling", "Checked", "City", "ClearAtOnce", "Close", "CloseFile", "Command",
    "ConfirmCorrection", "Conflict", "Copied", "Correct", "CountOf", "Counts", "Course", "Crs", "DecideRecusal",
    "Decided", "Decline", "DeferPayment", "Demolish", "Dispatch", "Door", "Due", "Educate", "EnforcementFile",
    "Enquire", "Entered", "EnteredRow", "Erased", "Erasure", "ExcuseFirst", "ExcuseNoFault", "ExcuseSlight", "Execute",
    "Exported", "Extend", "ExtendDecision", "ExtendSeal", "Fault", "FeedBack", "File", "FileClock", "FileCommand",
    "FileOutcome", "FileStory", "FindNotProved", "FixOnTheSpot", "ForceClose", "Found", "Grant", "Handle",
    "HearStatement", "HoldHearing", "Imported", "Indicated", "LedgerSeal", "Light", "Link", "Merged", "MovedDeadline",
    "Nearby", "NearestOpen", "NotAllowed", "NotFile", "Notice", "NoticeState", "Notify", "NotifyHearing", "ObjectFault",
    "Objects", "ObjectsVerified", "OpenFile", "OrderToCorrect", "Outcome", "PassedBy", "PastTerm", "Pay", "Penalise",
    "PenaliseOnTheSpot", "Perform", "Person", "Point", "Posted", "Postpone", "Presence", "Preserve", "PrintedBoards",
    "Problem", "Proof", "ProveNoFault", "Publish", "Purpose", "PutOnFile", "Quarantined", "Rebuilt", "RecordProcess",
    "Recount", "Refusal", "Reject", "RejectedInput", "Remind", "Reopen", "Replay", "Replayed", "RequestHearing",
    "RequestRecusal", "RequireReview", "Responsible", "Resume", "Retained", "Return", "Review", "ReviewLegally",
    "ReviewMonitoring", "Rework", "Satisfaction", "Seal", "SealKey", "SealPublicKey", "Sealed", "SentNotices", "Serve",
    "SettlePreservation", "Severity", "SignFor", "SignPromise", "SimilarCase", "SimilarReport", "SimilarReports",
    "StageClock", "StoreUnavailable", "StoredObject", "StrikeOff", "Substitute", "Supervise", "Surcharge", "Suspend",
    "TakeMeasure", "TransferFile", "TransferOut", "Transition", "Unlink", "Unseal", "Upgraded", "Verification",
    "VerifyBeforeFiling", "ViewRow", "Viewed", "Visit", "Void", "WaiveHearing", "WhyNot", "Withdraw", "Woken",
    "backup_ledger", "copy_ledger", "discover", "export_ledger", "from_folder", "import_ledger", "prove_case",
    "read_seal", "restore_ledger", "upgrade_ledger", "verify_ledger", "works",
]  # fmt: skip
