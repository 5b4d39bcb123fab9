"""Checks of published reports: each is rendered in every format and language, alike each time, and tells on nobody."""

from collections.abc import Iterator, Sequence
import csv
from datetime import datetime, timedelta
from io import StringIO
from typing import Final
from weakref import WeakKeyDictionary

from cmsdk.city import City
from cmsdk.contract.indicators import Indicator
from cmsdk.contract.output import Bar, Bars, Document, Format, PartKind, ReportColumn, ReportDefinition, Table, Text
from cmsdk.contract.plan import CityPlan
from cmsdk.desk.publishing import rendered
from cmsdk.desk.reporting import counted, told, views_of
from cmsdk.figures.counts import figures
from cmsdk.ledger.open import open_ledger
from cmsdk.model.errors import CmsdkError
from cmsdk.model.problem import Problem, problem
from cmsdk.publish.document import breakdowns, document
from cmsdk.publish.parts import named_in, texts
from cmsdk.publish.period import Period
from cmsdk.testing.channel import SCENARIO, payload_of, with_fields
from cmsdk.testing.kit.check import Check, Kind, Thing, Tier
from cmsdk.testing.kit.samples import first_monday, samples
from cmsdk.testing.kit.stand import Stand

REPORT: Final = (Kind.REPORT,)
CASES: Final = 12
PERSON: Final = {"name": "欧阳试用", "phone": "13912345678"}
SECRETS: Final = ("欧阳试用", "13912345678", "11010119900307757X", "鲁B5K8T6")
"""Of nobody: a name, a number of a phone, an identity number with a right check digit, a number plate."""
ODD: Final = "=1+1 <script>alert(\"x\")</script> & '引号' 电话13912345678 身份证11010119900307757X 车牌鲁B5K8T6"
FORMULAS: Final = ("=", "+", "@")
LONG: Final = timedelta(days=7)


def _every_section(lang: str) -> Document:
    """A document with every kind of section, empty ones too, and texts that a format must not take at their word."""
    sections = (
        Table(ODD, ("a", ODD), [("1", ODD), ("", "")]), Table("empty", ("a",), []),
        Bars(ODD, (Bar(ODD, 1, 100.0, 70.0),)),
        Bars("empty", ()), Text(ODD, (ODD,)), Text("", ("x",), PartKind.SIGNATURE), Text("empty", ()),
    )  # fmt: skip
    return Document(ODD, lang, ((ODD, ODD),), sections)


class _Desk:
    """The city with a few cases, and its reports as documents."""

    def __init__(self, plan: CityPlan, now: datetime) -> None:
        """Take in some samples, each with a person and with odd texts."""
        self._clock = begin = first_monday(now, plan)
        self.city = City(with_fields(plan), open_ledger("memory://"), lambda: self._clock)
        self.plan, self.now = plan, begin + LONG
        every = samples(plan)
        for number, sample in enumerate(every[:: max(1, len(every) // CASES)][:CASES]):
            self._clock = begin + timedelta(hours=sample.hours)
            fields = {**dict(sample.fields), **PERSON, "external_id": f"kit-{number}", "at": self._clock.isoformat()}
            self.city.receive(SCENARIO, payload_of({**fields, "text": f"{ODD} {fields.get('text', '')}"}))

    def document(self, definition: ReportDefinition, lang: str) -> Document:
        """As ``City.publish`` makes it, for all time."""
        named = {name for text in texts(definition) for name in named_in(text)}
        values = dict.fromkeys(named - self.plan.indicators.keys(), "1")
        cases = list(self.city.cases(now=self.now))
        sums = figures(cases, self.plan, self.now, breakdowns(definition))
        own = told(definition, self.city.seen(views_of(definition, self.plan), "", self.now), values)
        return document(definition, cases, sums, self.plan, Period(""), lang, self.now, told=own)


_DESKS: Final[WeakKeyDictionary[Stand, _Desk]] = WeakKeyDictionary()
"""One desk a stand, for all its reports."""


def _desk(stand: Stand) -> _Desk:
    if stand not in _DESKS:
        _DESKS[stand] = _Desk(stand.plan, stand.now)
    return _DESKS[stand]


def _pages(stand: Stand, thing: Thing) -> Iterator[tuple[str, Format, Document]]:
    """What is rendered: each report of the plugin in each format, and a made-up document in each of its formats."""
    plan = stand.plan
    own = [item for item in thing.items if isinstance(item, ReportDefinition) and plan.reports.get(item.id) == item]
    for lang in plan.profile.languages:
        for definition in own:
            made = _desk(stand).document(definition, lang)
            yield from ((definition.source or definition.id, form, made) for form in plan.formats.values())
        for form in thing.items:
            if isinstance(form, Format):
                yield form.id, form, _every_section(lang)


def _renders(stand: Stand, thing: Thing) -> Iterator[Problem]:
    """Each page is there, is no empty one, and is the same when it is made again."""
    try:
        for where, form, made in _pages(stand, thing):
            first, second = (rendered(made, form, stand.plan) for _ in range(2))
            if not first or first != second:
                yield problem("CMS986", where, report=made.title, format=form.id, lang=made.lang, count=len(first))
        indicators = tuple(one.id for one in thing.items if isinstance(one, Indicator))
        if indicators:
            views = tuple(dict.fromkeys(stand.plan.indicators[name].view for name in indicators))
            counted(indicators, _desk(stand).city.seen(views, "", _desk(stand).now))
    except CmsdkError as error:
        yield from error.problems


def _tells_nothing(stand: Stand, thing: Thing) -> Iterator[Problem]:
    """No page has a mark of HTML, a formula or personal data in it that came with a report."""
    for where, form, made in _pages(stand, thing):
        try:
            page = rendered(made, form, stand.plan)
        except CmsdkError:
            continue  # said by the other check
        secret = made.title != ODD  # the made-up document was never masked
        for found in dict.fromkeys(_leaks(page, form, secret=secret)):
            yield problem("CMS987", where, report=made.title[:40], format=form.id, found=found)


def _leaks(page: bytes, form: Format, *, secret: bool) -> Iterator[str]:
    text = page.decode("utf-8-sig", "replace")
    yield from (word for word in SECRETS if secret and word in text)
    if form.media_type == "text/html" and ("<script" in text or '"x"' in text):
        yield "<script>"
    if form.media_type == "text/csv":
        yield from (cell[:12] for row in csv.reader(StringIO(text)) for cell in row if cell.startswith(FORMULAS))


def _words(stand: Stand, thing: Thing) -> Iterator[Problem]:
    """Titles, columns and texts have words in English where the city publishes in English beside its first language."""
    if "en" not in stand.plan.profile.languages[1:]:
        return
    for item in thing.items:
        if isinstance(item, ReportDefinition):
            missing = [] if item.title_en else [item.title]
            missing += [one.label for one in _columns(item) if not one.label_en and not one.label.isascii()]
            missing += [part.title for part in item.parts if part.title and not part.title_en]
            missing += [line.label for line in item.header if not line.label_en and not line.label.isascii()]
            for word in dict.fromkeys(missing):
                yield problem("CMS980", item.source or item.id, what=f"{item.id}: {word}", lang="en")
        elif isinstance(item, Indicator) and not item.name_en:
            yield problem("CMS980", item.source or item.id, what=f"{item.id}: {item.name}", lang="en")


def _columns(definition: ReportDefinition) -> Sequence[ReportColumn]:
    return [*definition.columns, *(column for part in definition.parts for column in part.columns)]


CHECKS = (
    Check("report-renders", "CMS986", Tier.ACCEPTED, REPORT, _renders),
    Check("report-tells-nothing", "CMS987", Tier.ACCEPTED, REPORT, _tells_nothing),
    Check("report-has-words", "CMS980", Tier.SOLID, REPORT, _words),
)
