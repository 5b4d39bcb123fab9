"""Commands from words: what a clerk, a form or a scenario gives → a command, its actor, every wrong field named."""

from collections.abc import Mapping
from datetime import date, datetime
from difflib import get_close_matches
from enum import Enum
import re
import types
from typing import Any, Final, TypeVar, get_args, get_origin, get_type_hints

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.model.commands import COMMANDS, Actor, Command
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import Problem, problem
from cmsdk.model.words import label

E = TypeVar("E", bound=Enum)
T = TypeVar("T")
_YES_NO = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}
NEAR: Final = 0.5
"""How like an id a word has to be: another person's id, which only begins with the city's name, is no help."""
_MADE_UP: Final = re.compile(r"(?P<id>[^:@]+):(?P<roles>[^:@]*)(?:@(?P<unit>[^:@]*))?\Z")


def actor_of(by: str, plan: CityPlan) -> Actor | None:
    """The officer of the roster whose id is ``by``, or somebody written ``id:role1,role2@unit``; nothing for others.

    Roles and unit may be left out (``passer-by:``); whether the city has them is not asked.
    """
    officer = plan.officers.get(by)
    if officer is not None:
        return Actor(officer.id, officer.roles, officer.unit)
    found = _MADE_UP.match(by)
    if found is None:
        return None
    roles = tuple(role.strip() for role in found["roles"].split(",") if role.strip())
    return Actor(found["id"].strip(), roles, (found["unit"] or "").strip())


def near_officer(who: str, plan: CityPlan) -> str:
    """The id that ``who`` may have meant: of an officer who is called so, else the nearest; a dash where none is near.

    A city without people on its roster has those whom somebody vouches for: ``id:role``.
    """
    named = [officer.id for officer in plan.officers.values() if officer.name == who]
    near = named or get_close_matches(who, plan.officers, n=1, cutoff=NEAR)
    return near[0] if near else "—" if plan.officers else "ID:ROLE"


def command_id(word: str, plan: CityPlan) -> str:
    """The id of a command, which may also be named by the city's own label for it (``受理``); else ``word`` itself."""
    if word in COMMANDS:
        return word
    labelled = {row.command for row in plan.workflow.transitions if row.label == word}
    return labelled.pop() if len(labelled) == 1 else word.replace("-", "_").replace(" ", "_")


def command(name: str, fields: Mapping[str, str]) -> Command:
    """The command ``name`` with its fields read from text. Raises RejectedInput with all that is wrong."""
    kind = COMMANDS.get(name)
    if kind is None:
        near = get_close_matches(name, COMMANDS, n=1, cutoff=0)
        raise RejectedInput([problem("CMS706", name, command=name, near=near[0])])
    return from_words(kind, name, fields)


def from_words(kind: type[T], name: str, fields: Mapping[str, str]) -> T:
    """A command of ``kind``, which people call ``name``, with its fields read. Raises RejectedInput as above."""
    hints = get_type_hints(kind)
    known = {field.name: hints[field.name] for field in attrs.fields(kind)}  # type: ignore[arg-type]
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for field, text in fields.items():
        if field not in known:
            near = get_close_matches(field, known, n=1, cutoff=0)
            problems.append(
                problem(
                    "CMS707",
                    f"{name}.{field}",
                    command=name,
                    field=field,
                    reason=f"nearest: {near[0]}",
                    choices=", ".join(known),
                )
            )
            continue
        try:
            values[field] = _read(text, known[field])
        except ValueError as error:
            facts = {"reason": error, "choices": _choices(known[field])}
            problems.append(problem("CMS707", f"{name}.{field}", command=name, field=field, **facts))
    if problems:
        raise RejectedInput(problems)
    try:
        return kind(**values)
    except (TypeError, ValueError) as error:  # a field's own check names it first
        field, _, reason = str(error).partition(": ")
        facts = {"reason": reason, "choices": ""}
        raise RejectedInput([problem("CMS707", f"{name}.{field}", command=name, field=field, **facts)]) from error


def _choices(hint: Any) -> str:  # noqa: ANN401  the type of a command's field
    """What such a field takes, where that is one of a few words."""
    for option in get_args(hint) if isinstance(hint, types.UnionType) else (hint,):
        if option is bool:
            return "yes, no"
        if isinstance(option, type) and issubclass(option, Enum):
            return ", ".join(str(member.value) for member in option)
    return ""


def _member(kind: type[E], text: str) -> E:
    """The member by its id, or by the library's word for it in either language (``属实``)."""
    for member in kind:
        if text in {member.value, *(label(str(member.value), lang) for lang in ("zh", "en"))}:
            return member
    raise ValueError(repr(text))


def _read(text: str, hint: Any) -> Any:  # noqa: ANN401  the type of a command's field
    text.encode()  # a lone surrogate is no text: a UnicodeEncodeError is a ValueError
    options = get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    for option in options:
        if option is bool:
            if text.casefold() not in _YES_NO:
                raise ValueError(repr(text))
            return _YES_NO[text.casefold()]
        if isinstance(option, type) and issubclass(option, Enum):
            return _member(option, text)
        if option is int:
            return int(text)
        if option is float:
            return float(text)
        if option is datetime:
            return datetime.fromisoformat(text)
        if option is date:
            return date.fromisoformat(text.replace("/", "-"))
        if get_origin(option) is tuple:
            return tuple(name for part in text.replace("；", ";").split(";") if (name := part.strip()))
    return text
