"""Hooks that a checker must not let through."""

from collections.abc import Iterable

from typing_extensions import override

from cmsdk.plugin import AssemblyContext, Channel, CityPlugin, RouteRow, TableCity, Unit, hookimpl


class Misspelt(CityPlugin):
    @hookimpl
    @override
    def cmsdk_route(self, context: AssemblyContext) -> Iterable[RouteRow]:  # E: [misc]
        return ()


class NotSaid(TableCity):
    @hookimpl
    def cmsdk_routes(self, context: AssemblyContext) -> Iterable[RouteRow]:  # E: [explicit-override]
        return ()


class AnotherKind(CityPlugin):
    @hookimpl
    @override
    def cmsdk_routes(self, context: AssemblyContext) -> Iterable[Unit]:  # E: [override]
        return ()


class OneForMany(CityPlugin):
    @hookimpl
    @override
    def cmsdk_channels(self, context: AssemblyContext) -> Channel:  # E: [override]
        return Channel(id="x", read=lambda payload: ())


class AnotherArgument(CityPlugin):
    @hookimpl
    @override
    def cmsdk_channels(self, context: str) -> Iterable[Channel]:  # E: [override]
        return ()


class Asynchronous(CityPlugin):
    @hookimpl
    @override
    async def cmsdk_channels(self, context: AssemblyContext) -> Iterable[Channel]:  # E: [override]
        return ()


class WrongItem(CityPlugin):
    @hookimpl
    @override
    def cmsdk_routes(self, context: AssemblyContext) -> Iterable[RouteRow]:
        yield Unit(id="x", name="X")  # E: [misc]


def reaches(context: AssemblyContext) -> int:
    read = context.resource("tables/x.csv")
    return len(read)  # E: [arg-type]
