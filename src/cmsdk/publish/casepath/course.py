"""What a case went through: the stretches of time that it was in a state, or that its clocks stood still."""

from collections.abc import Sequence
from datetime import datetime

import attrs

from cmsdk.model.entry import Entry
from cmsdk.serial import Form


@attrs.frozen
class Stretch:
    """From when to when (aware) something held; ``ended`` is empty while it still does."""

    name: str
    began: datetime
    ended: datetime | None = None


def stretches(entries: Sequence[Entry], forms: Sequence[Form]) -> tuple[Stretch, ...]:
    """The states of a case in order, a state that is entered again once more; ``forms`` are the data of ``entries``."""
    found: list[Stretch] = []
    for entry, form in zip(entries, forms, strict=True):
        state = form.get("to") or (form.get("state") if entry.version == 1 else None)
        if not state or (found and found[-1].name == state):
            continue
        if found:
            found[-1] = attrs.evolve(found[-1], ended=entry.at)
        found.append(Stretch(str(state), entry.at))
    return tuple(found)
