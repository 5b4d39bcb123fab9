"""``rules.lock``: every rule of a plan in the order in which it is asked, a line each, for those who review changes.

A line names hook, kind, plugin, key and twelve hexadecimal digits of what the rule says, wherever it stands in its
file. Fields that tell of a person do not count in it: from short digits a phone number could be found (ADR 0052).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, Final

import attrs

from cmsdk.contract.api import API, HOOKS
from cmsdk.contract.base import Contribution
from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.contract.workflow import Transition, Workflow
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem
from cmsdk.rules.asked import in_order
from cmsdk.serial import canonical

from .content import content

VERSION: Final = "1"
"""Of the file's form."""
DIGITS: Final = 12
"""Hexadecimal digits a rule: a rule that was changed keeps its digits once in 2⁴⁸ times."""
_PREFIX: Final = "cmsdk_"
_HEAD: Final = ("lock", "city", "api", "plan")
_PLUGIN, _RULE = 4, 5
"""Words of a line that names a plugin, and of one that names a rule."""
_NOTE: Final = """\
# The rules of {city} in the order in which they are asked (hook, kind, plugin, digits, key).
# Written by `cmsdk rules lock {city}`, not by hand. 由该命令生成，请勿手工修改。
"""


@attrs.frozen
class LockedPlugin:
    """A plugin that had a part in the plan."""

    name: str
    version: str
    scope: str


@attrs.frozen
class LockedRule:
    """A line of the file: which rule, whose, and digits of what it says."""

    hook: str
    """Without ``cmsdk_``."""
    kind: str
    """The type of the contribution; a step of a workflow is a ``Transition``."""
    plugin: str
    digits: str
    key: str
    source: str = attrs.field(default="", eq=False)
    """File and row, where the rule itself is at hand; it is not written."""
    item: Any = attrs.field(default=None, eq=False, repr=False)
    """The rule, where it is at hand; it is not written."""

    @property
    def id(self) -> tuple[str, str, str]:
        """What it is known by in its plan."""
        return self.hook, self.kind, self.key


@attrs.frozen
class RulesLock:
    """The whole file (规则锁定文件)."""

    city: str
    api: str
    """Version of the contract."""
    plan: str
    """The plan's fingerprint, as it is stored with every decision."""
    plugins: tuple[LockedPlugin, ...]
    rules: tuple[LockedRule, ...]

    @property
    def text(self) -> str:
        """As it is written: UTF-8, lines end with LF."""
        head = [f"lock {VERSION}", f"city {self.city}", f"api {self.api}", f"plan {self.plan}"]
        head += [f"plugin {p.name} {p.version} {p.scope}" for p in self.plugins]
        lines = [f"{r.hook} {r.kind} {r.plugin} {r.digits} {r.key}" for r in self.rules]
        return _NOTE.format(city=self.city) + "\n".join((*head, "", *lines, ""))


def rules_lock(plan: CityPlan) -> RulesLock:
    """The rules of ``plan``; the same for the same rules, in whatever order plugins were installed."""
    plugins = tuple(LockedPlugin(p.name, p.version, p.scope) for p in plan.plugins)
    rules = (rule for hook in HOOKS for ranked in in_order(plan, hook) for rule in _rules(hook, ranked))
    return RulesLock(plan.city, API, plan.fingerprint, plugins, tuple(rules))


def read_lock(payload: bytes, where: str) -> RulesLock:
    """A file that was written before. Raises RejectedInput: it is none, or was changed by hand so that it is none."""
    try:
        lines = payload.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise _unreadable(where, 1, "utf-8") from error
    head: dict[str, str] = {}
    plugins: list[LockedPlugin] = []
    rules: list[LockedRule] = []
    known: set[tuple[str, str, str]] = set()
    for number, line in enumerate((line.removesuffix("\r") for line in lines), start=1):
        words = line.split(" ", _RULE - 1)
        if not line or line.startswith("#"):
            continue
        if words[0] in _HEAD and len(words) == 2:  # noqa: PLR2004  a name and its value
            head[words[0]] = words[1]
        elif words[0] == "plugin" and len(words) == _PLUGIN:
            plugins.append(LockedPlugin(*words[1:]))
        elif len(words) == _RULE and len(words[3]) == DIGITS and words[0] not in (*_HEAD, "plugin"):
            rule = LockedRule(*words)
            if rule.id in known:
                # merged by hand: which of the two lines holds nobody can say
                raise _unreadable(where, number, line[:80])
            known.add(rule.id)
            rules.append(rule)
        else:
            raise _unreadable(where, number, line[:80])
    missing = [name for name in _HEAD if name not in head]
    if missing or head["lock"] != VERSION:
        raise _unreadable(where, 1, f"lock {head.get('lock', '—')}")
    return RulesLock(head["city"], head["api"], head["plan"], tuple(plugins), tuple(rules))


def _unreadable(where: str, number: int, line: str) -> RejectedInput:
    return RejectedInput([problem("CMS930", f"{where}:{number}", file=where, number=number, line=line)])


def _rules(hook: str, ranked: Ranked[Contribution]) -> Iterator[LockedRule]:
    """The line of an item; of a workflow one more for each step."""
    item: Any = ranked.item
    steps: tuple[Transition, ...] = ()
    if isinstance(item, Workflow):
        steps, item = item.transitions, attrs.evolve(item, transitions=())
    yield _rule(hook, ranked.plugin.name, item, item.key)
    for step, key in zip(steps, _numbered(f"{s.command}:{','.join(s.sources)}>{s.to}" for s in steps), strict=True):
        yield _rule(hook, ranked.plugin.name, step, key)


def _rule(hook: str, plugin: str, item: Any, key: str) -> LockedRule:  # noqa: ANN401  a contribution or a part of one
    digits = sha256(canonical(content(item, personal=False)).encode()).hexdigest()[:DIGITS]
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in key)
    return LockedRule(hook.removeprefix(_PREFIX), type(item).__name__, plugin, digits, shown, item.source, item)


def _numbered(keys: Iterable[str]) -> Iterator[str]:
    """``keys`` with a number behind the second of one name."""
    seen: Counter[str] = Counter()
    for key in keys:
        seen[key] += 1
        yield key if seen[key] == 1 else f"{key}#{seen[key]}"
