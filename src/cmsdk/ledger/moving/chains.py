"""Whether entries are whole: numbered without a gap, each with the hash of what it says and of the one before it."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
import sqlite3
from typing import Any, Final, Self

from cmsdk.ledger import schema
from cmsdk.ledger.select import chunks
from cmsdk.model.entry import GENESIS, chain

from .tables import names

_NAMES: Final = tuple(names(schema.entries))


class Chains:
    """Looks at entries in their order. The heads of all streams stand in a temporary file, however many there are."""

    def __init__(self) -> None:
        """Nothing has been seen yet."""
        self._heads = sqlite3.connect("", isolation_level=None)  # SQLite's own name for a file that goes away again
        self._heads.execute("CREATE TABLE heads (stream TEXT PRIMARY KEY, version INTEGER, hash TEXT) WITHOUT ROWID")
        self._heads.execute("BEGIN")
        self.number = 0
        """Of the last entry."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._heads.close()

    def broken(self, rows: Sequence[Sequence[Any]]) -> list[tuple[int, str]]:
        """Which of the next ``rows`` are not as they were written, by place in ``rows``, and what is wrong."""
        forms = [dict(zip(_NAMES, row, strict=True)) for row in rows]
        heads = self._known({form["stream"] for form in forms})
        found = []
        for place, form in enumerate(forms):
            why = self._wrong(form, heads)
            if why:
                found.append((place, f"{form['stream']}:{form['version']} ({why})"))
            self.number = form["number"]
            heads[form["stream"]] = (form["version"], form["hash"])
        new = [(stream, *head) for stream, head in heads.items()]
        self._heads.executemany("INSERT OR REPLACE INTO heads VALUES (?, ?, ?)", new)
        return found

    def _wrong(self, form: Mapping[str, Any], heads: Mapping[str, tuple[int, str]]) -> str:
        version, last = heads.get(form["stream"], (0, GENESIS))
        said = [form[name] for name in ("stream", "version", "city", "type", "made", "by", "plan", "data")]
        if form["number"] != self.number + 1:
            return f"number {form['number']} after {self.number}"
        if form["version"] != version + 1:
            return f"version {form['version']} after {version}"
        if form["prev"] != last:
            return "prev"
        return "" if chain(form["prev"], *said) == form["hash"] else "hash"

    def _known(self, streams: Iterable[str]) -> dict[str, tuple[int, str]]:
        found: dict[str, tuple[int, str]] = {}
        for some in chunks(list(streams)):
            asked = f"SELECT stream, version, hash FROM heads WHERE stream IN ({', '.join('?' * len(some))})"  # noqa: S608  question marks
            with closing(self._heads.execute(asked, some)) as rows:
                found.update((stream, (version, digest)) for stream, version, digest in rows)
        return found
