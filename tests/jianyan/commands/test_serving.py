import signal
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cast

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
