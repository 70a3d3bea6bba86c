import asyncio
import ipaddress
import ssl
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from jianyan.clock import now
from jianyan.notices import NotDelivered, calling
from jianyan.notices.calling import is_public, post
from jianyan.settings import Settings
from receivers import WebReceiver, listening

DAY = timedelta(days=1)

INSIDE = [
    *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
    *("100.64.0.1", "224.0.0.1", "239.1.1.1", "255.255.255.255", "198.18.0.1", "192.0.2.1", "240.0.0.1"),
    *("::1", "::", "fe80::1", "fc00::1", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
    *("64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1"),
]
OPEN, CLOSED = Settings(private_receivers="on"), Settings()


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_none_of_the_internet(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "223.5.5.5", "2400:3200::1", "::ffff:223.5.5.5"])
def test_an_address_of_the_internet_is_one(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


async def refusal(url: str, settings: Settings = CLOSED) -> NotDelivered:
    with pytest.raises(NotDelivered) as refused:
        await post(url, b"{}", {}, settings)
    return refused.value


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]"]
)
async def test_a_name_of_this_machine_is_refused_however_it_is_written(host: str, web: WebReceiver) -> None:
    refused = await refusal(f"https://{host}:{web.port}/hook")
    assert (refused.problem, refused.retry) in {("private-address", False), ("no-such-host", True)}
    assert web.posts == []


async def test_a_name_with_one_address_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async def both(*_: Any, **__: Any) -> list[Any]:
        return [(2, 1, 6, "", (each, 443)) for each in ("223.5.5.5", "10.0.0.1")]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", both)
    assert (await refusal("https://two.example/")).problem == "private-address"


async def test_the_connection_is_made_to_the_address_that_was_looked_at(web: WebReceiver) -> None:
    async def lies(host: str, *_: Any, **__: Any) -> list[Any]:
        assert host == "rebound.example"
        return [(2, 1, 6, "", ("127.0.0.1", web.port))]

    loop = asyncio.get_running_loop()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(loop, "getaddrinfo", lies)
        await post(f"http://rebound.example:{web.port}/x?y=1", b"{}", {}, OPEN)
    (got,) = web.posts
    assert (got.target, got.headers["host"]) == ("/x?y=1", f"rebound.example:{web.port}")


async def test_plain_http_is_refused(web: WebReceiver) -> None:
    assert (await refusal(web.url)).problem == "not-https"
    assert (await refusal("file:///etc/passwd", OPEN)).problem == "not-https"


async def test_a_redirect_is_no_delivery_and_is_not_followed(web: WebReceiver) -> None:
    web.status, web.headers = 307, f"Location: {web.url}/inside\r\n"
    assert (await refusal(web.url, OPEN)).problem == "http-307"
    assert len(web.posts) == 1


async def test_a_receiver_that_never_answers_is_left(
    web: WebReceiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.silent = True
    monkeypatch.setattr(calling, "TIMEOUT_S", 0.3)
    refused = await refusal(web.url, OPEN)
    assert (refused.problem, refused.retry) == ("timed-out", True)


async def test_nobody_listens_there(web: WebReceiver) -> None:
    assert (await refusal("http://127.0.0.1:1/", OPEN)).problem == "unreachable"


async def test_a_certificate_has_to_be_one_that_somebody_vouches_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with listening(WebReceiver(), certified(tmp_path)) as web:
        url = f"https://127.0.0.1:{web.port}/hook"
        assert (await refusal(url, OPEN)).problem == "tls"
        assert web.posts == []
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        await post(url, b"{}", {}, OPEN)
        assert len(web.posts) == 1
        assert (await refusal(url.replace("127.0.0.1", "localhost"), OPEN)).problem == "tls"


async def test_a_receiver_that_never_shakes_hands_is_left(
    web: WebReceiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "TIMEOUT_S", 0.3)
    assert (await refusal(f"https://127.0.0.1:{web.port}/", OPEN)).problem == "timed-out"


def certified(folder: Path) -> ssl.SSLContext:
    """Give a server's context with a certificate of 127.0.0.1 that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "here")])
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now() - DAY).not_valid_after(now() + DAY)
    builder = builder.add_extension(address, critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    certificate = builder.sign(key, hashes.SHA256())
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(private)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return context
