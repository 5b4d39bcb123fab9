"""Checks of channels (上报渠道): same bytes same items, whatever arrives; and a sample file that shows what does."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
import random
from typing import Final

import attrs

from cmsdk.contract.channels import Channel
from cmsdk.contract.plan import Ranked
from cmsdk.desk.intake import items_of
from cmsdk.model.problem import Problem, problem
from cmsdk.model.report import Item
from cmsdk.registry.collect import Collected
from cmsdk.tables.mapped import FIELDS, MappedReader
from cmsdk.testing.kit.check import Check, Kind, Thing, Tier
from cmsdk.testing.kit.stand import Stand
from cmsdk.testing.nearest import nearest
from cmsdk.triage.draft import Draft
from cmsdk.triage.guard import Guard
from cmsdk.triage.read import Reader

CHANNEL: Final = (Kind.CHANNEL,)
SAMPLES: Final = "samples"
LARGEST: Final = 2_000_000
"""Bytes of the largest file that counts as a sample."""
MOST: Final = 10_000
"""Items at most that are read of anything; what yields more of junk would never end."""
ROW: Final = '{"text": "a", "title": "b"}'
BROKEN_OFF: Final = "CMS511"
"""The core's own word for a channel that raised."""


@attrs.frozen
class Read:
    """What a channel made of some bytes."""

    items: tuple[Item | Problem, ...]
    failed: str = ""
    """What it raised that has no code, or what it gave that is no item."""


def read(stand: Stand, channel: Channel, payload: bytes) -> Read:
    """What intake would make of ``payload``."""
    ranked, guard, problems = Ranked(channel, stand.collected.info), Guard(), list[Problem]()
    drained = guard.drain(ranked, lambda: iter(channel.read(payload)))
    items = tuple(islice(items_of(drained, ranked, problems, guard), MOST + 1))
    failed = next((dict(found.facts)["error"] for found in guard.problems()), "")
    if len(items) > MOST:
        failed = failed or f"more than {MOST} items"
    return Read((*items, *problems), failed)


def drafts(stand: Stand, channel: Channel, found: Read) -> list[Draft]:
    """The reports that are made of them."""
    reader = Reader(stand.plan, channel.id, "kit", stand.now.astimezone(stand.plan.zone))
    read_ = reader.read([item for item in found.items if isinstance(item, Item)])
    return [draft for draft in read_ if isinstance(draft, Draft)]


def _files(stand: Stand) -> Iterator[Path]:
    for folder in dict.fromkeys((stand.target.root, stand.target.project or stand.target.root)):
        if (folder / SAMPLES).is_dir():
            files = (path for path in (folder / SAMPLES).iterdir() if path.is_file())
            yield from sorted(path for path in files if path.stat().st_size <= LARGEST)


def _named(collected: Collected, channel: str) -> Channel:
    made = collected.items["cmsdk_channels"]
    return next(item for item in made if isinstance(item, Channel) and item.id == channel)


@cache
def sample_of(stand: Stand, channel: str) -> tuple[str, bytes] | None:
    """The file in ``samples/`` of which the channel makes most, with its name; nothing where it makes no report of any.

    A file named after the channel goes before others.
    """
    own = _named(stand.collected, channel)
    best: tuple[tuple[bool, int], str, bytes] | None = None
    for path in _files(stand):
        payload = path.read_bytes()
        made = drafts(stand, own, read(stand, own, payload))
        rank = path.stem in channel or channel in path.stem, len(made)
        if made and (best is None or rank > best[0]):
            best = rank, path.name, payload
    return None if best is None else best[1:]


def _channel(thing: Thing) -> Channel:
    return next(item for item in thing.items if isinstance(item, Channel))


def _has_sample(stand: Stand, thing: Thing) -> Iterator[Problem]:
    channel = _channel(thing)
    if sample_of(stand, channel.id) is None:
        yield problem("CMS969", channel.source or channel.id, city="", channel=channel.id)


def _fresh(stand: Stand, channel: str) -> Channel:
    """The same channel of a plugin that was made anew."""
    return _named(stand.collect(), channel)


def _same(stand: Stand, thing: Thing) -> Iterator[Problem]:
    channel = _channel(thing)
    payload = (sample_of(stand, channel.id) or ("", f"{ROW}\n{ROW}\n".encode()))[1]
    first = read(stand, channel, payload)
    for how, other in (("twice", channel), ("anew", _fresh(stand, channel.id))):
        second = read(stand, other, payload)
        if first.items != second.items:
            place = _first_other(first.items, second.items)
            yield _reads_otherwise(channel, how=how, place=place)
            return
    positions = [item.position for item in first.items if isinstance(item, Item)]
    twice = next((one for number, one in enumerate(positions) if one in positions[:number]), None)
    if twice is not None:
        yield _reads_otherwise(channel, position=twice)


def _reads_otherwise(channel: Channel, **facts: object) -> Problem:
    told = {name: facts.get(name, "") for name in ("how", "encoding", "place", "position")}
    return problem("CMS971", channel.id, id=channel.id, **told)


def _first_other(first: Sequence[object], second: Sequence[object]) -> int:
    same = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        same += 1
    return same + 1


def _encodings(stand: Stand, thing: Thing) -> Iterator[Problem]:
    """A mark of UTF-8, which spreadsheets write, for all; GB18030 where the channel finds out the encoding itself."""
    channel = _channel(thing)
    found = sample_of(stand, channel.id)
    try:
        text = found[1].decode("utf-8-sig") if found else ""
    except UnicodeDecodeError:
        return
    mapped = channel.read if isinstance(channel.read, MappedReader) else None
    if not text or "\0" in text or (mapped is not None and mapped.mapping.encoding != "auto"):
        return
    plain = read(stand, channel, text.encode())
    for encoding in ("utf-8-sig", *(("gb18030",) if mapped is not None else ())):
        other = read(stand, channel, text.encode(encoding))
        if other.items != plain.items:
            place = _first_other(plain.items, other.items)
            yield _reads_otherwise(channel, encoding=encoding, place=place)


def junk(sample: bytes) -> Iterator[tuple[str, bytes]]:
    """What arrives one day: names that the page of the check explains, and bytes. No chance in it."""
    chance = random.Random(1)  # noqa: S311  the same bytes each time
    yield "empty", b""
    yield "spaces", b" \n\t\r\n "
    yield "nul-bytes", b"\0" * 512
    yield "random-bytes", chance.randbytes(2_048)
    yield "random-letters", "".join(chance.choices('{}[]",:\n;=<>&\\路a1', k=2_000)).encode()
    yield "cut-off", sample[: len(sample) * 2 // 3]
    yield "wrong-encoding", "井盖破损,路灯不亮\n".encode("gb18030") + sample[:200]
    yield "utf-16", sample.decode("utf-8", "replace").encode("utf-16")
    yield "deep", b"[" * 100_000
    yield "deep-object", b'{"a":' * 20_000 + b"1" + b"}" * 20_000
    yield "huge-line", b'{"text": "' + b"a" * 3_000_000 + b'"}'
    yield "no-spreadsheet", b"PK\x03\x04" + chance.randbytes(1_000)
    yield "other-shape", b'{"text": 1, "items": null}\n[1, null, "a", {"text": ["a"]}]\n'


def _survives(stand: Stand, thing: Thing) -> Iterator[Problem]:
    """Coded problems are its own; whatever else it raises keeps the rest of a delivery from being read."""
    channel = _channel(thing)
    sample = (sample_of(stand, channel.id) or ("", f"{ROW}\n".encode()))[1]
    for name, payload in junk(sample):
        found = read(stand, channel, payload)
        if found.failed:
            yield problem("CMS972", channel.id, id=channel.id, input=name, error=found.failed, field="", near="")


def _fields(stand: Stand, thing: Thing) -> Iterator[Problem]:
    """A misspelt field is lost: nothing else reads it."""
    channel = _channel(thing)
    found = sample_of(stand, channel.id)
    payloads = [found[1]] if found else [f"{ROW}\n".encode(), b"text\na\n"]
    items = [item for payload in payloads for item in read(stand, channel, payload).items if isinstance(item, Item)]
    for name in sorted({name for item in items for name in item.fields} - set(FIELDS)):
        yield problem("CMS972", channel.id, id=channel.id, input="", error="", field=name, near=nearest(name, FIELDS))


CHECKS = (
    Check("same-bytes-same-items", "CMS971", Tier.ACCEPTED, CHANNEL, _same),
    Check("survives-junk", "CMS972", Tier.ACCEPTED, CHANNEL, _survives),
    Check("fields-known", "CMS972", Tier.ACCEPTED, CHANNEL, _fields),
    Check("has-sample", "CMS969", Tier.SOLID, CHANNEL, _has_sample),
    Check("encodings-alike", "CMS971", Tier.SOLID, CHANNEL, _encodings),
)
