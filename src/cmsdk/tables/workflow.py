"""``workflow.toml`` of a plugin → its workflow (流程表)."""

from typing import Any

import attrs

from cmsdk.contract.workflow import Dropped, Transition, Workflow

from .settings import guarded, renamed, structure

Form = dict[str, Any]


@attrs.frozen(kw_only=True)
class _Transition:
    command: str
    from_: tuple[str, ...]
    to: str
    roles: tuple[str, ...]
    guards: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    approvals: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    label: str = ""
    basis: str = ""


@attrs.frozen(kw_only=True)
class _Without:
    command: str
    from_: tuple[str, ...] = ()


renamed(_Transition, from_="from")
renamed(_Without, from_="from")


@attrs.frozen(kw_only=True)
class _Workflow:
    id: str = ""
    extends: str = ""
    initial: str = ""
    ends: tuple[str, ...] = ()
    transition: tuple[_Transition, ...] = ()
    without: tuple[_Without, ...] = ()
    retired: tuple[str, ...] = ()
    labels: dict[str, str] = attrs.field(factory=dict)
    holders: dict[str, str] = attrs.field(factory=dict)
    merged: dict[str, tuple[str, ...]] = attrs.field(factory=dict)
    seats: dict[str, str] = attrs.field(factory=dict)
    lang: str = ""
    basis: str = ""

    def __attrs_post_init__(self) -> None:
        missing = [name for name in ("initial", "ends") if not getattr(self, name)]
        if missing and not self.extends:
            raise ValueError(f"{', '.join(missing)}: a workflow that extends no other says where cases begin and end")


def _row(given: _Transition, where: str) -> Transition:
    values = attrs.asdict(given, recurse=False)
    return Transition(sources=values.pop("from_"), source=where, **values)


def workflow(form: Form, where: str, default_id: str) -> Workflow:
    """``workflow.toml``; ``from`` of a transition is its source states, ``to`` where it leads."""
    given = structure(form, _Workflow, where)
    values = attrs.asdict(given, recurse=False)
    values["transitions"] = tuple(_row(row, where) for row in values.pop("transition"))
    values["without"] = tuple(Dropped(one.command, one.from_) for one in given.without)
    values["id"] = given.id or default_id
    return guarded(lambda: Workflow(**values, source=where), where)
