"""Every suggestion of a topic as Parquet, for analysts: typed columns, made by a process of its own."""

import asyncio
import os
import sys
from datetime import tzinfo
from pathlib import Path
from typing import BinaryIO

import msgspec

from jianyan.errors import Busy
from jianyan.exports.columns import named_columns, questions_in_use
from jianyan.exports.suggestion_files import suggestions_jsonl
from jianyan.exports.suggestion_rows import Progress, count_nothing
from jianyan.i18n import N_
from jianyan.topics import TopicSummary

_CONVERTER = Path(__file__).with_name("columnar.py")
_LEAN = {"ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "1"}
"""One heap for all threads: what a group has let go of serves the next, and 25 MB less lie idle."""


class NotConverted(Busy):
    """The process that writes Parquet ended before the file was whole."""

    sentence = N_("The Parquet file could not be written. Please try again, or take JSONL.")


async def suggestions_parquet(
    target: BinaryIO, topic: TopicSummary, *, zone: tzinfo, written: Progress = count_nothing
) -> None:
    """Write the rows of `suggestions_jsonl` as Parquet: moments in UTC, codes and names as dictionaries.

    Args:
        target: a file of the system, open for writing; it is written to from where it stands.
        topic: whose suggestions.
        zone: in which days are counted.
        written: is told the number of rows of each page.

    Raises:
        NotConverted: the process was ended, or the disk is full.
    """
    questions = await questions_in_use(topic.id)
    kinds = [(name, column.kind) for name, column in named_columns(questions).items()]
    target.flush()
    converter = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        str(_CONVERTER),
        stdin=asyncio.subprocess.PIPE,
        stdout=target.fileno(),
        env={**os.environ, **_LEAN},
    )
    assert converter.stdin is not None, "it was asked for"
    try:
        converter.stdin.write(msgspec.json.encode(kinds) + b"\n")
        async for piece in suggestions_jsonl(topic, zone=zone, written=written):
            converter.stdin.write(piece)
            await converter.stdin.drain()
        converter.stdin.close()
        if await converter.wait():
            raise NotConverted(retry_after_s=60)
    except ConnectionError as ended:
        raise NotConverted(retry_after_s=60) from ended
    finally:
        if converter.returncode is None:
            converter.kill()
            await converter.wait()
