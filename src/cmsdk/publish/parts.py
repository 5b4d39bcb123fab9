"""Sections of a report's own (自定义栏目): rows of a view, sums, indicators, and paragraphs with numbers in them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
import re
from typing import Any, Final

import attrs

from cmsdk.contract.output import TEXTS, Bars, Document, HeaderLine, PartKind, ReportDefinition, ReportPart, Table, Text
from cmsdk.model.errors import RejectedInput
from cmsdk.model.indicated import Indicated
from cmsdk.model.problem import problem
from cmsdk.model.viewed import Cell, Viewed
from cmsdk.model.words import label
from cmsdk.model.works.known import FIELD_NAMES

from .view import View

_NAME: Final = re.compile(r"\{([\w-]+)\}")
"""A placeholder in a text: an indicator, or what the publisher gives."""
_DIGITS: Final[tuple[str, ...]] = ("", *"一二三四五六七八九")
_BLANK: Final = re.compile(r"\n\s*\n")

Section = Table | Bars | Text


@attrs.frozen
class Told:
    """What a report's own sections tell: views by section, indicators by id, and what the publisher gives."""

    viewed: Mapping[str, Viewed] = attrs.field(factory=dict)
    indicated: Mapping[str, Indicated] = attrs.field(factory=dict)
    values: Mapping[str, str] = attrs.field(factory=dict)

    def word(self, name: str) -> str | None:
        """What stands for a placeholder; nothing where nobody has said it."""
        if name in self.indicated:
            return self.indicated[name].text
        return self.values.get(name)


def named_in(text: str) -> tuple[str, ...]:
    """The placeholders of a text, in order."""
    return tuple(dict.fromkeys(_NAME.findall(text)))


def texts(definition: ReportDefinition) -> Iterator[str]:
    """Every text of a report that may have placeholders, in every language."""
    yield from (definition.title, definition.title_en)
    for part in definition.parts:
        yield from (part.title, part.title_en, part.text, part.text_en)
    yield from (line.value for line in definition.header)


def check_filled(definition: ReportDefinition, told: Told) -> None:
    """See to it that every placeholder has a value. Raises RejectedInput with all that have none."""
    wanted = dict.fromkeys(name for text in texts(definition) for name in named_in(text))
    empty = [name for name in wanted if told.word(name) is None]
    if empty:
        given = " ".join(f"--set {name}=…" for name in empty)
        raise RejectedInput(
            [problem("CMS919", definition.source or definition.id, report=definition.id, names=", ".join(empty),
                     given=given)]
        )  # fmt: skip


def filled(text: str, told: Told) -> str:
    """``text`` with its placeholders replaced."""
    return _NAME.sub(lambda found: told.word(found[1]) or found[0], text)


def header(lines: tuple[HeaderLine, ...], told: Told, lang: str) -> tuple[tuple[str, str], ...]:
    """The header of an official document; a line may be there and have nothing to say."""
    return tuple(
        (line.label_en or line.label if lang == "en" else line.label, filled(line.value, told)) for line in lines
    )


def section(part: ReportPart, told: Told, view: View) -> Table | Text:
    """One section of a report's own."""
    title = part.title_en or part.title if view.lang == "en" else part.title
    if part.kind in TEXTS:
        text = part.text_en or part.text if view.lang == "en" else part.text
        paragraphs = (" ".join(filled(one, told).split()) for one in _BLANK.split(text.strip()))
        return Text(filled(title, told), tuple(filter(None, paragraphs)), part.kind)
    if part.kind is PartKind.INDICATORS:
        return _indicators(title, part, told, view.lang)
    header = tuple(column.called(view.lang) for column in part.columns)
    rows = [
        tuple(shown(column.field, row.cells.get(column.field), view) for column in part.columns)
        for row in told.viewed[part.id].rows
    ]
    return Table(title, header, rows)


def numbered(sections: Iterable[Section], lang: str) -> Iterator[Section]:
    """Sections of a letter, those with a title numbered 一、二、… (1. 2. …). Basis: GB/T 9704-2012, first level."""
    count = 0
    for one in sections:
        count += bool(one.title)
        mark = f"{count}. " if lang == "en" else f"{_chinese(count)}、"
        yield attrs.evolve(one, title=f"{mark}{one.title}") if one.title else one


def _chinese(number: int) -> str:
    """A number up to 99 in Chinese: 九, 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + _DIGITS[ones]


def _indicators(title: str, part: ReportPart, told: Told, lang: str) -> Table:
    found = [told.indicated[name] for name in part.indicators]
    names = ("indicator", "value", *(("target", "met") if any(one.target is not None for one in found) else ()))
    rows = []
    for one in found:
        met = "" if one.met is None else label("yes" if one.met else "no", lang)
        aimed = "" if one.target is None else f"{one.target}{' %' if one.share else ''}"
        rows.append((one.called(lang), one.text, aimed, met)[: len(names)])
    return Table(title, tuple(label(name, lang) for name in names), rows)


def table_of(found: Viewed, view: View) -> Document:
    """The rows of a view as a document of one table."""
    header = tuple(column_name(name, view.lang) for name in found.columns)
    rows = [tuple(shown(name, row.cells.get(name), view) for name in found.columns) for row in found.rows]
    plan = view.plan
    city = plan.profile.name_en or plan.profile.name if view.lang == "en" else plan.profile.name
    facts = ((label("city", view.lang), city), (label("made", view.lang), view.time(view.now)))
    return Document(found.id, view.lang, facts, (Table(found.id, header, rows),))


def column_name(name: str, lang: str) -> str:
    """What a column of a view is called: the Chinese name of the field of that name, else the name itself."""
    return FIELD_NAMES.get(name, name) if lang == "zh" else name


def shown(column: str, cell: Cell, view: View) -> str:
    """A cell of a view for people: moments on the city's clock, ids by what they are called."""
    if isinstance(cell, datetime):
        return view.time(cell)
    if cell is None or isinstance(cell, date | int | float):
        return "" if cell is None else str(cell)
    between = ", " if view.lang == "en" else "、"
    return between.join(_called(column, one.strip(), view) for one in cell.split(";")) if cell else ""


def _called(column: str, value: str, view: View) -> str:
    plan = view.plan
    if column == "state":
        told = label(f"work-{value}", view.lang)
        return told if told != f"work-{value}" else view.state(value)
    tables: tuple[Mapping[str, Any], ...] = (
        plan.units, plan.stations, plan.divisions, plan.grids, plan.officers, plan.channels, plan.categories,
        plan.measures,
    )  # fmt: skip
    for table in tables:
        if value in table:
            return _name(table[value], view.lang) or value
    return plan.row_names.get(value) or label(value, view.lang)


def _name(row: object, lang: str) -> str:
    """What a row of a table is called; its English name for readers of English, where it has one."""
    return str((getattr(row, "name_en", "") if lang == "en" else "") or getattr(row, "name", ""))
