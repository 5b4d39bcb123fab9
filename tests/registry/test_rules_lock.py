"""``rules.lock``: a line a rule in the order in which it is asked, nothing personal in it; and what differs."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from cmsdk import Problem, RejectedInput, discover
from cmsdk.desk.planning import planned
from cmsdk.registry.lock import LockedRule, RulesLock, read_lock, rules_lock
from cmsdk.registry.lock_diff import Kind, compare

Install = Callable[..., Path]

TABLES = {
    "responsibility.csv": "id,category,area,when,unit\ntoy-a,*,*,,toy-roads\ntoy-b,S1,*,,toy-garden\n"
    "toy-c,S1,x-east,,toy-roads\n",
    "divisions.csv": "code,name,level\nx-east,东片区,district\n",
    "classify.csv": "id,words,category\ntoy-k,路灯,S1\n",
    "limits.csv": "id,category,area,amount,unit\ntoy-l1,*,*,5,natural_day\ntoy-l2,S1,*,3,natural_day\n",
    "people.csv": "id,name,unit,roles,certificate,phone\ntoy-p,张三,toy-roads,clerk,A123,13800000000\n",
}


@pytest.fixture
def locked(install: Install, toy: dict[str, str]) -> Callable[[Mapping[str, str]], RulesLock]:
    """The lock of the toy city with other tables than ``TABLES``."""
    root = install(tables={**toy, **TABLES})

    def make(changed: Mapping[str, str]) -> RulesLock:
        for file, text in {**TABLES, **changed}.items():
            (root / "tables" / file).write_text(text, encoding="utf-8")
        return rules_lock(planned(discover(only=["toy"]), "test.toy"))

    return make


Locked = Callable[[Mapping[str, str]], RulesLock]


def _keys(lock: RulesLock, hook: str) -> list[str]:
    return [rule.key for rule in lock.rules if rule.hook == hook and rule.plugin == "toy"]


def test_rules_stand_in_the_order_in_which_they_are_asked_and_steps_of_the_workflow_one_by_one(locked: Locked) -> None:
    lock = locked({})
    assert _keys(lock, "routes") == ["toy-c", "toy-b", "toy-a"]
    assert _keys(lock, "deadlines") == ["toy-l2", "toy-l1"]
    steps = [rule for rule in lock.rules if rule.kind == "Transition"]
    assert len(steps) > 10
    assert len({rule.id for rule in lock.rules}) == len(lock.rules)


def test_what_is_written_is_read_again_and_its_head_names_plan_and_contract(locked: Locked) -> None:
    lock = locked({})
    assert read_lock(lock.text.encode(), "rules.lock") == lock
    assert read_lock(b"\xef\xbb\xbf" + lock.text.replace("\n", "\r\n").encode(), "rules.lock") == lock
    assert f"\nplan {lock.plan}\n" in lock.text
    assert f"\napi {lock.api}\n" in lock.text
    assert lock.text.endswith("\n")
    assert "\r" not in lock.text


def test_a_name_or_phone_number_is_not_in_the_file_and_changes_no_line(locked: Locked) -> None:
    before = locked({})
    text = TABLES["people.csv"]
    after = locked({"people.csv": text.replace("张三", "李四").replace("138", "139").replace("A123", "B9")})
    assert not any(word in before.text for word in ("张三", "13800000000", "A123"))
    assert after.rules == before.rules
    assert after.plan != before.plan
    found = compare(before, after)
    assert (found.unnamed, found.same, found.rules) == (True, False, ())


def test_what_an_officer_may_do_does_change_a_line_and_is_told_without_the_person(locked: Locked) -> None:
    people = TABLES["people.csv"].replace("clerk", "officer").replace("张三", "李四")
    (changed,) = compare(locked({}), locked({"people.csv": people})).rules
    assert [(told.field, told.before, told.after) for told in changed.fields] == [("roles", "clerk", "officer")]


ROUTES = TABLES["responsibility.csv"]
DIFFERENCES: dict[str, tuple[Mapping[str, str], list[tuple[str, Kind, bool]]]] = {
    "nothing, in other rows": ({"responsibility.csv": ROUTES.replace("\ntoy-b", "\n\n# note\ntoy-b")}, []),
    "a unit": (
        {"responsibility.csv": ROUTES.replace("toy-b,S1,*,,toy-garden", "toy-b,S1,*,,toy-desk")},
        [("toy-b", Kind.CHANGED, False)],
    ),
    "a row more and a row less": (
        {"responsibility.csv": ROUTES.replace("toy-b", "toy-d")},
        [("toy-d", Kind.ADDED, False), ("toy-b", Kind.REMOVED, False)],
    ),
    "a row that is asked later now": (
        {"responsibility.csv": ROUTES.replace("toy-c,S1,x-east", "toy-c,*,x-east")},
        [("toy-c", Kind.CHANGED, True)],
    ),
    "a limit": (
        {"limits.csv": TABLES["limits.csv"].replace("S1,*,3", "S1,*,2")},
        [("toy-l2", Kind.CHANGED, False)],
    ),
}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_a_difference_is_named_with_what_it_was(name: str, locked: Locked) -> None:
    changes, wanted = DIFFERENCES[name]
    found = compare(locked({}), locked(changes))
    assert [(c.rule.key, c.kind, c.moved) for c in found.rules] == wanted
    assert found.same is not bool(wanted)
    for changed in found.rules:
        assert (changed.before is None, changed.after is None) == (changed.was == 0, changed.now == 0)
        if changed.kind is Kind.CHANGED:
            assert changed.fields
            assert changed.rule.source.startswith("toy/tables/") or "tables/" in changed.rule.source


def _lock(rules: list[LockedRule]) -> RulesLock:
    return RulesLock("test.toy", "1.0", "0" * 16, (), tuple(rules))


KEYS = st.lists(st.text(min_size=1, max_size=5).map(lambda key: f"k{key}"), unique=True, max_size=12)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), keys=KEYS)
def test_as_few_as_possible_have_moved_and_the_others_keep_their_order(data: st.DataObject, keys: list[str]) -> None:
    rules = [LockedRule("routes", "RouteRow", "toy", "0" * 12, key) for key in keys]
    turned = data.draw(st.permutations(rules))
    moved = {c.rule.key for c in compare(_lock(rules), _lock(turned)).rules}
    stay = [rule for rule in turned if rule.key not in moved]
    assert stay == [rule for rule in rules if rule.key not in moved]
    one = data.draw(st.sampled_from(rules)) if rules else None
    if one is not None:
        without = [rule for rule in rules if rule is not one]
        again = data.draw(st.integers(0, len(without)))
        shifted = [*without[:again], one, *without[again:]]
        assert len(compare(_lock(rules), _lock(shifted)).rules) <= 1


WRONG: dict[str, tuple[Callable[[str], str], str]] = {
    "a mark of a merge": (lambda text: text.replace("\n\n", "\n<<<<<<< HEAD\n\n"), "<<<<<<< HEAD"),
    "digits cut off": (lambda text: text.replace(" toy-a\n", "\n"), ""),
    "of a newer form": (lambda text: text.replace("lock 1\n", "lock 2\n"), "lock 2"),
    "no plan": (lambda text: text.replace("\nplan ", "\n# plan "), ""),
    "a rule twice": (lambda text: text + text.splitlines()[-1] + "\n", "observe Observer"),
    "another file": (lambda _: "id,category,unit\n", "id,category,unit"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_is_no_lock_is_refused_by_its_line(
    name: str, locked: Locked, speaks: Callable[..., None], facts: Callable[[Problem], dict[str, Any]]
) -> None:
    change, line = WRONG[name]
    with pytest.raises(RejectedInput) as caught:
        read_lock(change(locked({}).text).encode(), "rules.lock")
    (found,) = caught.value.problems
    assert found.code == "CMS930"
    assert line in facts(found)["line"]
    speaks(found, "rules.lock")


def test_a_plugin_of_another_version_is_a_difference_of_its_own(locked: Locked) -> None:
    lock = locked({})
    newer = [attrs.evolve(p, version="2.0") if p.name == "toy" else p for p in lock.plugins]
    found = compare(lock, attrs.evolve(lock, plan="f" * 16, plugins=tuple(newer)))
    assert [(old and old.version, new and new.version) for old, new in found.plugins] == [("1.0", "2.0")]
    assert (found.same, found.unnamed) == (False, False)


def test_the_same_rules_of_another_city_are_not_the_same(locked: Locked) -> None:
    lock = locked({})
    assert not compare(lock, attrs.evolve(lock, city="test.other")).same
