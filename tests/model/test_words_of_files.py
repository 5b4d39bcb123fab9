"""Every command, kind and term of enforcement files is told of in both languages, and English has no Chinese."""

import re

import attrs
import pytest

from cmsdk.contract.enforcement import TERMS
from cmsdk.model import enforcement_kinds
from cmsdk.model.enforcement_commands import FILE_COMMANDS
from cmsdk.model.words import catalogue

CHINESE = re.compile("[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]")
KINDS = ("EvidenceKind", "PartyKind", "PenaltyKind", "RecordedStage", "ReviewGround", "Harm", "Service", "PaidBy")
CLOCKED = set(TERMS) - {
    "decision_extension", "discovery", "discovery_grave", "hearing_notice", "seal_extension", "substitute_reminder",
    "suit", "court_application",
}  # fmt: skip
"""Terms that clocks run on; the others are looked up by guards alone."""


@pytest.mark.parametrize("name", FILE_COMMANDS)
def test_a_command_has_a_sentence_in_both_languages_of_its_own_fields(name: str):
    sentences = catalogue("files")[f"did-{name}"]
    known = {field.name for field in attrs.fields(FILE_COMMANDS[name])} | {"surcharge"}
    for lang in ("zh", "en"):
        assert set(re.findall(r"\{(\w+)\}", sentences[lang])) <= known
    assert set(re.findall(r"\{(\w+)\}", sentences["zh"])) == set(re.findall(r"\{(\w+)\}", sentences["en"]))


def test_every_kind_and_every_term_with_a_clock_has_its_word():
    words = catalogue("files")
    assert all(f"word-{one}" in words for kind in KINDS for one in getattr(enforcement_kinds, kind))
    assert all(f"line-term-{term}" in words for term in CLOCKED)


def test_no_sentence_is_told_of_nothing():
    told = {key.removeprefix("did-") for key in catalogue("files") if key.startswith("did-")}
    assert told == set(FILE_COMMANDS)


def test_english_words_of_files_are_english():
    assert [key for key, words in catalogue("files").items() if CHINESE.search(words["en"])] == []
