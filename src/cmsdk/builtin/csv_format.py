"""CSV: UTF-8 with BOM, so that office programs read Chinese; formulas are defused."""

import csv
import io
from typing import BinaryIO

from cmsdk.plugin import Bars, Document, Text

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings that some spreadsheet takes for a formula, in either width."""


def defused(cell: str) -> str:
    """``cell`` so that no spreadsheet runs it: what begins like a formula gets an apostrophe before it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def render_csv(document: Document, out: BinaryIO) -> None:
    """All sections under each other, a blank row between them."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([defused(document.title)])
    for label, value in document.facts:
        writer.writerow([defused(label), defused(value)])
    for section in document.sections:
        writer.writerow([])
        writer.writerows([[defused(section.title)]] if section.title else [])
        if isinstance(section, Text):
            writer.writerows([defused(paragraph)] for paragraph in section.paragraphs)
            continue
        if isinstance(section, Bars):
            for bar in section.bars:
                writer.writerow([defused(bar.label), bar.count, f"{bar.share:.1f}%"])
            continue
        writer.writerow([defused(cell) for cell in section.header])
        for row in section.rows:
            writer.writerow([defused(cell) for cell in row])
    text.flush()
    text.detach()
