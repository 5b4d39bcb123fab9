"""An office that works on one enforcement file under the national table, without a store."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

import attrs
import pytest

from cmsdk.contract.organisation import Officer
from cmsdk.model.command import Actor, Refusal
from cmsdk.model.enforcement import EnforcementFile
from cmsdk.model.enforcement_commands import (
    AddEvidence,
    Enquire,
    FileCommand,
    HearStatement,
    Notify,
    OpenFile,
    OrderToCorrect,
    Penalise,
    PutOnFile,
    RecordProcess,
    Serve,
)
from cmsdk.model.entry import GENESIS, Entry, seal
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover
from cmsdk.work.enforcement.file import Allowed, decide, fold, new_file
from cmsdk.work.enforcement.forms import FileForms
from cmsdk.work.enforcement.statute import Statute, statute_of

FORMS = FileForms()
ROLES = ("enforcement_officer", "enforcement_head", "legal_reviewer", "hearing_host")
PEOPLE = (
    Officer(id="a", name="A", certificate="SX-1"),
    Officer(id="b", name="B", certificate="SX-2"),
    Officer(id="c", name="C", certificate="SX-3"),
    Officer(id="d", name="D"),
)
NOTICE = {"facts": "stall on the pavement", "reason": "seen twice", "basis": "art. 14", "rights_told": True}
DECIDED = {"facts": "stall on the pavement", "basis": "art. 14"}


@pytest.fixture(scope="session")
def statute() -> Statute:
    found = statute_of(assemble(discover(), "610100"))
    assert found is not None
    return attrs.evolve(found, officers={one.id: one for one in PEOPLE})


@attrs.define
class Office:
    """Works on one file; the clock stands unless it is moved on."""

    statute: Statute
    now: datetime
    entries: tuple[Entry, ...] = ()
    related: Sequence[EnforcementFile] = ()
    id: str = "f-1"

    @property
    def file(self) -> EnforcementFile:
        return fold(self.entries, FORMS) or new_file(self.id, "610100", self.statute)

    def ask(self, command: FileCommand, by: str = "a", *roles: str) -> Allowed | Refusal:
        actor = Actor(by, roles or ROLES)
        return decide(self.file, command, actor, self.statute, self.now, self.related)

    def give(self, command: FileCommand, by: str = "a", *roles: str) -> EnforcementFile | Refusal:
        allowed = self.ask(command, by, *roles)
        if isinstance(allowed, Refusal):
            return allowed
        last = self.entries[-1].hash if self.entries else GENESIS
        entry = seal(
            stream=self.id, version=len(self.entries) + 1, city="610100", type_=command.name, at=self.now, by=by,
            plan="p", data=FORMS.commanded(command, allowed.to, allowed.effects), prev=last,
        )  # fmt: skip
        self.entries = (*self.entries, entry)
        return self.file

    def did(self, *commands: FileCommand) -> "Office":
        """All of ``commands``, none of which may be refused."""
        for command in commands:
            done = self.give(command)
            assert isinstance(done, EnforcementFile), (command, done)
        return self

    def refused(self, command: FileCommand, guard: str, by: str = "a", *roles: str) -> Refusal:
        before = self.entries
        found = self.give(command, by, *roles)
        assert isinstance(found, Refusal), command
        assert (found.guard, self.entries) == (guard, before)
        return found

    def on(self, day: str, hour: int = 10) -> "Office":
        self.now = datetime.combine(date.fromisoformat(day), self.now.timetz()).replace(hour=hour, minute=0)
        return self

    def wait(self, **span: int) -> "Office":
        self.now += timedelta(**span)
        return self

    def without(self, guard: str) -> "Office":
        """The same office under a table from which ``guard`` was taken away."""
        rules = self.statute.rules
        rows = tuple(attrs.evolve(r, guards=tuple(g for g in r.guards if g != guard)) for r in rules.transitions)
        return attrs.evolve(self, statute=attrs.evolve(self.statute, rules=attrs.evolve(rules, transitions=rows)))

    def clue(self, **given: object) -> "Office":
        said = {"case": "c-1", "unit": "bureau", "party": "party-7", "party_kind": "citizen", "matter": "stall"}
        return self.did(OpenFile(**{**said, "act_ended": self.now.date(), **given}))

    def filed(self, **given: object) -> "Office":
        recorded = RecordProcess(stage="start", audio_video=True)
        return self.clue(**given).did(recorded, PutOnFile(officers=["a", "b"]))

    def investigated(self, **given: object) -> "Office":
        return self.filed(**given).did(
            Enquire(certificate_shown=True, result="he says that he sells here"),
            AddEvidence(kind="inspection_record", item="e-1"),
            OrderToCorrect(demand="clear the pavement", until=self.now.date() + timedelta(days=3)),
            RecordProcess(stage="investigation", audio_video=True),
        )

    def notified(self, fine: int = 500, **given: object) -> "Office":
        until = self.now.date() + timedelta(days=3)
        said = {**NOTICE, "kinds": ["fine"], "fine": fine, "until": until, "hearing_told": True}
        return self.investigated().did(Notify(**{**said, **given}))

    def heard(self, fine: int = 500, **given: object) -> "Office":
        """Heard; the term for a hearing has passed without anybody asking for one."""
        return self.notified(fine, **given).did(HearStatement(made=True, statement="only once")).wait(days=9)

    def decided(self, fine: int = 500, **given: object) -> "Office":
        self.heard(fine)
        return self.did(Penalise(**{**DECIDED, "kinds": ["fine"], "fine": fine, **given}))

    def served(self, fine: int = 500, **given: object) -> "Office":
        self.decided(fine, **given)
        return self.did(RecordProcess(stage="decision", audio_video=True), Serve(how="direct"))


@pytest.fixture
def office(statute: Statute) -> Office:
    """A file has not been opened yet; it is Tuesday, 22 September 2026, ten o'clock."""
    return Office(statute, datetime(2026, 9, 22, 10, tzinfo=statute.clock.zone))


@pytest.fixture
def offices(statute: Statute) -> Callable[[], Office]:
    """As many such offices as are asked for."""
    return lambda: Office(statute, datetime(2026, 9, 22, 10, tzinfo=statute.clock.zone))
