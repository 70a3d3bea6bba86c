"""E-mail, through the server that the settings name."""

import asyncio
import contextlib
import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from jianyan.notices.schemas import NotDelivered, Parcel
from jianyan.notices.words import lines_of, one_line, title_of
from jianyan.settings import Settings

_TIMEOUT_S = 15.0
_PERMANENT = 500
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


async def deliver(parcel: Parcel, settings: Settings, *, now: datetime) -> None:
    """Give the message to the mail server.

    Raises:
        NotDelivered: there is no server, or it did not take the message.
    """
    if not settings.smtp_url:
        raise NotDelivered("no-mail-server")
    message = message_of(parcel, settings)
    try:
        async with asyncio.timeout(_TIMEOUT_S):
            await asyncio.to_thread(_send, message, settings.smtp_url)
    except TimeoutError as late:
        raise NotDelivered("timed-out") from late
    except smtplib.SMTPRecipientsRefused as refused:
        code = max(code for code, _ in refused.recipients.values())
        raise NotDelivered(f"smtp-{code}", retry=code < _PERMANENT) from refused
    except smtplib.SMTPResponseException as refused:
        raise NotDelivered(f"smtp-{refused.smtp_code}") from refused
    except ssl.SSLError as broken:
        raise NotDelivered("tls") from broken
    except (smtplib.SMTPException, OSError) as broken:
        raise NotDelivered("unreachable") from broken


def message_of(parcel: Parcel, settings: Settings) -> EmailMessage:
    """Give the message: the same bytes at every attempt, under the same Message-ID.

    Source: RFC 5322; RFC 3834, 5 (Auto-Submitted: nobody's holiday reply is wanted).
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = settings.mail_from or f"jianyan@{settings.host}"
    message["To"] = one_line(parcel.address)
    message["Subject"] = one_line(title_of(parcel))
    message["Date"] = format_datetime(parcel.created_at)
    message["Message-ID"] = f"<{parcel.public_id}@{settings.host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n".join(lines_of(parcel, settings.zone)) + "\n", charset="utf-8", cte="base64")
    return message


def _send(message: EmailMessage, url: str) -> None:
    parts = urlsplit(url)
    with _server(url) as server:
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
        with contextlib.suppress(smtplib.SMTPServerDisconnected):
            server.quit()  # the message was taken, however the parting goes


def _server(url: str) -> smtplib.SMTP:
    """Connect: `smtps` with TLS from the first byte, `smtp` with STARTTLS except on this very machine."""
    parts = urlsplit(url)
    host, context = str(parts.hostname), ssl.create_default_context()
    if parts.scheme == "smtps":
        return smtplib.SMTP_SSL(host, parts.port or 465, timeout=_TIMEOUT_S, context=context)
    server = smtplib.SMTP(host, parts.port or 587, timeout=_TIMEOUT_S)
    if host in _LOOPBACK:
        return server
    try:
        server.starttls(context=context)
    except (smtplib.SMTPException, OSError):
        server.close()
        raise
    return server
