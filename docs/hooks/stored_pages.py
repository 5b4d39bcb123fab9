"""The page of stored forms: types of entry with a sample of each first form, and the tables of the SQL ledger."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from describe import code, table

if TYPE_CHECKING:
    from cmsdk import City

CITY = {
    "cmsdk.toml": 'name = "demo"\napi = "1.0"\nscope = "xx.demo"\nplugin = "cmsdk.plugin:TableCity"\n',
    "tables/city.toml": 'name = "Demo"\ntime_zone = "UTC"\nduty_desk = "demo-desk"\n',
    "tables/units.csv": "id,name\ndemo-desk,Duty desk\n",
}
"""The smallest whole city."""


@contextmanager
def _demo() -> Iterator["City"]:
    """That city with one case."""
    from cmsdk import City, discover

    with TemporaryDirectory() as folder:
        for name, text in CITY.items():
            path = Path(folder, "demo", name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        plugins = discover([Path(folder, "demo")], only=["demo"])
        with City.open("xx.demo", plugins=plugins, clock=lambda: datetime(2026, 11, 16, 10, tzinfo=UTC)) as city:
            city.receive("csv", b"external_id,at,text,name\nA-1,2026-11-16 09:20,The lamp is dark,Mary\n")
            yield city


def _samples() -> dict[str, str]:
    """The two forms that every case begins with, as a real city writes them."""
    with _demo() as city:
        (case,) = city.cases()
        written = {entry.type: entry.data for entry in city.ledger.entries(case.id)}
    return {name: text.replace(case.id, "…") for name, text in written.items()}


def _seal() -> str:
    """A seal over these two forms."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from cmsdk import SealKey

    key = SealKey(Ed25519PrivateKey.from_private_bytes(bytes(32)))  # nobody's
    with _demo() as city:
        sealed = city.seal(key)
    assert sealed is not None  # noqa: S101  a case was received
    return sealed.seal.published.strip()


def stored_page() -> str:
    """The page as Markdown."""
    from cmsdk.ledger.schema import VERSION, metadata
    from cmsdk.work.forms import FORMS
    from cmsdk.work.person_stream import FORMS as PERSON_FORMS
    from cmsdk.work.person_stream import Done

    lines = [
        "# Stored forms\n",
        (
            'Every stored form is JSON and carries `"v"`, its version, from the first ledger ever '
            "written. A form of an older version is brought up by its migrations, one step at a time; a newer "
            "one is refused by name. Times are ISO 8601 with offset, codes are text.\n"
        ),
        (
            "An entry's hash is SHA-256 over the JSON list `[prev, stream, version, city, type, at, by, plan, data]`, "
            "written without spaces, in UTF-8, with no character escaped that need not be; `at` and `data` are the "
            "texts exactly as stored, and `prev` of the first entry is 64 zeros. In Python: "
            '`sha256(json.dumps([…], ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()`.\n'
        ),
        "## Entries of a case\n",
        *table(
            ("type of entry", "version", "migrations"),
            [(code(name), str(form.version), str(len(form.migrations))) for name, form in FORMS.items()],
        ),
        (
            "`reported` and `triaged` are written when a report becomes a case; `recounted` when a deadline moves with "
            "its calendar, and holds it before (`was`) and after (`due`); every other type is the command "
            "of that name, and its data holds the command, the state it led to (`to`) and what else it changed "
            "(`effects`): the unit and mode of a dispatch, and the `phase` of handling that it brought the case to "
            "(`open`, `handled`, `closed`), from which the case's times of handling and closing are folded.\n"
        ),
    ]
    for name, text in _samples().items():
        pretty = json.dumps(json.loads(text), ensure_ascii=False, indent=2)
        lines += [f"### {name}\n", f"```json\n{pretty}\n```\n"]
    lines += [
        "## Seals and proofs\n",
        (
            "A seal is the data of an entry of type `sealed` in the stream `seals`: JSON with sorted keys and without "
            "spaces. Signed are the bytes `cmsdk ledger seal`, a line feed, and the same JSON without `signature`; the "
            "next seal's `previous` is SHA-256 of the whole. A proof "
            "([how to check it](../howto/prove-a-case.md)) has `case`, `entries`, `unsealed`, `path` (sides and hashes "
            "from the leaf to the root) and `seal`. A leaf is SHA-256 of a zero byte and "
            "`[stream, version, hash]`, a node of a one byte and its two children.\n"
        ),
        f"```json\n{_seal()}\n```\n",
        "## Entries of a person\n",
        *table(
            ("type of entry", "version", "what it holds"),
            [
                (
                    code(done),
                    str(form.version),
                    "why" if done == Done.READ else "why, by which row, and what was destroyed",
                )
                for done, form in PERSON_FORMS.items()
            ],
        ),
        "The stream has the person's key for its id; who did it stands in `by`, and the data itself nowhere.\n",
        "## Entries of attachments\n",
        (
            "Form `attachment`, version 1, in the stream `a-` and the id of the case: `attach` (`digest`, `size`, "
            "`type`, `purpose`, `name`, `object`, `key`), `read_attachment` and `remove_attachment` (`digest`, `why`), "
            "`forget_attachments` (`why`). An object is a row of sealed pieces of 1 MiB and 28 bytes more: nonce (12), "
            "AES-256-GCM with tag (16). With piece N of the object K is authenticated `p-CASE/object K piece N`, with "
            "the last one ` last` besides.\n"
        ),
        "## Entries of a conflict\n",
        (
            "What a merge could not carry out is a stream `conflict-…` of two entries: `conflict` holds the other "
            "ledger's entry (`stream`, `case`, `entry`, its hash, `command`, `at`, `by` and `data`, as they stood "
            "there) and why it is refused here (`code`, `guard`, `facts`, `basis`); `settled` holds the `note` of "
            "whoever settled it. Both are of version 1.\n"
        ),
        "## Tables of the SQL ledger\n",
        (
            f"Version {VERSION} of the schema, kept in `alembic_version`; older ones are "
            "[upgraded](../howto/upgrade-a-ledger.md). `entries` are the truth and refuse change and "
            "removal by trigger; `cases` and `matters` are projections of them. Who somebody is stands sealed in "
            "`people` only, items and bytes as they came in `reports`, `quarantine` and `deliveries` "
            "([privacy](../explanation/privacy.md)).\n"
        ),
    ]
    for name, found in metadata.tables.items():
        columns = ", ".join(f"`{c.name}`" for c in found.columns)
        lines.append(f"- **{name}**: {columns}")
    return "\n".join([*lines, "", ""])
