"""Objects of attachments from one place to another: sealed as they are, those that are named, each once."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
import json
from typing import Final

import attrs
import sqlalchemy as sa

from cmsdk.contract.ports_objects import ATTACHED, Objects
from cmsdk.ledger import schema
from cmsdk.ledger.attached import Attached
from cmsdk.ledger.objects.folder import UNFINISHED
from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.problem import Problem, problem
from cmsdk.model.report import REPORTER

from .results import Carried

MOST: Final = 100
"""Missing objects that are named."""
_KEPT: Final = "kept"
"""Is left out of the form, too: it is the default."""
_SHOWN: Final = 12
"""Digits of a digest that are shown."""
_MANY: Final = 500


@attrs.frozen
class Named:
    """An object that the attachments of a case name as being there."""

    case: str
    digest: str
    object: str


def named(connection: sa.Connection) -> Iterator[Named]:
    """What the attachments of all cases name, but for those whose person is erased."""
    m, p = schema.matters.c, schema.people.c
    erased = sa.exists().where(p.key == sa.literal(REPORTER) + m.case_id, p.erased.is_not(None))
    wanted = sa.select(m.case_id, m.form).where(m.kind == ATTACHED, ~erased).order_by(m.id)
    for case, form in connection.execute(wanted.execution_options(yield_per=_MANY)):
        kept = {i["object"]: i["digest"] for i in json.loads(form)["items"] if i.get("presence", _KEPT) == _KEPT}
        yield from (Named(case, digest, key) for key, digest in kept.items())


def carry(wanted: Iterable[Named], source: Objects | None, target: Objects | None, url: str) -> Carried:
    """Copy the objects that are not in ``target`` yet; one that was begun and never finished is begun anew.

    ``url`` is the ledger whose objects ``target`` has. What is missing is said, and does not stop the others. Raises
    StoreUnavailable where one of the two places fails (CMS834).
    """
    there = new = 0
    problems: list[Problem] = []
    try:
        for one in wanted:
            if target is None:
                return Carried(problems=(problem("CMS834", url, url=url, error="objects-unnamed"),))
            if target.exists(one.object):
                there += 1
            elif source is not None and _copied(one.object, source, target):
                new += 1
            elif len(problems) < MOST:
                problems.append(missing(one))
    except OSError as error:
        raise StoreUnavailable([problem("CMS834", url, url=url, error=error)]) from error
    return Carried(there + new, new, tuple(problems))


def _copied(key: str, source: Objects, target: Objects) -> bool:
    try:
        pieces = source.get(key)
    except KeyError:
        return False
    target.delete(key + UNFINISHED)
    target.put(key, pieces)
    return True


def carried(source: Attached, target: Attached) -> tuple[Problem, ...]:
    """Bring the objects that ``target`` names and only ``source`` has; what is missing. Raises StoreUnavailable."""
    with target.database.reading() as connection:
        return carry(named(connection), source.objects, target.objects, target.database.url).problems


def object_digest(objects: Objects, key: str) -> str:
    """SHA-256 of an object as it is kept. Raises KeyError where there is none."""
    digest = sha256()
    for piece in objects.get(key):
        digest.update(piece)
    return digest.hexdigest()


def missing(one: Named) -> Problem:
    """That an object which is named is not there."""
    facts = {"case": one.case, "digest": one.digest[:_SHOWN], "object": one.object, "error": "object-missing"}
    return problem("CMS835", one.case, **facts)
