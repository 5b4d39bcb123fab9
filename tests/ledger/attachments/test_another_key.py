"""A ledger whose key another program changes while this one has it open: said by name, and nothing is called broken."""

from pathlib import Path

import pytest

from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.ledger.open import open_ledger
from cmsdk.model.command import Actor
from cmsdk.model.errors import StoreUnavailable

from .files import JPEG

ANN = Actor("ann", ("clerk",))


def test_who_still_has_the_old_key_is_told_so(plan: CityPlan, url: str, tmp_path: Path):
    city, other = (City(plan, open_ledger(url, objects=tmp_path / "o")) for _ in range(2))
    (case_id,) = city.receive("desk", b"No.,Text\nr1,litter\n").case_ids
    made = city.attach(case_id, [JPEG], by=ANN, purpose="before")
    other.ledger.rekey(b"n" * 32)
    for use in (
        lambda: city.attach(case_id, [JPEG, b"more"], by=ANN, purpose="after"),
        lambda: city.attachment(case_id, made.digest, by=ANN, why="to look").read(),
        city.verify_objects,
    ):
        with pytest.raises(StoreUnavailable) as refused:
            use()
        assert [one.code for one in refused.value.problems] == ["CMS812"]
    assert other.verify_objects().whole
    city.close()
    other.close()
