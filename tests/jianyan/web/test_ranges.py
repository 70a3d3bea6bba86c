import litestar
import pytest

from jianyan.web.ranges import in_part

TONE = bytes(range(100))


def asked(header: str | None) -> litestar.Response:
    headers = [(b"range", header.encode())] if header else []
    request = litestar.Request({"type": "http", "headers": headers})  # type: ignore[typeddict-item]
    return in_part(request, TONE, media_type="audio/mp4", headers={"Cache-Control": "no-store"})


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [("bytes=0-1", 0, 1), ("bytes=90-", 90, 99), ("bytes=-5", 95, 99), ("bytes=10-900", 10, 99)],
)
def test_a_player_gets_the_part_it_asks_for(header: str, first: int, last: int) -> None:
    answer = asked(header)
    assert (answer.status_code, answer.content) == (206, TONE[first : last + 1])
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/100"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("header", [None, "bytes=-", "bytes=0-1,4-5", "lines=0-1", "bytes=a-b"])
def test_whoever_asks_for_no_part_gets_it_whole(header: str | None) -> None:
    answer = asked(header)
    assert (answer.status_code, answer.content) == (200, TONE)
    assert answer.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=9-3", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(header: str) -> None:
    answer = asked(header)
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == "bytes */100"
