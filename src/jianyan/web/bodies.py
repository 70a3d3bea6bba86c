"""The body of a POST as fields: urlencoded, multipart or JSON, each refused with a clear sentence."""

from io import BytesIO
from urllib.parse import parse_qsl

import msgspec
from multipart import MultipartError, MultipartParser, parse_options_header

from jianyan.errors import Unreadable
from jianyan.i18n import N_

PARTS_MOST = 64
_FIELD_BYTES_MOST = 256 * 1024

Fields = dict[str, list[str]]


class Upload(msgspec.Struct, frozen=True):
    """A file that came with a form."""

    filename: str
    content: bytes


class UnreadableForm(Unreadable):
    """The body is not what its content type says, or not UTF-8."""

    sentence = N_("The form could not be read. Please go back, reload the page and send it again.")


def read_fields(body: bytes, content_type: str) -> Fields:
    """Give name → values of a form without files.

    Raises:
        UnreadableForm: see there.
    """
    return read_form_and_files(body, content_type)[0]


def read_form_and_files(body: bytes, content_type: str) -> tuple[Fields, dict[str, Upload]]:
    """Give name → values, and name → file; a file field that was left empty is left out.

    Raises:
        UnreadableForm: see there.
    """
    kind, options = parse_options_header(content_type)
    try:
        match kind:
            case "multipart/form-data":
                return _multipart(body, options.get("boundary", ""))
            case "application/json":
                return _json(body), {}
            case _:
                return _urlencoded(body), {}
    except (ValueError, MultipartError, LookupError) as broken:
        raise UnreadableForm(field="body") from broken


def _urlencoded(body: bytes) -> Fields:
    fields: Fields = {}
    text = body.decode("ascii")
    for name, value in parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=PARTS_MOST):
        fields.setdefault(name, []).append(value)
    return fields


def _json(body: bytes) -> Fields:
    sent = msgspec.json.decode(body, type=dict[str, str | int | bool | list[str | int] | None])
    return {name: _texts(value) for name, value in sent.items() if value is not None}


def _texts(value: str | int | bool | list[str | int]) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def _multipart(body: bytes, boundary: str) -> tuple[Fields, dict[str, Upload]]:
    fields: Fields = {}
    files: dict[str, Upload] = {}
    if not boundary:
        raise ValueError("multipart without a boundary")
    most = len(body) + 1  # the body is in memory already: a part on disk would be one more copy, left open
    parser = MultipartParser(
        BytesIO(body), boundary, part_limit=PARTS_MOST, memory_limit=most, spool_limit=most, strict=True
    )
    for part in parser:
        if part.filename:
            files[part.name] = Upload(part.filename, part.raw)
        elif part.filename is None:
            if part.size > _FIELD_BYTES_MOST:
                raise ValueError("a field is too long")
            fields.setdefault(part.name, []).append(part.raw.decode("utf-8"))
    return fields, files
