"""A plugin written for API 1.0, all in Python, with everything that it promised. Never edited."""

from datetime import date, time

import attrs

from cmsdk.plugin import (
    Applies,
    Approach,
    ApproachPolicy,
    AssemblyContext,
    Band,
    Bar,
    Bars,
    CalendarYear,
    CaseFacts,
    Category,
    CategoryCode,
    CategoryKind,
    CategoryMapping,
    Channel,
    ChannelMap,
    CityPlugin,
    CityProfile,
    Classified,
    Classifier,
    Contribution,
    Crs,
    DateSpan,
    Division,
    Document,
    FilingStandard,
    Format,
    Grid,
    GridKind,
    Item,
    KeywordRow,
    Level,
    Limit,
    LimitRow,
    LimitUnit,
    MappedReader,
    Mode,
    Normaliser,
    Officer,
    Outside,
    Person,
    PlaceName,
    Point,
    Problem,
    RejectedInput,
    Relation,
    Report,
    ReportColumn,
    ReportDefinition,
    Route,
    Routed,
    RouteRow,
    Scheme,
    SchemesDifferError,
    Station,
    StationKind,
    Table,
    TableCity,
    Transition,
    Unit,
    UnitKind,
    WorkCalendar,
    Workflow,
    decode,
    hookimpl,
    problem,
)  # fmt: skip

assert issubclass(TableCity, CityPlugin)
assert issubclass(SchemesDifferError, Exception)
EVER = DateSpan(date(2020, 1, 1), None)
COMMON = {"replaces": "", "basis": "Order 1", "valid": DateSpan(), "applies": Applies.AT_REPORT, "source": "previous"}
LATE = {**COMMON, "valid": EVER, "applies": Applies.AT_DECISION}


def read(payload):
    if not payload.strip():
        raise RejectedInput([problem("CMS501", "line 1"), Problem(code="CMS501", where="line 2", facts=())])
    for number, line in enumerate(decode(payload, "previous-lines").splitlines(), start=1):
        yield Item(position=str(number), raw=line, fields={"text": line, "division": "x-south"}, problems=())


def tidied(reports):
    for r in reports:
        assert r.city.startswith("test.previous")
        assert r.received.utcoffset() is not None
        assert all(isinstance(word, str) for word in (r.key, r.external_id, r.channel, r.kind, r.category, r.grid))
        assert r.at is None or r.dated
        assert len(r.measures) + len(r.tags) >= 0
    return [attrs.evolve(report, text=report.text.replace("  ", " ")) for report in reports]


def classified(reports):
    said = Classified(category="prev/1/E01", approach=Approach.ENFORCEMENT, reason="it says so")
    return [said if "illegal" in report.text and isinstance(report, Report) else None for report in reports]


def routed(cases):
    assert all(isinstance(case, CaseFacts) for case in cases)
    night = Routed(unit="previous-squad", mode=Mode.NOW, reason="at night")
    return [
        night if "night" in f"{c.report.text} {c.report.title} {c.report.place}" and c.category is not None
        and (c.division, c.grid, c.station, c.approach) is not None else None
        for c in cases
    ]  # fmt: skip


def rendered(document, out):
    assert isinstance(document, Document)
    lines = [document.title, document.lang, *(f"{name}: {value}" for name, value in document.facts)]
    for part in document.sections:
        if isinstance(part, Table):
            lines += [part.title, *map(str, part.header), *map(str, part.rows)]
        if isinstance(part, Bars):
            lines += [part.title, part.note, *(f"{b.label} {b.count} {b.share} {b.target}" for b in part.bars)]
    out.write("\n".join(lines).encode())


MAPPING = ChannelMap(
    id="previous-csv", name="CSV", format="csv", encoding="utf-8", items="", map={"text": "what", "division": "where"},
    defaults={"crs": "wgs84"}, scheme="", basis="Order 1", replaces="",
)  # fmt: skip


class City(CityPlugin):
    """Every hook of 1.0, every field of what it yields."""

    def cmsdk_profile(self, context: AssemblyContext):
        assert context.city.startswith("test.previous")
        assert context.plugin == "previous"
        assert context.resource("cmsdk.toml").startswith(b"name")
        assert context.resource("absent") is None
        assert "./cmsdk.toml" in context.resources(".")
        yield CityProfile(
            name="Previous", name_en="Previous", time_zone="UTC", duty_desk="previous-desk", languages=("en", "zh"),
            scheme="prev/1", calendar="previous-days", grid_code="", default_condition="first", **COMMON,
        )  # fmt: skip

    def cmsdk_divisions(self, context):
        yield Division(code="x-city", name="City", level=Level.CITY, **COMMON)
        yield Division(code="x-block", name="Block", level=Level.COMMUNITY, parent="x-street", **COMMON)
        yield Division(code="x-street", name="Street", level=Level.SUBDISTRICT, parent="x-south", **COMMON)
        yield Division(
            code="x-south", name="South", level=Level.DISTRICT, parent="x-city", became=(), geometry=None, **COMMON
        )

    def cmsdk_grids(self, context):
        for kind in (GridKind.RESPONSIBILITY, GridKind.UNIT):
            yield Grid(
                code=f"x-g-{kind.value}", name="Grid", kind=kind, division="x-south", leader="previous-leader",
                station="previous-station", geometry=None, **COMMON,
            )  # fmt: skip

    def cmsdk_gazetteer(self, context):
        point = Point(lon=10.0, lat=50.0, crs=Crs.WGS84)
        assert len({point.crs, Crs.CGCS2000, Crs.GCJ02, Crs.BD09}) == 4
        yield PlaceName(
            id="previous-gate", words=("south gate",), division="x-south", grid="x-g-responsibility", point=point, **COMMON
        )

    def cmsdk_stations(self, context):
        for number, kind in enumerate((StationKind.STATION, StationKind.KIOSK, StationKind.WINDOW, StationKind.POST)):
            yield Station(
                id="previous-station" if not number else f"previous-station-{number}", name="Station", kind=kind,
                division="x-south", grids=("x-g-responsibility",) if not number else (), point=None,
                opens="Mon-Fri 09:00-17:00", services=("help",), unit="previous-desk", **COMMON,
            )  # fmt: skip

    def cmsdk_organisations(self, context):
        kinds = (UnitKind.DEPARTMENT, UnitKind.SQUAD, UnitKind.SUBDISTRICT, UnitKind.PARTNER, UnitKind.VOLUNTEERS)
        for name, kind in zip(("desk", "squad", "streets", "partner", "helpers"), kinds, strict=True):
            yield Unit(
                id=f"previous-{name}", name=name.title(), kind=kind, parent="", phone="110", calendar="previous-days",
                **COMMON,
            )  # fmt: skip
        yield Officer(
            id="previous-clerk", name="Clerk", unit="previous-desk", roles=("clerk",), certificate="", phone="", **COMMON
        )
        yield Officer(id="previous-leader", name="Leader", unit="previous-squad", roles=("handler",), **COMMON)

    def cmsdk_catalogue(self, context):
        yield Scheme(
            scheme="prev", version="1", name="Catalogue", name_en="Catalogue", extends_from=99, extends_to=80,
            extends_under=(), **COMMON,
        )  # fmt: skip
        yield Scheme(scheme="old", version="0", name="Old", **COMMON)
        kinds = {"C": CategoryKind.COMPONENT, "E": CategoryKind.EVENT, "S": CategoryKind.SERVICE}
        for letter, kind in kinds.items():
            for scheme, version in (("prev", "1"), ("old", "0")):
                yield Category(
                    scheme=scheme, version=version, code=f"{letter}01", kind=kind, name=letter, name_en=letter,
                    parent="", **COMMON,
                )  # fmt: skip
        same = (Relation.SAME, Relation.BROADER, Relation.NARROWER)
        for letter, relation in zip("CES", same, strict=True):
            yield CategoryMapping(
                id=f"previous-{letter}", from_category=f"old/0/{letter}01", to_category=f"prev/1/{letter}01",
                relation=relation, **COMMON,
            )  # fmt: skip

    def cmsdk_standards(self, context):
        assert CategoryCode(scheme="prev", version="1", code="C01").scheme == "prev"
        yield FilingStandard(
            id="previous-std", category="C01", condition="broken", tags=("broken",), threshold="", quantity=(),
            limit=Limit(amount=5, unit=LimitUnit.WORK_DAY), close_when="mended", owner="owner", supervisor="city",
            **COMMON,
        )  # fmt: skip

    def cmsdk_channels(self, context):
        yield Channel(id="previous-lines", name="Lines", media_types=("text/plain",), read=read, **COMMON)
        yield Channel(id="previous-csv", name="CSV", read=MappedReader(mapping=MAPPING), **COMMON)

    def cmsdk_normalisers(self, context):
        yield Normaliser(id="previous-tidy", apply=tidied, **COMMON)

    def cmsdk_classifiers(self, context):
        yield KeywordRow(
            id="previous-lamp", words=("lamp",), not_words=("lampshade",), channel="", category="C01",
            approach=Approach.MANAGEMENT, band=Band.LOCAL, **COMMON,
        )  # fmt: skip
        yield Classifier(id="previous-law", band=Band.STATUTE, decide=classified, **COMMON)

    def cmsdk_routes(self, context):
        yield RouteRow(
            id="previous-all", category="*", area="*", unit="previous-desk", mode=Mode.TRANSFER, band=Band.FALLBACK, **LATE
        )
        yield RouteRow(id="previous-c", category="C01", area="x-south", unit="previous-streets", band=Band.DEFAULT, **COMMON)
        yield Route(id="previous-night", band=Band.EMERGENCY, decide=routed, **COMMON)

    def cmsdk_approach_policy(self, context):
        target = {Approach.SERVICE: 70, Approach.MANAGEMENT: 20, Approach.ENFORCEMENT: 10}
        first = {CategoryKind.SERVICE: Approach.SERVICE, CategoryKind.EVENT: Approach.MANAGEMENT}
        yield ApproachPolicy(id="previous-721", name="7-2-1", target=target, first=first, **COMMON)

    def cmsdk_calendars(self, context):
        yield WorkCalendar(
            id="previous-days", name="Days", version="1", time_zone="UTC",
            shifts=((time(9), time(12)), (time(13), time(18))), hours={6: ((time(9), time(12)),)}, weekend=(7,), outside=Outside.OPENING,
            days={date(2026, 10, 1): False, date(2026, 10, 4): True}, known_from=date(2026, 1, 1),
            known_until=date(2026, 12, 31), **COMMON,
        )  # fmt: skip
        yield WorkCalendar(
            id="previous-clock", version="1", time_zone="UTC", shifts=((time(9), time(17)),), outside=Outside.CLOCK,
            known_from=date(2026, 1, 1), known_until=date(2027, 12, 31), **COMMON,
        )  # fmt: skip
        yield CalendarYear(calendar="previous-days", year=2027, days={date(2027, 1, 1): False, date(2027, 1, 3): True}, version="2", **COMMON)

    def cmsdk_deadlines(self, context):
        units = (
            LimitUnit.MINUTE, LimitUnit.URGENT_HOUR, LimitUnit.URGENT_DAY, LimitUnit.NATURAL_DAY, LimitUnit.WORK_HOUR,
            LimitUnit.WORK_DAY, LimitUnit.BUSINESS_DAY,
        )  # fmt: skip
        for number, unit in enumerate(units):
            yield LimitRow(
                id=f"previous-l{number}", stage="handle", category=f"{'CES'[number % 3]}01",
                area="x-south" if number < 3 else f"x-g-{'unit' if number < 6 else 'responsibility'}",
                limit=Limit(3, unit), calendar="previous-days", band=Band.LOCAL, **COMMON,
            )  # fmt: skip

    def cmsdk_workflow(self, context):
        def step(command, source, to, role, **more):
            return Transition(command=command, sources=(source,), to=to, roles=(role,), **more)

        yield Workflow(
            id="previous-flow", initial="reported", ends=("closed", "declined"), labels={"reported": "New"},
            transitions=(
                step("accept", "reported", "accepted", "clerk", label="Take on", basis="Order 2"),
                step("decline", "reported", "declined", "clerk", needs=("reason",)),
                step("file", "accepted", "filed", "clerk"),
                step("dispatch", "filed", "dispatched", "clerk", guards=("mode_is_transfer",)),
                step("handle", "dispatched", "handled", "handler", needs=("result",)),
                step("handle", "filed", "handled", "handler", guards=("mode_is_now",)),
                step("close", "handled", "closed", "clerk"),
            ), **COMMON,
        )  # fmt: skip

    def cmsdk_reports(self, context):
        columns = (
            ReportColumn(field="id", label="No.", label_en="No."),
            ReportColumn(field="text", label="Report", label_en=""),
        )
        yield ReportDefinition(
            id="previous-ledger", title="Ledger", title_en="Ledger", period="opened", sort=("id",),
            sections=("mix", "ledger"), columns=columns, **COMMON,
        )  # fmt: skip

    def cmsdk_formats(self, context):
        yield Format(id="previous-txt", media_type="text/plain", suffix=".txt", render=rendered, **COMMON)


for hook in [name for name in vars(City) if name.startswith("cmsdk_")]:
    setattr(City, hook, hookimpl(getattr(City, hook)))
assert Contribution.__name__ == "Contribution"
assert Person(name="A", phone="1").name == "A"
assert Bar(label="a", count=1, share=1.0, target=None).count == 1
assert EVER.last is None
