from urllib.parse import unquote_to_bytes, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.web.bodies import PARTS_MOST, UnreadableForm, Upload, read_fields, read_form_and_files

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
MULTIPART = "multipart/form-data; boundary=edge"


def part(name: str, content: bytes, *, filename: str | None = None) -> bytes:
    file = "" if filename is None else f'; filename="{filename}"'
    return (
        f'--edge\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + content + b"\r\n"
    )


def multipart(*parts: bytes) -> bytes:
    return b"".join(parts) + b"--edge--\r\n"


def refused(body: bytes, content_type: str) -> None:
    with pytest.raises(UnreadableForm) as unreadable:
        read_form_and_files(body, content_type)
    assert (unreadable.value.status, unreadable.value.field) == (400, "body")


@pytest.mark.parametrize("content_type", [FORM, f"{FORM}; charset=utf-8", ""])
def test_a_plain_form_is_read(content_type: str) -> None:
    body = b"body=%E6%9C%AB%E7%8F%AD%E8%BD%A6+%2B&q_1=a&q_1=b&empty="
    assert read_fields(body, content_type) == {"body": ["末班车 +"], "q_1": ["a", "b"], "empty": [""]}
    assert read_fields(b"", content_type) == {}


@pytest.mark.parametrize(
    "body",
    [
        b"body=%FF%FE",
        b"body=%E6%9C",
        b"body=\xff",
        "body=末".encode(),
        b"body=%ED%A0%80",
        b"&".join([b"a=1"] * 65),
    ],
)
def test_a_plain_form_that_is_broken_is_refused(body: bytes) -> None:
    refused(body, FORM)


def test_json_is_read_as_a_form_is() -> None:
    body = (
        '{"body": "末班车", "category": 7, "q_1": [1, "b"], "yes": true, "phone": null, "none": []}'.encode()
    )
    assert read_fields(body, f"{JSON}; charset=utf-8") == {
        "body": ["末班车"],
        "category": ["7"],
        "q_1": ["1", "b"],
        "yes": ["True"],
        "none": [],
    }


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"body"',
        b'{"body": {"a": 1}}',
        b'{"body": [[1]]}',
        b'{"body": 1.5}',
        b'{"body": "\xff"}',
        b'{"body": "\\ud800"}',
        b'{"body": "x"} trailing',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"{'body': 'x'}",
        '{"body": "末"}'.encode("utf-16"),
    ],
)
def test_json_that_is_none_or_not_a_form_is_refused(body: bytes) -> None:
    refused(body, JSON)


def test_a_form_with_files_is_read() -> None:
    photo = bytes(range(256)) * 10
    body = multipart(
        part("body", "末班车\r\n太早".encode()),
        part("q_1", b"a"),
        part("q_1", b"b"),
        part("photo", photo, filename="站牌.jpg"),
        part("other", b"", filename=""),
    )
    fields, files = read_form_and_files(body, MULTIPART)
    assert fields == {"body": ["末班车\r\n太早"], "q_1": ["a", "b"]}
    assert files == {"photo": [Upload("站牌.jpg", photo)]}


def test_files_of_one_name_come_in_their_order() -> None:
    body = multipart(*(part("photo", content, filename="a.jpg") for content in (b"1", b"2")))
    assert [one.content for one in read_form_and_files(body, MULTIPART)[1]["photo"]] == [b"1", b"2"]


def test_the_beginning_of_a_form_gives_the_fields_that_stand_in_it() -> None:
    body = multipart(
        part("body", "末班车".encode()), part("photo", bytes(9_000), filename="a.jpg"), part("late", b"x")
    )
    fields, files = read_form_and_files(body[:5_000], MULTIPART, is_whole=False)
    assert fields == {"body": ["末班车"]}
    assert files == {}
    with pytest.raises(UnreadableForm):
        read_form_and_files(body[:5_000], MULTIPART)


def test_a_large_file_comes_whole() -> None:
    content = b"\r\n--edg\r\n" * 200_000
    _, files = read_form_and_files(multipart(part("file", content, filename="stops.txt")), MULTIPART)
    assert [one.content for one in files["file"]] == [content]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (multipart(part("body", b"x")), "multipart/form-data"),
        (multipart(part("body", b"x")), "multipart/form-data; boundary="),
        (multipart(part("body", b"x")), "multipart/form-data; boundary=other"),
        (part("body", b"x"), MULTIPART),
        (multipart(part("body", b"x"))[:-9], MULTIPART),
        (b"--edge\r\n\r\nx\r\n--edge--\r\n", MULTIPART),
        (b"--edge\r\nContent-Disposition: form-data\r\n\r\nx\r\n--edge--\r\n", MULTIPART),
        (b"--edge\r\nnonsense\r\n\r\nx\r\n--edge--\r\n", MULTIPART),
        (b"body=x", MULTIPART),
        (b"", MULTIPART),
        (multipart(part("body", b"\xff\xfe")), MULTIPART),
        (multipart(part("body", b"x" * (256 * 1024 + 1))), MULTIPART),
        (multipart(*[part("a", b"1")] * (PARTS_MOST + 1)), MULTIPART),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_form_with_files_that_is_broken_is_refused(body: bytes, content_type: str) -> None:
    refused(body, content_type)


def test_as_many_parts_as_are_taken_are_read() -> None:
    assert read_fields(multipart(*[part("a", b"1")] * PARTS_MOST), MULTIPART) == {"a": ["1"] * PARTS_MOST}
    assert read_fields(b"&".join([b"a=1"] * PARTS_MOST), FORM) == {"a": ["1"] * PARTS_MOST}


@given(st.binary(max_size=300), st.sampled_from([FORM, JSON, MULTIPART]))
def test_whatever_is_sent_is_read_or_refused(body: bytes, content_type: str) -> None:
    try:
        fields = read_fields(body, content_type)
    except UnreadableForm:
        fields = {}
    assert all(isinstance(value, str) for values in fields.values() for value in values)


@given(st.text(max_size=60), st.text(alphabet="%+\\\\xu0123abE\n", max_size=20))
def test_whatever_a_browser_escapes_is_read_as_it_was_written(text: str, odd: str) -> None:
    assert read_fields(urlencode({"body": text, "odd": odd}).encode(), FORM) == {"body": [text], "odd": [odd]}


@given(st.text(alphabet="%+\\\\xuNn0123abEe{}\n\t", max_size=30))
def test_a_percent_sign_that_begins_no_escape_stands_for_itself(raw: str) -> None:
    try:
        expected = unquote_to_bytes(raw.replace("+", " ")).decode()
    except UnicodeDecodeError:
        refused(f"body={raw}".encode(), FORM)
        return
    assert read_fields(f"body={raw}".encode(), FORM) == {"body": [expected]}


@given(st.binary(max_size=300), st.text(max_size=60))
def test_whatever_the_content_type_says_is_read_or_refused(body: bytes, content_type: str) -> None:
    try:
        fields = read_fields(body, content_type)
    except UnreadableForm:
        fields = {}
    assert isinstance(fields, dict)
