"""A plugin written for API 1.2: tables of that time, and in Python what 1.1 and 1.2 brought. Never edited."""

from datetime import time
from decimal import Decimal
from pathlib import Path

from cmsdk.plugin import (
    Addressed,
    Approach,
    ApproachPolicy,
    AttachmentRules,
    Audience,
    Band,
    CaseRules,
    CategoryKind,
    Compare,
    Destroys,
    Dropped,
    Earlier,
    EnforcementRules,
    Entry,
    Excuse,
    FileNotifier,
    HoldClock,
    HoldRule,
    LenientExit,
    LenientOffence,
    Matched,
    Matcher,
    MatchFacts,
    MatchRow,
    Measure,
    Measured,
    Night,
    Notice,
    NoticeRow,
    Notifier,
    Observer,
    Person,
    Principle,
    Report,
    RetentionRow,
    RetentionRules,
    Retry,
    RouteRow,
    RoutingPolicy,
    Sum,
    TableCity,
    Term,
    TermUnit,
    Transition,
    Unit,
    VisitRules,
    WebhookNotifier,
    When,
    Workflow,
    hookimpl,
)  # fmt: skip

COMMON = {"basis": "Order 2", "source": "previous"}
SENT = []
SEEN = []


def matched(facts):
    answers = []
    for fact in facts:
        assert isinstance(fact, MatchFacts)
        assert isinstance(fact.report, Report)
        assert isinstance(fact.grid, str)
        assert all((e.point, e.grid, e.mode) != () for e in fact.earlier)
        alike = [e for e in fact.earlier if isinstance(e, Earlier) and e.open and e.text == fact.report.text]
        answers.append(Matched(case=alike[0].id, reason="the same words") if alike else None)
    return answers


def send(addressed):
    assert isinstance(addressed, Addressed)
    assert isinstance(addressed.notice, Notice)
    notice = addressed.notice
    assert notice.city.startswith("test.previous")
    assert notice.recipient is not None
    assert all(isinstance(text, str) for text in notice.texts.values())
    SENT.append((addressed.notice.id, addressed.to, addressed.now, addressed.attempt))


def observe(entries):
    assert all(isinstance(entry, Entry) for entry in entries)
    for entry in entries:
        assert entry.city.startswith("test.previous")
        assert all(isinstance(word, str) for word in (entry.plan, entry.prev, entry.hash))
        assert entry.data is not None
    SEEN.extend((entry.stream, entry.version, entry.type, entry.at, entry.by) for entry in entries)


class City(TableCity):
    """The tables, and the values that only Python can give."""

    @hookimpl
    def cmsdk_organisations(self, context):
        yield from super().cmsdk_organisations(context)
        yield Unit(id="previous-squad", name="Squad", division="", **COMMON)

    @hookimpl
    def cmsdk_matchers(self, context):
        yield from super().cmsdk_matchers(context)
        when = When.read("Mon-Fri 08:00-18:00")
        yield MatchRow(
            id="previous-e", category="E01", radius=10, window=4, compare=Compare.BOTH, similarity=90, repeats=2, days=3,
            when=when, band=Band.LOCAL, **COMMON,
        )  # fmt: skip
        yield Matcher(id="previous-same", category="E01", hours=48, band=Band.DEFAULT, decide=matched, **COMMON)

    @hookimpl
    def cmsdk_routes(self, context):
        yield from super().cmsdk_routes(context)
        yield RouteRow(
            id="previous-by-day", category="E01", unit="previous-squad", when=When.read("Mon-Fri 08:00-18:00"),
            principle=Principle.LOCALITY, **COMMON,
        )  # fmt: skip

    @hookimpl
    def cmsdk_routing_policy(self, context):
        order = {CategoryKind.EVENT: (Principle.LOCALITY, Principle.OWNER)}
        yield RoutingPolicy(id="previous-routing", name="Routing", order=order, fallback="subdistrict", **COMMON)

    @hookimpl
    def cmsdk_approach_policy(self, context):
        excuses = {"danger": Excuse(name="Danger", name_en="Danger", basis="Law", months=1, article=True)}
        yield ApproachPolicy(
            id="previous-721", requires={Approach.ENFORCEMENT: ("management",)}, excuses=excuses,
            excused_by={Approach.ENFORCEMENT: ("danger",)}, **COMMON,
        )  # fmt: skip

    @hookimpl
    def cmsdk_measures(self, context):
        yield Measure(id="previous-advice", name="Advice", name_en="Advice", approach=Approach.SERVICE, **COMMON)
        yield Measure(
            id="previous-order", name="Order", approach=Approach.ENFORCEMENT, requires=("previous-advice",),
            excused_by=("danger",), **COMMON,
        )  # fmt: skip

    @hookimpl
    def cmsdk_workflow(self, context):
        yield Workflow(
            id="previous-flow", extends="builtin-workflow", lang="en", without=(Dropped(command="archive", sources=()),),
            transitions=(
                Transition(
                    command="strike_off", sources=("closed",), to="struck_off", roles=("clerk",), approvals=("handler",),
                    drops=(), source="previous", basis="Order 2",
                ),
                Transition(command="grant", sources=("closed",), to="=", roles=("handler",)),
                Transition(command="reject", sources=("closed",), to="=", roles=("handler",)),
            ),
            labels={"reported": "New"}, holders={"reported": "clerk"}, merged={}, seats={}, retired=(), **COMMON,
        )  # fmt: skip

    @hookimpl
    def cmsdk_work_rules(self, context):
        hold = HoldRule(grants=1, longest=30, clock=HoldClock.UNTIL, basis="Order 2")
        yield CaseRules(
            id="previous-rules", returns=2, extensions=1, holds={"suspended": hold}, supervision=("ordinary",),
            reopen_on=("unsolved",), reopenings=1, direct=("previous-csv",),
            visits=VisitRules(basically=90, contacted=20, solved=40, satisfied=40, basis="Order 2"), **COMMON,
        )  # fmt: skip
        row = RetentionRow(
            id="previous-keep", category="E01", kind=CategoryKind.EVENT, approach=Approach.MANAGEMENT, years=3, days=0, destroys=(Destroys.RAW,)
        )
        yield RetentionRules(id="previous-retention", rows=(row,), **COMMON)
        yield AttachmentRules(id="previous-attachments", types=("image/jpeg",), most=20, **COMMON)
        term = Term(amount=90, unit=TermUnit.DAY, basis="Law")
        yield EnforcementRules(
            id="previous-files", initial="none", ends=("closed",),
            transitions=(
                Transition(command="open", sources=("none",), to="clue", roles=("enforcement_officer",)),
                Transition(command="close", sources=("clue",), to="closed", roles=("enforcement_officer",)),
            ),
            guards={}, terms={"decision": term}, sums={"on_site": Sum(amount=Decimal(200), basis="Law")},
            night=Night(begins=time(22), ends=time(6), basis="Law"), measures={}, labels={"clue": "Clue"}, lang="en",
            **COMMON,
        )  # fmt: skip

    @hookimpl
    def cmsdk_offences(self, context):
        yield LenientOffence(
            id="previous-first", matter="Stall", exit=LenientExit.FIRST, conditions="slight", months=12, **COMMON
        )

    @hookimpl
    def cmsdk_notifiers(self, context):
        retry = Retry(first=60, factor=2, most=3600, attempts=3)
        yield Notifier(id="previous-sms", send=send, retry=retry, **COMMON)
        yield NoticeRow(
            id="previous-told", audience=Audience.REPORTER, command="reported", channel="previous-sms", language="en",
            template="Received: {case}", state="", **COMMON,
        )  # fmt: skip

    @hookimpl
    def cmsdk_observe(self, context):
        yield Observer(id="previous-seen", observe=observe, **COMMON)


assert Measured(name="width", text="3 m", amount=3.0).name == "width"
assert Person(name="A", phone="1", id_number="", address="").name == "A"
FILE = FileNotifier(folder=Path("outbox"))
WEB = WebhookNotifier(url="https://example.org/sms", secret_env="SECRET", secret_file="", timeout=5)
assert len({Compare.PLACE, Compare.TEXT, Compare.BOTH}) == 3
assert len({Audience.REPORTER, Audience.UNIT, Audience.OFFICER, Audience.GRID_LEADER, Audience.WATCH_DESK}) == 5
assert len({Destroys.PERSON, Destroys.RAW, Destroys.ATTACHMENTS, Destroys.DELIVERY}) == 4
assert len({HoldClock.PAUSES, HoldClock.UNTIL}) == len({LenientExit.SLIGHT, LenientExit.FIRST}) == 2
assert len({TermUnit.WORK_DAY, TermUnit.DAY, TermUnit.MONTH, TermUnit.YEAR}) == 4
assert When.read("Mon-Fri 08:00-18:00").slots
