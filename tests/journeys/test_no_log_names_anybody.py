"""Everything a person leaves here is a canary: no line of the log and no figure may hold it."""

import asyncio
import json
import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

import cast
from jianyan import accounts, clients, db
from jianyan.clients import NewClient
from jianyan.clock import now
from jianyan.tables import TABLES

PHONE = cast.LAN_PHONE
BODY = "金丝雀在五里牌站等了四十七分钟"
NOTE = "canary-7c0ffee7-free-text"
PASSWORD = "canary-correct-horse-battery"
WRONG_PASSWORD = "canary-wrong-horse-battery"
WRONG_CODE = "canary-code-of-no-app"
JSON = {"Accept": "application/json"}
CRASHING = "CREATE TRIGGER crash BEFORE INSERT ON suggestion BEGIN SELECT json_extract('{}', NEW.body); END"


def written_as(canary: str) -> set[bytes]:
    """Give the forms in which a text could stand in a log."""
    return {
        canary.encode(),
        quote(canary).encode(),
        json.dumps(canary).strip('"').encode(),
        repr(canary.encode())[2:-1].encode(),
    }


def found(canaries: dict[str, str], places: dict[str, bytes]) -> set[tuple[str, str]]:
    """List (canary, place) of all that shows."""
    return {
        (name, place)
        for name, canary in canaries.items()
        for place, content in places.items()
        if any(form in content for form in written_as(canary))
    }


def stored(folder: Path) -> bytes:
    """Give the bytes of the database, what stands in its journal included."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("jianyan.sqlite*")))


@pytest.fixture
def citizen(installation) -> Iterator[httpx.Client]:
    installation.add_account(cast.WEI, "moderator", password=PASSWORD)
    installation.run(
        *("topic", "add", "--slug", "buses", "--title", "公交", "--category", "线路", "--category", "站点")
    )
    headers = {"X-Request-Id": PHONE, "User-Agent": NOTE}
    with httpx.Client(base_url=installation.address, headers=headers, trust_env=False, timeout=30) as client:
        yield client


def code_of(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "jianyan.sqlite")) as connection:
        return str(connection.execute("SELECT code FROM placement").fetchone()[0])


def sent(citizen: httpx.Client, code: str, **fields: str) -> httpx.Response:
    """Open the form and send it."""
    token = citizen.get(f"/s/{code}", headers=JSON).json()["form_token"]
    return citizen.post(f"/s/{code}", data={"form_token": token, **fields}, headers=JSON)


def key_of_a_hotline(folder: Path) -> str:
    """Connect a system and give its key."""

    async def work() -> str:
        engine = db.make_engine(f"sqlite:///{folder}/jianyan.sqlite")
        db.bind(engine, TABLES)
        await engine.open()
        wei = await accounts.person_by_email(cast.WEI)
        new = NewClient(name="热线", organisation=wei.scope.organisation or 0, per_minute=60)
        key = await clients.add_client(new, by=wei, now=now())
        await engine.close()
        return key

    return asyncio.run(work())


def told_by_a_hotline(citizen: httpx.Client, key: str) -> list[httpx.Response]:
    """Let a system send, and leave its key where it does not belong."""
    services = citizen.get("/open311/v2/services.json", params={"api_key": key})
    form = {"api_key": key, "service_code": services.json()[0]["service_code"], "description": BODY}
    told = {"address_string": NOTE, "phone": PHONE, "email": f"{PHONE}@{NOTE}.example", "first_name": NOTE}
    path = "/open311/v2/requests.json"
    return [
        services,
        citizen.post(path, data={**form, **told}),
        citizen.post(f"{path}?api_key={key}&phone={PHONE}", data={**told, "description": BODY}),
        citizen.post(path, data={**form, **told, "lat": NOTE}),
        citizen.get(path, params={"api_key": key, "status": PHONE}),
        citizen.get(f"/open311/v2/requests/{key}.xml", params={"api_key": key}),
    ]


def refused_in_every_way(citizen: httpx.Client, code: str, receipt: str) -> list[int]:
    """Leave the canaries where they do not belong, and give the statuses."""
    typed = {"body": BODY, "phone": PHONE, "form_token": f"{NOTE}-token"}
    odd = {"Referer": f"http://x/?{PHONE}", "X-Forwarded-For": NOTE, "Cookie": f"a={NOTE}"}
    wrong_phone = sent(citizen, code, body=BODY, phone=f"+{PHONE}x{NOTE}")
    asked = [
        wrong_phone,
        citizen.post(f"/s/{code}?phone={PHONE}", data=typed),
        citizen.post(f"/s/{code}", content=f"{BODY}{PHONE}", headers={"Content-Type": "application/json"}),
        citizen.post(f"/s/{code}", files={"photo": (f"{NOTE}.jpg", b"x")}, data={"body": BODY}),
        citizen.post(f"/s/{PHONE}", data=typed),
        citizen.get(f"/receipt/{receipt}?receipt={receipt}", headers=odd),
        citizen.request(NOTE, f"/{PHONE}", headers=odd),
        citizen.get("/", headers={"Host": f"{NOTE}.example"}),
        citizen.post("/receipt", data={"receipt": receipt[:-1] + ("0" if receipt[-1] != "0" else "1")}),
        citizen.post("/admin/sign-in", data={"email": cast.WEI, "password": WRONG_PASSWORD}),
        citizen.post("/admin/sign-in", data={"email": cast.WEI, "password": PASSWORD, "code": WRONG_CODE}),
        citizen.post("/admin/set-up", data={"code": WRONG_CODE, "email": cast.ADA, "organisation": NOTE}),
        citizen.post("/admin/sign-in", data={"email": f"{PHONE}@{NOTE}.example", "password": PASSWORD}),
    ]
    host, port = citizen.base_url.host, citizen.base_url.port
    with socket.create_connection((host, port or 80)) as raw:
        raw.sendall(f"GET /{PHONE} {NOTE}\r\n\r\n".encode())
        assert raw.recv(1_000)
    return [answer.status_code for answer in asked]


def served(citizen: httpx.Client, code: str, app_code: str) -> str:
    """Go the whole way as it is meant, and give the receipt."""
    answer = sent(citizen, code, body=BODY, phone=PHONE)
    assert answer.status_code == 201
    receipt = str(answer.json()["receipt"])
    assert citizen.post("/receipt", data={"receipt": receipt}, headers=JSON).status_code == 200
    asked = citizen.post("/admin/sign-in", data={"email": cast.WEI, "password": PASSWORD})
    assert asked.status_code == 401
    signed_in = citizen.post("/admin/sign-in", data={"email": cast.WEI, "code": app_code})
    assert signed_in.status_code == 303
    assert citizen.get("/admin/queue").status_code == 200
    return receipt


def crashed(citizen: httpx.Client, folder: Path, code: str) -> list[httpx.Response]:
    """Make the service fail with an error that quotes the text, then with a table that is gone."""
    answers = []
    for statement in (CRASHING, "DROP TABLE contact"):
        with closing(sqlite3.connect(folder / "jianyan.sqlite", timeout=10)) as connection:
            connection.execute("DROP TRIGGER IF EXISTS crash")
            connection.execute(statement)
            connection.commit()
        answers.append(sent(citizen, code, body=f"{BODY}，{NOTE}", phone=PHONE))
    return answers


def test_no_log_and_no_figure_names_anybody(installation, citizen: httpx.Client) -> None:
    code = code_of(installation.folder)
    receipt = served(citizen, code, installation.code(cast.WEI))
    assert min(refused_in_every_way(citizen, code, receipt)) >= 400
    key = key_of_a_hotline(installation.folder)
    statuses = [answer.status_code for answer in told_by_a_hotline(citizen, key)]
    assert statuses == [200, 201, 403, 400, 400, 404]
    crashes = crashed(citizen, installation.folder, code)
    assert [answer.status_code for answer in crashes] == [500, 500]

    log = (installation.folder / "server.log").read_bytes()
    figures = citizen.get("/metrics").content
    secrets = {"phone": PHONE, "receipt": receipt, "password": PASSWORD, "wrong password": WRONG_PASSWORD}
    secrets |= {"app": installation.secrets[cast.WEI], "wrong code": WRONG_CODE, "key": key}
    canaries = {**secrets, "body": BODY, "note": NOTE, "code": code}
    assert found(canaries, {"log": log, "figures": figures}) == set()
    assert found(secrets, {"database": stored(installation.folder)}) == set()

    # The same search finds what is there: the text in the database, and the bugs by their numbers in the log.
    assert found({"body": BODY}, {"database": stored(installation.folder)}) == {("body", "database")}
    told = [json.loads(line) for line in log.splitlines() if line.startswith(b"{")]
    bugs = {line["request_id"]: line["exception"][0]["type"] for line in told if line["event"] == "bug"}
    assert bugs == {answer.headers["x-request-id"]: "sqlite3.OperationalError" for answer in crashes}
    assert all(number in crashes[place].text for place, number in enumerate(bugs))
    assert re.search(rb'route="/s/{code}",status="5xx"} 2.0', figures)


@pytest.mark.parametrize("canary", [PHONE, BODY, NOTE, "0A4AE25FJZRA495Y"])
def test_a_line_that_names_somebody_is_found(canary: str) -> None:
    script = (
        "import logging.config, sys\nfrom jianyan.logs import configuration\n"
        "logging.config.dictConfig(configuration())\n"
        "logging.getLogger('jianyan').warning('the form said %s', sys.argv[1])\n"
    )
    ran = subprocess.run([sys.executable, "-c", script, canary], capture_output=True, check=True)
    assert found({"it": canary}, {"log": ran.stderr, "other": b"nothing"}) == {("it", "log")}
    assert found({"it": canary}, {"path": quote(f"/?q={canary}").encode()}) == {("it", "path")}
