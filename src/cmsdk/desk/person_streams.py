"""Entries of who read or erased somebody's data, appended in the stream of each person."""

from collections.abc import Iterable
from typing import Final

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Ledger, MatterChange
from cmsdk.model.entry import GENESIS, seal
from cmsdk.model.errors import RejectedInput, StoreUnavailable
from cmsdk.model.problem import problem
from cmsdk.model.report import REPORTER, Person
from cmsdk.model.works.known import WORKS
from cmsdk.triage.read import storable
from cmsdk.work.conflict import PREFIX as CONFLICT
from cmsdk.work.person_stream import Access, data_of, evolve, fold

from .masking import masked

ATTEMPTS: Final = 200
"""Times that an entry is tried when others write into the stream of the same person meanwhile."""


def case_of(key: str) -> str:
    """The case whose reporter stands under a key; empty for a party, and for people of other streams."""
    id_ = key.removeprefix(REPORTER)
    other = id_.startswith(CONFLICT) or id_.partition(":")[0] in WORKS
    return "" if other or not key.startswith(REPORTER) else id_


def work_of(key: str) -> str:
    """The piece of community work whose person stands under a key; empty for anybody else."""
    id_ = key.removeprefix(REPORTER)
    return id_ if key.startswith(REPORTER) and id_.partition(":")[0] in WORKS else ""


def needed(by: str, why: str) -> tuple[str, str]:
    """Who acts and why, as they may be stored. Raises RejectedInput where one of them is not said."""
    said = {"by": storable(by).strip(), "why": storable(why).strip()}
    missing = [name for name, text in said.items() if not text]
    if missing:
        raise RejectedInput([problem("CMS823", ", ".join(missing), missing=", ".join(missing))])
    return said["by"], said["why"]


def too_many(where: str) -> StoreUnavailable:
    """What is said where others wrote first again and again."""
    why = "other writers entered something of the same people meanwhile; try again"
    return StoreUnavailable([problem("CMS804", where, url=where, error=why)])


@attrs.frozen
class PersonStreams:
    """The streams of the people of one city."""

    plan: CityPlan
    ledger: Ledger

    def harmless(self, why: str, people: Iterable[Person]) -> str:
        """A reason as it may be entered: without what would give any of those away whom it is about."""
        for person in (Person(), *people):
            why = masked(why, person, self.plan.profile.mask_language)
        return why

    def change(self, access: Access) -> MatterChange:
        """The entry that says so, after all that stand in the stream now."""
        entries = self.ledger.entries(access.key)
        before = fold(entries)
        at = max([access.at, *(one.at for one in entries[-1:])])  # others may have entered something meanwhile
        entry = seal(
            stream=access.key, version=len(entries) + 1, city=self.plan.city, type_=access.done, at=at,
            by=access.by, plan=self.plan.fingerprint, data=data_of(access, case_of(access.key)),
            prev=entries[-1].hash if entries else GENESIS,
        )  # fmt: skip
        return MatterChange(evolve(before, entry).matter, (entry,))

    def enter(self, access: Access) -> None:
        """Append the entry. Raises StoreUnavailable."""
        for _ in range(ATTEMPTS):
            if self.ledger.append_all([self.change(access)]):
                return
        raise too_many(access.key)
