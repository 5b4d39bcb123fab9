"""Objects: sealed in pieces of which none can be changed, lost or moved; a folder that is whole after any crash."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from errno import ENOSPC
import os
from pathlib import Path
import re
import signal
import subprocess
import sys
import textwrap
import time
import tracemalloc
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from cmsdk.contract.ports_objects import ObjectBrokenError, Objects
from cmsdk.ledger.keys.ring import Envelope, KeyRing
from cmsdk.ledger.objects import pieces
from cmsdk.ledger.objects.folder import FolderObjects
from cmsdk.ledger.objects.memory import MemoryObjects
from cmsdk.ledger.objects.pieces import OVERHEAD, PIECE, framed, opened, sealed
from cmsdk.ledger.open import open_ledger
from cmsdk.model.errors import StoreUnavailable

PAGE = Path(__file__).parents[3] / "docs" / "howto" / "attachments-elsewhere.md"
RING = KeyRing.of(b"k" * 32)
KEY = "ab" * 16
SMALL = 64
"""Plain bytes of a piece where the size does not matter, so that there are many pieces."""


@pytest.fixture
def envelope() -> Envelope:
    return RING.fresh("p-1")[1]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(pieces, "PIECE", SMALL)
    return SMALL + OVERHEAD


def _bucket() -> Objects:
    """The store that the documentation shows, on the client that it shows."""
    names: dict[str, Any] = {}
    for block in re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)[:2]:
        exec(block, names)  # noqa: S102  the page's own code
    made: Objects = names["BucketObjects"](names["FakeBucket"](), "photos")
    return made


@pytest.fixture(params=["folder", "memory", "bucket"])
def objects(request: pytest.FixtureRequest, tmp_path: Path) -> Objects:
    if request.param == "bucket":
        return _bucket()
    return FolderObjects(tmp_path / "objects") if request.param == "folder" else MemoryObjects()


@given(
    size=st.sampled_from([1, 2, 3]).flatmap(lambda n: st.integers(max(1, n * SMALL - 2), n * SMALL + 2)),
    cuts=st.lists(st.integers(1, 2 * SMALL), max_size=6),
    again=st.lists(st.integers(1, 3 * SMALL), max_size=6),
)
@settings(max_examples=300, deadline=None)
def test_any_size_in_any_chunks_comes_back(size: int, cuts: list[int], again: list[int]):
    envelope, plain = RING.fresh("p-1")[1], os.urandom(size)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "PIECE", SMALL)
        kept = b"".join(sealed(envelope, KEY, _cut(plain, cuts)))
        assert len(kept) == size + OVERHEAD * -(-size // SMALL)
        assert b"".join(opened(envelope, KEY, _cut(kept, again))) == plain


@pytest.mark.parametrize("size", [1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 1])
def test_the_real_piece_at_its_edges(size: int, envelope: Envelope):
    plain = os.urandom(size)
    assert b"".join(opened(envelope, KEY, sealed(envelope, KEY, [plain]))) == plain


def _cut(whole: bytes, sizes: list[int]) -> Iterator[bytes]:
    for size in sizes:
        yield whole[:size]
        whole = whole[size:]
    yield whole


def test_frames_hold_back_nothing_and_add_nothing():
    assert list(framed([b"abc", b"", b"d"], 2)) == [b"ab", b"cd"]
    assert list(framed([b"abc"], 2)) == [b"ab", b"c"]
    assert list(framed([b"", b""], 2)) == []


def test_a_change_of_any_byte_is_noticed(envelope: Envelope, small: int):
    kept = b"".join(sealed(envelope, KEY, [os.urandom(2 * SMALL + 5)]))
    for place in range(len(kept)):
        changed = kept[:place] + bytes([kept[place] ^ 1]) + kept[place + 1 :]
        with pytest.raises(ObjectBrokenError):
            list(opened(envelope, KEY, [changed]))


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("cut off between pieces", lambda k, n: k[: 2 * n]),
        ("cut off within a piece", lambda k, n: k[:-1]),
        ("cut off to nothing", lambda k, n: b""),
        ("the first piece gone", lambda k, n: k[n:]),
        ("a piece in the middle gone", lambda k, n: k[:n] + k[2 * n :]),
        ("two pieces swapped", lambda k, n: k[n : 2 * n] + k[:n] + k[2 * n :]),
        ("the last piece twice", lambda k, n: k + k[2 * n :]),
        ("a byte more", lambda k, n: k + b"\0"),
        ("the first piece alone", lambda k, n: k[:n]),
    ],
)
def test_pieces_cannot_be_lost_added_or_moved(
    what: str, change: Callable[[bytes, int], bytes], envelope: Envelope, small: int
):
    kept = b"".join(sealed(envelope, KEY, [os.urandom(2 * SMALL + 5)]))
    with pytest.raises(ObjectBrokenError):
        list(opened(envelope, KEY, [change(kept, small)]))


def test_one_object_does_not_pass_for_another_nor_one_person_for_another(envelope: Envelope):
    kept = list(sealed(envelope, KEY, [b"mine"]))
    with pytest.raises(ObjectBrokenError):
        list(opened(envelope, "cd" * 16, kept))
    with pytest.raises(ObjectBrokenError):
        list(opened(RING.fresh("p-2")[1], KEY, kept))


def test_every_store_puts_gets_lists_and_deletes(objects: Objects):
    assert list(objects.listed()) == []
    objects.put(KEY, [b"one", b"two"])
    assert b"".join(objects.get(KEY)) == b"onetwo"
    assert objects.exists(KEY)
    (found,) = objects.listed()
    assert found.key == KEY
    assert timedelta() <= found.age < timedelta(minutes=5)
    objects.delete(KEY)
    objects.delete(KEY)
    assert not objects.exists(KEY)
    with pytest.raises(KeyError):
        objects.get(KEY)


def test_a_large_one_goes_through_every_store(objects: Objects):
    block = os.urandom(PIECE)
    objects.put(KEY, (block for _ in range(18)))
    assert b"".join(objects.get(KEY)) == block * 18


def test_a_source_that_breaks_off_leaves_nothing(objects: Objects):
    def breaking() -> Iterator[bytes]:
        yield b"one"
        raise RuntimeError("broken off")

    with pytest.raises(RuntimeError, match="broken off"):
        objects.put(KEY, breaking())
    assert list(objects.listed()) == []
    assert not objects.exists(KEY)


def test_the_folder_is_for_its_owner_alone(tmp_path: Path):
    FolderObjects(tmp_path / "objects").put(KEY, [b"one"])
    file = tmp_path / "objects" / KEY[:2] / KEY[2:]
    assert [path.stat().st_mode & 0o077 for path in (file, file.parent)] == [0, 0]


@pytest.mark.parametrize("key", ["../../etc/passwd", "", "ab", "AB" * 16, "ab/cd", "\0" * 32])
def test_a_key_is_no_path(key: str, tmp_path: Path):
    with pytest.raises(KeyError):
        FolderObjects(tmp_path).exists(key)


def test_files_of_others_in_the_folder_are_left_alone(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "ab").mkdir()
    (tmp_path / "ab" / "README").write_text("mine")
    assert list(FolderObjects(tmp_path).listed()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said_and_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    place = FolderObjects(tmp_path / "objects")
    real = os.fsync

    def full(handle: int) -> None:
        with open("/dev/full", "wb", buffering=0) as device:  # noqa: PTH123
            device.write(b"x")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError) as raised:  # noqa: PT011  the number is asked for
        place.put(KEY, [b"one"])
    assert raised.value.errno == ENOSPC
    monkeypatch.undo()
    assert list(place.listed()) == []


def test_without_a_place_the_ledger_says_which_variable_names_it(postgres_url: str):
    ledger = open_ledger(postgres_url)
    with pytest.raises(StoreUnavailable) as raised:
        ledger.has_object(KEY)
    (found,) = raised.value.problems
    assert found.code == "CMS834"
    assert "no folder is named" in found.what("en")
    assert "CMSDK_LEDGER_OBJECTS" in found.remedy("zh")
    ledger.close()


def test_the_environment_names_the_folder(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CMSDK_LEDGER_OBJECTS", str(tmp_path / "elsewhere"))
    ledger = open_ledger(url)
    FolderObjects(tmp_path / "elsewhere").put(KEY, [b"one"])
    assert ledger.has_object(KEY)
    ledger.close()


def test_beside_an_sqlite_ledger_is_the_default(url: str, tmp_path: Path):
    ledger = open_ledger(url)
    FolderObjects(tmp_path / "town.db.objects").put(KEY, [b"one"])
    assert ledger.has_object(KEY)
    ledger.close()


@pytest.mark.slow
def test_200_mb_are_sealed_and_opened_in_little_memory(tmp_path: Path, envelope: Envelope):
    place, block = FolderObjects(tmp_path), os.urandom(PIECE)
    count = 200
    tracemalloc.start()
    place.put(KEY, sealed(envelope, KEY, (block for _ in range(count))))
    size = sum(map(len, opened(envelope, KEY, place.get(KEY))))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size == count * PIECE
    assert peak < 40 * PIECE


CHILD = """
    import sys
    from cmsdk.ledger.objects.folder import FolderObjects
    place = FolderObjects(__import__("pathlib").Path(sys.argv[1]))
    for number in range(10_000):
        place.put(f"{number:032x}", (bytes(50_000) for _ in range(40)))
        print(number, flush=True)
"""


@pytest.mark.slow
def test_killed_while_it_writes_every_object_is_whole_or_unfinished(tmp_path: Path):
    for turn in range(8):
        folder = tmp_path / str(turn)
        child = subprocess.Popen(  # noqa: S603  our own child
            [sys.executable, "-c", textwrap.dedent(CHILD), str(folder)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(0.013 * turn)
        child.send_signal(signal.SIGKILL)
        confirmed = [0, *map(int, child.stdout.read().split())]
        child.wait()
        child.stdout.close()
        place = FolderObjects(folder)
        there = {found.key for found in place.listed()}
        assert {f"{number:032x}" for number in confirmed} <= there
        for key in there:
            if not key.endswith(".part"):
                assert sum(map(len, place.get(key))) == 2_000_000
