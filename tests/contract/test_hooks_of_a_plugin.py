"""What a plugin author gets wrong in a hook: each slip has its code, its place, its facts and its remedy (CMS2xx)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cmsdk import City, Problem, discover

Install = Callable[..., Path]
Complaints = Callable[..., tuple[Problem, ...]]
Speaks = Callable[..., None]


def test_the_toy_city_itself_is_whole(install: Install, toy: dict[str, str]) -> None:
    install(tables=toy, code="class Toy(TableCity): pass")
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        assert city.check() == ()
        assert [p.name for p in city.plan.plugins] == ["builtin", "toy"]


def only(problems: tuple[Problem, ...], code: str) -> Problem:
    """The one problem; that the city then has no profile follows from it and is no second slip."""
    found = [p for p in problems if p.code != "CMS210"]
    assert [p.code for p in found] == [code], [p.line() for p in problems]
    return found[0]


SLIPS = {
    "forgotten mark": (
        "CMS202",
        "def cmsdk_routes(self, context): return ()",
        ("cmsdk_routes", "@hookimpl"),
    ),
    "an attribute in place of a hook": ("CMS202", "cmsdk_routes = 5", ("cmsdk_routes", "@hookimpl")),
    "misspelt hook": (
        "CMS203",
        "@hookimpl\n    def cmsdk_route(self, context): return ()",
        ("cmsdk_route", "cmsdk_routes"),
    ),
    "misspelt hook without a mark": ("CMS203", "def cmsdk_chanels(self, context): return ()", ("cmsdk_channels",)),
    "misspelt prefix": (
        "CMS203",
        "@hookimpl\n    def cmdsk_routes(self, context): return ()",
        ("cmdsk_routes", "cmsdk_routes"),
    ),
    "marked for a hook that does not exist": (
        "CMS203",
        "@hookimpl(specname='cmsdk_roots')\n    def mine(self, context): return ()",
        ("cmsdk_roots", "cmsdk_routes"),
    ),
    "wrong argument": (
        "CMS205",
        "@hookimpl\n    def cmsdk_routes(self, ctx): return ()",
        ("ctx", "context"),
    ),
    "an argument too many": (
        "CMS205",
        "@hookimpl\n    def cmsdk_routes(self, context, city): return ()",
        ("city", "context"),
    ),
    "a default": (
        "CMS205",
        "@hookimpl\n    def cmsdk_routes(self, context=None): return ()",
        ("context=None",),
    ),
    "keyword only": ("CMS205", "@hookimpl\n    def cmsdk_routes(self, *, context): return ()", ("context",)),
    "any arguments": ("CMS205", "@hookimpl\n    def cmsdk_routes(self, **context): return ()", ("**context",)),
    "no argument": ("CMS205", "@hookimpl\n    def cmsdk_routes(self): return ()", ("(self)", "context")),
    "no self": ("CMS205", "@hookimpl\n    def cmsdk_routes(context): return ()", ("(context)",)),
    "async": ("CMS206", "@hookimpl\n    async def cmsdk_routes(self, context): return ()", ("cmsdk_routes",)),
    "async generator": (
        "CMS206",
        "@hookimpl\n    async def cmsdk_routes(self, context): yield 1",
        ("cmsdk_routes", "async def"),
    ),
    "wrapper": (
        "CMS212",
        "@hookimpl(wrapper=True)\n    def cmsdk_routes(self, context): return (yield)",
        ("cmsdk_routes", "wrapper"),
    ),
    "old wrapper": (
        "CMS212",
        "@hookimpl(hookwrapper=True)\n    def cmsdk_routes(self, context): yield",
        ("cmsdk_routes", "wrapper"),
    ),
    "hook raises": (
        "CMS201",
        "@hookimpl\n    def cmsdk_routes(self, context): return 1 / 0",
        ("cmsdk_routes", "ZeroDivisionError", "__init__.py:4"),
    ),
    "hook raises half way": (
        "CMS201",
        (
            "@hookimpl\n    def cmsdk_routes(self, context):\n        yield RouteRow(id='toy-a', unit='toy-desk')\n"
            "        raise KeyError('half way')"
        ),
        ("cmsdk_routes", "half way"),
    ),
    "hook ends the program": (
        "CMS201",
        "@hookimpl\n    def cmsdk_routes(self, context): raise SystemExit(3)",
        ("cmsdk_routes", "SystemExit: 3"),
    ),
    "hook returns what is no list": (
        "CMS201",
        "@hookimpl\n    def cmsdk_routes(self, context): return RouteRow(id='toy-a', unit='toy-desk')",
        ("cmsdk_routes", "RouteRow"),
    ),
    "file outside the plugin": (
        "CMS201",
        "@hookimpl\n    def cmsdk_routes(self, context): context.resource('../../secret')",
        ("../../secret",),
    ),
    "wrong item": (
        "CMS207",
        "@hookimpl\n    def cmsdk_routes(self, context): return ['toy-desk'] * 500",
        ("cmsdk_routes", "str", "RouteRow, Route"),
    ),
    "item of another hook": (
        "CMS207",
        "@hookimpl\n    def cmsdk_routes(self, context): yield Unit(id='toy-u', name='单位')",
        ("cmsdk_routes", "Unit", "RouteRow, Route"),
    ),
    "a class in place of an item": (
        "CMS207",
        "@hookimpl\n    def cmsdk_routes(self, context): yield RouteRow",
        ("type", "RouteRow, Route"),
    ),
}


FIELDS = {
    "no unit": ("routes", "RouteRow(id='r', unit=None)", "RouteRow(unit=None)", "RouteRow(unit: str)"),
    "no id": ("routes", "RouteRow(id=None, unit='toy-desk')", "RouteRow(id=None)", "RouteRow(id: str)"),
    "a word for a mode": ("routes", "RouteRow(id='r', unit='toy-desk', mode='soon')", "mode='soon'", "mode: Mode"),
    "one word for many": (
        "classifiers",
        "KeywordRow(id='c', words='路灯', category='S1')",
        "words='路灯'",
        "tuple[str, ...]",
    ),
    "a text in a span": (
        "routes",
        "RouteRow(id='r', unit='toy-desk', valid='2026')",
        "valid='2026'",
        "valid: DateSpan",
    ),
    "no callable": ("normalisers", "Normaliser(id='n', apply='strip')", "apply='strip'", "apply: Callable"),
    "no limit": ("deadlines", "LimitRow(id='l', limit=5)", "limit=5", "limit: Limit"),
    "a text for a date": (
        "calendars",
        "WorkCalendar(id='c', version='1', time_zone='UTC', shifts=(), known_from='2026', known_until='2027')",
        "ValueError",
        "",
    ),
    "one state for many": (
        "workflow",
        "Workflow(id='w', initial='a', ends=(), transitions=(Transition(command='c', sources='a', to='b', roles=()),))",
        "Workflow(transitions=",
        "tuple[Transition, ...]",
    ),
    "a share without a kind": (
        "approach_policy",
        "ApproachPolicy(id='p', target={'service': 100})",
        "target=",
        "Approach",
    ),
}


@pytest.mark.parametrize("slip", FIELDS)
def test_a_field_of_the_wrong_type_is_named_as_it_is_and_as_it_should_be(
    slip: str, install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks
) -> None:
    hook, made, got, wanted = FIELDS[slip]
    body = f"@hookimpl\n    def cmsdk_{hook}(self, context): yield {made}"
    install(version="2.3", tables=toy, code=f"class Toy(TableCity):\n    {body}\n")
    found = only(complaints(), "CMS207" if wanted else "CMS201")
    assert found.where == f"cmsdk-toy 2.3/Toy.cmsdk_{hook}"
    speaks(found, got, wanted)


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_a_hook_is_named_with_place_and_remedy(
    slip: str, install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks
) -> None:
    code, body, needles = SLIPS[slip]
    install(version="2.3", tables=toy, code=f"class Toy(TableCity):\n    {body}\n")
    found = only(complaints(), code)
    assert found.where.startswith("cmsdk-toy 2.3/Toy.")
    speaks(found, *needles)


def test_what_the_plugin_says_of_its_tables_is_shown_as_it_says_it(
    install: Install, complaints: Complaints, toy: dict[str, str]
) -> None:
    install(tables={**toy, "responsibility.csv": "id,unit,moed\ntoy-a,,now\n"})
    assert sorted(p.code for p in complaints()) == ["CMS402", "CMS405"]


def test_keyboard_interrupt_is_never_taken_for_a_fault(install: Install, toy: dict[str, str]) -> None:
    install(
        tables=toy,
        code="class Toy(TableCity):\n    @hookimpl\n    def cmsdk_routes(self, context): raise KeyboardInterrupt\n",
    )
    with pytest.raises(KeyboardInterrupt):
        City.open("test.toy", plugins=discover(only=["toy"]))


def test_every_slip_of_every_plugin_is_shown_at_once(
    install: Install, toy: dict[str, str], complaints: Complaints
) -> None:
    install(
        tables={**toy, "units.csv": "id,name\ntoy-desk,\n", "approach.toml": "id = 7\n"},
        code="""
        class Toy(TableCity):
            @hookimpl
            def cmsdk_formats(self, context): return [1]
        """,
    )
    install(
        "more",
        code="""
        class Toy(CityPlugin):
            def cmsdk_grids(self, context): return ()
            @hookimpl
            async def cmsdk_stations(self, context): return ()
            @hookimpl
            def cmsdk_gazeteer(self, context): return ()
        """,
    )
    install("third", code="raise RuntimeError('no such luck')")
    found = complaints(only=("toy", "more", "third"))
    named = {(p.code, p.where.split("/")[0].split(" ")[0]) for p in found}
    assert named >= {
        ("CMS202", "cmsdk-more"),
        ("CMS203", "cmsdk-more"),
        ("CMS206", "cmsdk-more"),
        ("CMS107", "cmsdk-third"),
        ("CMS207", "cmsdk-toy"),
        ("CMS405", "toy"),
        ("CMS412", "toy"),
    }
