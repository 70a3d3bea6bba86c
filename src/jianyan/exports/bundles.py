"""A zip that is the same for the same parts, with their check sums in the form of `sha256sum`."""

import asyncio
import hashlib
import zipfile
from collections.abc import AsyncIterator, Iterable
from typing import BinaryIO

_SUMS = "SHA256SUMS"


class Bundle:
    """A zip whose parts carry no time, and the check sums of what was put into it."""

    def __init__(self, target: BinaryIO) -> None:
        self._archive = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)
        self._sums: dict[str, str] = {}

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Add a file."""
        total = hashlib.sha256()
        # By its name, not by a ZipInfo of now: the zip's own zero of time stands in it.
        with self._archive.open(name, "w") as file:
            for piece in pieces:
                total.update(piece)
                file.write(piece)
        self._sums[name] = total.hexdigest()

    async def put_pages(self, name: str, pages: AsyncIterator[bytes]) -> None:
        """Add a file that comes in pieces; the loop goes on meanwhile."""
        total = hashlib.sha256()
        with self._archive.open(name, "w", force_zip64=True) as file:
            async for piece in pages:
                total.update(piece)
                await asyncio.to_thread(file.write, piece)
        self._sums[name] = total.hexdigest()

    def close(self) -> None:
        """Add the check sums, in the form of `sha256sum`, and finish the zip."""
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(self._sums.items()))
        self.put(_SUMS, [lines.encode()])
        self._archive.close()
