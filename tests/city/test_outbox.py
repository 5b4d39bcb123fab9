"""Who is told what: the table applied to entries, and notices sent at least once, again, or given up."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
import json
from typing import Any

import attrs
import pytest
import sqlalchemy as sa

from cmsdk import Accept, Actor, City, Dispatch, File, Handle, Link, NotAllowed, Refusal, StoreUnavailable
from cmsdk.ledger import schema
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.entry import GENESIS, seal
from cmsdk.model.problem import problem
from cmsdk.plugin import (
    Addressed,
    DateSpan,
    Entry,
    NoticeRow,
    Notifier,
    Observer,
    Retry,
)
from cmsdk.work.telling import telling_of

CityOf = Callable[..., City]
CLERK = Actor("toy-clerk", ("clerk", "handler"))
NOW = datetime.fromisoformat("2026-11-16T10:00:00+08:00")
MINUTE = timedelta(minutes=1)


def row(id_: str, **fields: object) -> NoticeRow:
    given: dict[str, Any] = {"audience": "reporter", "command": "reported", "channel": "sms", "language": "zh"}
    return NoticeRow(id=id_, **{**given, "template": "编号{case}", **fields})


def both(id_: str, **fields: object) -> list[NoticeRow]:
    """A row in both languages of the toy city."""
    return [row(f"{id_}-{lang}", language=lang, **fields) for lang in ("zh", "en")]


@attrs.define
class Sms:
    """A notifier that does as it is told."""

    got: list[Addressed] = attrs.field(factory=list)
    fails: Callable[[Addressed], BaseException | None] = lambda _addressed: None

    def __call__(self, addressed: Addressed) -> None:
        error = self.fails(addressed)
        if error is not None:
            raise error
        self.got.append(addressed)

    @property
    def texts(self) -> list[str]:
        return [next(iter(addressed.notice.texts.values())) for addressed in self.got]


@pytest.fixture
def sms() -> Sms:
    return Sms()


@pytest.fixture
def town(city_of: CityOf, sms: Sms) -> Callable[..., City]:
    def make(*rows: NoticeRow, retry: Retry | None = None, **hooks: Sequence[Any]) -> City:
        return city_of(cmsdk_notifiers=[Notifier(id="sms", send=sms, retry=retry or Retry()), *rows], **hooks)

    return make


def report(city: City, number: int = 1, **fields: str) -> str:
    said = {"external_id": f"r{number}", "text": "路灯不亮", "name": "王某某", "phone": "13800000001", **fields}
    (case_id,) = city.receive("jsonl", json.dumps(said).encode()).case_ids
    return case_id


def dispatched(city: City, case_id: str) -> None:
    for command in (Accept(), File(), Dispatch(unit="toy-roads")):
        assert not isinstance(city.act(case_id, command, CLERK), Refusal)


def states(city: City) -> list[tuple[str, int, str]]:
    return [(str(p.state), p.attempts, p.error.code if p.error else "") for p in city.notices()]


# ---- who is told what


def test_a_reporter_is_told_in_every_language_with_the_phone_looked_up(town: Callable[..., City], sms: Sms) -> None:
    city = town(*both("a", template="{case} {unit} {due} {state} {title} {result} {at} {city} {officer} {place}"))
    case = city.case(report(city, text="路灯不亮，电话13912345678", place="南门"))
    assert city.deliver_outbox().sent == 1
    (one,) = sms.got
    assert (one.to.name, one.to.phone, one.attempt, one.now) == ("王某某", "13800000001", 1, NOW)
    due = case.due.at.strftime("%Y-%m-%d %H:%M")  # type: ignore[union-attr]
    assert one.notice.texts == {
        lang: f"{case.id} 值班台 {due} {state} 路灯不亮，电话[电话] — 2026-11-16 10:00 玩具市 — 南门"
        for lang, state in (("zh", city.plan.workflow.labels.get("reported", "reported")), ("en", "reported"))
    }
    assert one.notice.entry == city.ledger.entries(case.id)[0].hash
    assert one.notice.id == f"{case.id}/1/reporter/sms"


def test_what_waits_holds_nothing_personal(town: Callable[..., City]) -> None:
    city = town(*both("a", template="{title} {case}"))
    report(city, text="我是王某某，打13800000001找我")
    ledger = city.ledger
    assert isinstance(ledger, SqlLedger)
    with ledger._reading() as connection:
        (stored,) = connection.execute(sa.select(schema.outbox)).all()
    assert not [secret for secret in ("王某某", "13800000001") if secret in repr(stored)]


def test_each_audience_is_told_of_its_own_command(town: Callable[..., City], sms: Sms) -> None:
    city = town(
        *both("u", audience="unit", command="dispatch", template="请办理{case}"),
        *both("w", audience="watch_desk", command="reported", template="新报{case}"),
        *both("o", audience="officer", command="dispatch", template="给{officer}"),
        *both("g", audience="grid_leader", command="dispatch"),
    )
    case = report(city)
    dispatched(city, case)
    assert city.deliver_outbox().sent == 2
    assert [(a.notice.audience, a.notice.recipient, a.to.name) for a in sms.got] == [
        ("watch_desk", "toy-desk", "值班台"), ("unit", "toy-roads", "道路所")
    ]  # fmt: skip
    assert sms.texts == [f"新报{case}", f"请办理{case}"], (
        "nobody is named as officer, and no grid has it: nobody is told"
    )


def test_a_row_for_a_state_goes_before_one_without(town: Callable[..., City], sms: Sms) -> None:
    city = town(
        *both("a", command="handle", template="已处置"),
        *both("b", command="handle", template="已派到{unit}", state="dispatched"),
        *both("c", command="handle", template="处置完毕：{result}", state="handled"),
    )
    dispatched(city, case := report(city))
    assert not isinstance(city.act(case, Handle(result="已换灯泡"), CLERK), Refusal)
    city.deliver_outbox()
    assert sms.texts == ["处置完毕：已换灯泡"]


def test_a_row_is_judged_at_the_time_of_the_report(town: Callable[..., City], sms: Sms) -> None:
    old = DateSpan(None, date(2026, 10, 31))
    new = DateSpan(date(2026, 11, 1), None)
    city = town(*both("old", template="旧", valid=old), *both("new", template="新", valid=new))
    report(city, at="2026-10-31 23:59")
    report(city, 2, at="2026-11-01 00:00")
    city.deliver_outbox()
    assert sms.texts == ["旧", "新"]


def test_an_anonymous_report_tells_no_reporter(town: Callable[..., City]) -> None:
    city = town(*both("a"))
    report(city, name="", phone="")
    assert city.notices() == []


def test_a_city_without_rows_hands_the_ledger_what_it_always_did(
    city_of: CityOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    city, given = city_of(), list[Any]()
    monkeypatch.setattr(SqlLedger, "record", lambda _ledger, _delivery, cases, *_rest: given.append(cases) or True)
    city.receive("jsonl", b'{"external_id": "1", "text": "x"}')
    assert [new.notices for new in given[0]] == [()]


def test_an_entry_before_the_last_one_is_told_in_the_state_that_it_led_to(town: Callable[..., City]) -> None:
    """A hold that ended is entered with the next command, in one change."""
    city = town(*both("r", command="resume", template="{state}"), *both("h", command="handle", template="{state}"))
    case = city.case(report(city))

    def entry(version: int, command: str, to: str) -> Entry:
        return seal(
            stream=case.id, version=version, city=case.city, type_=command, at=NOW, by="x", plan="p", prev=GENESIS,
            data=json.dumps({"v": 1, "command": {}, "to": to, "effects": {}}),
        )  # fmt: skip

    both_entries = (entry(3, "resume", "dispatched"), entry(4, "handle", "handled"))
    told = telling_of(city.plan).told(both_entries, attrs.evolve(case, state="handled"))
    assert [notice.texts["en"] for notice in told] == ["dispatched", "handled"]


def test_who_reported_a_linked_case_is_told_with_the_first(town: Callable[..., City], sms: Sms) -> None:
    city = town(*both("a", command="accept", template="{case}"))
    first, second = report(city), report(city, 2, phone="13800000002")
    assert not isinstance(city.act(second, Link(to=first), CLERK), Refusal)
    city.act(first, Accept(), CLERK)
    city.deliver_outbox()
    assert [(one.notice.stream, one.to.phone) for one in sms.got] == [(first, "13800000001"), (second, "13800000002")]


def test_a_repeat_of_a_report_tells_nobody_again(town: Callable[..., City]) -> None:
    city = town(*both("a"))
    report(city)
    assert city.receive("jsonl", b'{"external_id": "r1", "text": "x", "phone": "13800000001"}').duplicates == 1
    assert len(city.notices()) == 1


# ---- tried again, given up


def test_what_fails_is_tried_again_after_a_growing_wait_and_then_given_up(
    town: Callable[..., City], sms: Sms, facts: Callable[..., dict[str, str]]
) -> None:
    city = town(*both("a"), retry=Retry(first=60, factor=3, most=400, attempts=4))
    report(city)
    sms.fails = lambda addressed: OSError(f"no route to {addressed.to.phone}")
    now, waits = NOW, []
    for _ in range(3):
        found = city.deliver_outbox(now=now)
        assert (found.sent, found.again, found.dead) == (0, 1, 0)
        (posted,) = city.notices()
        waits.append(int((posted.next - now).total_seconds()))
        assert city.deliver_outbox(now=posted.next - timedelta(seconds=1)).problems == ()
        now = posted.next
    assert waits == [60, 180, 400]
    assert city.deliver_outbox(now=now).dead == 1
    (posted,) = city.notices(state="dead")
    assert (posted.attempts, facts(posted.error)["attempt"]) == (4, "4")
    assert "13800000001" not in posted.error.what()  # type: ignore[union-attr]
    assert "no route to" in posted.error.what()  # type: ignore[union-attr]
    assert city.deliver_outbox(now=now + timedelta(days=9)).dead == 0


def test_a_dead_letter_is_sent_once_somebody_asks_for_it(town: Callable[..., City], sms: Sms) -> None:
    city = town(*both("a"), retry=Retry(attempts=1))
    report(city)
    sms.fails = lambda _addressed: OSError("down")
    assert city.deliver_outbox().dead == 1
    sms.fails = lambda _addressed: None
    (posted,) = city.notices(state="dead")
    city.retry_notice(posted.notice.id)
    assert city.deliver_outbox().sent == 1
    assert [one.attempt for one in sms.got] == [1]


@pytest.mark.parametrize("id_", ["nix", "", "a\0b", "\ud800"])
def test_only_a_dead_letter_can_be_retried(id_: str, town: Callable[..., City], speaks: Callable[..., None]) -> None:
    with pytest.raises(NotAllowed) as caught:
        town(*both("a")).retry_notice(id_)
    assert caught.value.problems[0].code == "CMS868"
    speaks(caught.value.problems[0])


def test_a_notifier_is_named_once_and_left_alone_after_twenty_failures(
    town: Callable[..., City], sms: Sms, speaks: Callable[..., None]
) -> None:
    city = town(*both("a"))
    for number in range(25):
        report(city, number)
    sms.fails = lambda _addressed: SystemExit("a plugin's own")  # type: ignore[assignment]
    found = city.deliver_outbox()
    assert (found.again, [p.code for p in found.problems]) == (20, ["CMS870"])
    speaks(found.problems[0], "sms", "20")
    assert sorted(states(city)) == [("waiting", 0, "")] * 5 + [("waiting", 1, "CMS866")] * 20
    sms.fails = lambda _addressed: None
    assert city.deliver_outbox().sent == 5


def test_what_a_case_is_told_arrives_in_order_and_other_cases_do_not_wait(town: Callable[..., City], sms: Sms) -> None:
    city = town(*both("a", template="一{case}"), *both("b", command="accept", template="二{case}"))
    first, other = report(city), report(city, 2)
    for case in (first, other):
        city.act(case, Accept(), CLERK)
    sms.fails = lambda addressed: OSError("down") if addressed.notice.stream == first else None
    city.deliver_outbox()
    assert sms.texts == [f"一{other}", f"二{other}"]
    sms.fails = lambda _addressed: None
    city.deliver_outbox(now=NOW + MINUTE)
    assert sms.texts[2:] == [f"一{first}", f"二{first}"]


def test_a_limit_is_kept_and_progress_is_told(town: Callable[..., City], sms: Sms) -> None:
    city, told = town(*both("a")), list[int]()
    for number in range(30):
        report(city, number)
    assert city.deliver_outbox(limit=25, progress=told.append).sent == 25
    assert (told, len(sms.got)) == (list(range(1, 26)), 25)
    assert city.deliver_outbox().sent == 5


# ---- nobody to tell


def test_a_reporter_without_a_phone_is_a_dead_letter(town: Callable[..., City], sms: Sms) -> None:
    city = town(*both("a"))
    report(city, phone="")
    found = city.deliver_outbox()
    assert (found.dead, sms.got, states(city)) == (1, [], [("dead", 1, "CMS864")])


def test_a_reporter_who_was_erased_is_not_told(town: Callable[..., City], sms: Sms) -> None:
    city = town(*both("a"))
    case = report(city)
    ledger = city.ledger
    assert isinstance(ledger, SqlLedger)
    with ledger._writing() as connection:
        connection.execute(schema.people.update().where(schema.people.c.key == f"p-{case}").values(wrapped=None))
    assert city.deliver_outbox().dead == 1
    assert (sms.got, states(city)) == ([], [("dead", 1, "CMS863")])


def test_a_unit_that_is_gone_and_a_notifier_that_is_gone(
    town: Callable[..., City], sms: Sms, speaks: Callable[..., None]
) -> None:
    city = town(*both("a", audience="watch_desk"), *both("b", channel="file", audience="watch_desk"))
    report(city)
    plan = attrs.evolve(city.plan, units={}, notifiers={"sms": city.plan.notifiers["sms"]})
    later = City(plan, city.ledger, city.clock)
    found = later.deliver_outbox()
    assert (found.dead, [p.code for p in found.problems]) == (1, ["CMS867"])
    speaks(found.problems[0], "file")
    assert sorted(states(later)) == [("dead", 1, "CMS865"), ("waiting", 0, "")]


# ---- faults in the middle


def test_what_was_sent_and_not_written_down_is_sent_again_under_the_same_id(
    town: Callable[..., City], sms: Sms, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = town(*both("a"))
    report(city)

    def lost(*_given: object) -> bool:
        raise StoreUnavailable([problem("CMS804", "x", url="x", error="server closed the connection")])

    with monkeypatch.context() as patch:
        patch.setattr(SqlLedger, "settle", lost)
        with pytest.raises(StoreUnavailable):
            city.deliver_outbox()
    assert city.deliver_outbox().sent == 0, "it is claimed until its term is over"
    assert city.deliver_outbox(now=NOW + 15 * MINUTE).sent == 1
    first, second = sms.got
    assert first.notice == second.notice
    assert (first.attempt, second.attempt) == (1, 2)


def test_a_slow_notifier_keeps_nothing_that_others_may_have_by_then(town: Callable[..., City], sms: Sms) -> None:
    clock = [NOW]
    city = town(*both("a"))
    for number in range(3):
        report(city, number)

    def slow(_addressed: Addressed) -> None:
        clock[0] += 10 * MINUTE

    sms.fails = slow
    later = City(city.plan, city.ledger, lambda: clock[0])
    assert later.deliver_outbox().sent == 3
    assert [one.attempt for one in sms.got] == [1, 1, 1], "two in the first claim, the third let go of and claimed anew"


def test_keyboard_interrupt_stops_the_run(town: Callable[..., City], sms: Sms) -> None:
    city = town(*both("a"))
    report(city)
    sms.fails = lambda _addressed: KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        city.deliver_outbox()


# ---- observers


def test_observers_are_told_after_storing_and_cost_nothing_when_they_raise(
    town: Callable[..., City], speaks: Callable[..., None]
) -> None:
    seen: list[tuple[str, ...]] = []

    def broken(_entries: Sequence[Entry]) -> None:
        raise RuntimeError("boom")

    def watch(entries: Sequence[Entry]) -> None:
        seen.append(tuple(entry.type for entry in entries))

    city = town(cmsdk_observe=[Observer(id="toy-a", observe=broken), Observer(id="toy-b", observe=watch)])
    outcome = city.receive("jsonl", b'{"external_id": "1", "text": "x"}\n{"external_id": "2", "text": "y"}')
    assert (len(outcome.cases), [p.code for p in outcome.problems]) == (2, ["CMS869"])
    speaks(outcome.problems[0], "toy-a", "boom")
    assert city.observer_problems() == ()
    case = city.act(outcome.case_ids[0], Accept(), CLERK)
    assert not isinstance(case, Refusal)
    assert [p.code for p in city.observer_problems()] == ["CMS869"]
    assert seen == [("reported", "triaged") * 2, ("accept",)]


def test_observers_are_not_told_of_what_was_refused(town: Callable[..., City]) -> None:
    seen: list[int] = []
    city = town(cmsdk_observe=[Observer(id="toy-a", observe=lambda entries: seen.append(len(entries)))])
    case = report(city)
    assert isinstance(city.act(case, Handle(result="x"), CLERK), Refusal)
    assert seen == [2]
