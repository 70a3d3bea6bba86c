"""Where photos and voice notes lie when several machines serve one city: a bucket that speaks S3.

Source: Amazon S3 API Reference (PutObject, GetObject, DeleteObject, ListObjectsV2), as MinIO, SeaweedFS,
Ceph, and the object stores of Alibaba, Tencent and Huawei speak it.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from obstore.exceptions import BaseError
from obstore.store import S3Store

from jianyan.uploads.store import UNFINISHED, NoSuchFile, Store, StoreAway

_ANSWER = timedelta(seconds=15)
_CONNECT = timedelta(seconds=3)
_AGAIN_S = 30


class Bucket(Store):
    """Files in a bucket; only what lies between two steps of a form is in the folder.

    Args:
        url: `https://key:secret@host/bucket`, with `/folder` below it, `?region=…`, and `?style=virtual`
            where the host's name is to begin with the bucket's.
        folder: of what is on its way.
    """

    def __init__(self, url: str, folder: Path) -> None:
        super().__init__(folder)
        parts, asked = urlsplit(url), parse_qs(urlsplit(url).query)
        name, _, below = parts.path.strip("/").partition("/")
        is_virtual = asked.get("style") == ["virtual"]
        host = parts.netloc.rpartition("@")[2]
        self._objects = S3Store(
            name,
            prefix=below or None,
            endpoint=f"{parts.scheme}://{name}.{host}" if is_virtual else f"{parts.scheme}://{host}",
            access_key_id=unquote(parts.username or ""),
            secret_access_key=unquote(parts.password or ""),
            region=asked.get("region", ["us-east-1"])[0],
            virtual_hosted_style_request=is_virtual,
            client_options={
                "allow_http": parts.scheme == "http",
                "timeout": _ANSWER,
                "connect_timeout": _CONNECT,
            },
            retry_config={"max_retries": 2, "retry_timeout": _ANSWER},
        )

    async def put(self, key: str, content: bytes) -> None:
        """Keep a file whole.

        Raises:
            StoreAway: nothing was kept.
        """
        with _answered():
            await self._objects.put_async(key, content, use_multipart=False)

    async def content(self, key: str) -> bytes:
        """Give what a file holds.

        Raises:
            NoSuchFile: there is none.
            StoreAway: nobody knows.
        """
        with _answered():
            try:
                found = await self._objects.get_async(key)
                return bytes(await found.bytes_async())
            except FileNotFoundError as missing:
                raise NoSuchFile from missing

    async def remove(self, key: str) -> None:
        """Delete a file; one that is not there is deleted already.

        Raises:
            StoreAway: it may still be there.
        """
        with _answered(), suppress(FileNotFoundError):
            await self._objects.delete_async(key)

    async def gathered(self, into: Path) -> Path:
        """Fetch every file into a folder and give it.

        Raises:
            StoreAway: some are missing.
        """
        with _answered():
            listed = [each["path"] async for page in self._objects.list() for each in page]
        for key in listed:
            await asyncio.to_thread(_write, into / key, await self.content(key))
        return into

    async def bring_back(self) -> None:
        """Move what a backup brought into the folder to where it belongs.

        Raises:
            StoreAway: some of it is still in the folder.
        """
        for path in await asyncio.to_thread(_files_below, self.folder):
            content = await asyncio.to_thread(path.read_bytes)
            await self.put(path.relative_to(self.folder).as_posix(), content)
            await asyncio.to_thread(path.unlink)


def _files_below(folder: Path) -> list[Path]:
    """List them, but for those on their way."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return sorted(path for path in found if path.relative_to(folder).parts[0] != UNFINISHED)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(content)


@contextmanager
def _answered() -> Iterator[None]:
    try:
        yield
    except (BaseError, OSError) as failed:  # some of its errors are Python's own
        raise StoreAway(retry_after_s=_AGAIN_S) from failed
