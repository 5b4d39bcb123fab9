"""The pack's tables: how much stands in them, that they fit together, and that every row says where it is from."""

from collections.abc import Callable
import re

import pytest

from cmsdk.plugin import (
    Category,
    CategoryKind,
    Contribution,
    FilingStandard,
    KeywordRow,
    LimitUnit,
    RoutingPolicy,
    Workflow,
)

Ask = Callable[[str], list[Contribution]]
NEW = "gbt30428.2/2013"
HOOKS = (
    "cmsdk_catalogue", "cmsdk_standards", "cmsdk_classifiers", "cmsdk_calendars", "cmsdk_workflow",
    "cmsdk_approach_policy", "cmsdk_routing_policy",
)  # fmt: skip


@pytest.fixture(scope="module")
def categories(ask: Ask) -> dict[str, Category]:
    return {c.code: c for c in ask("cmsdk_catalogue") if isinstance(c, Category) and c.tree == NEW}


@pytest.fixture(scope="module")
def standards(ask: Ask) -> list[FilingStandard]:
    return [s for s in ask("cmsdk_standards") if isinstance(s, FilingStandard)]


@pytest.fixture(scope="module")
def keywords(ask: Ask) -> list[KeywordRow]:
    return [k for k in ask("cmsdk_classifiers") if isinstance(k, KeywordRow)]


def _kinds(categories: dict[str, Category], *, major: bool) -> dict[CategoryKind, int]:
    some = [c.kind for c in categories.values() if (c.parent == "") is major]
    return {kind: some.count(kind) for kind in CategoryKind if kind in some}


def test_the_catalogue_has_its_majors_events_and_components(categories: dict[str, Category]) -> None:
    assert len(categories) == 201
    assert sum(_kinds(categories, major=True).values()) == 11
    assert _kinds(categories, major=False) == {CategoryKind.COMPONENT: 92, CategoryKind.EVENT: 98}
    assert {(c.scheme, c.version) for c in categories.values()} == {("gbt30428.2", "2013")}


def test_every_code_has_its_letter_and_stands_below_its_major(categories: dict[str, Category]) -> None:
    letters = {CategoryKind.COMPONENT: "C", CategoryKind.EVENT: "E"}
    for code, category in categories.items():
        assert re.fullmatch(letters[category.kind] + r"\d{2}(\d{2})?", code)
        assert category.parent == (f"gbt30428.2/2013/{code[:3]}" if len(code) == 5 else "")
        assert code[:3] in categories
        assert category.name
        assert category.name_en


def test_every_standard_belongs_to_a_minor_and_every_minor_has_one(
    categories: dict[str, Category], standards: list[FilingStandard]
) -> None:
    assert len(standards) == 519
    minors = {c.key for c in categories.values() if c.parent}
    assert {s.category for s in standards} == minors
    for code in minors:
        assert 1 <= sum(s.category == code for s in standards) <= 8


def test_every_standard_says_condition_limit_and_when_it_is_closed(standards: list[FilingStandard]) -> None:
    units = set()
    for standard in standards:
        assert standard.condition
        assert standard.limit is not None, standard.id
        assert standard.close_when
        units.add(standard.limit.unit)
    assert units <= {
        LimitUnit.URGENT_HOUR, LimitUnit.URGENT_DAY, LimitUnit.WORK_HOUR, LimitUnit.WORK_DAY, LimitUnit.NATURAL_DAY,
    }  # fmt: skip


def test_every_event_and_most_components_have_words(
    categories: dict[str, Category], keywords: list[KeywordRow]
) -> None:
    assert len(keywords) == 185
    named = {k.category for k in keywords}
    assert named <= {c.key for c in categories.values()}
    assert {c.key for code, c in categories.items() if code.startswith("E") and len(code) == 5} <= named
    assert sum(code.startswith(f"{NEW}/C") for code in named) == 86
    assert all(len(word) > 1 for k in keywords for word in k.words)


@pytest.mark.parametrize("hook", HOOKS)
def test_every_row_says_where_it_is_from(ask: Ask, hook: str) -> None:
    found = ask(hook)
    assert found
    assert [item.key for item in found if not item.basis] == []
    assert all(item.source for item in found)


@pytest.mark.parametrize("hook", ["cmsdk_standards", "cmsdk_classifiers", "cmsdk_calendars", "cmsdk_approach_policy"])
def test_every_id_begins_with_the_packs_name_and_comes_once(ask: Ask, hook: str) -> None:
    keys = [item.key for item in ask(hook)]
    assert all(key.startswith("cn-") for key in keys)
    assert len(set(keys)) == len(keys)


def test_the_workflow_ends_in_archive_visit_and_striking_off(ask: Ask) -> None:
    (flow,) = ask("cmsdk_workflow")
    assert isinstance(flow, Workflow)
    to = {row.command: (row.sources, row.to) for row in flow.transitions}
    assert to["archive"] == (("closed",), "archived")
    assert "archived" in to["visit"][0]
    assert to["strike_off"][1] == "struck_off"
    assert "struck_off" in flow.ends


def test_components_ask_owners_first_and_events_localities_and_nobody_is_the_sub_districts(ask: Ask) -> None:
    (policy,) = ask("cmsdk_routing_policy")
    assert isinstance(policy, RoutingPolicy)
    assert {kind: [str(p) for p in order] for kind, order in policy.order.items()} == {
        CategoryKind.COMPONENT: ["owner", "locality"],
        CategoryKind.EVENT: ["locality", "owner"],
    }
    assert policy.fallback == "subdistrict"
    assert "未查到" in policy.basis


@pytest.mark.parametrize(
    "said",
    ["路面坑洞", "路上有个坑", "门前地上有个坑", "马路中间有一个坑", "有个大坑", "路面有坑", "路口有坑", "路面有深坑"],
)
def test_everyday_words_for_a_hole_in_the_road_lead_to_road_damage(keywords: list[KeywordRow], said: str) -> None:
    assert _leading_to(keywords, said) == {f"{NEW}/E0113"}


@pytest.mark.parametrize("said", ["商家坑人", "被坑了", "合同里有个坑", "路边有人坑老人", "公司坑员工", "工地挖坑"])
def test_other_holes_are_none_of_the_road(keywords: list[KeywordRow], said: str) -> None:
    assert _leading_to(keywords, said) == set()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("园路有个坑", "E0179"),
        ("桥头路上有个坑", "C0209"),
        ("高架路上有一个坑", "C0299"),
        ("停车场路上有个坑", "C0201"),
    ],
)
def test_a_hole_in_another_thing_leads_to_that_thing(keywords: list[KeywordRow], said: str, code: str) -> None:
    """The rows of that thing hit by more characters, or by as many and an id that comes first."""

    def score(row: KeywordRow) -> int:
        parts = [word.split("+") for word in row.words]
        return sum(len("".join(p)) for p in parts if all(part in said for part in p))

    best = min(keywords, key=lambda row: (-score(row), row.id))
    assert best.category == f"{NEW}/{code}"


def _leading_to(keywords: list[KeywordRow], said: str) -> set[str]:
    """Categories of the rows of which a word, with all its parts, stands in ``said``."""
    hits = (k for k in keywords if any(all(part in said for part in word.split("+")) for word in k.words))
    return {k.category for k in hits if not any(word in said for word in k.not_words)}
