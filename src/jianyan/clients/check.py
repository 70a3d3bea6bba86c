"""Do the requests of systems, their suggestions and the trail say the same?"""

from typing import Any

from jianyan import trail
from jianyan.clients.tables import ApiClient, ServiceRequest
from jianyan.suggestions import Source

Row = dict[str, Any]
_PAGE = 1_000
_HASH_LETTERS = 64


async def count() -> int:
    """Count what systems sent."""
    return int(await ServiceRequest.count())


async def first_fault() -> str | None:
    """Name the first request that does not match its suggestion or its record, or None where all do.

    Checked: each request belongs to a suggestion that is recorded as sent by the system that it names; of
    each suggestion that a system sent the request is there; each system that is recorded as added is there,
    with a key.
    """
    senders = await _senders()
    columns = (
        ServiceRequest.id,
        ServiceRequest.suggestion.tracking.as_alias("tracking"),
        ServiceRequest.api_client.trail_id.as_alias("trail_id"),
    )
    after = 0
    while (
        rows := await ServiceRequest.select(*columns)
        .where(ServiceRequest.id > after)
        .order_by(ServiceRequest.id)
        .limit(_PAGE)
    ):
        for row in rows:
            if senders.pop(row["tracking"], None) != row["trail_id"]:
                return f"request {row['tracking']}: it is not recorded as sent by the system that it names"
        after = rows[-1]["id"]
    if senders:
        return f"request {min(senders)}: it is recorded as sent by a system, but there is no row"
    return await _fault_of_systems()


async def _senders() -> dict[str, str]:
    """Give number of a suggestion → the opaque id of the system that is recorded as having sent it."""
    return {
        subject: (leaf["actor"] or {}).get("id", "")
        async for page in trail.subjects_of("submit")
        for _, subject, leaf in page
        if leaf["data"]["source"] == Source.API
    }


async def _fault_of_systems() -> str | None:
    added: dict[tuple[str, str], int] = {}
    async for page in trail.subjects_of("client-add"):
        for _, subject, leaf in page:
            key = subject, leaf["data"]["name"]
            added[key] = added.get(key, 0) + 1
    for row in await ApiClient.select().order_by(ApiClient.id):
        key = f"organisation-{row['organisation']}", row["name"]
        if not added.get(key):
            return f"system {row['id']}: it is not recorded as added"
        if len(row["key_hash"]) != _HASH_LETTERS:
            return f"system {row['id']}: it has no key"
        added[key] -= 1
    missing = [key for key, left in added.items() if left]
    return f"system {missing[0][1]}: it is recorded as added, but there is no row" if missing else None
