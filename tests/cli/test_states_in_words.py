"""A state is shown by its label to those who read the language of the labels, and by its id to all others."""

from pathlib import Path
import shutil

import pytest

from .conftest import TOY, invoke

FLOW = """
initial = "reported"
ends = ["declined"]
[[transition]]
command = "decline"
from = ["reported"]
to = "declined"
roles = ["clerk"]
needs = ["reason"]
[labels]
reported = "已上报"
declined = "不受理"
"""
LANGUAGES = 'languages = ["zh", "en"]'


@pytest.mark.parametrize(
    ("languages", "lang", "own"),
    [
        ("", 'lang = "zh"', "zh"),
        ('languages = ["en", "zh"]', 'lang = "zh"', "zh"),
        (LANGUAGES, "", "zh"),
        ("", "", "en"),
    ],
)
def test_labels_are_shown_in_the_language_of_the_workflow(
    tmp_path: Path, ledger: str, languages: str, lang: str, own: str
) -> None:
    folder = tmp_path / "toy"
    shutil.copytree(TOY, folder)
    (folder / "tables" / "workflow.toml").write_text(lang + FLOW, encoding="utf-8")
    city = folder / "tables" / "city.toml"
    text = city.read_text(encoding="utf-8")
    assert LANGUAGES in text
    city.write_text(text.replace(LANGUAGES, languages), encoding="utf-8")
    desk = tmp_path / "desk.jsonl"
    desk.write_bytes(b'{"external_id": "1", "text": "a lamp is dark"}\n')
    common = ("--city", "test.toy", "--plugins", folder, "--ledger", ledger)
    assert invoke("receive", "jsonl", desk, *common, "--json").form["data"]["cases"] == 1
    for reads in ("en", "zh"):
        wanted, other = ("已上报", "reported") if reads == own else ("reported", "已上报")
        for command in (("cases", "list"), ("similar", "jsonl", desk)):
            out = invoke(*command, *common, "--lang", reads).out
            assert (command[0] == "similar" or wanted in out, other in out) == (True, False), out
        flow = invoke("city", "workflow", "test.toy", "--plugins", folder, "--lang", reads).out
        assert ("→ decline → 不受理" in flow) == (reads == own)
        assert ("→ decline → declined" in flow) == (reads != own)
