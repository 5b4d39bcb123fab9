"""``[attachments]`` in ``work-rules.toml``: which files a city takes, and up to which size."""

from typing import Any

import pytest

from cmsdk.contract.attachments import CORE_ATTACHMENTS, AttachmentRules
from cmsdk.model.errors import RejectedInput
from cmsdk.tables.work_rules import work_rules


def _rules(**given: object) -> AttachmentRules:
    (found,) = work_rules({"attachments": {"id": "demo", **given}}, "demo/work-rules.toml")
    assert isinstance(found, AttachmentRules)
    return found


def test_what_a_city_leaves_out_is_as_in_the_core():
    assert _rules(most=5).types == CORE_ATTACHMENTS.types
    assert _rules(types=["image/png"]).most == CORE_ATTACHMENTS.most == 200
    assert _rules(basis="order 9").source == "demo/work-rules.toml"


def test_a_kind_stands_for_all_its_types():
    rules = _rules(types=["image/*", "application/pdf"])
    taken = [one for one in ("image/heic", "application/pdf", "video/mp4", "unknown", "imagery/x") if rules.takes(one)]
    assert taken == ["image/heic", "application/pdf"]


def test_sizes_are_in_megabytes_of_a_million_bytes():
    assert _rules(most=3).bytes == 3_000_000


@pytest.mark.parametrize(
    "given",
    [
        {"most": 0}, {"most": 10_001}, {"most": "9"}, {"types": ["jpg"]}, {"types": ["*/*"]}, {"types": ["image/"]},
        {"types": ["a/b/c"]}, {"types": "image/png"}, {"kinds": ["image/png"]},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_named(given: dict[str, Any]):
    with pytest.raises(RejectedInput) as raised:
        _rules(**given)
    assert {p.code for p in raised.value.problems} == {"CMS412"}


def test_the_most_specific_plugins_rule_holds():
    from pathlib import Path

    from cmsdk.registry.assembly import assemble
    from cmsdk.registry.discovery import discover, from_folder

    town = Path(__file__).parents[1] / "city" / "testville"
    plan = assemble([*discover(only=()), from_folder(town)], "us.ma.testville")
    assert plan.attachments is CORE_ATTACHMENTS
