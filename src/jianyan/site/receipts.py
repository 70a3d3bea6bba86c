"""What somebody gets for a suggestion: the page with its receipt, which nobody can show again."""

import base64

import msgspec

from jianyan import pages
from jianyan.codes import grouped
from jianyan.site.attaching import NOTHING, Attached
from jianyan.site.doubts import Sent
from jianyan.site.landings import Landings
from jianyan.site.visits import Manner
from jianyan.suggestions import Received, SuggestionState
from jianyan.web.at_once import Answer
from jianyan.web.headers import Head


class Receipts:
    """Makes these answers.

    Args:
        landings: keep the page.
        json_head: headers of an answer in JSON.
    """

    def __init__(self, landings: Landings, json_head: Head) -> None:
        self._landings = landings
        self._json_head = json_head

    async def given(self, manner: Manner, sent: Sent, received: Received, came: Attached = NOTHING) -> Answer:
        """Give the answer to a form whose suggestion is kept.

        Args:
            manner: how the answer is wanted.
            sent: the form.
            received: what became of it.
            came: along with it.
        """
        receipt = sent.token.receipt
        if manner.is_json:
            content = {"receipt": receipt, "tracking": received.tracking, "state": received.state}
            return Answer(201, self._json_head, msgspec.json.encode(content))
        language = manner.wish.language
        is_held = received.state is SuggestionState.HELD
        values = {
            "receipt": grouped(receipt).encode(),
            "tracking": grouped(received.tracking).encode(),
            "qr": base64.b64encode(self._landings.receipt_codes.png(receipt)),
            "attached": _told(came, language),
            "others": await self._landings.others(sent.arrival, language),
        }
        page = self._landings.receipt(sent.arrival.topic, manner.wish, is_held=is_held)
        return page.filled(201, values, is_gzip=manner.is_gzip)


def _told(came: Attached, language: str) -> bytes:
    """Say what came along with a suggestion."""
    if not came.photos:
        return b""
    return pages.render("site/_came_along.html", language, came=came).encode()
