"""What the proxy of the three replicas does with a request, seen with the real one."""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from deploy.caddy import CADDYFILE, command, environment, running_caddy

SECRET_WORDS = "末班车太早了"


class Replica:
    """Answers /readyz and repeats what it was sent; may break off instead, after it has read all of it."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.breaks_off = False

    async def __aenter__(self) -> "Replica":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            if "\r\nContent-Length: " in head:
                await reader.readexactly(int(head.split("\r\nContent-Length: ")[1].split("\r\n")[0]))
            is_probe = head.startswith("GET /readyz ")
            if not is_probe:
                self.requests.append(head)
            if is_probe or not self.breaks_off:
                answer = head.encode()
                writer.write(
                    b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(answer)
                )
                writer.write(answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            self.requests.append("broken off")
        finally:
            writer.close()
            await writer.wait_closed()


@pytest.fixture
async def replicas() -> AsyncIterator[tuple[Replica, Replica]]:
    """Give two replicas."""
    async with Replica() as one, Replica() as other:
        yield one, other


@pytest.fixture
async def browser(replicas: tuple[Replica, Replica], tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Give a browser that asks the proxy of both."""
    ports = [replica.port for replica in replicas]
    async with (
        running_caddy(tmp_path, ports, READ_WAIT="1s") as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as browser,
    ):
        yield browser


async def test_the_replica_hears_the_true_address_when_a_client_forges_one(
    browser: httpx.AsyncClient,
) -> None:
    heard = (await browser.get("/s/7K3M9QXT", headers={"X-Forwarded-For": "203.0.113.9"})).text
    assert "\r\nX-Forwarded-For: 127.0.0.1\r\n" in heard
    assert "203.0.113.9" not in heard


@pytest.mark.parametrize("path", ["/metrics", "/readyz", "/healthz"])
async def test_a_stranger_finds_no_figures(browser: httpx.AsyncClient, path: str) -> None:
    assert (await browser.get(path)).status_code == 404


async def test_a_sender_is_refused_when_the_body_is_too_large(browser: httpx.AsyncClient) -> None:
    assert (await browser.post("/s/7K3M9QXT", content=bytes(9_000_000))).status_code == 200
    reader, writer = await asyncio.open_connection("127.0.0.1", browser.base_url.port)
    writer.write(b"POST /s/7K3M9QXT HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10000001\r\n\r\n")
    async with asyncio.timeout(30):
        said = await reader.readline()
    writer.close()
    await writer.wait_closed()
    assert b" 413 " in said


async def test_a_client_is_sent_off_when_its_headers_take_too_long(browser: httpx.AsyncClient) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", browser.base_url.port)
    writer.write(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
    async with asyncio.timeout(30):
        said = await reader.read()
    writer.close()
    await writer.wait_closed()
    assert b" 200 " not in said


async def test_a_post_is_sent_once_and_a_get_again_when_a_replica_breaks_off(
    browser: httpx.AsyncClient, replicas: tuple[Replica, Replica]
) -> None:
    for replica in replicas:
        replica.breaks_off = True
    posted = await browser.post("/s/7K3M9QXT", content=b"body=x")
    assert posted.status_code == 502
    assert posted.headers["Retry-After"] == "5"
    assert sum(len(replica.requests) for replica in replicas) == 1

    await browser.get("/s/7K3M9QXT")
    asked = [head for replica in replicas for head in replica.requests if head.startswith("GET ")]
    assert len(asked) >= 2


async def log_of_a_failure(folder: Path, caddyfile: str) -> list[str]:
    """Let a request fail and list what the log says of it where somebody has it logged, access too."""
    path = folder / "Caddyfile"
    without_page = caddyfile[: caddyfile.index("\t# What the proxy itself refuses")]
    path.write_text(f"{without_page}\tlog\n}}\n", encoding="utf-8")
    canary = {"User-Agent": "canary-agent", "Cookie": "canary=1"}
    async with (
        Replica() as replica,
        running_caddy(folder, [replica.port], caddyfile=path) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as browser,
    ):
        replica.breaks_off = True
        failed = await browser.post("/s/7K3M9QXT?q=canary", headers=canary, content=SECRET_WORDS.encode())
        assert failed.status_code == 502
    log = (folder / "caddy.log").read_text(encoding="utf-8").splitlines()
    return [line for line in log if '"logger":"http.log.' in line]


async def test_the_log_keeps_nothing_of_a_person_when_a_request_fails(tmp_path: Path) -> None:
    own = CADDYFILE.read_text(encoding="utf-8")
    words = ("canary", "7K3M9QXT", "remote_ip", SECRET_WORDS)
    kept = await log_of_a_failure(tmp_path, own)
    assert len(kept) == 2
    assert [word for word in words if word in "".join(kept)] == []

    careless = await log_of_a_failure(tmp_path, own.replace("request delete", "nothing delete"))
    assert [word for word in words if word in "".join(careless)] == ["canary", "7K3M9QXT", "remote_ip"]


async def test_no_access_is_logged(browser: httpx.AsyncClient, tmp_path: Path) -> None:
    await browser.get("/s/7K3M9QXT")
    assert "7K3M9QXT" not in (tmp_path / "caddy.log").read_text(encoding="utf-8")


def test_the_caddyfile_is_valid_and_a_broken_one_is_not(tmp_path: Path) -> None:
    broken = tmp_path / "Caddyfile"
    broken.write_text(CADDYFILE.read_text(encoding="utf-8").replace("lb_policy", "lb_polite"))
    codes = [
        subprocess.run(
            command("validate", path), env=environment(tmp_path, [8000]), capture_output=True, check=False
        ).returncode
        for path in (CADDYFILE, broken)
    ]
    assert codes == [0, 1]
