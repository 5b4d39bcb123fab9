"""What may be attached is told by its bytes; what may not is refused, all of it, and leaves nothing behind."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import attrs
import pytest

from cmsdk.city import City
from cmsdk.contract.attachments import AttachmentRules
from cmsdk.contract.plan import CityPlan
from cmsdk.desk.sniffed import sniffed
from cmsdk.model.command import Actor
from cmsdk.model.errors import NotAllowed, RejectedInput
from cmsdk.work.attachments import stream_of

from .files import EXE, JPEG, KINDS, REFUSED, code_of, files_in

ANN = Actor("ann", ("clerk",))


@pytest.mark.parametrize("kind", KINDS)
def test_a_type_is_told_by_the_bytes(kind: str, plan: CityPlan):
    assert sniffed(KINDS[kind]) == kind
    assert plan.attachments.takes(kind)


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_photo_recording_or_document_is_refused(what: str, plan: CityPlan):
    assert not plan.attachments.takes(sniffed(REFUSED[what]))


def _breaks(error: Exception) -> Iterator[bytes]:
    yield JPEG
    raise error


BAD: dict[str, tuple[Callable[[], object], str]] = {
    "a program called photo.jpg": (lambda: BytesIO(EXE), "CMS830"),
    "nothing": (lambda: BytesIO(b""), "CMS832"),
    "no pieces": (lambda: [b"", b""], "CMS832"),
    "too large, found while it streams": (lambda: (JPEG * 100 for _ in range(1000)), "CMS831"),
    "broken off in the middle": (lambda: _breaks(ConnectionResetError("reset by peer")), "CMS832"),
    "text, no bytes": (lambda: ["letters"], "CMS832"),
    "a file that is not there": (lambda: "no/such/file.jpg", "CMS832"),
    "a folder": (lambda: "/", "CMS832"),
    "a path with NUL": (lambda: "a\0b.jpg", "CMS832"),
    "nothing of the kind": (lambda: 7, "CMS832"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_not_taken_leaves_nothing_behind(what: str, city: City, case_id: str, objects: Path):
    source, code = BAD[what]
    small = City(attrs.evolve(city.plan, attachments=AttachmentRules(id="small", most=1)), city.ledger, city.clock)
    with pytest.raises(RejectedInput) as raised:
        small.attach(case_id, source(), by=ANN, purpose="before", name="photo.jpg")  # type: ignore[arg-type]
    assert code_of(raised) == code
    assert files_in(objects) == []
    assert small.attachments(case_id) == ()
    assert city.ledger.entries(stream_of(case_id)) == ()


def test_an_error_of_the_apps_own_goes_through_and_leaves_nothing(city: City, case_id: str, objects: Path):
    with pytest.raises(ZeroDivisionError):
        city.attach(case_id, _breaks(ZeroDivisionError()), by=ANN, purpose="before")
    assert (files_in(objects), city.attachments(case_id)) == ([], ())


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\photos\\Zoe Quill 13800001234.jpg", "某 [电话].jpg"),
        ("门前\u202e\u200bgpj.exe", "门前gpj.exe"),
        ("a\0b\x1b[31m.jpg", "a b [31m.jpg"),
        ("\ud800.jpg", "\\ud800.jpg"),
        ("x" * 5000, "x" * 200),
        ("", ""),
    ],
)
def test_a_name_is_shown_without_path_tricks_or_personal_data(given: str, shown: str, city: City, case_id: str):
    assert city.attach(case_id, [JPEG], by=ANN, purpose="before", name=given).name == shown


def test_a_path_gives_its_own_name(city: City, case_id: str, tmp_path: Path):
    photo = tmp_path / "gate.png"
    photo.write_bytes(KINDS["image/png"])
    assert city.attach(case_id, photo, by=ANN, purpose="before").name == "gate.png"


def test_what_was_not_said_is_asked_for(city: City, case_id: str):
    made = city.attach(case_id, [JPEG], by=ANN, purpose="before")
    with pytest.raises(RejectedInput) as raised:
        city.attach(case_id, [JPEG], by=ANN, purpose="fun")
    assert code_of(raised) == "CMS833"
    with pytest.raises(RejectedInput) as raised:
        city.attachment(case_id, made.digest, by=ANN, why="  ")
    assert code_of(raised) == "CMS833"
    with pytest.raises(RejectedInput) as raised:
        city.attach(case_id, [JPEG], by="ann", purpose="before")  # type: ignore[arg-type]
    assert code_of(raised) == "CMS384"
    for digest in ("", "ffffffff", made.digest[:7], "\ud800", "1380000123"):
        with pytest.raises(NotAllowed) as unknown:
            city.attachment(case_id, digest, by=ANN, why="look")
        assert code_of(unknown) == "CMS836"
    with pytest.raises(NotAllowed) as unknown:
        city.attachments("no-such-case")
    assert code_of(unknown) == "CMS701"
