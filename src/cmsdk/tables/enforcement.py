"""``enforcement.toml`` of a plugin: steps, guards, terms and sums of enforcement files."""

from datetime import time
from decimal import Decimal
from typing import Any

import attrs

from cmsdk.contract.enforcement import EnforcementRules, Night, Sum, Term, TermUnit
from cmsdk.contract.workflow import Transition

from .settings import guarded, renamed, structure


@attrs.frozen(kw_only=True)
class _Term:
    amount: int
    unit: TermUnit
    basis: str


@attrs.frozen(kw_only=True)
class _Sum:
    amount: int
    basis: str


@attrs.frozen(kw_only=True)
class _Night:
    begins: time
    ends: time
    basis: str


@attrs.frozen(kw_only=True)
class _Step:
    command: str
    from_: tuple[str, ...]
    to: str
    roles: tuple[str, ...]
    guards: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    label: str = ""
    basis: str = ""


renamed(_Step, from_="from")


@attrs.frozen(kw_only=True)
class _Rules:
    id: str = ""
    initial: str
    ends: tuple[str, ...]
    transition: tuple[_Step, ...]
    guards: dict[str, str] = attrs.field(factory=dict)
    terms: dict[str, _Term] = attrs.field(factory=dict)
    sums: dict[str, _Sum] = attrs.field(factory=dict)
    night: _Night | None = None
    measures: dict[str, str] = attrs.field(factory=dict)
    labels: dict[str, str] = attrs.field(factory=dict)
    lang: str = ""
    basis: str = ""


def _values(given: Any) -> dict[str, Any]:  # noqa: ANN401  any of the attrs classes above
    return {field.name: getattr(given, field.name) for field in attrs.fields(type(given))}


def _made(given: _Rules, where: str, default_id: str) -> EnforcementRules:
    values = _values(given)
    rows = [_values(row) for row in values.pop("transition")]
    night = values.pop("night")
    return EnforcementRules(
        **{
            **values,
            "id": given.id or default_id,
            "transitions": tuple(Transition(sources=row.pop("from_"), **row) for row in rows),
            "terms": {name: Term(**_values(term)) for name, term in given.terms.items()},
            "sums": {name: Sum(amount=Decimal(one.amount), basis=one.basis) for name, one in given.sums.items()},
            "night": Night(**_values(night)) if night else None,
        },
        source=where,
    )


def enforcement(form: dict[str, Any], where: str, default_id: str) -> EnforcementRules:
    """``enforcement.toml``; ``from`` of a transition is its source states. Raises RejectedInput with all mistakes."""
    given = structure(form, _Rules, where)
    return guarded(lambda: _made(given, where, default_id), where)
