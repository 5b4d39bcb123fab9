"""The stored forms of a file's entries (contracts §8): the command, where it led, what else it changed."""

from decimal import Decimal
from typing import Any, Final

import attrs
from cattrs import Converter

from cmsdk.model.enforcement import EnforcementFile
from cmsdk.model.enforcement_commands import FILE_COMMANDS, FileCommand
from cmsdk.model.entry import Entry
from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.problem import problem
from cmsdk.serial import StoredForm, UnknownFormError, make_converter

FILE_FORMS: Final = {name: StoredForm(f"file.{name}") for name in FILE_COMMANDS}
"""Type of entry → its stored form; migrations are added here when a form changes."""
FILE_PROJECTION: Final = StoredForm("file")
"""A file as the projection keeps it."""
Effects = dict[str, Any]


def _converter() -> Converter:
    converter = make_converter()
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))
    return converter


@attrs.frozen
class FileForms:
    """Writes and reads the data of a file's entries."""

    converter: Converter = attrs.field(factory=_converter)

    def commanded(self, command: FileCommand, to: str, effects: Effects) -> str:
        """Data of a command's entry: its fields, the state it led to, and what it changed."""
        form = {"command": self.converter.unstructure(command), "to": to, "effects": effects}
        return FILE_FORMS[command.name].dump(form)

    def form(self, file: EnforcementFile) -> str:
        """A file as the ledger's projection keeps it."""
        return FILE_PROJECTION.dump({"file": self.converter.unstructure(file)})

    def file(self, form: str) -> EnforcementFile:
        """A file of the projection."""
        return self.converter.structure(FILE_PROJECTION.load(form)["file"], EnforcementFile)

    def read(self, entry: Entry) -> dict[str, Any]:
        """Data of an entry as the current version has it.

        Raises:
            StoreUnavailable: a newer version wrote the entry.
        """
        try:
            return FILE_FORMS[entry.type].load(entry.data)
        except (UnknownFormError, KeyError) as error:
            where = f"{entry.stream}:{entry.version}"
            raise StoreUnavailable([problem("CMS808", where, kind=entry.type, error=error)]) from error

    def command(self, entry: Entry, form: dict[str, Any]) -> FileCommand:
        """The command that an entry's data hold."""
        return self.converter.structure(form["command"], FILE_COMMANDS[entry.type])
