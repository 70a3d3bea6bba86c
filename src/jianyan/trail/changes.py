"""What an edit changed, as plain facts of an act."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec


def changes(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, Any]:
    """Give `before` and `after`, each with the fields that differ; nothing at all where none does.

    Moments become text in UTC and fractions become text, for a leaf holds neither.

    Args:
        before: field → value as it stood; nothing personal.
        after: the same fields as they stand now.
    """
    differing = [field for field in after if before.get(field) != after[field]]
    if not differing:
        return {}
    return {
        "before": {field: _plain(before.get(field)) for field in differing},
        "after": {field: _plain(after[field]) for field in differing},
    }


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return repr(value) if isinstance(value, float) else msgspec.to_builtins(value)
