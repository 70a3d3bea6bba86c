"""One POST over HTTPS to an address that somebody else chose.

The name is resolved here and the connection made to the very address that was looked at: a name that answers
differently a moment later, or an answer that leads elsewhere, reaches nothing inside. Redirects are no
delivery.

Source: OWASP Server-Side Request Forgery Prevention Cheat Sheet.
"""

import asyncio
import contextlib
import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec

from jianyan.notices.schemas import NotDelivered
from jianyan.settings import Settings

TIMEOUT_S = 15.0
"""For everything from the name to the end of the answer."""
_ANSWER_BYTES = 64 * 1024
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_GONE = 410
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Answer(msgspec.Struct, frozen=True):
    """What the receiver answered."""

    status: int
    body: bytes
    """At most its first 64 kB."""


async def post(url: str, body: bytes, headers: Mapping[str, str], settings: Settings) -> Answer:
    """POST the body and give an answer of 200 to 299.

    Raises:
        NotDelivered: there is no such receiver, it may not be called, or it did not take it.
    """
    parts = urlsplit(url)
    if not parts.hostname or parts.scheme not in _schemes(settings):
        raise NotDelivered("not-https", retry=False)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        async with asyncio.timeout(TIMEOUT_S):
            address = await checked_address(parts.hostname, port, settings)
            answer = await _asked(_connection(url, port, address), _target(url), body, headers)
    except TimeoutError as late:
        raise NotDelivered("timed-out") from late
    except ssl.SSLError as broken:
        raise NotDelivered("tls") from broken
    except (OSError, http.client.HTTPException) as broken:
        raise NotDelivered("unreachable") from broken
    if not 200 <= answer.status < 300:
        raise NotDelivered(f"http-{answer.status}", retry=answer.status != _GONE)
    return answer


async def checked_address(host: str, port: int, settings: Settings) -> str:
    """Give the address to connect to, one that everybody can reach.

    Raises:
        NotDelivered: the name has none, or one that lies inside: loopback, link-local, private, reserved.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as unknown:
        raise NotDelivered("no-such-host") from unknown
    addresses = [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    if settings.private_receivers != "on" and not all(is_public(each) for each in addresses):
        raise NotDelivered("private-address", retry=False)
    return str(addresses[0])


def is_public(address: _Address) -> bool:
    """Say whether an address is one of the whole internet's, whatever it is wrapped in."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address.sixtofour or address.teredo or address in _NAT64:
            return False
    return address.is_global and not address.is_multicast


def _schemes(settings: Settings) -> set[str]:
    return {"http", "https"} if settings.private_receivers == "on" else {"https"}


def _connection(url: str, port: int, address: str) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    host = str(parts.hostname)
    if parts.scheme == "http":
        return _Plain(host, port, address)
    return _Secure(host, port, address)


class _Plain(http.client.HTTPConnection):
    """A connection to an address, under the name that was asked for."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=TIMEOUT_S)
        self.address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)


class _Secure(_Plain):
    """The same over TLS: the certificate has to be of that name."""

    default_port = 443

    def connect(self) -> None:
        super().connect()
        context = ssl.create_default_context()
        # The handshake apart, so that whoever waits no longer can break it.
        secured = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock = secured
        secured.do_handshake()


def _target(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


async def _asked(
    connection: http.client.HTTPConnection, target: str, body: bytes, headers: Mapping[str, str]
) -> Answer:
    """Ask in a thread; whoever waits no longer breaks the connection, so that the thread ends too."""
    try:
        return await asyncio.to_thread(_ask, connection, target, body, headers)
    finally:
        if connection.sock is not None:
            with contextlib.suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)
        connection.close()


def _ask(
    connection: http.client.HTTPConnection, target: str, body: bytes, headers: Mapping[str, str]
) -> Answer:
    connection.request("POST", target, body, {**headers, "User-Agent": "jianyan", "Connection": "close"})
    answer = connection.getresponse()
    return Answer(answer.status, answer.read(_ANSWER_BYTES))
