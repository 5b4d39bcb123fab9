"""Hookspecs, first part: what a city is made of."""

from collections.abc import Iterable

from .catalogue import Category, CategoryMapping, FilingStandard, Scheme
from .context import AssemblyContext
from .markers import hookspec
from .organisation import Officer, Unit
from .places import Division, Grid, PlaceName, Station
from .profile import CityProfile
from .timing import CalendarYear, WorkCalendar


class MadeOf:
    """Hooks that say what the city is made of."""

    @hookspec
    def cmsdk_profile(self, context: AssemblyContext) -> Iterable[CityProfile]:
        """Contribute who the city is: name, time zone, languages, and the duty desk that gets whatever no row routes.

        Called: once, when a city is assembled.
        Return: one profile, or nothing.
        Combined: exactly one: the most specific plugin's; two of equal scope are CMS211, none is CMS210.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.0.

        Example:
            @hookimpl
            def cmsdk_profile(self, context):
                yield CityProfile(name="示范市", time_zone="Asia/Shanghai", duty_desk="demo-desk")
        """
        return ()

    @hookspec
    def cmsdk_divisions(self, context: AssemblyContext) -> Iterable[Division]:
        """Contribute the city's divisions (行政区划), functional zones under own ids included.

        Called: once, when a city is assembled.
        Return: divisions, parents before or after their children.
        Combined: merged by code; a more specific plugin may replace one by saying so.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.0.

        Example:
            @hookimpl
            def cmsdk_divisions(self, context):
                yield Division(code="x-demo", name="示范新区", level=Level.DISTRICT, parent=context.city)
        """
        return ()

    @hookspec
    def cmsdk_grids(self, context: AssemblyContext) -> Iterable[Grid]:
        """Contribute grids (网格) with leader, station and, where surveyed, a polygon.

        Called: once, when a city is assembled.
        Return: grids.
        Combined: merged by code; a more specific plugin may replace one by saying so.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.0.

        Example:
            @hookimpl
            def cmsdk_grids(self, context):
                yield Grid(code="x-demo-01", name="第一网格", division="x-demo", leader="demo-leader")
        """
        return ()

    @hookspec
    def cmsdk_gazetteer(self, context: AssemblyContext) -> Iterable[PlaceName]:
        """Contribute names that people use for a place, so that a report without a code can be located.

        Called: once, when a city is assembled.
        Return: place names.
        Combined: merged by id; the longest name found in a report wins.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.0.

        Example:
            @hookimpl
            def cmsdk_gazetteer(self, context):
                yield PlaceName(id="demo-gate", words=("南门",), grid="x-demo-01")
        """
        return ()

    @hookspec
    def cmsdk_stations(self, context: AssemblyContext) -> Iterable[Station]:
        """Contribute service stations, kiosks, windows and posts (工作站、岗亭), and the unit that runs each.

        Called: once, when a city is assembled.
        Return: stations.
        Combined: merged by id; a more specific plugin may replace one by saying so.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.0.

        Example:
            @hookimpl
            def cmsdk_stations(self, context):
                yield Station(id="demo-station", name="示范工作站", grids=("x-demo-01",), unit="demo-desk")
        """
        return ()

    @hookspec
    def cmsdk_organisations(self, context: AssemblyContext) -> Iterable[Unit | Officer]:
        """Contribute units that can own a case, and the people in them with their roles.

        Called: once, when a city is assembled.
        Return: units and officers.
        Combined: merged by id, each kind apart; a more specific plugin may replace one by saying so.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.0.

        Example:
            @hookimpl
            def cmsdk_organisations(self, context):
                yield Unit(id="demo-desk", name="值班台")
                yield Officer(id="demo-leader", name="网格长甲", roles=("grid_leader",))
        """
        return ()

    @hookspec
    def cmsdk_catalogue(self, context: AssemblyContext) -> Iterable[Category | Scheme | CategoryMapping]:
        """Contribute catalogues (分类): schemes, their categories, and mappings between schemes.

        Called: once, when a city is assembled.
        Return: schemes, categories of any depth, and rows that map a category to one of another scheme.
        Combined: merged by scheme, version and code, mappings by id; a more specific plugin may replace one.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.0. `Scheme` and `CategoryMapping` since 1.1.

        Example:
            @hookimpl
            def cmsdk_catalogue(self, context):
                yield Scheme(scheme="demo", version="1", name="示范目录", extends_from=99, basis="本市通知")
                yield Category(scheme="demo", version="1", code="S1", kind=CategoryKind.SERVICE, name="便民设施")
        """
        return ()

    @hookspec
    def cmsdk_standards(self, context: AssemblyContext) -> Iterable[FilingStandard]:
        """Contribute filing standards (立案、处置和结案标准): condition, limit, closing condition.

        Called: once, when a city is assembled.
        Return: standards; one category may have several, each a condition with its own limit.
        Combined: merged by id; a more specific plugin may replace one by saying so.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.0.

        Example:
            @hookimpl
            def cmsdk_standards(self, context):
                five_days = Limit(5, LimitUnit.WORK_DAY)
                yield FilingStandard(id="demo-s1", category="demo/1/S1", limit=five_days, basis="本市通知")
        """
        return ()

    @hookspec
    def cmsdk_calendars(self, context: AssemblyContext) -> Iterable[WorkCalendar | CalendarYear]:
        """Contribute working time (工作日历): shifts, holidays and make-up days with a known end; further years of it.

        Called: once, when a city is assembled.
        Return: calendars, and years that follow the known end of a calendar of this or a more general plugin.
        Combined: named: one calendar an id; a more specific plugin may replace one by saying so. Years are merged in.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.0. `CalendarYear` since 1.1.

        Example:
            @hookimpl
            def cmsdk_calendars(self, context):
                yield WorkCalendar(
                    id="demo-days", version="1", time_zone="Asia/Shanghai", shifts=((time(9), time(17)),),
                    known_from=date(2026, 1, 1), known_until=date(2026, 12, 31),
                )
        """
        return ()
