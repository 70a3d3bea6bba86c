import json
import os
import re
import resource
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cast
from jianyan import accounts
from jianyan.accounts.tables import SetUp
from jianyan.clock import now
from jianyan.settings import Settings

Start = Callable[..., "subprocess.Popen[str]"]
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def address_of(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert "http://127.0.0.1:" in line, process.communicate()
    return line.split()[-1]


def status(url: str) -> int:
    try:
        with _OPENER.open(url, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_service_answers_and_stops_when_it_is_told_to(workers: str, process: Start) -> None:
    running = process("serve", "--port", "0", "--workers", workers)
    address = address_of(running)
    assert status(f"{address}/readyz") == 200
    running.send_signal(signal.SIGTERM)
    _out, err = running.communicate(timeout=60)
    assert running.returncode in {0, -signal.SIGTERM}
    assert "Traceback" not in err


@pytest.mark.parametrize("workers", ["1", "3"])
def test_an_installation_without_an_administrator_prints_one_link_to_set_it_up(
    workers: str, process: Start, settings: Settings, inside: Callable[..., Any]
) -> None:
    running = process("serve", "--port", "0", "--workers", workers)
    address = address_of(running)
    assert running.stdout is not None
    told = running.stdout.readline()  # communicate() loses what came together with the first line
    assert until(lambda: status(f"{address}/readyz") == 200)
    running.send_signal(signal.SIGTERM)
    out, err = running.communicate(timeout=60)
    links = re.findall(r"(\S+)/admin/set-up#(\w{20})\n", told + out + err)
    assert [base for base, _ in links] == [settings.base_url]
    inside(lambda: set_up(links[0][1]))
    again = process("serve", "--port", "0")
    address_of(again)
    again.send_signal(signal.SIGTERM)
    assert "set-up" not in "".join(again.communicate(timeout=60))


async def set_up(code: str) -> None:
    """Use a code up, and see to it that it was the only one."""
    assert await SetUp.count() == 1
    await accounts.set_up(
        code,
        email=cast.ADA,
        password=cast.PASSWORD,
        organisation="江州市政协",
        name="",
        now=now(),
    )


def figure(address: str, series: str) -> float:
    """Give what a series says, 0 where there is none."""
    with _OPENER.open(f"{address}/metrics", timeout=60) as answer:
        found = re.search(rf"^{re.escape(series)} (\S+)$", answer.read().decode(), re.MULTILINE)
    return float(found[1]) if found else 0.0


def until(holds: Callable[[], bool]) -> bool:
    """Say whether something comes to hold within half a minute."""
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        if holds():
            return True
        time.sleep(0.1)
    return False


def test_workers_add_up_their_figures_and_one_that_dies_takes_none_with_it(
    process: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    running = process("serve", "--port", "0", "--workers", "2")
    address = address_of(running)
    answered = 'jianyan_request_seconds_count{method="GET",route="/healthz",status="2xx"}'
    assert [status(f"{address}/healthz") for _ in range(20)] == [200] * 20
    (folder,) = tmp_path.glob("jianyan-metrics-*")

    def queues() -> set[int]:
        return {int(path.stem.rpartition("_")[2]) for path in folder.glob("gauge_livesum_*.db")}

    assert until(lambda: figure(address, answered) == 20 and len(queues()) == 2)
    victim = min(queues())
    os.kill(victim, signal.SIGKILL)
    assert until(lambda: figure(address, answered) == 20 and victim not in queues())
    running.terminate()
    _out, err = running.communicate(timeout=60)
    assert not folder.exists()
    assert all("event" in json.loads(line) for line in err.splitlines())


def test_a_server_takes_the_handles_that_the_system_allows(process: Start) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (300, hard))
    try:
        running = process("serve", "--port", "0")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    address_of(running)
    limits = Path(f"/proc/{running.pid}/limits").read_text()
    running.terminate()
    running.communicate(timeout=60)
    found = re.search(r"^Max open files +(\d+) ", limits, re.MULTILINE)
    assert found
    assert int(found[1]) == min(hard, 16_384)


def test_ctrl_c_stops_without_a_traceback(process: Start) -> None:
    running = process("serve", "--port", "0")
    assert status(f"{address_of(running)}/healthz") == 200
    running.send_signal(signal.SIGINT)
    _out, err = running.communicate(timeout=60)
    assert running.returncode in {0, 130}
    assert err == ""


def test_what_stands_in_a_query_reaches_no_log(process: Start) -> None:
    running = process("serve", "--port", "0")
    address = address_of(running)
    assert status(f"{address}/?phone={cast.LAN_PHONE}") == 200
    assert status(f"{address}/receipt/{cast.LAN_PHONE}?phone={cast.LAN_PHONE}") == 404
    running.terminate()
    out, err = running.communicate(timeout=60)
    assert cast.LAN_PHONE not in out + err


def test_a_port_that_is_taken_is_one_sentence_and_exit_code_2(jianyan: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        ran = jianyan("serve", "--port", port)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"Nothing can be served at 127.0.0.1, port {port}: Address already in use\n"


def test_migrating_twice_says_so(jianyan: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JIANYAN_DATABASE_URL", f"sqlite:///{tmp_path}/new/place.sqlite")
    first = jianyan("migrate", "--json")
    assert first.code == 0
    assert first.json["ran"][-1] == first.json["version"]
    again = jianyan("migrate")
    assert (again.code, again.out) == (0, "The database is up to date.\n")


def test_a_host_that_is_no_address_is_one_sentence_and_exit_code_2(jianyan: Any) -> None:
    ran = jianyan("serve", "--host", "no.such.host.invalid", "--port", "0")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Nothing can be served at no.such.host.invalid, port 0: ")
    assert "Unknown error" not in ran.err
