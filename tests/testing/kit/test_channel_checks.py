"""Checks of channels, each failing on a plugin that has just this fault."""

import pytest

from cmsdk.testing.kit.checks.channels import junk, sample_of
from cmsdk.testing.kit.stand import Stand

from .asked import Stands, codes, found

CODE = """
    import json


    class Toy(TableCity):
        @hookimpl
        def cmsdk_channels(self, context):
            yield Channel(id="toy-door", read=read)


    count = []


    def read(payload):
        try:
            rows = [json.loads(line) for line in payload.decode("utf-8-sig").splitlines()]
        except (ValueError, RecursionError):
            raise RejectedInput([Problem("CMS504", "toy-door", (("error", "no JSON"),))])
        for number, row in enumerate(rows, start=1):
            if isinstance(row, dict):
                yield Item(str(number), row, {"text": str(row.get("said", "")), "name": str(row.get("caller", ""))})
    """
SAMPLE = '{"said": "路灯不亮，请联系张三丰", "caller": "张三丰"}\n{"said": "长椅坏了", "caller": ""}\n'
CHECKS = (
    "same-bytes-same-items", "survives-junk", "fields-known", "has-sample", "encodings-alike", "sample-people-hidden",
)  # fmt: skip


def _stand(stand: Stands, old: str = "", new: str = "", sample: str = SAMPLE) -> Stand:
    assert old in CODE
    made = stand(CODE.replace(old, new) if old else CODE)
    if sample:
        (made.target.root / "samples").mkdir()
        (made.target.root / "samples" / "door.jsonl").write_text(sample, encoding="utf-8")
    return made


def test_a_channel_in_python_holds_every_check(stand: Stands) -> None:
    toy = _stand(stand)
    assert {check: codes(toy, check) for check in CHECKS} == {check: [] for check in CHECKS}
    found_ = sample_of(toy, "toy-door")
    assert found_ is not None
    assert found_[0] == "door.jsonl"


def test_a_mapped_channel_holds_every_check_in_any_encoding(stand: Stands) -> None:
    table = '[[channel]]\nid = "toy-list"\nformat = "csv"\n[channel.map]\ntext = "内容"\nname = "姓名"\n'
    toy = stand(tables={"channels.toml": table})
    (toy.target.root / "samples").mkdir()
    (toy.target.root / "samples" / "list.csv").write_text("内容,姓名\n路灯不亮,张三丰\n", encoding="utf-8")
    assert {check: codes(toy, check) for check in CHECKS} == {check: [] for check in CHECKS}


@pytest.mark.parametrize(
    ("check", "old", "new", "code"),
    [
        ("same-bytes-same-items", "Item(str(number)", "Item(str(count.append(1) or len(count))", "CMS971"),
        ("same-bytes-same-items", "Item(str(number)", "Item('1'", "CMS971"),
        ("encodings-alike", '"utf-8-sig"', '"utf-8"', "CMS971"),
        ("fields-known", '"text"', '"titel": "x", "text"', "CMS972"),
        ("sample-people-hidden", ', "name": str(row.get("caller", ""))', "", "CMS974"),
    ],
)  # fmt: skip
def test_what_a_channel_does_wrong_is_found(stand: Stands, check: str, old: str, new: str, code: str) -> None:
    (one,) = found(_stand(stand, old, new), check)
    assert (one.code, one.where) == (code, "toy-door")


def test_a_misspelt_field_is_answered_with_the_nearest(stand: Stands) -> None:
    (one,) = found(_stand(stand, '"text"', '"titel": "x", "text"'), "fields-known")
    assert dict(one.facts)["near"] == "title"


def test_a_channel_that_lets_errors_out_is_told_on_what(stand: Stands) -> None:
    problems = found(_stand(stand, "(ValueError, RecursionError)", "RecursionError"), "survives-junk")
    assert {"nul-bytes", "cut-off", "random-bytes", "wrong-encoding"} <= {dict(one.facts)["input"] for one in problems}


def test_a_channel_without_end_is_stopped_and_told(stand: Stands) -> None:
    endless = _stand(
        stand,
        "        for number, row in enumerate(rows, start=1):",
        "        for number, row in enumerate(iter(dict, 1)):",
    )
    assert {one.code for one in found(endless, "survives-junk")} == {"CMS972"}


def test_a_channel_without_a_sample_is_told(stand: Stands) -> None:
    assert codes(_stand(stand, sample=""), "has-sample") == ["CMS969"]


def test_a_file_that_gives_no_report_is_no_sample(stand: Stands) -> None:
    assert codes(_stand(stand, sample="内容\n路灯\n"), "has-sample") == ["CMS969"]


def test_junk_is_the_same_each_time_and_of_every_sort() -> None:
    first, second = dict(junk(SAMPLE.encode())), dict(junk(SAMPLE.encode()))
    assert first == second
    assert len(first) == len(list(junk(b"")))
