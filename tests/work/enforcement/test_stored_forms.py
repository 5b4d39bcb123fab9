"""What is stored of a file reads back as it was, command by command, and a newer version is refused by name."""

from datetime import date, datetime, timezone
from decimal import Decimal
from enum import StrEnum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import attrs
import pytest

from cmsdk.model.enforcement import EnforcementFile
from cmsdk.model.enforcement_commands import FILE_COMMANDS, FileCommand
from cmsdk.model.entry import GENESIS, Entry, seal
from cmsdk.model.errors import StoreUnavailable
from cmsdk.work.enforcement.changes import CHANGES
from cmsdk.work.enforcement.forms import FILE_FORMS, FileForms

FORMS = FileForms()
Office = Any


def _some(hint: Any) -> Any:  # noqa: ANN401  a value of any field's type, other than its default
    if isinstance(hint, UnionType):
        return _some(get_args(hint)[0])
    if get_origin(hint) is tuple:
        return (_some(get_args(hint)[0]),)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return list(hint)[-1]
    return {str: "某事", bool: True, int: 7, Decimal: Decimal("207.50"), date: date(2026, 2, 28)}[hint]


def _filled(kind: type[FileCommand]) -> FileCommand:
    hints = get_type_hints(kind)
    return kind(**{field.name: _some(hints[field.name]) for field in attrs.fields(kind)})


def _entry(command: FileCommand, data: str = "") -> Entry:
    said = data or FORMS.commanded(command, "clue", {})
    at = datetime(2026, 9, 22, 10, tzinfo=timezone.utc)  # noqa: UP017  as apps write it
    return seal(stream="f", version=1, city="c", type_=command.name, at=at, by="a", plan="p", data=said, prev=GENESIS)


@pytest.mark.parametrize("name", FILE_COMMANDS)
def test_a_command_reads_back_as_it_was_written(name: str):
    for command in (FILE_COMMANDS[name](), _filled(FILE_COMMANDS[name])):
        entry = _entry(command)
        assert FORMS.command(entry, FORMS.read(entry)) == command
        assert '"v":1' in entry.data


def test_every_command_has_a_form_and_those_that_change_a_file_are_known():
    assert set(FILE_FORMS) == set(FILE_COMMANDS)
    moves = {"not_file", "preserve", "archive", "close", "clear_at_once"}
    assert {kind.name for kind in FILE_COMMANDS.values() if kind not in CHANGES} <= moves


def test_a_file_of_the_projection_is_the_fold(office: Office):
    office.served(public=True)
    form = FORMS.form(office.file)
    assert FORMS.file(form) == office.file
    assert isinstance(FORMS.file(form), EnforcementFile)


def test_an_entry_of_a_newer_version_is_refused_by_name():
    command = FILE_COMMANDS["educate"](result="-")
    with pytest.raises(StoreUnavailable) as caught:
        FORMS.read(_entry(command, '{"v":99,"command":{},"to":"filed","effects":{}}'))
    assert [problem.code for problem in caught.value.problems] == ["CMS808"]


@pytest.mark.parametrize(("name", "field", "value"), [
    ("pay", "amount", "many"), ("pay", "amount", -1), ("pay", "amount", "1.005"), ("pay", "amount", 0.1),
    ("pay", "amount", "NaN"), ("pay", "amount", "Infinity"), ("pay", "by", "cheque"), ("seal", "days", -1),
    ("seal", "days", True), ("seal", "item", 7), ("file", "officers", "a"), ("file", "officers", [7]),
    ("notify", "kinds", ["prison"]),
    ("notify", "until", "soon"), ("notify", "until", datetime(2026, 1, 1)), ("notify", "rights_told", "yes"),  # noqa: DTZ001
    ("educate", "result", "\ud800"), ("add_evidence", "kind", "rumour"),
])  # fmt: skip
def test_a_field_that_cannot_be_is_named_when_the_command_is_made(name: str, field: str, value: object):
    with pytest.raises((TypeError, ValueError), match=field):
        FILE_COMMANDS[name](**{field: value})
