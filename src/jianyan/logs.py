"""The log: one JSON object a line on stderr, in UTC, that names no person.

A line holds `at`, `level`, `logger`, `event` and, inside a request, `request_id`; what an event adds stands
in fields of its own. There is no query string, no network address and no form in it. Of an exception it says
the type, the code that the database gave, and where it was raised: its message is left out, for a message may
quote what somebody typed.

There is no access log: figures of all requests stand in /metrics. Lines are written of bugs (ERROR), of slow
answers and of answers that say "not now" (WARNING), at most ten alike in ten seconds.
"""

import itertools
import json
import logging
import re
import secrets
import traceback
from collections import Counter
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

_PASSED_ON = re.compile(r"[0-9a-f-]{20,64}")
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message", "taskName"}
_DELETE = str.maketrans({"\x7f": "\\u007f"})
_WINDOW_S = 10
_ALIKE_MOST = 10
_PREFIX = secrets.token_hex(8)
_numbers = itertools.count(1)

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Number of the request that this task answers; empty outside of one."""


def new_request_id() -> str:
    """Give a number that no other request of any process has."""
    return f"{_PREFIX}{next(_numbers):08x}"


def is_request_id(text: str) -> bool:
    """Say whether a number that came with a request may be taken over.

    20 to 64 lower-case hexadecimal digits and hyphens, as UUIDs and trace ids are: nothing of that form is a
    phone number, an identity card or a receipt.
    """
    return _PASSED_ON.fullmatch(text) is not None


def configuration(level: str = "WARNING") -> dict[str, Any]:
    """Give the configuration of `logging`, for uvicorn's own lines too.

    Args:
        level: from which on lines are written: DEBUG, INFO, WARNING or ERROR.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"few": {"()": "jianyan.logs.Few"}},
        "formatters": {"json": {"()": "jianyan.logs.JsonLines"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["few"], "formatter": "json"}},
        "root": {"level": level, "handlers": ["stderr"]},
    }


class Few(logging.Filter):
    """Lets ten records alike pass in ten seconds: a flood must not fill the disk with itself."""

    def __init__(self) -> None:
        super().__init__()
        self._window = 0.0
        self._seen: Counter[tuple[str, object, object]] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether a record passes; alike are those of one logger, one text and one type of exception."""
        window = record.created // _WINDOW_S
        if window != self._window:
            self._window = window
            self._seen.clear()
        kind = (record.name, record.msg, record.exc_info[0] if record.exc_info else None)
        self._seen[kind] += 1
        return self._seen[kind] <= _ALIKE_MOST


class JsonLines(logging.Formatter):
    """Writes a record as one line of ASCII: what is no letter, digit or sign stands there escaped."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line, without its end."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": _event(record),
        }
        if number := request_id.get():
            line["request_id"] = number
        line.update((name, value) for name, value in vars(record).items() if name not in _OWN)
        if record.exc_info and record.exc_info[1]:
            line["exception"] = _told(record.exc_info[1])
        return json.dumps(line, default=_type_name).translate(_DELETE)


def _event(record: logging.LogRecord) -> str:
    # asyncio's later lines show the task or the loop, and with it what an exception says.
    return record.getMessage().strip().partition("\n")[0]


def _told(raised: BaseException) -> list[dict[str, object]]:
    """Say what was raised and what caused it, the last first."""
    told: list[dict[str, object]] = []
    seen: BaseException | None = raised
    while seen is not None and len(told) < 5:
        frames = traceback.extract_tb(seen.__traceback__)
        told.append(
            {
                "type": f"{type(seen).__module__}.{type(seen).__qualname__}",
                **_code(seen),
                "trace": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
            }
        )
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return told


def _code(raised: BaseException) -> dict[str, object]:
    for name in ("sqlite_errorname", "sqlstate", "errno"):
        code = getattr(raised, name, None)
        if code is not None:
            return {"code": code}
    return {}


def _type_name(value: object) -> str:
    return type(value).__name__
