"""``reports/*.toml``: what a report of the city shows."""

from typing import Any

import attrs

from cmsdk.contract.output import HeaderLine, PartKind, ReportColumn, ReportDefinition, ReportPart

from .settings import guarded, structure

Form = dict[str, Any]
_USUAL = ("mix", "states", "units", "ledger")
"""Sections of a report that names none, and has none of its own."""


@attrs.frozen(kw_only=True)
class _Part:
    id: str
    kind: PartKind
    title: str = ""
    title_en: str = ""
    view: str = ""
    where: dict[str, tuple[str, ...]] = attrs.field(factory=dict)
    by: tuple[str, ...] = ()
    column: tuple[ReportColumn, ...] = ()
    indicators: tuple[str, ...] = ()
    text: str = ""
    text_en: str = ""

    def part(self) -> ReportPart:
        values = {field.name: getattr(self, field.name) for field in attrs.fields(_Part)}
        return ReportPart(columns=values.pop("column"), **values)


@attrs.frozen(kw_only=True)
class _Report:
    id: str
    title: str
    title_en: str = ""
    period: str = "opened"
    sort: tuple[str, ...] = ("opened", "id")
    sections: tuple[str, ...] = ()
    column: tuple[ReportColumn, ...] = ()
    section: tuple[_Part, ...] = ()
    header: tuple[HeaderLine, ...] = ()
    letter: bool = False
    basis: str = ""
    replaces: str = ""


def report(form: Form, where: str) -> ReportDefinition:
    """A report; ``[[section]]`` are sections of its own, in their order where ``sections`` says no other."""
    given = structure(form, _Report, where)
    values = {field.name: getattr(given, field.name) for field in attrs.fields(_Report)}
    own = tuple(part.part() for part in values.pop("section"))
    columns = values.pop("column")
    values["sections"] = given.sections or (tuple(part.id for part in own) if own else _USUAL)
    return guarded(lambda: ReportDefinition(**values, columns=columns, parts=own, source=where), where)
