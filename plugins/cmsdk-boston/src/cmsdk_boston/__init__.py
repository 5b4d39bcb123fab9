"""Boston, Massachusetts: service requests of 2011 by department, reason and type. Rules stand in ``tables/``."""

from collections.abc import Iterable, Sequence
import re
from typing import Final

import attrs
from typing_extensions import override

from cmsdk.plugin import AssemblyContext, Normaliser, Report, TableCity, hookimpl

OPEN_DATA: Final = "open-data-csv"
"""The channel of the public file, which names types and districts in its own way."""
_PHONE: Final = re.compile(r"(?<![\w-])(?:\+?1[-. ]?)?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[-. ])[2-9]\d{2}[-. ]\d{4}(?!\w)")
"""A phone number of the North American Numbering Plan (NPA-NXX-XXXX), with something between its groups."""
_SOCIAL_SECURITY: Final = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
"""A social security number as it is written (AAA-GG-SSSS)."""


def slug(name: str) -> str:
    """``Sidewalk Repair (Make Safe)`` as ``sidewalk-repair-make-safe``, the code of a type."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")


def coded(reports: Sequence[Report]) -> list[Report]:
    """Reports of the public file with the codes of its types and public works districts (``9``, ``09``, ``1C``)."""
    return [
        attrs.evolve(
            report,
            category=slug(report.category),
            division=f"x-pwd-{report.division.casefold().zfill(2)}" if report.division else "",
        )
        if report.channel == OPEN_DATA
        else report
        for report in reports
    ]


def without_numbers(reports: Sequence[Report]) -> list[Report]:
    """Reports without the phone and social security numbers of North America, which the core does not know."""

    def masked(text: str) -> str:
        return _SOCIAL_SECURITY.sub("[id number]", _PHONE.sub("[phone]", text)) if "-" in text or "." in text else text

    return [
        attrs.evolve(report, text=text, title=title, place=place)
        if (text, title, place) != (report.text, report.title, report.place)
        else report
        for report in reports
        for text, title, place in [tuple(map(masked, (report.text, report.title, report.place)))]
    ]


class Boston(TableCity):
    """The city's tables, and what a table cannot say: how the public file writes codes, and what a number is here."""

    @hookimpl
    @override
    def cmsdk_normalisers(self, context: AssemblyContext) -> Iterable[Normaliser]:
        yield Normaliser(id="boston-codes", apply=coded, basis="columns type and pwd_district of the public file")
        yield Normaliser(id="boston-numbers", apply=without_numbers, basis="North American Numbering Plan; SSN format")
