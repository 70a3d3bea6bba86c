"""Forms taken together, over real sockets: each gets what the usual way gives it."""

import asyncio
import re

import pytest

from jianyan import metrics, suggestions
from wires import Quick, Server, get, post

TRACKING = re.compile(rb"[0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{2}\b")
RECEIPT = re.compile(rb"\b(?:[0-9A-Z]{4} ){3}[0-9A-Z]{4}\b")
KIND = "Content-Type: application/x-www-form-urlencoded\r\n"
OK, TAKEN = b"HTTP/1.1 200 ", b"HTTP/1.1 201 "
MANY = 40


async def test_forms_that_come_together_are_written_together_and_each_gets_its_own_receipt(
    roomy: Server, place, answered: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    usual = place.runtime.submit_all

    async def noting(batch):
        sizes.append(len(batch))
        return await usual(batch)

    monkeypatch.setattr(place.runtime, "submit_all", noting)
    bodies = [f"第{number}路车晚点太多。" for number in range(MANY)]
    answers = await roomy.say_together([post(place.code, place.opened(), body=body) for body in bodies])
    assert (answered, sum(sizes)) == ([201] * MANY, MANY)
    assert max(sizes) > MANY / 4
    receipts = [RECEIPT.search(answer)[0].decode() for answer in answers]
    for receipt, body in zip(receipts, bodies, strict=True):
        hashes = suggestions.receipts.possible_hashes(place.runtime.keys, receipt)
        assert (await suggestions.by_receipt(hashes)).body == body
    assert await suggestions.first_fault() is None


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ("", {}),
        ("Accept-Encoding: gzip, deflate, br\r\n", {}),
        ("Accept: text/html\r\nAccept-Language: en-GB\r\n", {}),
        ("X-Forwarded-For: 203.0.113.9\r\n", {}),
        ("", {"phone": "13800138000"}),
        ("", {"body": "广告加微信 abc12345，代开发票"}),
        ("Content-TYPE: application/x-www-form-urlencoded; charset=UTF-8\r\n", {}),
    ],
)
@pytest.mark.parametrize("is_usual_first", [True, False])
async def test_what_is_answered_is_what_the_usual_way_answers(
    roomy: Server, place, answered: list[int], more: str, fields: dict[str, str], *, is_usual_first: bool
) -> None:
    form = post(place.code, place.opened(), more, **fields)
    first = await roomy.say(form, is_off=is_usual_first)
    assert await roomy.say(form, is_off=not is_usual_first) == first  # sent again it is the same one
    assert first[0].startswith(TAKEN)
    assert answered == [201]


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ("Accept: application/json\r\n", {}),
        ("", {"form_token": "forged"}),
        ("", {"body": "   "}),
        ("", {"body": "好" * 5_000}),
        ("", {"category": "999999"}),
        ("", {"phone": "12"}),
        ("", {"kept": "x" * 20}),
        ("Host: elsewhere.example\r\n", {}),
        ("Connection: close\r\n", {}),
    ],
)
async def test_whatever_is_not_plain_goes_the_usual_way(
    roomy: Server, place, answered: list[int], more: str, fields: dict[str, str]
) -> None:
    form = post(place.code, **{"token": place.opened(), "more": more, **_renamed(fields)})
    first = await roomy.say(form)
    again = await roomy.say(form, is_off=True)
    assert (answered, first[0][:13]) == ([], again[0][:13])
    assert roomy.at_once.waiting == 0


def _renamed(fields: dict[str, str]) -> dict[str, str]:
    return {"token" if name == "form_token" else name: value for name, value in fields.items()}


@pytest.mark.parametrize("age_s", [25 * 3600, -3600])
async def test_a_form_of_another_time_comes_back_with_its_text_and_nothing_is_written(
    roomy: Server, place, answered: list[int], monkeypatch: pytest.MonkeyPatch, age_s: int
) -> None:
    batches: list[object] = []
    monkeypatch.setattr(place.runtime.intake, "_commit", batches.append)
    (told,) = await roomy.say(post(place.code, place.opened(ago_s=age_s), body="站台没有灯。"))
    assert "站台没有灯。".encode() in told
    assert (answered, told[:13], batches) == ([], b"HTTP/1.1 422 ", [])


async def test_a_form_that_is_too_large_or_of_another_kind_is_read_by_the_usual_way(
    roomy: Server, place, answered: list[int]
) -> None:
    large = f"form_token={place.opened()}&body=a&note={'x' * 70_000}"
    chunked = f"form_token={place.opened()}&body=abc"
    odd = '{"form_token": "%s", "body": "abc"}' % place.opened()  # noqa: UP031 - braces
    as_json = f"Content-Type: application/json\r\nContent-Length: {len(odd)}\r\n"
    requests = [
        get(place.code, f"{KIND}Content-Length: {len(large)}\r\n", method="POST") + large,
        get(place.code, f"{KIND}Transfer-Encoding: chunked\r\n", method="POST")
        + f"{len(chunked):x}\r\n{chunked}\r\n0\r\n\r\n",
        get(place.code, as_json, method="POST") + odd,
    ]
    told = await roomy.say(*requests)
    assert [answer[:13] for answer in told] == [TAKEN] * 3
    assert answered == []


async def test_a_bad_form_among_good_ones_is_alone_in_its_trouble(
    roomy: Server, place, answered: list[int]
) -> None:
    forms = [post(place.code, place.opened(), body=f"第{number}条") for number in range(9)]
    forms[4] = post(place.code, "forged", body="伪造的")
    forms[6] = post(place.code, place.opened(), body="")
    told = [answer[:13] for answer in await roomy.say_together(forms)]
    assert told == [TAKEN] * 4 + [b"HTTP/1.1 422 ", TAKEN, b"HTTP/1.1 422 "] + [TAKEN] * 2
    assert answered == [201] * 7


async def test_the_same_form_twice_at_once_is_one_suggestion_and_with_other_words_it_is_asked_about(
    roomy: Server, place
) -> None:
    same = place.opened()
    forms = [post(place.code, same, body="加开夜班车")] * 3 + [post(place.code, same, body="别的话")]
    *twice, other = await roomy.say_together(forms)
    assert len({TRACKING.search(answer)[0] for answer in twice}) == 1
    assert other.startswith(b"HTTP/1.1 422 ")
    assert "别的话".encode() in other


async def test_requests_on_one_connection_are_answered_in_their_order(roomy: Server, place) -> None:
    form = post(place.code, place.opened())
    async with roomy.connection() as wire:
        told = await wire.ask(form, get(place.code), form, get(place.code, path="/healthz"), form)
    assert [answer[:13] for answer in told] == [TAKEN, OK, TAKEN, OK, TAKEN]
    assert TRACKING.search(told[0])[0] == TRACKING.search(told[4])[0]


async def test_a_form_in_pieces_is_taken_when_it_is_whole_and_not_waited_for_without_end(
    roomy: Server, place, answered: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    form = post(place.code, place.opened()).encode()
    async with roomy.connection() as wire:
        for start in range(0, len(form), 37):
            wire.writer.write(form[start : start + 37])
            await wire.writer.drain()
            await asyncio.sleep(0)
        assert (await wire.answer()).startswith(TAKEN)
    assert answered == [201]
    monkeypatch.setattr(Quick, "head_s", 0.1)
    monkeypatch.setattr(Quick, "held_s", 0.2)
    async with roomy.connection() as wire:
        wire.writer.write(form[:-5])
        assert (await wire.answer()).startswith(b"HTTP/1.1 408 ")
    assert roomy.at_once.waiting == 0


async def test_each_form_is_measured_once(roomy: Server, place, monkeypatch: pytest.MonkeyPatch) -> None:
    noted: list[tuple[object, ...]] = []
    kept: list[object] = []
    monkeypatch.setattr(metrics, "answered", lambda *told: noted.append(told[:3]))
    monkeypatch.setattr(metrics, "received", kept.append)
    forms = [post(place.code, place.opened(), body=str(number)) for number in (1, 2, 3)]
    await roomy.say_together([*forms, forms[0]])
    assert noted == [("/s/{code}", "POST", "2xx")] * 4
    assert len(kept) == 3
