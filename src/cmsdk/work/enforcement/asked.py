"""What a guard is asked about, and what it answers with."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import attrs

from cmsdk.model.command import Actor
from cmsdk.model.enforcement import EnforcementFile, Settling
from cmsdk.model.enforcement_fields import FileCommand

from .statute import Statute

Facts = Mapping[str, object]
Check = Callable[["Asked"], Facts | None]


@attrs.frozen
class Asked:
    """May ``by`` give ``command`` on ``file`` at ``now``? ``related`` are other files of the same party."""

    file: EnforcementFile
    command: FileCommand
    by: Actor
    statute: Statute
    now: datetime
    related: Sequence[EnforcementFile] = ()

    def given(self, field: str, otherwise: Any = None) -> Any:  # noqa: ANN401  a field of any command
        """A field of the command, where it has one and it is filled."""
        return getattr(self.command, field, None) or otherwise

    @property
    def today(self) -> date:
        """The date in the city."""
        return self.statute.day(self.now)

    @property
    def settling(self) -> Settling:
        """What has become of the decision."""
        return self.file.settling

    @property
    def payment_day(self) -> date | None:
        """Last day of payment: fifteen days from service, or the day to which it was put off."""
        settling = self.settling
        if settling.defer or settling.served is None:
            return settling.defer
        return self.statute.last_day("payment", settling.served)


@attrs.frozen
class Guard:
    """A condition: its check, which gives nothing or the facts of the refusal, and the code of that."""

    check: Check
    code: str
