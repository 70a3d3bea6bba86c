"""A form that was sent: what it says is written and its receipt shown, or it comes back with its text."""

import asyncio
import base64
from contextlib import suppress
from functools import partial

import msgspec
from litestar.types import Receive
from markupsafe import Markup, escape

from jianyan import metrics, pages, suggestions
from jianyan.campaigns import Arrival, CodeRevoked
from jianyan.clock import now
from jianyan.codes import grouped
from jianyan.errors import Busy, Gone, Invalid, InvalidFields, NotFound, Refusal, problems_of
from jianyan.forms import one
from jianyan.runtime import Runtime
from jianyan.site.attaching import BYTES_MOST, NOTHING, Attached, FileGone, TooMuchAtOnce, attached
from jianyan.site.doubts import Sent, doubt
from jianyan.site.landings import Landings
from jianyan.site.refused_forms import NoPhotosHere, closed_for, draft_of, refused_form
from jianyan.site.visits import Visit
from jianyan.suggestions import Draft, NewSuggestion, Received, SuggestionState
from jianyan.suggestions.tokens import ExpiredToken
from jianyan.web.at_once import Answer
from jianyan.web.bodies import Fields, Upload, read_body, read_form_and_files
from jianyan.web.headers import Head, encoded
from jianyan.web.large_bodies import BEGINNING_BYTES, Hold, SentBody
from jianyan.web.problems import headers_of, sentence_of

_MULTIPART = b"multipart/form-data"


class Taking:
    """Takes forms.

    Args:
        runtime: of this process.
        landings: where codes lead.
        json_head: headers of an answer in JSON.
    """

    def __init__(self, runtime: Runtime, landings: Landings, json_head: Head) -> None:
        self._runtime = runtime
        self._landings = landings
        self._json_head = json_head
        self._hold = Hold()

    async def take(self, visit: Visit, receive: Receive) -> None:
        """Take a suggestion and show its receipt; whatever is refused comes back with its text."""
        length = visit.headers.get(b"content-length")
        if not visit.headers.get(b"content-type", b"").startswith(_MULTIPART):
            body = await read_body(receive, length, most=BEGINNING_BYTES)
            await self._take(visit, SentBody(body))
            return
        most = BEGINNING_BYTES
        too_large: Refusal = NoPhotosHere(field="photo")
        with suppress(NotFound, Gone):  # then the form comes back for that
            if (await self._landings.at(visit.path[3:])).arrival.topic.takes_files:
                most, too_large = BYTES_MOST, TooMuchAtOnce(field="photo", megabytes=BYTES_MOST >> 20)
        async with self._hold.body(receive, length, most=most, too_large=too_large) as sent:
            await self._take(visit, sent)

    async def _take(self, visit: Visit, body: SentBody) -> None:
        draft, fields, came = Draft(), dict[str, list[str]](), NOTHING
        arrival: Arrival | None = None
        try:
            try:
                fields, files = await _read(body, visit.headers.get(b"content-type", b"").decode("latin-1"))
                draft = draft_of(fields)
            finally:
                arrival = (await self._landings.at(visit.path[3:])).arrival
            if body.refusal:
                raise body.refusal
            token = suggestions.tokens.read(
                self._runtime.keys, one(fields, "form_token"), code=arrival.placement.code, now=now()
            )
            sent = Sent(arrival, token, fields, visit.address)
            came = await attached(self._runtime, sent, files)
            received = await self._received(sent, draft, came)
        except Refusal as refusal:
            if arrival is None and not isinstance(refusal, CodeRevoked):
                raise
            if arrival is not None and isinstance(refusal, Busy) and not visit.manner.is_json:
                await self._ask_again(visit, arrival, fields, refusal)
                return
            again = partial(
                refused_form,
                runtime=self._runtime,
                arrival=arrival,
                draft=draft,
                refusal=refusal,
                kept=came.kept,
            )
            await visit.answer(again)
            return
        await self._give_receipt(visit, sent, came, received)

    async def _received(self, sent: Sent, draft: Draft, came: Attached) -> Received:
        """Write a draft, or find what became of the same form when it was sent before.

        Raises:
            CampaignOver, NotOpenYet: nothing is taken here.
            ExpiredToken, SentAlready, InvalidFields, QueueFull, Busy: see there.
        """
        at, runtime = now(), self._runtime
        late = closed_for(sent.arrival, sent.token, at)
        if late is None and suggestions.tokens.is_expired(sent.token, now=at):
            late = ExpiredToken(field="form_token")
        try:
            new = self._composed(sent, draft, came)
        except Invalid as refusal:
            raise late or refusal from None
        if late is None and not came.is_used:
            why = await doubt(runtime, sent, now=at)
            received = await runtime.submit(suggestions.held(new, why) if why else new)
            if received.again:
                await suggestions.let_go(came.photos, now=at)
            return received
        known = await suggestions.by_key(str(new.key_hash), content_hash=new.content_hash)
        if known is None:
            raise late or FileGone(field="photo")
        return known

    def _composed(self, sent: Sent, draft: Draft, came: Attached) -> NewSuggestion:
        """Give the suggestion with what came along.

        Raises:
            InvalidFields: one refusal for each field or file that cannot be taken.
        """
        problems: list[Refusal] = []
        try:
            new = suggestions.compose(
                draft,
                arrival=sent.arrival,
                token=sent.token,
                keys=self._runtime.keys,
                zone=self._runtime.zone,
                contact_days=self._runtime.settings.contact_days,
                now=now(),
            )
        except InvalidFields as refusal:
            problems = [*problems_of(refusal)]
        if problems or came.problems:
            raise InvalidFields([*problems, *came.problems])
        return suggestions.with_photos(new, came.photos) if came.photos else new

    async def _ask_again(self, visit: Visit, arrival: Arrival, fields: Fields, refusal: Busy) -> None:
        """Give back what was sent, ready to be sent again; in a crowd this must cost next to nothing."""
        metrics.refused(refusal)
        wish = visit.manner.wish
        values = {
            "code": arrival.placement.code.encode(),
            "sentence": escape(sentence_of(refusal, wish.language)).encode(),
            "fields": hidden(fields).encode(),
            "body": escape(one(fields, "body")).encode(),
        }
        again = self._landings.again(arrival.topic, wish)
        answer = again.filled(refusal.status, values, is_gzip=visit.manner.is_gzip)
        await visit.give(answer, encoded(headers_of(refusal)))

    async def _give_receipt(self, visit: Visit, sent: Sent, came: Attached, received: Received) -> None:
        arrival, token = sent.arrival, sent.token
        receipt = suggestions.receipts.derived(self._runtime.keys, token.key, key_id=token.key_id)
        if visit.manner.is_json:
            content = {"receipt": receipt, "tracking": received.tracking, "state": received.state}
            await visit.give(Answer(201, self._json_head, msgspec.json.encode(content)))
            return
        wish = visit.manner.wish
        page = self._landings.receipt(arrival.topic, wish, is_held=received.state is SuggestionState.HELD)
        values = {
            "receipt": grouped(receipt).encode(),
            "tracking": grouped(received.tracking).encode(),
            "qr": base64.b64encode(self._landings.receipt_codes.png(receipt)),
            "attached": _told(came, wish.language),
            "others": await self._landings.others(arrival, wish.language),
        }
        await visit.give(page.filled(201, values, is_gzip=visit.manner.is_gzip))


async def _read(body: SentBody, kind: str) -> tuple[Fields, dict[str, list[Upload]]]:
    """Read a form; one with large files in a thread, for it takes as long as a hundred others."""
    read = partial(read_form_and_files, body.content, kind, is_whole=body.refusal is None)
    return await asyncio.to_thread(read) if len(body.content) > BEGINNING_BYTES else read()


def _told(came: Attached, language: str) -> bytes:
    """Say what came along with a suggestion."""
    if not came.photos:
        return b""
    return pages.render("site/_came_along.html", language, came=came).encode()


def hidden(fields: Fields) -> Markup:
    """Give the fields of a form but for its text, as inputs that nobody sees."""
    line = Markup('<input type="hidden" name="{}" value="{}">')
    pairs = ((name, value) for name, values in fields.items() for value in values if name != "body")
    return Markup("\n").join(line.format(name, value) for name, value in pairs)
