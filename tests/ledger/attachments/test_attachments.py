"""Attachments of a case, on every engine: taken, listed, read, removed, forgotten; and all that is not taken."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from errno import ENOSPC
from hashlib import sha256
from io import BytesIO
import os
from pathlib import Path
from threading import Barrier
import tracemalloc

import attrs
import pytest

from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Ledger, MatterQuery
from cmsdk.desk.attaching import Attaching
from cmsdk.ledger.open import open_ledger
from cmsdk.model.attachment import Attachment, Presence, Purpose
from cmsdk.model.command import Actor
from cmsdk.model.entry import GENESIS, chain
from cmsdk.model.errors import NotAllowed, RejectedInput, StoreUnavailable
from cmsdk.work.attachments import KIND, fold, rebuilt, stream_of

from .files import JPEG, REPORT, code_of, files_in

ANN = Actor("ann", ("clerk",))


def test_what_is_attached_comes_back_as_it_was(city: City, case_id: str, objects: Path):
    made = city.attach(case_id, BytesIO(JPEG), by=ANN, purpose="after", name="after.jpg")
    assert (made.digest, made.size, made.type) == (sha256(JPEG).hexdigest(), len(JPEG), "image/jpeg")
    assert (made.purpose, made.name, made.by, made.at) == (Purpose.AFTER, "after.jpg", "ann", city.clock())
    assert city.attachments(case_id) == (made,)
    with city.attachment(case_id, made.digest[:8], by=ANN, why="asked by the reporter") as stream:
        assert stream.attachment == made
        assert stream.read() == JPEG
    (kept,) = files_in(objects)
    assert made.object == kept.parent.name + kept.name
    assert JPEG[:12] not in kept.read_bytes()


def test_who_attached_and_who_read_and_why_are_entries_of_one_chain(city: City, case_id: str):
    made = city.attach(case_id, [JPEG], by=ANN, purpose="before")
    city.attachment(case_id, made.digest, by=Actor("bob", ()), why="Zoe Quill (13800001234) asked").close()
    city.remove_attachment(case_id, made.digest, by=ANN, why="wrong case")
    entries = city.ledger.entries(stream_of(case_id))
    assert [(e.type, e.by) for e in entries] == [
        ("attach", "ann"), ("read_attachment", "bob"), ("remove_attachment", "ann"),
    ]  # fmt: skip
    prev = GENESIS
    for e in entries:
        assert e.prev == prev
        prev = chain(prev, e.stream, e.version, e.city, e.type, e.at.isoformat(), e.by, e.plan, e.data)
        assert prev == e.hash
    assert not any(word in e.data for e in entries for word in ("Zoe", "Quill", "13800001234"))


def test_the_case_itself_gets_no_entry_so_nobody_is_in_the_way(city: City, case_id: str):
    version = city.case(case_id).version
    city.attach(case_id, [JPEG], by=ANN, purpose="before")
    assert city.case(case_id).version == version


def test_the_projection_is_what_the_entries_make(city: City, case_id: str):
    for photo in (JPEG, JPEG + b"2"):
        made = city.attach(case_id, [photo], by=ANN, purpose="before")
    city.remove_attachment(case_id, made.digest, by=ANN, why="twice")
    (matter,) = city.ledger.matters(MatterQuery(city=city.id, kind=KIND, case=case_id))
    assert matter == rebuilt(city.ledger.entries(stream_of(case_id)))
    assert rebuilt(city.ledger.entries(case_id)) is None


def test_the_same_photo_twice_is_kept_once(city: City, case_id: str, objects: Path):
    first = city.attach(case_id, [JPEG], by=ANN, purpose="before")
    assert city.attach(case_id, [JPEG], by=Actor("bob", ()), purpose="before") == first
    other = city.attach(case_id, [JPEG], by=ANN, purpose="document")
    assert (other.object, other.digest) == (first.object, first.digest)
    assert [item.purpose for item in city.attachments(case_id)] == ["before", "document"]
    assert len(files_in(objects)) == 1


def test_on_two_cases_it_is_kept_twice_since_one_may_be_erased(city: City, objects: Path):
    one, two = city.receive("desk", REPORT).case_ids
    first, second = (city.attach(c, [JPEG], by=ANN, purpose="before") for c in (one, two))
    assert first.digest == second.digest
    _forget(city, one)
    assert city.attachment(two, second.digest, by=ANN, why="look").read() == JPEG
    assert len(files_in(objects)) == 1


def test_sent_twice_under_one_key_it_is_done_once(city: City, case_id: str):
    first = city.attach(case_id, [JPEG], by=ANN, purpose="before", key="app-1")
    assert city.attach(case_id, [b"another body"], by=ANN, purpose="before", key="app-1") == first
    assert len(city.attachments(case_id)) == 1


def test_removed_is_gone_and_stays_on_record(city: City, case_id: str, objects: Path):
    made = city.attach(case_id, [JPEG], by=ANN, purpose="before")
    gone = city.remove_attachment(case_id, made.digest, by=ANN, why="wrong case")
    assert gone.presence is Presence.REMOVED
    assert city.attachments(case_id) == (gone,)
    assert files_in(objects) == []
    with pytest.raises(NotAllowed) as raised:
        city.attachment(case_id, made.digest, by=ANN, why="look")
    assert code_of(raised) == "CMS836"
    again = city.attach(case_id, [JPEG], by=ANN, purpose="before")
    assert again.object != made.object
    assert [item.presence for item in city.attachments(case_id)] == ["removed", "kept"]


def _forget(city: City, case_id: str) -> tuple[Attachment, ...]:
    return Attaching(city.plan, city.ledger, city._acting).forget(case_id, "ann", "asked", city.clock())


def _destroy_key(ledger: Ledger, case_id: str) -> None:
    from cmsdk.ledger import schema

    with ledger._writing() as connection:  # type: ignore[attr-defined]
        gone = schema.people.update().where(schema.people.c.key == f"p-{case_id}").values(wrapped=None)
        connection.execute(gone)


def test_forgotten_with_the_person_nothing_is_left_of_them(city: City, case_id: str, objects: Path):
    made = city.attach(case_id, [JPEG], by=ANN, purpose="before", name="gate.jpg")
    _destroy_key(city.ledger, case_id)
    with pytest.raises(NotAllowed) as raised:
        city.attachment(case_id, made.digest, by=ANN, why="look")
    assert code_of(raised) == "CMS836"
    assert _forget(city, case_id) == (made,)
    assert _forget(city, case_id) == ()
    assert files_in(objects) == []
    assert [item.presence for item in city.attachments(case_id)] == [Presence.ERASED]
    with pytest.raises(RejectedInput) as refused:
        city.attach(case_id, [JPEG], by=ANN, purpose="before")
    assert code_of(refused) == "CMS897"
    assert files_in(objects) == []


@pytest.mark.parametrize("trouble", ["the disk is full", "the folder is a file"])
def test_where_the_objects_cannot_be_written_nothing_is_entered(
    trouble: str, city: City, case_id: str, objects: Path, monkeypatch: pytest.MonkeyPatch
):
    if trouble == "the folder is a file":
        objects.write_text("no folder")
    else:

        def full(_handle: int) -> None:
            raise OSError(ENOSPC, os.strerror(ENOSPC))

        monkeypatch.setattr("cmsdk.ledger.objects.folder.os.fsync", full)
    with pytest.raises(StoreUnavailable) as raised:
        city.attach(case_id, JPEG, by=ANN, purpose="before")
    monkeypatch.undo()
    assert code_of(raised) == "CMS834"
    assert city.attachments(case_id) == ()
    assert files_in(objects) == []


def test_removed_it_is_gone_for_every_purpose(city: City, case_id: str, objects: Path):
    for purpose in Purpose:
        made = city.attach(case_id, JPEG, by=ANN, purpose=purpose)
    city.remove_attachment(case_id, made.digest, by=ANN, why="wrong case")
    assert {item.presence for item in city.attachments(case_id)} == {Presence.REMOVED}
    assert files_in(objects) == []


def test_what_comes_in_while_its_case_is_forgotten_goes_too(
    city: City, case_id: str, objects: Path, monkeypatch: pytest.MonkeyPatch
):
    city.attach(case_id, JPEG, by=ANN, purpose="before")
    append = city.ledger.append_all
    late = iter([lambda: city.attach(case_id, [JPEG, b"2"], by=ANN, purpose="after")])

    def first_somebody_else(*changes: object) -> bool:
        for attach in late:
            attach()
        return append(*changes)  # type: ignore[arg-type]

    monkeypatch.setattr(city.ledger, "append_all", first_somebody_else)
    _forget(city, case_id)
    assert [item.presence for item in city.attachments(case_id)] == [Presence.ERASED] * 2
    assert files_in(objects) == []


def test_bytes_alone_are_taken_as_they_are(city: City, case_id: str):
    assert city.attach(case_id, JPEG, by=ANN, purpose="before").size == len(JPEG)


def test_an_entry_of_a_newer_version_is_not_read_by_halves(city: City, case_id: str):
    city.attach(case_id, JPEG, by=ANN, purpose="before")
    (entry,) = city.ledger.entries(stream_of(case_id))
    newer = attrs.evolve(entry, data=entry.data.replace('{"v":1', '{"v":2'))
    with pytest.raises(StoreUnavailable) as raised:
        fold([newer], case_id, city.id)
    assert code_of(raised) == "CMS808"


def test_streams_are_found_by_how_they_begin(city: City):
    ids = city.receive("desk", REPORT).case_ids
    for case_id in ids:
        city.attach(case_id, JPEG, by=ANN, purpose="before")
    streams = [stream_of(case_id) for case_id in ids]
    assert list(city.ledger.streams("a-", "", 10)) == streams
    assert list(city.ledger.streams("a-", streams[0], 10)) == streams[1:]
    assert list(city.ledger.streams("a-", "", 1)) == streams[:1]
    assert list(city.ledger.streams("\ud800", "", 1)) == []


@pytest.mark.slow
def test_200_mb_are_attached_and_read_in_little_memory(plan: CityPlan, url: str, moment: datetime):
    block, count = b"x" * 1_000_000, 199
    with City(plan, open_ledger(url), lambda: moment) as city:
        case_id = city.receive("desk", REPORT).case_ids[0]
        tracemalloc.start()
        made = city.attach(case_id, chain_of(JPEG, block, count), by=ANN, purpose="recording")
        with city.attachment(case_id, made.digest, by=ANN, why="look") as stream:
            size = sum(map(len, iter(lambda: stream.read(1 << 20), b"")))
        assert city.verify_objects().whole
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert size == made.size == len(JPEG) + len(block) * count
    assert peak < 40_000_000


def chain_of(head: bytes, block: bytes, count: int) -> Iterator[bytes]:
    yield head
    for _ in range(count):
        yield block


def test_threads_that_attach_the_same_photo_keep_it_once(city: City, case_id: str, objects: Path):
    workers = 4
    barrier = Barrier(workers)

    def work(_number: int) -> Attachment:
        barrier.wait()
        return city.attach(case_id, [JPEG], by=ANN, purpose="before")

    with ThreadPoolExecutor(workers) as pool:
        made = set(pool.map(work, range(workers)))
    assert len(made) == 1
    assert len(files_in(objects)) == len(city.attachments(case_id)) == 1


def test_threads_that_attach_different_photos_lose_none(city: City, case_id: str, objects: Path):
    def work(number: int) -> Attachment:
        return city.attach(case_id, [JPEG, b"%d" % number], by=ANN, purpose="before")

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(work, range(20)))
    assert {item.digest for item in city.attachments(case_id)} == {item.digest for item in made}
    assert len(files_in(objects)) == 20


def test_progress_tells_the_bytes_taken(city: City, case_id: str):
    seen: list[int] = []
    city.attach(case_id, [JPEG, b"x" * 70_000, b"y" * 10], by=ANN, purpose="before", progress=seen.append)
    assert seen[-1] == len(JPEG) + 70_010
    assert seen == sorted(seen)
