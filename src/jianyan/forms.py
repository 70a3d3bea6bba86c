"""From the fields of a form to a checked Struct: blanks out, one refusal a field."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from jianyan.errors import Invalid
from jianyan.i18n import N_

Struct = TypeVar("Struct", bound=msgspec.Struct)
Fields = Mapping[str, Sequence[str]]


def one(fields: Fields, name: str, default: str = "") -> str:
    """Give the first value of a field, or the default."""
    values = fields.get(name)
    return values[0] if values else default


def lines(text: str) -> list[str]:
    """Give the lines of a text that are not blank, without what surrounds them."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def read_form(data: Mapping[str, Any], struct: type[Struct]) -> Struct:
    """Convert named values to a Struct. Blank texts count as not given; unknown names are left out.

    Raises:
        Invalid: a value is missing or cannot be taken; `field` says which.
    """
    given = {
        name: value
        for name, value in data.items()
        if name in struct.__struct_fields__ and value not in ("", None)
    }
    try:
        return msgspec.convert(given, struct, strict=False)
    except msgspec.ValidationError as wrong:
        raise Invalid(N_("This value cannot be used here."), field=_field_of(str(wrong))) from wrong


def _field_of(message: str) -> str | None:
    """Find the field in msgspec's message: it ends in `at `$.field`` or names a missing one."""
    _, _, path = message.partition("`$.")
    if path:
        return path.rstrip("`").split(".")[0].split("[")[0]
    _, _, missing = message.partition("missing required field `")
    return missing.rstrip("`") or None
