"""The file notifier: one line a notice, whatever was there before."""

import json
from pathlib import Path
import stat

import attrs
import pytest

from cmsdk.plugin import Addressed, FileNotifier

NAME = "notices-2026-11-16.jsonl"


def test_a_notice_is_one_line_of_json_with_text_and_phone(tmp_path: Path, addressed: Addressed) -> None:
    send = FileNotifier(str(tmp_path))
    send(addressed)
    send(attrs.evolve(addressed, attempt=4))
    first, second = (json.loads(line) for line in (tmp_path / NAME).read_text(encoding="utf-8").splitlines())
    assert first == {
        "v": 1, "id": "案-1/2/reporter/sms", "city": "610100", "case": "案-1", "version": 2, "entry": "00ff",
        "at": "2026-11-16T02:00:00+00:00", "command": "reported", "audience": "reporter", "recipient": "p-案-1",
        "name": "王某", "phone": "13800000001", "text": "编号案-1", "texts": {"zh": "编号案-1", "en": "Number 案-1"},
        "attempt": 3,
    }  # fmt: skip
    assert (second["id"], second["attempt"]) == (first["id"], 4)


def test_only_the_owner_may_read_it(tmp_path: Path, addressed: Addressed) -> None:
    FileNotifier(str(tmp_path))(addressed)
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


def test_a_line_that_was_cut_off_spoils_no_other(tmp_path: Path, addressed: Addressed) -> None:
    (tmp_path / NAME).write_bytes(b'{"v":1,"id":"cut of')
    FileNotifier(str(tmp_path))(addressed)
    cut, whole = (tmp_path / NAME).read_text(encoding="utf-8").splitlines()
    assert cut == '{"v":1,"id":"cut of'
    assert json.loads(whole)["id"] == addressed.notice.id


def test_the_folder_may_stand_in_the_environment(
    tmp_path: Path, addressed: Addressed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CMSDK_NOTICES", str(tmp_path))
    FileNotifier()(addressed)
    assert (tmp_path / NAME).is_file()
    monkeypatch.delenv("CMSDK_NOTICES")
    with pytest.raises(LookupError, match="CMSDK_NOTICES"):
        FileNotifier()(addressed)


def test_a_folder_that_is_not_there_is_made_where_the_program_runs(
    tmp_path: Path, addressed: Addressed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    FileNotifier("new/notices")(addressed)
    FileNotifier("new/notices")(addressed)
    assert len((tmp_path / "new" / "notices" / NAME).read_text(encoding="utf-8").splitlines()) == 2
    assert stat.S_IMODE((tmp_path / "new" / "notices").stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, addressed: Addressed) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileExistsError):
        FileNotifier(str(tmp_path / "file"))(addressed)
