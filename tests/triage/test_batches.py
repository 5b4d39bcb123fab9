"""The same reports get the same decisions, in whatever batches they come."""

from collections.abc import Callable

import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Quarantined
from cmsdk.model.triaged import Triaged
from cmsdk.triage.draft import Draft
from cmsdk.triage.guard import Guard
from cmsdk.triage.pipeline import Pipeline

WORDS = ("litter", "deep pothole", "vending", "a bench", "street light", "parrot", "lamp dark and rubbish")
PLACES = ({"grid": "tv-g1"}, {"place": "pier"}, {"division": "Northside"}, {}, {"lon": "-70.995", "lat": "42.005"})
TIMES = ("", "2026-06-01", "2026-07-02 16:00", "2026-12-31 12:00", "2019-05-05 05:05")


def _reports() -> list[dict[str, str]]:
    return [
        {"text": f"{words} no. {n}", "at": TIMES[(n + k) % 5], **PLACES[(n * 3 + k) % 5]}
        for n in range(30)
        for k, words in enumerate(WORDS)
    ]


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_the_size_of_a_batch_does_not_matter(
    plan: CityPlan, drafts: Callable[..., list[Draft | Quarantined]], decide: Callable[..., list[Triaged]], size: int
):
    expected = decide(plan, *_reports())
    read = [row for row in drafts(plan, *_reports()) if isinstance(row, Draft)]
    pipeline, found = Pipeline(plan), list[Triaged]()
    for start in range(0, len(read), size):
        found += pipeline.decide(read[start : start + size], Guard())
    assert len(found) == 210
    assert found == expected


def test_deciding_again_gives_the_same_and_no_second_trail(
    plan: CityPlan, drafts: Callable[..., list[Draft | Quarantined]]
):
    read = [row for row in drafts(plan, *_reports()[:20]) if isinstance(row, Draft)]
    pipeline = Pipeline(plan)
    assert pipeline.decide(read, Guard()) == pipeline.decide(read, Guard())


def test_a_draft_that_missed_a_stage_is_never_frozen(plan: CityPlan, drafts: Callable[..., list[Draft | Quarantined]]):
    (draft,) = drafts(plan, {"text": "litter", "external_id": "7"})
    assert isinstance(draft, Draft)
    with pytest.raises(ValueError, match="draft 7 left triage without approach or deadline"):
        draft.freeze()
