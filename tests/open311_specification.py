"""The published specification as a table, written from its text and not from our code.

Source: Open311 GeoReport v2 (frozen), https://wiki.open311.org/GeoReport_v2; Service Discovery.
"""

from typing import NamedTuple

TEXT, TRUTH, NUMBER, MOMENT, LIST = "text", "truth", "number", "moment", "list"


class Field(NamedTuple):
    """One field of an answer."""

    name: str
    kind: str
    required: bool
    """False: the specification lets it be empty or left out."""


def fields(*rows: tuple[str, str, bool]) -> tuple[Field, ...]:
    return tuple(Field(*row) for row in rows)


DISCOVERY = fields(
    ("changeset", TEXT, True),
    ("contact", TEXT, True),
    ("key_service", TEXT, True),
    ("endpoints", LIST, True),
)
ENDPOINT = fields(
    ("specification", TEXT, True),
    ("url", TEXT, True),
    ("changeset", TEXT, True),
    ("type", TEXT, True),
    ("formats", LIST, True),
)
SERVICE = fields(
    ("service_code", TEXT, True),
    ("service_name", TEXT, True),
    ("description", TEXT, True),
    ("metadata", TRUTH, True),
    ("type", TEXT, True),
    ("keywords", TEXT, True),
    ("group", TEXT, True),
)
DEFINITION = fields(("service_code", TEXT, True), ("attributes", LIST, True))
ATTRIBUTE = fields(
    ("variable", TRUTH, True),
    ("code", TEXT, True),
    ("datatype", TEXT, True),
    ("required", TRUTH, True),
    ("datatype_description", TEXT, False),
    ("order", NUMBER, True),
    ("description", TEXT, True),
    ("values", LIST, False),
)
VALUE = fields(("key", TEXT, True), ("name", TEXT, True))
POSTED = fields(
    ("service_request_id", TEXT, True),
    ("service_notice", TEXT, False),
    ("account_id", TEXT, False),
)
TOKEN = fields(("service_request_id", TEXT, True), ("token", TEXT, True))
REQUEST = fields(
    ("service_request_id", TEXT, True),
    ("status", TEXT, True),
    ("status_notes", TEXT, False),
    ("service_name", TEXT, True),
    ("service_code", TEXT, True),
    ("description", TEXT, False),
    ("agency_responsible", TEXT, False),
    ("service_notice", TEXT, False),
    ("requested_datetime", MOMENT, True),
    ("updated_datetime", MOMENT, True),
    ("expected_datetime", MOMENT, False),
    ("address", TEXT, False),
    ("address_id", TEXT, False),
    ("zipcode", TEXT, False),
    ("lat", NUMBER, False),
    ("long", NUMBER, False),
    ("media_url", TEXT, False),
)
ERROR = fields(("code", NUMBER, True), ("description", TEXT, True))
ITEM_OF = {
    "endpoints": "endpoint",
    "formats": "format",
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "errors": "error",
}
"""Element that holds several → the element of each."""
DATATYPES = {"string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"}
