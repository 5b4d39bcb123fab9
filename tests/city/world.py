"""A city at work in any hands, and what must hold after every step. ``test_machine.py`` lets them loose on it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
import json
from random import Random
import re
from typing import Any, ClassVar, Final

import attrs

from cmsdk import Actor, Case, City, Refusal
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.workflow import BACK, STAYS, Transition
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.commands import COMMANDS, Checked, Command, Found, Satisfaction
from cmsdk.model.entry import GENESIS, Entry, chain
from cmsdk.model.problem import Problem
from cmsdk.work.case import evolve, fold
from cmsdk.work.forms import CaseForms
from cmsdk.work.opening import SYSTEM

FORMS: Final = CaseForms()
START: Final = datetime(2026, 5, 6, 9, 30, tzinfo=UTC)
WORDS: Final = "已到现场办理"
TEXTS: Final = ("路灯不亮", "幸福里小区门口垃圾桶满溢，litter at the old mill", "占道经营", "??")
"""What people report: clear, to be handled at once, and what no rule knows."""
CLOSED: Final = frozenset({"closed", "visiting", "archived", "struck_off"})
"""States of contracts §5 in which a case is closed; a table's ends are closed as well."""
SHORTER: Final = frozenset({"correct", "file", "recounted"})
"""What may give a case another filing standard, and with it a shorter limit."""


@attrs.frozen(kw_only=True)
class Dance(Command):
    """A command that no table has."""

    name: ClassVar[str] = "x-dance"


class Numbers:
    """Ids that are the same each time."""

    def __init__(self) -> None:
        self._next = count(1)

    def take(self, count: int, now: datetime) -> Sequence[str]:
        """See the port."""
        return [f"{now:%y%m%d}-{next(self._next):05}" for _ in range(count)]


def label(row: Transition) -> str:
    """A row as a test names it."""
    return f"{row.command}: {' '.join(row.sources)} -> {row.to} ({' '.join(row.roles)})"


@attrs.define
class World:
    """One city with a few cases, which anybody may do anything to. ``step`` draws all that it does from a Random."""

    plan: CityPlan
    city: City = attrs.field(init=False)
    now: datetime = START
    ids: list[str] = attrs.field(factory=list)
    taken: Counter[str] = attrs.field(factory=Counter)
    """How often each row of the table was carried out."""
    refused: Counter[str] = attrs.field(factory=Counter)
    """Codes of the refusals."""
    _vain: Counter[tuple[str, int, str]] = attrs.field(factory=Counter)
    """How often a row was tried on a case as it is, and refused."""
    _keys: set[tuple[str, str]] = attrs.field(factory=set)
    _whole: dict[str, int] = attrs.field(factory=dict)
    """Entries of each case whose chain has been found whole."""
    _free: dict[str, datetime] = attrs.field(factory=dict)
    """The deadline of a case before the hold that it is in."""

    def __attrs_post_init__(self) -> None:
        """The city on a ledger of its own."""
        self.city = City(self.plan, SqlLedger.in_memory(), clock=lambda: self.now, ids=Numbers())

    # ---- what people do ----

    def report(self, rnd: Random) -> None:
        """Somebody reports something, with their name or without."""
        fields = {"external_id": f"r{len(self.ids)}", "text": rnd.choice(TEXTS)}
        if rnd.random() < 0.5:
            fields |= {"name": "Eve", "phone": "13955556666"}
        payload = json.dumps(fields, ensure_ascii=False).encode()
        (case_id,) = self.city.receive("jsonl", payload, now=self.now).case_ids
        self.ids.append(case_id)
        self._hold_true(case_id)

    def wake(self) -> None:
        """The sweep that enters which holds are over."""
        before = self._entries()
        self.city.wake(now=self.now)
        for case_id, old in before.items():
            for entry in self._follow(case_id, old):
                assert (entry.type, entry.by) == ("resume", SYSTEM)
        assert not self.city.wake(now=self.now).cases, "done twice, nothing the second time"

    def step(self, rnd: Random) -> None:
        """A command on a case: mostly one that a row of the table has for where it is, else whatever."""
        recent = [self._seen(each, self.now) for each in self.ids[-4:]]
        working = [case for case in recent if case.state not in self.plan.workflow.ends]
        if not recent or rnd.random() < (0.5 if len(working) < 2 else 0.03):
            self.report(rnd)
            return
        at = self.now + timedelta(minutes=rnd.choice([0, 0, 2, 15, 90]))
        if rnd.random() < 0.05:
            at += timedelta(days=rnd.choice([3, 20, 70, 400]))
        recent = [self._seen(case.id, at) for case in recent]
        moves = [(case, row) for case in recent for row in self.plan.workflow.transitions if self._may_lead(row, case)]
        if moves and rnd.random() < 0.7:
            ((case, row),) = rnd.choices(moves, [self._weight(row, case) for case, row in moves])
            command = self._meant(COMMANDS[row.command], case, at, rnd, row)
            if isinstance(self.act(case.id, command, self._who_may(row, case, rnd), at), Refusal):
                self._vain[case.id, case.version, label(row)] += 1
            return
        case, kind = rnd.choice(recent), rnd.choice([*COMMANDS.values(), Dance])
        if rnd.random() < 0.2:
            at = self.now - timedelta(hours=rnd.choice([1, 50, 9000]))
        key = rnd.choice(["", "", "k1", "k2"])
        self.act(case.id, self._any(kind, case, at, rnd), self._anybody(rnd), at, key)

    def _seen(self, case_id: str, at: datetime) -> Case:
        """The case as it stands at ``at``; the projection tells, where no hold may have ended."""
        case = self.city.ledger.case(case_id)
        assert case is not None
        return self.city.case(case_id, now=at) if case.course.holds else case

    @staticmethod
    def _may_lead(row: Transition, case: Case) -> bool:
        if row.command in {"grant", "reject"} and case.course.request is None:
            return False
        return case.state in row.sources and (bool(case.linked) or row.command != "unlink")

    def _weight(self, row: Transition, case: Case) -> float:
        """Rows that were seldom carried out come first, those that end the case last; requests are mostly answered."""
        request = case.course.request
        if request is not None and row.command in {"grant", "reject"}:
            return 0.5 + 2 / (1 + self.taken[label(row)]) if request.approvals[0] in row.roles else 0.1
        seldom = 1 / (1 + self.taken[label(row)]) ** 2
        seldom *= max(0.3 ** self._vain[case.id, case.version, label(row)], 0.001)
        return seldom / 20 if row.to in self.plan.workflow.ends else seldom

    def _who_may(self, row: Transition, case: Case, rnd: Random) -> Actor:
        """Somebody of the row's roles, mostly of the unit that it takes."""
        wanted = set(row.roles)
        request = case.course.request
        if row.command in {"grant", "reject"} and request is not None:
            wanted &= set(request.approvals[:1]) or wanted
        role = rnd.choice(sorted(wanted or row.roles))
        unit = case.unit
        if "unit_assists" in row.guards and case.course.assisting:
            unit = rnd.choice(case.course.assisting).unit
        if rnd.random() < 0.1:
            unit = rnd.choice(["", *sorted(self.plan.units)[:8]])
        return Actor(f"{role}-{rnd.randrange(3)}", (role,), unit)

    def _anybody(self, rnd: Random) -> Actor:
        roles = sorted({role for row in self.plan.workflow.transitions for role in row.roles})
        who = [Actor("stranger", ()), Actor("", ("mayor",)), Actor("x", tuple(roles), "nowhere")]
        who += [Actor(officer, (), "") for officer in sorted(self.plan.officers)[:3]]
        return rnd.choice([*who, *(Actor(f"{role}-1", (role,), rnd.choice(self._units())) for role in roles)])

    def _units(self) -> list[str]:
        return sorted(self.plan.units)[:6]

    def _meant(self, kind: type[Command], case: Case, at: datetime, rnd: Random, row: Transition) -> Command:
        """With what the row needs, and with some of what else there is to say."""
        said = {
            name: self._sensible(name, kind, case, at, rnd)
            for name in attrs.fields_dict(kind)
            if name in row.needs or rnd.random() < 0.5
        }
        if "valid" in row.needs and rnd.random() < 0.8:
            said = {"valid": False}
        return kind(**said)

    def _any(self, kind: type[Command], case: Case, at: datetime, rnd: Random) -> Command:
        """With sense or without, or nothing."""
        said: dict[str, Any] = {}
        for name in attrs.fields_dict(kind):
            nonsense = {
                "until": rnd.choice([date(2020, 2, 29), date(2099, 1, 1)]), "assisting": ("nowhere",), "found": None,
                "checked": None, "solved": None, "satisfied": None, "valid": None, "contacted": None,
            }  # fmt: skip
            drawn = rnd.randrange(4)
            if drawn > 1:
                said[name] = self._sensible(name, kind, case, at, rnd)
            elif drawn:
                said[name] = nonsense.get(name, rnd.choice([" ", "nowhere"]))
        return kind(**said)

    def _sensible(self, name: str, kind: type[Command], case: Case, at: datetime, rnd: Random) -> Any:  # noqa: ANN401
        plan, rules = self.plan, self.plan.case_rules
        others = [unit for unit in self._units() if unit != case.unit]
        fitting: list[str] = []
        if name == "standard":
            fitting = [s.id for s in plan.standards.values() if s.category in plan.lineage(case.category)]
        chosen: Mapping[str, Sequence[Any]] = {
            "unit": others[:-1] if kind.name == "dispatch" else [""], "assisting": [(), (others[-1],)],
            "found": [Found.EXISTS, *Found], "checked": [Checked.PASSED, *Checked],
            "solved": [True, False], "satisfied": [*Satisfaction], "valid": [None, True],
            "contacted": [None, True, False],
            "until": [at.date() + timedelta(days=n) for n in (1, 5, 30)],
            "standard": fitting[:3] or [""], "category": ["", *sorted(plan.categories)[:3]],
            "level": ["", *rules.supervision], "measure": sorted(getattr(plan, "measures", {})) or [""],
            "excuse": ["", *getattr(plan.approach_policy, "excuses", {})], "earlier": ["", *self.ids[-3:]],
            "to": self.ids[-4:], "officer": ["张三", *sorted(plan.officers)[:3]],
        }  # fmt: skip
        return rnd.choice(chosen.get(name, [WORDS]))

    # ---- what must hold ----

    def act(self, case_id: str, command: Command, by: Actor, at: datetime, key: str = "") -> Case | Refusal:
        """Carry it out, and hold the answer and all streams to what the table says."""
        before, mark = self._entries(), self.city.ledger.mark()
        kept = {each: self.city.ledger.case(each) for each in before}
        seen = self.city.case(case_id, now=at)
        allowed = {label(row): states for row, states in self._allowed(seen, command, by, at)}
        answer = self.city.act(case_id, command, by, now=at, key=key)
        if isinstance(answer, Refusal):
            assert (self._entries(), self.city.ledger.mark()) == (before, mark), "a refusal changes nothing"
            assert {each: self.city.ledger.case(each) for each in before} == kept
            self.refused[answer.code] += 1
            self._told(answer)
        else:
            assert allowed, f"no row of the table lets {by.roles} {command.name} in {seen.state}"
            assert answer.state in set().union(*allowed.values()), (command.name, seen.state, answer.state, allowed)
            assert (case_id, key) not in self._keys, "a key that was used"
            assert at >= (seen.last or at), "nothing before the last entry"
            self._keys |= {(case_id, key)} if key else set()
            self._count(seen, answer, command, allowed)
            self._carried_out(case_id, command, by, before)
        self.now = max(self.now, at)
        self._hold_true(case_id)
        return answer

    def _entries(self) -> dict[str, Sequence[Entry]]:
        return {each: self.city.ledger.entries(each) for each in self.ids[-12:]}

    def _roles(self, by: Actor) -> set[str]:
        merged = self.plan.workflow.merged
        return set(by.roles).union(*(merged.get(role, ()) for role in by.roles))

    def _allowed(self, case: Case, command: Command, by: Actor, at: datetime) -> Iterator[tuple[Transition, set[str]]]:
        """The rows for the command where the case is, by a role of the actor's, and the states that each leads to."""
        roles = self._roles(by)
        for row in self._rows(command.name, case.state):
            if not roles.isdisjoint(row.roles) and all(self._given(command, field) for field in row.needs):
                yield row, self._leads(row, case, command, roles, at)

    def _rows(self, command: str, state: str) -> list[Transition]:
        return [row for row in self.plan.workflow.transitions if row.command == command and state in row.sources]

    @staticmethod
    def _given(command: Command, field: str) -> bool:
        value = getattr(command, field)
        return bool(value.strip()) if isinstance(value, str) else value not in {None, ()}

    def _leads(self, row: Transition, case: Case, command: Command, roles: set[str], at: datetime) -> set[str]:
        request = case.course.request
        if row.command == "grant" and request is not None:
            asked = [each for each in self._rows(request.command, case.state) if each.approvals]
            return {case.state, *(self._target(each, case) for each in asked)}
        if row.command == "link":
            if command.to not in self.ids:  # type: ignore[attr-defined]
                return set()
            first = self.city.case(command.to, now=at)  # type: ignore[attr-defined]
            return {self.city.case(first.linked or first.id, now=at).state}
        agreed = max((n for n, role in enumerate(row.approvals, start=1) if role in roles), default=0)
        return {case.state if row.approvals[agreed:] else self._target(row, case)}

    def _target(self, row: Transition, case: Case) -> str:
        back = case.course.back or self.plan.workflow.initial
        return {STAYS: case.state, BACK: back}.get(row.to, row.to)

    def _count(self, seen: Case, answer: Case, command: Command, allowed: Mapping[str, set[str]]) -> None:
        """Which row it was: the first that leads there. What waits for others to agree has not been carried out yet."""
        done, request = command.name, seen.course.request
        if done == "grant" and request is not None and answer.course.request is None:
            self.taken[next(label(row) for row in self._rows(request.command, seen.state) if row.approvals)] += 1
        if answer.course.request is None or answer.course.request == request or done == "grant":
            self.taken[next(row for row, states in allowed.items() if answer.state in states)] += 1

    def _carried_out(self, case_id: str, command: Command, by: Actor, before: Mapping[str, Sequence[Entry]]) -> None:
        """One entry more on the case, and one on each that follows it; before them, what time had done to them."""
        for each, old in before.items():
            new = list(self._follow(each, old))
            if each == case_id:
                assert (new[-1].type, new[-1].by) == (command.name, by.id)
            for entry in new[:-1] if each == case_id else new:
                effects = FORMS.read(entry)["effects"]
                if entry.by == SYSTEM:
                    assert entry.type == "resume"
                else:
                    assert each != case_id
                    assert effects["follows"].startswith(f"{case_id}:"), effects

    def _follow(self, case_id: str, old: Sequence[Entry]) -> Iterator[Entry]:
        """The entries that are new, each of which made of the case what it may."""
        entries = self.city.ledger.entries(case_id)
        assert tuple(entries[: len(old)]) == tuple(old), "append only"
        case = fold(old, FORMS)
        assert case is not None
        for entry in entries[len(old) :]:
            assert entry.at >= entries[entry.version - 2].at, "time runs on"
            after = evolve(case, entry, FORMS)
            self._clock(case, after, entry)
            self._closing(case, after, entry)
            case = after
            yield entry
        if len(entries) > len(old):
            self._hold_true(case_id)

    def _clock(self, case: Case, after: Case, entry: Entry) -> None:
        """A deadline goes forward; back only to where it stood before a hold that ends early, or by another limit."""
        if case.due is None or entry.type in SHORTER:
            return
        assert after.due is not None, entry
        holds = len(after.course.holds) - len(case.course.holds)
        if holds and not _resting(case):
            self._free[case.id] = case.due.at
        freed = _resting(case) and not _resting(after)
        least = self._free[case.id] if freed or (holds and _resting(case)) else case.due.at
        assert after.due.at >= least, (entry.type, case.due, after.due)

    def _closing(self, case: Case, after: Case, entry: Entry) -> None:
        """What is closed stays closed, by what the table says of commands that lead from there back into work."""
        closed = CLOSED | set(self.plan.workflow.ends)
        rows = self.plan.workflow.transitions
        reopens = {row.command for row in rows if closed & set(row.sources) and row.to not in {*closed, STAYS, BACK}}
        if case.closed is not None and entry.type not in reopens:
            assert after.closed == case.closed, entry
        if case.state in self.plan.workflow.ends and entry.type not in reopens:
            assert after.state == case.state, entry

    def _hold_true(self, case_id: str) -> None:
        """The fold is the state and the projection; the state is a declared one; there is one who answers for it."""
        entries, flow = self.city.ledger.entries(case_id), self.plan.workflow
        case = fold(entries, FORMS)
        assert case is not None
        assert self.city.ledger.case(case_id) == attrs.evolve(case, trail=())
        assert case.version == len(entries)
        whole = self._whole.get(case_id, 0)
        prev = entries[whole - 1].hash if whole else GENESIS
        for e in entries[whole:]:
            body = (e.stream, e.version, e.city, e.type, e.at.isoformat(), e.by, e.plan, e.data)
            assert (e.prev, e.hash) == (prev, chain(prev, *body))
            prev = e.hash
        self._whole[case_id] = len(entries)
        seen = self.city.case(case_id, now=self.now)
        assert {case.state, seen.state} <= set(flow.states)
        answers = self.city.responsible(seen)
        assert (answers is None) == (seen.state in flow.ends), "exactly one; none where it has ended"
        if answers is not None:
            assert answers.role in {role for row in flow.transitions for role in row.roles}
            assert answers.unit in self.plan.units
        for clock in self.city.deadlines.clocks(seen, entries, self.now):
            assert clock.done is None or clock.began <= clock.done

    def tell(self, case_id: str) -> None:
        """The case explained in both languages, with nothing left open in a sentence."""
        for lang in ("zh", "en"):
            text = str(self.city.explain(case_id, lang, now=self.now))
            assert not re.search(r"\{\w*\}", text), text

    @staticmethod
    def _told(refusal: Refusal) -> None:
        for lang in ("zh", "en"):
            said = Problem(refusal.code, "", refusal.facts)
            for text in (said.what(lang), said.why(lang), said.remedy(lang)):
                assert text
                assert not re.search(r"\{\w*\}", text), text


def _resting(case: Case) -> bool:
    last = case.course.holds[-1] if case.course.holds else None
    return last is not None and last.resumed is None and last.state == case.state
