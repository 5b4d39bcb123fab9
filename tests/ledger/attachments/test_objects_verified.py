"""The sweep: orphans go once they are old, what is missing or changed is named, and what entries name stays."""

from datetime import timedelta
import os
from pathlib import Path
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.desk.sweeping import Fault, ObjectsVerified
from cmsdk.ledger.objects.folder import FolderObjects
from cmsdk.ledger.open import open_ledger
from cmsdk.model.command import Actor
from cmsdk.model.errors import StoreUnavailable

from .files import JPEG, REPORT

ANN = Actor("ann", ("clerk",))
NOW = timedelta()
TESTVILLE = Path(__file__).parents[2] / "city" / "testville"


def _faults(found: ObjectsVerified) -> list[tuple[Fault, str, bool]]:
    return [(one.fault, one.object, one.mended) for one in found.faults]


def test_a_whole_ledger_has_no_faults(city: City, case_id: str):
    for number in range(3):
        city.attach(case_id, [JPEG, b"%d" % number], by=ANN, purpose="before")
    seen: list[int] = []
    found = city.verify_objects(grace=NOW, progress=seen.append)
    assert (found.attachments, found.objects, found.young, found.faults, found.whole) == (3, 3, 0, (), True)
    assert seen == [3]


def test_an_orphan_goes_once_it_is_old_enough(city: City, case_id: str, objects: Path):
    made = city.attach(case_id, [JPEG], by=ANN, purpose="before")
    stray = city.ledger.keep_object(f"p-{case_id}", [b"crashed before the entry"])
    assert stray is not None
    young = city.verify_objects()
    assert (young.young, young.faults) == (1, ())
    listed = city.verify_objects(grace=NOW, dry_run=True)
    assert _faults(listed) == [(Fault.ORPHAN, stray, False)]
    assert _faults(city.verify_objects(grace=NOW)) == [(Fault.ORPHAN, stray, True)]
    assert city.verify_objects(grace=NOW).faults == ()
    assert FolderObjects(objects).exists(made.object)


def test_ledgers_that_share_a_store_leave_each_others_objects_alone(
    city: City, case_id: str, objects: Path, plan: CityPlan, tmp_path: Path
):
    mine = city.attach(case_id, [JPEG], by=ANN, purpose="before")
    with City(plan, open_ledger(f"sqlite:///{tmp_path}/other.db", objects=objects), city.clock) as other:
        assert other.verify_objects(grace=NOW).objects == 0
        theirs = other.attach(other.receive("desk", REPORT).case_ids[0], [JPEG], by=ANN, purpose="before")
        found = [one.verify_objects(grace=NOW) for one in (city, other)]
    assert [(one.objects, one.faults) for one in found] == [(1, ()), (1, ())]
    assert mine.object[32:] != theirs.object[32:]
    assert all(FolderObjects(objects).exists(item.object) for item in (mine, theirs))


def test_a_stream_whose_first_entry_was_taken_out_keeps_its_objects(case_id: str, city: City, objects: Path):
    if city.ledger._db.name != "sqlite":  # type: ignore[attr-defined]
        pytest.skip("the triggers of one engine are enough to get around")
    made = [city.attach(case_id, [JPEG, b"%d" % number], by=ANN, purpose="before") for number in range(2)]
    with city.ledger._writing() as connection:  # type: ignore[attr-defined]
        connection.exec_driver_sql("DROP TRIGGER entries_last")
        connection.exec_driver_sql("DELETE FROM entries WHERE stream LIKE 'a-%' AND version = 1")
    city.verify_objects(grace=NOW)
    assert FolderObjects(objects).exists(made[1].object)


def test_what_was_never_finished_goes_too(city: City, case_id: str, objects: Path):
    made = city.attach(case_id, [JPEG], by=ANN, purpose="before")
    (objects / "ab").mkdir(exist_ok=True)
    part = objects / "ab" / ("cd" * 15 + made.object[32:] + ".part")
    part.write_bytes(b"half")
    (found,) = city.verify_objects(grace=NOW).faults
    assert (found.fault, found.mended, part.exists()) == (Fault.ORPHAN, True, False)


def test_missing_and_changed_ones_are_named_and_never_touched(city: City, case_id: str, objects: Path):
    gone, changed, whole = (
        city.attach(case_id, [JPEG, b"%d" % number], by=ANN, purpose="before") for number in range(3)
    )
    place = FolderObjects(objects)
    place.delete(gone.object)
    path = objects / changed.object[:2] / changed.object[2:]
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    found = city.verify_objects(grace=NOW)
    assert {(one.fault, one.digest, one.case) for one in found.faults} == {
        (Fault.MISSING, gone.digest, case_id), (Fault.CHANGED, changed.digest, case_id),
    }  # fmt: skip
    assert not found.whole
    assert {one.fault for one in city.verify_objects(grace=NOW, deep=False).faults} == {Fault.MISSING}
    assert path.exists()
    for item, said in ((gone, "is not there"), (changed, "was changed")):
        with pytest.raises(StoreUnavailable, match=said) as raised:
            city.attachment(case_id, item.digest, by=ANN, why="look").read()
        assert raised.value.problems[0].code == "CMS835"
    assert city.attachment(case_id, whole.digest, by=ANN, why="look").read().startswith(JPEG)


def test_what_stands_under_anothers_name_is_changed(city: City, case_id: str, objects: Path):
    one, two = (city.attach(case_id, [JPEG, b"%d" % number], by=ANN, purpose="before") for number in range(2))
    paths = [objects / item.object[:2] / item.object[2:] for item in (one, two)]
    bodies = [path.read_bytes() for path in paths]
    for path, body in zip(paths, reversed(bodies), strict=True):
        path.write_bytes(body)
    assert {item.fault for item in city.verify_objects().faults} == {Fault.CHANGED}


def test_entries_count_even_where_the_projection_is_lost(city: City, case_id: str):
    from cmsdk.ledger import schema

    city.attach(case_id, [JPEG], by=ANN, purpose="before")
    with city.ledger._writing() as connection:  # type: ignore[attr-defined]
        connection.execute(schema.matters.delete())
    assert city.verify_objects(grace=NOW).faults == ()


def test_what_an_erased_person_left_is_destroyed(city: City, case_id: str, objects: Path):
    from cmsdk.ledger import schema

    made = city.attach(case_id, [JPEG], by=ANN, purpose="before")
    with city.ledger._writing() as connection:  # type: ignore[attr-defined]
        connection.execute(schema.people.update().values(wrapped=None))
    assert _faults(city.verify_objects(dry_run=True)) == [(Fault.ERASED, made.object, False)]
    assert _faults(city.verify_objects()) == [(Fault.ERASED, made.object, True)]
    assert city.verify_objects(grace=NOW).faults == ()
    assert not FolderObjects(objects).exists(made.object)
    assert [item.presence for item in city.attachments(case_id)] == ["erased"]


CHILD = """
    import sys
    from pathlib import Path
    from cmsdk.city import City
    from cmsdk.model.command import Actor
    from cmsdk.registry.discovery import discover, from_folder

    town = [*discover(only=()), from_folder(Path(sys.argv[2]))]
    with City.open("us.ma.testville", sys.argv[1], plugins=town, objects=sys.argv[3]) as city:
        number = int(sys.argv[5])
        while True:
            number += 1
            body = [bytes.fromhex("ffd8ffe000104a4649460001"), b"%d" % number, bytes(300_000)]
            made = city.attach(sys.argv[4], body, by=Actor("ann", ()), purpose="before")
            print(made.digest, flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_killed_at_any_moment_every_confirmed_photo_is_there_and_the_rest_is_swept(
    engine: str, request: pytest.FixtureRequest, url: str, objects: Path, plan: CityPlan
):
    address = str(request.getfixturevalue("postgres_url")) if engine == "postgresql" else url
    with City(plan, open_ledger(address, objects=objects)) as city:
        case_id = city.receive("desk", REPORT).case_ids[0]
        confirmed: set[str] = set()
        for turn in range(8):
            arguments = (address, TESTVILLE, objects, case_id, turn * 10_000)
            child = subprocess.Popen(  # noqa: S603  our own child
                [sys.executable, "-c", textwrap.dedent(CHILD), *map(str, arguments)],
                stdout=subprocess.PIPE, text=True, env=dict(os.environ),
            )  # fmt: skip
            assert child.stdout is not None
            confirmed.add(child.stdout.readline().strip())
            time.sleep(0.017 * turn)
            child.send_signal(signal.SIGKILL)
            confirmed |= {line.strip() for line in child.stdout.read().splitlines() if len(line.strip()) == 64}
            child.wait()
            child.stdout.close()
        found = city.verify_objects(grace=NOW)
        assert {one.fault for one in found.faults} <= {Fault.ORPHAN}
        assert confirmed <= {item.digest for item in city.attachments(case_id)}
        again = city.verify_objects(grace=NOW)
        assert (again.faults, again.objects) == ((), len(city.attachments(case_id)))
