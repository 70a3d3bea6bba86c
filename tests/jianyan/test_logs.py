import asyncio
import json
import logging
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime, timedelta

import pytest

import cast
from jianyan.logs import Few, JsonLines, configuration, is_request_id, new_request_id, request_id


def line_of(message: str, *arguments: object, raised: BaseException | None = None, **more: object) -> str:
    """Format an event as the running service does."""
    info = (type(raised), raised, raised.__traceback__) if raised else None
    record = logging.getLogger("jianyan.test").makeRecord(
        "jianyan.test", logging.WARNING, __file__, 1, message, arguments, info, extra=more
    )
    return JsonLines().format(record)


def test_an_event_is_one_object_with_its_time_in_utc() -> None:
    told = json.loads(line_of("slow", route="/s/{code}", ms=1200.5))
    at = datetime.fromisoformat(told.pop("at"))
    assert at.utcoffset() == timedelta(0)
    assert told == {
        "level": "WARNING",
        "logger": "jianyan.test",
        "event": "slow",
        "route": "/s/{code}",
        "ms": 1200.5,
    }


@pytest.mark.parametrize("sign", ["\n", "\r", "\x00", "\x1b[31m", "\x7f", "\x85", "\u2028", "汉"])
def test_signs_that_could_forge_a_line_are_escaped(sign: str) -> None:
    line = line_of("event", method=f"GET{sign}POST")
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["method"] == f"GET{sign}POST"


def test_inside_a_request_its_number_is_said() -> None:
    token = request_id.set("0123456789abcdef0000")
    try:
        assert json.loads(line_of("event"))["request_id"] == "0123456789abcdef0000"
    finally:
        request_id.reset(token)
    assert "request_id" not in json.loads(line_of("event"))


def crash(phone: str) -> None:
    try:
        int(f"the phone {phone}")
    except ValueError as wrong:
        raise RuntimeError(f"cannot keep {phone}") from wrong


def test_an_exception_is_told_by_type_and_place_and_not_by_what_it_says() -> None:
    with pytest.raises(RuntimeError) as caught:
        crash(cast.LAN_PHONE)
    line = line_of("bug", raised=caught.value)
    assert cast.LAN_PHONE in str(caught.value)
    assert cast.LAN_PHONE not in line
    told = json.loads(line)["exception"]
    assert [one["type"] for one in told] == ["builtins.RuntimeError", "builtins.ValueError"]
    assert told[0]["trace"][-1].endswith(" crash")
    assert str(__file__) in told[0]["trace"][-1]


def test_what_a_database_says_is_told_by_its_code() -> None:
    with closing(sqlite3.connect(":memory:")) as connection, pytest.raises(sqlite3.Error) as caught:
        connection.execute("SELECT * FROM nothing")
    (told,) = json.loads(line_of("bug", raised=caught.value))["exception"]
    assert (told["type"], told["code"]) == ("sqlite3.OperationalError", "SQLITE_ERROR")


async def test_a_forgotten_task_is_told_without_its_exceptions_text() -> None:
    """asyncio shows the task, and with it the exception, in the lines after the first."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(JsonLines().format(record))  # type: ignore[method-assign]
    logging.getLogger("asyncio").addHandler(handler)
    try:
        task = asyncio.get_running_loop().create_task(asyncio.to_thread(crash, cast.LAN_PHONE))
        await asyncio.wait([task])
        asyncio.get_running_loop().call_exception_handler(
            {"message": "Task exception was never retrieved", "exception": task.exception(), "future": task}
        )
    finally:
        logging.getLogger("asyncio").removeHandler(handler)
    (line,) = lines
    assert json.loads(line)["event"] == "Task exception was never retrieved"
    assert cast.LAN_PHONE not in line


def test_of_many_alike_ten_are_written_in_ten_seconds_and_others_are_not_held_back() -> None:
    few = Few()

    def passes(message: str, at: float, raised: type[BaseException] | None = None) -> bool:
        record = logging.makeLogRecord({"name": "x", "msg": message, "created": at})
        record.exc_info = (raised, raised(), None) if raised else None
        return few.filter(record)

    assert [passes("busy", 1_000.0 + second / 10) for second in range(12)] == [True] * 10 + [False] * 2
    assert passes("slow", 1_001.0)
    assert passes("busy", 1_001.0, KeyError)
    assert passes("busy", 1_010.0)


def test_the_configuration_writes_warnings_of_every_logger_to_stderr(
    capfd: pytest.CaptureFixture[str],
) -> None:
    script = (
        "import logging, logging.config\nfrom jianyan.logs import configuration\n"
        "logging.config.dictConfig(configuration())\n"
        "logging.getLogger('uvicorn.error').info('quiet')\n"
        "logging.getLogger('uvicorn.error').warning('loud %s', 'and clear')\n"
        "for _ in range(99): logging.getLogger('jianyan').error('flood')\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
    out, err = capfd.readouterr()
    assert out == ""
    events = [json.loads(line)["event"] for line in err.splitlines()]
    assert (events[0], set(events[1:])) == ("loud and clear", {"flood"})
    assert 10 <= len(events[1:]) <= 20
    assert configuration("ERROR")["root"]["level"] == "ERROR"


def test_numbers_of_requests_differ_and_have_the_form_that_is_passed_on() -> None:
    numbers = {new_request_id() for _ in range(1_000)}
    assert len(numbers) == 1_000
    assert all(map(is_request_id, numbers))


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("4bf92f3577b34da6a3ce929d0e0e4736", True),
        ("f81d4fae-7dec-11d0-a765-00a0c91e6bf6", True),
        (cast.LAN_PHONE, False),
        ("430602199001011234", False),
        ("0A4AE25FJZRA495Y", False),
        ("0a4ae25fjzra495y", False),
        ("", False),
        ("a" * 65, False),
        ("4bf92f3577b34da6a3ce929d0e0e4736\n", False),
        ("4bf92f3577b34da6a3ce929d0e0e473 6", False),
    ],
)
def test_only_what_no_person_would_type_is_taken_over_as_a_number(given: str, taken: bool) -> None:
    assert is_request_id(given) is taken
