"""A server that speaks S3, started for a test: SeaweedFS, as it comes in a package."""

import os
import subprocess
import sys
import time
from pathlib import Path

from obstore.exceptions import BaseError
from obstore.store import S3Store

from ports import free_port

KEY, SECRET, NAME = "jianyan", "s3cr/et+key", "photos"
_READY_S = 60.0
_PORTS = ("master", "volume", "filer", "s3", "webdav", "admin", "s3.port.iceberg", "s3.port.lance")


class BucketServer:
    """One server with one bucket.

    Args:
        folder: of its own.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ports = {name: free_port() for name in _PORTS}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Give its address as a setting."""
        return f"http://{KEY}:s3cr%2Fet%2Bkey@127.0.0.1:{self._ports['s3']}/{NAME}"

    @property
    def objects(self) -> S3Store:
        """Give what looks into the bucket without us."""
        return S3Store(
            NAME,
            endpoint=f"http://127.0.0.1:{self._ports['s3']}",
            access_key_id=KEY,
            secret_access_key=SECRET,
            region="us-east-1",
            client_options={"allow_http": True},
            retry_config={"max_retries": 0},
        )

    def listed(self) -> list[str]:
        """List the keys of everything in the bucket."""
        return sorted(each["path"] for page in self.objects.list() for each in page)

    def start(self) -> None:
        """Start it and wait until it answers."""
        places = [f"-{name if '.' in name else f'{name}.port'}={port}" for name, port in self._ports.items()]
        command = [str(Path(sys.executable).with_name("weed")), "mini", f"-dir={self._folder}"]
        with (self._folder / "server.log").open("wb") as log:
            self._process = subprocess.Popen(
                [
                    *command,
                    "-ip=127.0.0.1",
                    "-ip.bind=127.0.0.1",
                    f"-bucket={NAME}",
                    "-admin.ui=false",
                    "-webdav=false",
                    *places,
                ],
                env={**os.environ, "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET},
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        until = time.monotonic() + _READY_S
        while not self._answers():
            assert time.monotonic() < until, (self._folder / "server.log").read_text()
            time.sleep(0.2)

    def stop(self) -> None:
        """End it."""
        if self._process:
            self._process.terminate()
            self._process.wait(30)

    def _answers(self) -> bool:
        try:
            self.objects.put("ready", b"ready")
            self.objects.delete("ready")
        except BaseError:
            return False
        return True
