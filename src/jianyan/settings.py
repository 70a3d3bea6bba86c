"""Every setting, with its unit and default; deploy/env.example lists them for the people who run it."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

_PREFIX = "JIANYAN_"
_STORES = {"valkey", "valkeys", "redis", "rediss"}
_SENDER = re.compile(r"[^\s@<>]+@[^\s@<>]+")
_SECRET = re.compile(r"(?:whsec_)?(?:[A-Za-z0-9+/]{4}){5,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_MAIL = {"smtp", "smtps"}
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class WrongSetting(Exception):
    """A setting is unknown or has a value that cannot be used; the message is one sentence."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What one installation is told from outside."""

    database_url: str = "sqlite:///jianyan.sqlite"
    """`sqlite:///relative/path`, `sqlite:////absolute/path` or `postgresql://user:password@host/name`."""
    base_url: str = "http://127.0.0.1:8000"
    """Scheme and host that citizens see; every printed code begins with it."""
    secret_file: str = "jianyan.secret"  # noqa: S105 - a path
    """File of the server's secrets; made with mode 0600 when missing. Keep a copy: receipts need it."""
    uploads: str = "uploads"
    """Folder of uploaded files; made when missing."""
    bucket_url: str = ""
    """`https://key:secret@host/bucket?region=…` of a store that speaks S3, for photos and voice notes; empty:
    they lie in the folder."""
    time_zone: str = "Asia/Shanghai"
    """IANA name of the zone in which days are counted and naive times in files are read."""
    icp_number: str = ""
    """Filing number shown in the footer and linked to the registry; empty: none is shown."""
    contact_days: int = 90
    """Days after which a phone number that a citizen left is deleted, 1 to 3650."""
    valkey_url: str = ""
    """`valkey://host:port/0` or `redis://…` for limits that all processes share; empty: each has its own."""
    work: str = "on"
    """`on`: `serve` starts a process for long work beside it; `off`: `jianyan work` is run otherwise."""
    smtp_url: str = ""
    """`smtps://user:password@host:465`, or `smtp://…:587` with STARTTLS; empty: nobody is told by e-mail."""
    mail_from: str = ""
    """Sender of e-mail; empty: jianyan@ and the host of the base URL."""
    sms_url: str = ""
    """`https://…` to which text messages are posted as JSON; empty: none are sent."""
    sms_secret: str = ""
    """Base64 of what signs these posts, as Standard Webhooks say; needed with an address."""
    private_receivers: str = "off"
    """`on`: webhooks may lead to private addresses and plain HTTP; `off`: only to the whole internet's."""
    limits: str = "on"
    """`on`, or `off` for measuring; `off` is refused unless the base URL is loopback."""

    @property
    def zone(self) -> ZoneInfo:
        """Give the time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def host(self) -> str:
        """Give the host name that citizens see, without a port."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def is_loopback(self) -> bool:
        """Say whether only this machine can reach the base URL."""
        return self.host in _LOOPBACK

    @property
    def is_https(self) -> bool:
        """Say whether citizens come over TLS; cookies are then Secure."""
        return self.base_url.startswith("https://")


def from_env(environ: Mapping[str, str]) -> Settings:
    """Read the `JIANYAN_*` variables.

    Raises:
        WrongSetting: a name is unknown or a value cannot be used.
    """
    known = {f"{_PREFIX}{name.upper()}": name for name in Settings.__struct_fields__}
    given: dict[str, str] = {}
    for variable, value in environ.items():
        if not variable.startswith(_PREFIX):
            continue
        if variable not in known:
            raise WrongSetting(f"{variable} is not a setting; the settings are {', '.join(sorted(known))}")
        given[known[variable]] = value.strip()
    try:
        settings = msgspec.convert(given, Settings, strict=False)
    except msgspec.ValidationError as wrong:
        raise WrongSetting(f"a {_PREFIX}* setting has the wrong type: {wrong}") from wrong
    return _checked(settings)


def _checked(settings: Settings) -> Settings:
    address = urlsplit(settings.base_url)
    if address.scheme not in {"http", "https"} or not address.hostname or address.path not in {"", "/"}:
        raise WrongSetting("JIANYAN_BASE_URL must be http:// or https:// and a host, without a path")
    if urlsplit(settings.database_url).scheme not in {"sqlite", "postgresql", "postgres"}:
        raise WrongSetting("JIANYAN_DATABASE_URL must begin with sqlite:/// or postgresql://")
    try:
        ZoneInfo(settings.time_zone)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise WrongSetting(f"JIANYAN_TIME_ZONE {settings.time_zone!r} is not a known time zone") from unknown
    if settings.valkey_url and urlsplit(settings.valkey_url).scheme not in _STORES:
        raise WrongSetting("JIANYAN_VALKEY_URL must begin with valkey:// or redis://")
    if not 1 <= settings.contact_days <= 3650:
        raise WrongSetting("JIANYAN_CONTACT_DAYS must be 1 to 3650 days")
    if settings.work not in {"on", "off"}:
        raise WrongSetting("JIANYAN_WORK must be on or off")
    _check_channels(settings)
    _check_bucket(settings)
    if settings.limits not in {"on", "off"}:
        raise WrongSetting("JIANYAN_LIMITS must be on or off")
    if settings.limits == "off" and not settings.is_loopback:
        raise WrongSetting("JIANYAN_LIMITS=off is for measuring and needs a loopback JIANYAN_BASE_URL")
    return msgspec.structs.replace(settings, base_url=settings.base_url.rstrip("/"))


def _check_channels(settings: Settings) -> None:
    mail, gateway = urlsplit(settings.smtp_url), urlsplit(settings.sms_url)
    if settings.smtp_url and (mail.scheme not in _MAIL or not mail.hostname):
        raise WrongSetting("JIANYAN_SMTP_URL must begin with smtps:// or smtp:// and name a host")
    if settings.mail_from and not _SENDER.fullmatch(settings.mail_from):
        raise WrongSetting("JIANYAN_MAIL_FROM must be one e-mail address")
    if settings.private_receivers not in {"on", "off"}:
        raise WrongSetting("JIANYAN_PRIVATE_RECEIVERS must be on or off")
    schemes = {"https", "http"} if settings.private_receivers == "on" else {"https"}
    if settings.sms_url and (gateway.scheme not in schemes or not gateway.hostname):
        raise WrongSetting("JIANYAN_SMS_URL must begin with https:// and name a host")
    if settings.sms_url and not _SECRET.fullmatch(settings.sms_secret):
        raise WrongSetting("JIANYAN_SMS_SECRET must be base64 of 16 bytes or more")


def _check_bucket(settings: Settings) -> None:
    parts = urlsplit(settings.bucket_url)
    is_whole = parts.hostname and parts.username and parts.password and parts.path.strip("/")
    if settings.bucket_url and (parts.scheme not in {"https", "http"} or not is_whole):
        raise WrongSetting("JIANYAN_BUCKET_URL must be https://key:secret@host/bucket")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK and settings.private_receivers == "off":
        raise WrongSetting("JIANYAN_BUCKET_URL must begin with https:// unless the host is loopback")


def sqlite_path(database_url: str) -> Path | None:
    """Give the file of a `sqlite:///` address, or None where the address is PostgreSQL's."""
    return Path(database_url[len("sqlite:///") :]) if database_url.startswith("sqlite:") else None
