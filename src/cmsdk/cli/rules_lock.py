"""``cmsdk rules lock`` and ``cmsdk rules diff``: the rules of a plan as a file that is reviewed, and what differs."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from cmsdk.desk.planning import planned
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem
from cmsdk.publish.write import write
from cmsdk.registry.lock import LockedPlugin, LockedRule, RulesLock, read_lock, rules_lock
from cmsdk.registry.lock_diff import Changed, Kind, LockDiff, compare
from cmsdk.registry.trial import trial

from . import options
from .answer import DONE, LOOK, Answer, Asked
from .coverage import MOST
from .lang import say
from .opening import found_plugins
from .screen import Screen, short
from .spoken import SpokenCommand

_TOLD = 60
"""Columns of a terminal for what differs in a rule."""


def _read(file: str) -> RulesLock:
    try:
        payload = Path(file).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise RejectedInput([problem("CMS903", file, file=file, error=reason)]) from error
    return read_lock(payload, file)


@click.command("lock", cls=SpokenCommand, help="help-rules-lock")
@click.argument("city_id", metavar="ID")
@options.option("--to", metavar="FILE", default="", help="option-lock-to")
@options.option("--check", "file", metavar="FILE", default="", help="option-lock-check")
@options.plugins
@options.plain
@options.answering
def lock(asked: Asked, city_id: str, to: str, file: str) -> Answer:
    """The rules of a city as ``rules.lock``: shown, written, or compared with one that was written before."""
    made = rules_lock(planned(found_plugins(asked), city_id))
    data: dict[str, Any] = {"city": city_id, "plan": made.plan, "api": made.api, "rules": len(made.rules)}
    if file:
        return _checked(compare(_read(file), made), file, data)
    if to:
        path = write(made.text.encode(), Path(to))
        return Answer({**data, "file": str(path)}, lambda screen: screen.raw(str(path)))
    return Answer({**data, "text": made.text}, lambda screen: screen.raw(made.text))


def _checked(diff: LockDiff, file: str, data: dict[str, Any]) -> Answer:
    if diff.same:
        return Answer({**data, "current": True}, lambda screen: screen.line(say("lock-current", file=file)))
    found = diff.not_current(file)
    return Answer({**data, "current": False, **diff_form(diff)}, lambda s: show_diff(s, diff), (found,), LOOK)


@click.command("diff", cls=SpokenCommand, help="help-rules-diff")
@click.argument("files", metavar="[FILE [FILE]]", nargs=-1)
@options.city
@options.option("--with", "given", metavar="PATH", default="")
@options.plugins
@options.plain
@options.answering
def diff(asked: Asked, files: tuple[str, ...], given: str) -> Answer:
    """What differs between two files, a file and the present plan, or the present plan and a changed one."""
    sides = [_read(file) for file in files]
    if len(sides) + bool(asked.city) + bool(given) != 2 or (given and not asked.city and not sides):  # noqa: PLR2004
        raise RejectedInput([problem("CMS932", "rules diff")])
    city = asked.city or (sides[0].city if given else "")
    if city:
        rows = found_plugins(asked)
        if asked.city:
            sides.append(rules_lock(planned(rows, city)))
        if given:
            with ExitStack() as stack:
                tried = stack.enter_context(trial(rows, city, given))
                stack.enter_context(tried.code)
                sides.append(rules_lock(planned(tried.rows, city)))
    found = compare(*sides)
    return Answer(diff_form(found), lambda screen: show_diff(screen, found), code=DONE if found.same else LOOK)


def _rule_form(rule: LockedRule | None) -> dict[str, str] | None:
    return {"plugin": rule.plugin, "digits": rule.digits, "source": rule.source} if rule is not None else None


def _plugin_text(plugin: LockedPlugin | None) -> str:
    return f"{plugin.version} ({plugin.scope})" if plugin else "—"


def diff_form(found: LockDiff) -> dict[str, Any]:
    """The differences as JSON."""
    return {
        "before": found.before.plan, "after": found.after.plan, "same": found.same, "unnamed": found.unnamed,
        "city": [found.before.city, found.after.city],
        "api": [found.before.api, found.after.api],
        "plugins": [
            {"name": (old or new).name, "before": _plugin_text(old), "after": _plugin_text(new)}  # type: ignore[union-attr]
            for old, new in found.plugins
        ],
        "rules": [
            {
                "what": str(c.kind), "hook": c.rule.hook, "kind": c.rule.kind, "id": c.rule.key, "moved": c.moved,
                "was": c.was or None, "now": c.now or None,
                "before": _rule_form(c.before), "after": _rule_form(c.after),
                "fields": [{"field": t.field, "before": t.before, "after": t.after} for t in c.fields],
            }
            for c in found.rules
        ],
    }  # fmt: skip


def _line(changed: Changed) -> tuple[str, ...]:
    rule, old = changed.rule, changed.before
    told = "; ".join(f"{t.field}: {t.before or '—'} → {t.after or '—'}" for t in changed.fields)
    if changed.kind is Kind.CHANGED and not told and old is not None:
        told = f"{old.plugin} {old.digits} → {rule.plugin} {rule.digits}"
    place = f"{changed.was or '—'} → {changed.now or '—'}" if changed.was != changed.now else str(changed.now)
    sources = dict.fromkeys(r.source.rpartition("/")[2] for r in (old, changed.after) if r is not None and r.source)
    return rule.key, say(f"rule-{changed.kind}"), rule.hook, place, short(told, _TOLD), " → ".join(sources)


def show_diff(screen: Screen, found: LockDiff) -> None:
    """The differences in a table, the first of many; what the file cannot name is said in words."""
    if found.same:
        screen.line(say("diff-same", plan=found.after.plan))
        return
    if found.before.city != found.after.city:
        screen.line(say("diff-cities", before=found.before.city, after=found.after.city))
    screen.line(say("diff-plans", before=found.before.plan, after=found.after.plan))
    for old, new in found.plugins:
        name = (new or old).name  # type: ignore[union-attr]
        screen.line(say("diff-plugin", name=name, before=_plugin_text(old), after=_plugin_text(new)))
    if found.unnamed:
        screen.line(say("diff-unnamed"))
    if found.rules:
        counts = {kind.value: found.count(kind) for kind in Kind}
        screen.line(say("diff-counts", **counts))
        header = [say(f"column-diff-{name}") for name in ("id", "what", "hook", "place", "fields", "source")]
        screen.table(header, [_line(changed) for changed in found.rules[:MOST]])
    if len(found.rules) > MOST:
        screen.line(say("proof-more", count=len(found.rules) - MOST))
