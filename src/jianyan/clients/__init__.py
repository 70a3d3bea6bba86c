"""Systems of others that send suggestions for citizens: a city's hotline, an app of a district.

    key (shown once) ──▶ request with a place ──▶ suggestion that waits like any other, found by its number
        └─ switched off: takes nothing more; switched on again, the same key works

A system belongs to an organisation and reaches the topics of that organisation, of those below it, and those
of the whole installation. It may send, and nothing else: what it may read is what everybody may.

Writes: ApiClient, ServiceRequest.
"""

from jianyan.clients.check import count, first_fault
from jianyan.clients.locations import NEAR_M, located
from jianyan.clients.queries import api_clients, client_by_key, names_by_trail_id, service_request_of
from jianyan.clients.schemas import (
    RATE_MOST,
    Client,
    ClientSummary,
    Location,
    NewClient,
    NewRequest,
    RequestDetail,
)
from jianyan.clients.service import NoSuchClient, WrongKey, add_client, erase, switch
from jianyan.clients.taking import take_request, taken_before

__all__ = [
    "NEAR_M",
    "RATE_MOST",
    "Client",
    "ClientSummary",
    "Location",
    "NewClient",
    "NewRequest",
    "NoSuchClient",
    "RequestDetail",
    "WrongKey",
    "add_client",
    "api_clients",
    "client_by_key",
    "count",
    "erase",
    "first_fault",
    "located",
    "names_by_trail_id",
    "service_request_of",
    "switch",
    "take_request",
    "taken_before",
]
