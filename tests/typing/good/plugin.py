"""A plugin with tables, and one of each thing that only Python can give; typed as the how-tos write it."""

from collections.abc import Iterable, Sequence

from typing_extensions import override

from cmsdk.plugin import (
    Approach,
    AssemblyContext,
    Band,
    CaseFacts,
    Channel,
    Classified,
    Classifier,
    Item,
    KeywordRow,
    Limit,
    LimitRow,
    LimitUnit,
    RejectedInput,
    Report,
    Route,
    Routed,
    RouteRow,
    TableCity,
    Unit,
    decode,
    hookimpl,
    problem,
)


def read(payload: bytes) -> Iterable[Item]:
    text = decode(payload, "form")
    if not text:
        raise RejectedInput([problem("X001", "line 1", found="nothing")])
    yield Item(position="1", raw=text, fields={"text": text})


def decide(reports: Sequence[Report]) -> Sequence[Classified | None]:
    return [Classified("toy/1/S1", Approach.SERVICE, reason="lost") if "lost" in r.text else None for r in reports]


def by_night(cases: Sequence[CaseFacts]) -> list[Routed | None]:
    return [Routed("night-squad") if "night" in case.report.text else None for case in cases]


class Night(TableCity):
    """Keeps the rows of the tables, and adds to them."""

    @hookimpl
    @override
    def cmsdk_channels(self, context: AssemblyContext) -> Iterable[Channel]:
        yield Channel(id="night-form", name="Form", read=read)

    @hookimpl
    @override
    def cmsdk_classifiers(self, context: AssemblyContext) -> Iterable[KeywordRow | Classifier]:
        yield from super().cmsdk_classifiers(context)
        yield Classifier(id="night-lost", decide=decide)

    @hookimpl
    @override
    def cmsdk_routes(self, context: AssemblyContext) -> list[RouteRow | Route]:
        return [Route(id="night-by-night", band=Band.EMERGENCY, decide=by_night, basis="Order 8")]

    @hookimpl
    @override
    def cmsdk_deadlines(self, context: AssemblyContext) -> tuple[LimitRow, ...]:
        return (LimitRow(id="night-fast", limit=Limit(4, LimitUnit.WORK_HOUR)),)

    def helper(self) -> Unit:
        return Unit(id="night-squad", name="Night squad")
