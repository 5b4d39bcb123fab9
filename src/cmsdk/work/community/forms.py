"""The stored forms of community work (contracts §8): the command, where it led, what was found for it."""

from collections.abc import Mapping
from typing import Any, Final, TypeVar

import attrs
from cattrs import Converter

from cmsdk.model.entry import Entry
from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.problem import problem
from cmsdk.model.works.base import Work, WorkCommand
from cmsdk.model.works.known import WORK_COMMANDS
from cmsdk.serial import StoredForm, UnknownFormError, make_converter

W = TypeVar("W", bound=Work)
WORK_FORMS: Final[Mapping[str, StoredForm]] = {name: StoredForm(f"work.{name}") for name in WORK_COMMANDS}
"""Type of entry → its stored form; migrations are added here when a form changes."""
PROJECTION: Final = StoredForm("work")
"""A piece of work as the projection keeps it."""
Effects = dict[str, Any]


@attrs.frozen
class Said:
    """What an entry says."""

    command: WorkCommand
    to: str
    effects: Effects
    person: str = ""


@attrs.frozen
class WorkForms:
    """Writes and reads the data of the entries of community work."""

    converter: Converter = attrs.field(factory=make_converter)

    def commanded(self, command: WorkCommand, to: str, effects: Effects, person: str = "") -> str:
        """Data of a command's entry."""
        form = {"command": self.converter.unstructure(command), "to": to, "effects": effects}
        return WORK_FORMS[command.name].dump(form | ({"person": person} if person else {}))

    def form(self, work: Work) -> str:
        """A piece of work as the ledger's projection keeps it."""
        return PROJECTION.dump({"work": self.converter.unstructure(work)})

    def work(self, form: str, kind: type[W]) -> W:
        """A piece of work of the projection."""
        return self.converter.structure(PROJECTION.load(form)["work"], kind)

    def read(self, entry: Entry) -> Said:
        """What an entry says. Raises StoreUnavailable where a newer version wrote it."""
        try:
            form = WORK_FORMS[entry.type].load(entry.data)
        except (UnknownFormError, KeyError) as error:
            where = f"{entry.stream}:{entry.version}"
            raise StoreUnavailable([problem("CMS808", where, kind=entry.type, error=error)]) from error
        command = self.converter.structure(form["command"], WORK_COMMANDS[entry.type])
        return Said(command, form["to"], form["effects"], form.get("person", ""))
