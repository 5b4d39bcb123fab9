"""The outbox on every engine: kept with the entries, claimed by one at a time, in order, for a term."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count

import attrs
import pytest

from cmsdk.city import City
from cmsdk.contract.notices import Notice
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Change, Ledger, Matter, MatterChange, NewCase, Seen
from cmsdk.contract.ports_outbox import Claim, NoticeQuery, NoticeState, Posted
from cmsdk.ledger.open import open_ledger
from cmsdk.model.entry import GENESIS, seal
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem

TOWN = "us.ma.testville"
New = Callable[..., NewCase]
TERM = timedelta(minutes=15)
_NUMBERS = count()


def _notice(new: NewCase, version: int = 1, channel: str = "sms") -> Notice:
    return Notice(
        id=f"{new.case.id}/{version}/reporter/{channel}", city=TOWN, stream=new.case.id, version=version,
        entry=new.entries[0].hash, at=new.entries[0].at, command="reported", audience="reporter",
        recipient=f"p-{new.case.id}", channel=channel, texts={"zh": "好", "en": "good"},
    )  # fmt: skip


def _filled(ledger: Ledger, *news: NewCase) -> None:
    assert ledger.record("d-1", news, [])


def _claim(
    ledger: Ledger, now: datetime, holder: str = "", limit: int = 20, channels: str = "sms file"
) -> list[Posted]:
    claim = Claim(
        city=TOWN, channels=tuple(channels.split()), now=now, until=now + TERM,
        holder=holder or f"h{next(_NUMBERS)}", limit=limit,
    )  # fmt: skip
    return list(ledger.claim(claim))


@pytest.fixture
def new(new_case: New) -> New:
    """A case with its notices, one for each of ``channels``."""

    def make(name: str, *channels: str) -> NewCase:
        made = new_case(name)
        return attrs.evolve(made, notices=tuple(_notice(made, channel=channel) for channel in channels or ("sms",)))

    return make


def _states(ledger: Ledger) -> dict[str, str]:
    return {posted.notice.id: str(posted.state) for posted in ledger.notices(NoticeQuery(city=TOWN))}


def test_a_notice_comes_back_as_it_was_made(ledger: Ledger, new: New, moment: datetime) -> None:
    made = new("c-1")
    _filled(ledger, made)
    (posted,) = ledger.notices(NoticeQuery(city=TOWN))
    assert posted == Posted(notice=made.notices[0], next=moment)
    assert list(posted.notice.texts) == ["zh", "en"], "the city's first language first"


def test_what_is_not_recorded_tells_nobody(ledger: Ledger, new: New, new_case: New, moment: datetime) -> None:
    _filled(ledger, new("c-1"))
    assert not ledger.record("d-2", [new("c-2"), attrs.evolve(new("c-3"), case=new_case("c-3", key="c-1").case)], [])
    assert not ledger.record("d-2", [new("c-4")], [], Seen(mark=0, city=TOWN, streams=frozenset({"c-1"})))
    assert list(_states(ledger)) == ["c-1/1/reporter/sms"]


def test_a_command_and_its_notice_are_kept_together_or_not_at_all(ledger: Ledger, new: New, moment: datetime) -> None:
    made = new("c-1")
    _filled(ledger, made)
    entry = seal(
        stream="c-1", version=2, city=TOWN, type_="accept", at=moment, by="ann", plan="p", data='{"v":1}',
        prev=made.entries[0].hash,
    )  # fmt: skip
    change = Change(attrs.evolve(made.case, version=2), (entry,), (_notice(made, 2),))
    assert ledger.append_all([change])
    assert not ledger.append_all([change]), "another writer was first"
    assert list(_states(ledger)) == ["c-1/1/reporter/sms", "c-1/2/reporter/sms"]


def test_a_matter_and_its_notice_are_kept_together_or_not_at_all(ledger: Ledger, new: New, moment: datetime) -> None:
    stream = "opinion:testville:o-1"
    entry = seal(
        stream=stream, version=1, city=TOWN, type_="opinion.register", at=moment, by="ann", plan="p", data='{"v":1}',
        prev=GENESIS,
    )  # fmt: skip
    notice = attrs.evolve(_notice(new("c-1")), id=f"{stream}/1/unit/sms", stream=stream, entry=entry.hash)
    matter = Matter(stream, "opinion", TOWN, "", "open", 1, moment, "{}")
    change = MatterChange(matter, (entry,), notices=(notice,))
    assert ledger.append_all([change])
    assert not ledger.append_all([change]), "another writer was first"
    assert list(_states(ledger)) == [notice.id]


def test_a_claim_holds_for_its_term_and_counts_the_attempt(ledger: Ledger, new: New, moment: datetime) -> None:
    _filled(ledger, new("c-1"))
    (first,) = _claim(ledger, moment)
    assert first.attempts == 1
    assert _claim(ledger, moment) == []
    assert _claim(ledger, moment + TERM - timedelta(seconds=1)) == []
    (second,) = _claim(ledger, moment + TERM)
    assert second == attrs.evolve(first, attempts=2)


def test_what_was_sent_is_sent_whoever_holds_it(ledger: Ledger, new: New, moment: datetime) -> None:
    """The first sender was slow: another has claimed it meanwhile, but it has arrived all the same."""
    _filled(ledger, new("c-1"))
    (first,) = _claim(ledger, moment, "slow")
    (again,) = _claim(ledger, moment + TERM, "other")
    assert not ledger.settle(attrs.evolve(first, next=moment + TERM * 9), "slow"), "only who holds it may put it off"
    assert ledger.settle(attrs.evolve(first, state=NoticeState.SENT), "slow")
    assert not ledger.settle(attrs.evolve(again, state=NoticeState.DEAD), "other")
    assert _states(ledger) == {"c-1/1/reporter/sms": "sent"}


def test_of_one_stream_and_channel_only_the_first_is_due(ledger: Ledger, new: New, moment: datetime) -> None:
    one, other = new("c-1", "sms", "file"), new("c-2")
    later = _notice(one, 2)
    _filled(ledger, attrs.evolve(one, notices=(*one.notices, later)), other)
    claimed = _claim(ledger, moment, "me")
    assert [posted.notice.id for posted in claimed] == [
        "c-1/1/reporter/sms", "c-1/1/reporter/file", "c-2/1/reporter/sms"
    ]  # fmt: skip
    wait = moment + timedelta(hours=1)
    assert ledger.settle(attrs.evolve(claimed[0], next=wait), "me")
    assert _claim(ledger, moment) == [], "the second does not overtake the first, which is put off"
    assert ledger.settle(attrs.evolve(_claim(ledger, wait, "me")[0], state=NoticeState.DEAD, next=wait), "me")
    assert [posted.notice.id for posted in _claim(ledger, wait)] == [later.id], "a dead letter holds up nobody"


def test_only_the_channels_asked_for_are_claimed(ledger: Ledger, new: New, moment: datetime) -> None:
    _filled(ledger, new("c-1", "sms", "gone"))
    assert [posted.notice.channel for posted in _claim(ledger, moment)] == ["sms"]
    assert list(ledger.waiting_channels(TOWN)) == ["gone", "sms"]
    assert list(ledger.waiting_channels("610100")) == []


def test_nothing_is_due_before_its_time_nor_in_another_city(ledger: Ledger, new: New, moment: datetime) -> None:
    _filled(ledger, new("c-1"))
    assert _claim(ledger, moment - timedelta(seconds=1)) == []
    claim = Claim(city="610100", channels=("sms",), now=moment, until=moment + TERM, holder="h", limit=9)
    assert list(ledger.claim(claim)) == []


def test_an_error_is_kept_with_its_facts(ledger: Ledger, new: New, moment: datetime) -> None:
    _filled(ledger, new("c-1"))
    (posted,) = _claim(ledger, moment, "me")
    said = problem("CMS866", "c-1", id=posted.notice.id, channel="sms", attempt=1, attempts=8, error="HTTP 500")
    assert ledger.settle(attrs.evolve(posted, error=said, next=moment + TERM), "me")
    assert [one.error for one in ledger.notices(NoticeQuery(city=TOWN))] == [said]


@pytest.mark.parametrize("odd", ["nix", "", "a\0b", "\ud800", "' OR 1=1 --"])
def test_only_a_dead_letter_can_wait_again(ledger: Ledger, new: New, moment: datetime, odd: str) -> None:
    _filled(ledger, new("c-1"))
    (posted,) = _claim(ledger, moment, "me")
    assert not ledger.again(TOWN, posted.notice.id, moment)
    assert ledger.settle(attrs.evolve(posted, state=NoticeState.DEAD), "me")
    assert not ledger.again(TOWN, odd, moment)
    assert not ledger.again("610100", posted.notice.id, moment)
    assert ledger.again(TOWN, posted.notice.id, moment)
    assert not ledger.again(TOWN, posted.notice.id, moment)
    assert [one.attempts for one in _claim(ledger, moment)] == [1]


def test_notices_are_paged_by_id_and_filtered(ledger: Ledger, new: New) -> None:
    _filled(ledger, *(new(f"c-{n}", "sms", "file") for n in range(4)))
    every = [posted.notice.id for posted in ledger.notices(NoticeQuery(city=TOWN))]
    assert (every, len(every)) == (sorted(every), 8)
    page = ledger.notices(NoticeQuery(city=TOWN, after=every[2], limit=3))
    assert [posted.notice.id for posted in page] == every[3:6]
    assert len(ledger.notices(NoticeQuery(city=TOWN, channel="sms"))) == 4
    assert len(ledger.notices(NoticeQuery(city=TOWN, stream="c-1", state=NoticeState.WAITING))) == 2
    assert ledger.notices(NoticeQuery(city=TOWN, state=NoticeState.DEAD)) == []
    assert ledger.notices(NoticeQuery(city=TOWN, channel="a\0", after="\ud800", limit=0)) == []


@pytest.fixture
def senders(address: str) -> Iterator[list[Ledger]]:
    """Four senders on one ledger: connections of their own, but in memory, where there is only one."""
    first = open_ledger(address)
    made = [first, *((first if address == "memory://" else open_ledger(address)) for _ in range(3))]
    yield made
    for ledger in made:
        ledger.close()


def test_no_two_senders_get_the_same_notice(senders: list[Ledger], new: New, moment: datetime) -> None:
    _filled(senders[0], *(new(f"c-{n:03}") for n in range(60)))

    def run(ledger: Ledger) -> list[str]:
        got = []
        while claimed := _claim(ledger, moment, limit=3):
            got += [posted.notice.id for posted in claimed]
        return got

    with ThreadPoolExecutor(len(senders)) as pool:
        got = [one for found in pool.map(run, senders) for one in found]
    assert (len(got), len(set(got))) == (60, 60)


def test_a_state_that_no_notice_has_is_named(ledger: Ledger, plan: CityPlan) -> None:
    with pytest.raises(RejectedInput) as refused:
        City(plan, ledger).notices(state="bogus")
    assert [(p.code, dict(p.facts)["known"]) for p in refused.value.problems] == [("CMS871", "waiting, sent, dead")]
