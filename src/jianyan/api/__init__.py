"""What other systems speak to: Open311 GeoReport v2, as XML and as JSON.

    discovery ──▶ services ──▶ a service's questions ──▶ POST a request ──▶ its number ──▶ where it stands

A service is a category of an open topic, a request is a suggestion. Reading needs no key and shows what the
topics' pages show; sending needs the key of a system that an administrator added. No page of another site may
read the answers in a browser: there are no CORS headers.

Source: Open311 GeoReport v2 and Service Discovery, https://wiki.open311.org/GeoReport_v2.
"""

from litestar.types import ControllerRouterHandler

from jianyan.api import discovery, reading, sending, services
from jianyan.api.answers import is_ours, refused

__all__ = ["is_ours", "refused", "routes"]


def routes() -> list[ControllerRouterHandler]:
    """List every handler, in the order in which a system meets them."""
    return [
        discovery.discover,
        services.listed,
        services.defined,
        sending.send,
        reading.listed,
        reading.one_request,
        reading.one_token,
    ]
