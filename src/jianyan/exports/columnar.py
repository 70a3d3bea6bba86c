"""JSON lines in, Parquet out: run as a process of its own, by its path.

pyarrow takes 60 MB of memory and a second to load, which neither the server nor the other commands shall pay.
The first line is the columns, `[[name, kind], …]` with kinds of `columns.KIND_WORDS`; then a row a line.
"""

import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any, BinaryIO

import msgspec
import pyarrow
from pyarrow import parquet

GROUP_ROWS = 5_000
"""A group waits in memory until it is whole: ten times as many take 60 MB more, and give a file of 9/10."""
_BATCH_ROWS = 500
_TYPES = {
    "text": pyarrow.string(),
    "code": pyarrow.dictionary(pyarrow.int32(), pyarrow.string()),
    "count": pyarrow.int32(),
    "day": pyarrow.date32(),
    "moment": pyarrow.timestamp("us", tz="UTC"),
}
_READ: dict[str, Callable[[str], Any]] = {"day": date.fromisoformat, "moment": datetime.fromisoformat}


def convert(lines: BinaryIO, target: BinaryIO) -> None:
    """Write the rows as Parquet, in groups of at most 5,000; equal rows give equal bytes."""
    columns: list[tuple[str, str]] = msgspec.json.decode(lines.readline(), type=list[tuple[str, str]])
    schema = pyarrow.schema([(name, _TYPES[kind]) for name, kind in columns])
    rows = map(msgspec.json.Decoder(dict[str, Any]).decode, lines)
    with parquet.ParquetWriter(target, schema, compression="zstd") as writer:
        while group := list(_batches(rows, columns, schema)):
            writer.write_table(pyarrow.Table.from_batches(group, schema), row_group_size=GROUP_ROWS)


def _batches(
    rows: Iterator[dict[str, Any]], columns: list[tuple[str, str]], schema: pyarrow.Schema
) -> Iterator[pyarrow.RecordBatch]:
    """Give the rows of a group in batches: as objects of Python they take ten times the memory."""
    for _ in range(GROUP_ROWS // _BATCH_ROWS):
        batch = list(islice(rows, _BATCH_ROWS))
        if batch:
            arrays = [_array(name, kind, batch) for name, kind in columns]
            yield pyarrow.RecordBatch.from_arrays(arrays, schema=schema)


def _array(name: str, kind: str, group: list[dict[str, Any]]) -> Any:
    read = _READ.get(kind)
    values = [row[name] for row in group]
    if read:
        values = [value and read(value) for value in values]
    if kind == "code":
        return pyarrow.array(values, pyarrow.string()).dictionary_encode()
    return pyarrow.array(values, _TYPES[kind])


if __name__ == "__main__":
    convert(sys.stdin.buffer, sys.stdout.buffer)
