"""Markdown tables; whatever a reader of Markdown or HTML would act on is escaped."""

from html import escape
import re
from typing import BinaryIO

from cmsdk.plugin import Bar, Bars, Document, Text

_SPECIAL = re.compile(r"([\\`*_\[\]|#!~])")


def plain(text: str) -> str:
    """``text`` as one line that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", escape(" ".join(text.split()), quote=False))


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(map(plain, cells)) + " |"


def _bar(bar: Bar) -> str:
    aim = "" if bar.target is None else f" ({bar.target:.0f} %)"
    return f"- {plain(bar.label)}: {bar.count}, {bar.share:.1f} %{aim}"


def render_markdown(document: Document, out: BinaryIO) -> None:
    """Title, header lines, then each section as a table or list."""
    lines = [f"# {plain(document.title)}", ""]
    lines += [f"- {plain(label)}: {plain(value)}" for label, value in document.facts]
    for section in document.sections:
        lines += ["", f"## {plain(section.title)}", ""] if section.title else [""]
        if isinstance(section, Text):
            lines.append("\n\n".join(map(plain, section.paragraphs)))
        elif isinstance(section, Bars):
            lines += map(_bar, section.bars)
            lines += ["", plain(section.note)] if section.note else []
        else:
            lines += [_row(section.header), "|" + " --- |" * len(section.header), *map(_row, section.rows)]
    out.write(("\n".join(lines) + "\n").encode())
