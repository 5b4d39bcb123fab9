"""An export as Parquet, for those who want to count over it; needs the extra ``bulk``."""

from collections.abc import Iterator
import os
from pathlib import Path
from typing import Any, Final

import attrs
import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from .formats import Bad, Numbered, Writer, checked
from .tables import Rows, at_once

_KINDS: Final[dict[type, Any]] = {int: pa.int64(), float: pa.float64(), str: pa.string(), bytes: pa.binary()}


def _schema(table: sa.Table) -> Any:  # noqa: ANN401  pyarrow has no types
    return pa.schema([pa.field(c.name, _KINDS[c.type.python_type], nullable=bool(c.nullable)) for c in table.columns])


class _Writer:
    def __init__(self, path: Path, table: sa.Table) -> None:
        self.size, self._path, self._schema = 0, path, _schema(table)
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")

    def add(self, rows: Rows) -> None:
        columns = zip(*rows, strict=True)
        arrays = [pa.array(values, field.type) for values, field in zip(columns, self._schema, strict=True)]
        batch = pa.record_batch(arrays, schema=self._schema)
        self._writer.write_batch(batch)
        self.size += batch.nbytes

    def close(self) -> None:
        self._writer.close()
        with self._path.open("rb") as file:
            os.fsync(file.fileno())


@attrs.frozen
class Parquet:
    """Parquet: a column a column, whole numbers as 64 bits, bytes as they are."""

    name: str = "parquet"

    def writer(self, path: Path, table: sa.Table) -> Writer:
        """See Format."""
        return _Writer(path, table)

    def rows(self, path: Path, table: sa.Table) -> Iterator[Numbered]:
        """See Format. A file that is none has one bad row."""
        try:
            with pq.ParquetFile(path) as file:
                if file.schema_arrow.names != [column.name for column in table.columns]:
                    yield 1, Bad(f"{{{', '.join(column.name for column in table.columns)}}}")
                    return
                number = 0
                for batch in file.iter_batches(at_once(table)):
                    for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                        number += 1
                        yield number, checked(values, table)
        except (pa.ArrowException, OSError) as error:
            yield 1, Bad(str(error))
