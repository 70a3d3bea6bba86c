"""Receivers on this machine that are really asked, and fail when told to: a web and a mail server."""

import asyncio
import email.policy
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any


@dataclass
class Post:
    """What one POST brought."""

    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class WebReceiver:
    """A web server that keeps what it is sent."""

    port: int = 0
    status: int = 200
    answer: bytes = b'{"errcode":0,"errmsg":"ok"}'
    headers: str = ""
    silent: bool = False
    """It takes the request and never answers."""
    posts: list[Post] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            pairs = (line.split(": ", 1) for line in lines if line)
            headers = {name.lower(): value for name, value in pairs}
            body = await reader.readexactly(int(headers["content-length"]))
            self.posts.append(Post(first.split(" ")[1], headers, body))
            if self.silent:
                await reader.read()  # until the other side leaves
            head = f"HTTP/1.1 {self.status} Told\r\n{self.headers}Content-Length: {len(self.answer)}\r\n\r\n"
            writer.write(head.encode() + self.answer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # a worker that is killed says no farewell
        finally:
            writer.close()


@dataclass
class MailReceiver:
    """A mail server that keeps what it is sent; it says what `refusals` tells it instead of yes."""

    port: int = 0
    refusals: dict[str, str] = field(default_factory=dict)
    """Command → answer: `{"RCPT": "550 no such person"}`."""
    messages: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def parsed(self) -> list[EmailMessage]:
        policy: Any = email.policy.default
        return [email.message_from_bytes(each, policy=policy) for each in self.messages]

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())

        say("220 here")
        try:
            while line := (await reader.readline()).decode().strip():
                command = line[:4].upper()
                if command in self.refusals:
                    say(self.refusals[command])
                elif command == "EHLO":
                    say("250-here\r\n250 AUTH PLAIN")
                elif command == "AUTH":
                    self.logins.append(line)
                    say("235 welcome")
                elif command == "DATA":
                    say("354 go on")
                    self.messages.append(await reader.readuntil(b"\r\n.\r\n"))
                    say("250 taken")
                elif command == "QUIT":
                    say("221 farewell")
                    break
                else:
                    self.recipients += [line] if command == "RCPT" else []
                    say("250 good")
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def listening(receiver: Any, tls: ssl.SSLContext | None = None) -> AsyncIterator[Any]:
    """Let a receiver listen on its port, or on a free one, up to the end of the block."""
    server = await asyncio.start_server(receiver.talk, "127.0.0.1", receiver.port, ssl=tls)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        await server.wait_closed()
