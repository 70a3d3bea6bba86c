"""Reading systems and what they said."""

from typing import Any

from jianyan import trail
from jianyan.accounts import belongs, organisation_by_id
from jianyan.clients.schemas import Client, ClientSummary, Location, RequestDetail
from jianyan.clients.service import WrongKey, key_hash
from jianyan.clients.tables import ApiClient, ServiceRequest

_ROLE = "client"
_SUMMARY = (
    ApiClient.id,
    ApiClient.name,
    ApiClient.organisation.name.as_alias("organisation"),
    ApiClient.per_minute,
    ApiClient.is_on,
    ApiClient.added_at,
    ApiClient.used_at,
)
_LOCATION = ("lat", "lon", "address", "address_id")


async def api_clients() -> list[ClientSummary]:
    """List the systems of the current scope, the newest first."""
    query = ApiClient.select(*_SUMMARY).where(belongs(ApiClient.organisation))
    return [ClientSummary(**row) for row in await query.order_by(ApiClient.id, ascending=False)]


async def client_by_key(key: str) -> Client:
    """Give the system that has a key.

    Raises:
        WrongKey: none that is switched on has it.
    """
    found = (ApiClient.key_hash == key_hash(key)) & (ApiClient.is_on == True)  # noqa: E712 - Piccolo's operator
    row = (
        await ApiClient.select(ApiClient.id, ApiClient.per_minute, ApiClient.trail_id, ApiClient.organisation)
        .where(found)
        .first()
    )
    if row is None:
        raise WrongKey
    organisation = await organisation_by_id(row["organisation"])
    return Client(
        id=row["id"],
        per_minute=row["per_minute"],
        actor=trail.Actor(row["trail_id"], _ROLE),
        scope=organisation.scope,
    )


async def service_request_of(suggestion_id: int) -> RequestDetail | None:
    """Give what a system said of a suggestion beside its text; None: no system sent it."""
    row: dict[str, Any] | None = (
        await ServiceRequest.select(
            *(ServiceRequest.lat, ServiceRequest.lon, ServiceRequest.address, ServiceRequest.address_id),
            ServiceRequest.media_url,
            ServiceRequest.api_client.name.as_alias("client"),
            ServiceRequest.api_client.organisation.name.as_alias("organisation"),  # type: ignore[union-attr]
        )
        .where(ServiceRequest.suggestion == suggestion_id)
        .first()
    )
    if row is None:
        return None
    location = Location(**{name: row.pop(name) for name in _LOCATION})
    return RequestDetail(**row, location=location)


async def names_by_trail_id() -> dict[str, str]:
    """Give the name of every system that the trail knows only as an opaque id, whosever it is."""
    rows = await ApiClient.select(ApiClient.trail_id, ApiClient.name)
    return {row["trail_id"]: row["name"] for row in rows}
