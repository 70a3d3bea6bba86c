"""A form that was sent: what it says is written and its receipt shown, or it comes back with its text."""

import asyncio
from contextlib import suppress
from functools import partial

from litestar.types import Receive
from markupsafe import Markup, escape

from jianyan import metrics, suggestions
from jianyan.campaigns import Arrival, CodeRevoked
from jianyan.clock import now
from jianyan.errors import Busy, Gone, Invalid, InvalidFields, NotFound, Refusal, problems_of
from jianyan.forms import one
from jianyan.runtime import Runtime
from jianyan.site.attaching import BYTES_MOST, NOTHING, Attached, FileGone, TooMuchAtOnce, attached
from jianyan.site.doubts import Sent, doubts
from jianyan.site.landings import Landings
from jianyan.site.receipts import Receipts
from jianyan.site.refused_forms import NoPhotosHere, closed_for, draft_of, refused_form
from jianyan.site.visits import Manner, Visit
from jianyan.suggestions import Draft, NewSuggestion, Received
from jianyan.suggestions.tokens import ExpiredToken
from jianyan.web.at_once import Answer
from jianyan.web.bodies import Fields, Upload, read_body, read_form_and_files
from jianyan.web.headers import encoded
from jianyan.web.large_bodies import BEGINNING_BYTES, Hold, SentBody
from jianyan.web.problems import headers_of, sentence_of

_MULTIPART = b"multipart/form-data"


class Taking:
    """Takes forms.

    Args:
        runtime: of this process.
        landings: where codes lead.
        receipts: what somebody gets for a suggestion.
    """

    def __init__(self, runtime: Runtime, landings: Landings, receipts: Receipts) -> None:
        self._runtime = runtime
        self._landings = landings
        self._receipts = receipts
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
            sent = recognised(self._runtime, arrival, fields, visit.address)
            came = await attached(self._runtime, sent, files)
            received = await self._received(sent, draft, came)
        except Refusal as refusal:
            if arrival is None and not isinstance(refusal, CodeRevoked):
                raise
            if arrival is not None and isinstance(refusal, Busy) and not visit.manner.is_json:
                await visit.give(*asked_again(self._landings, visit.manner, arrival, fields, refusal))
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
        await visit.give(await self._receipts.given(visit.manner, sent, received, came))

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
            (why,) = await doubts(runtime, [sent], now=at)
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
            new = composed(self._runtime, sent, draft)
        except InvalidFields as refusal:
            problems = [*problems_of(refusal)]
        if problems or came.problems:
            raise InvalidFields([*problems, *came.problems])
        return suggestions.with_photos(new, came.photos) if came.photos else new


def asked_again(
    landings: Landings, manner: Manner, arrival: Arrival, fields: Fields, refusal: Busy
) -> tuple[Answer, list[tuple[bytes, bytes]]]:
    """Give back what was sent, ready to be sent again, with more headers; in a crowd this must be cheap."""
    metrics.refused(refusal)
    wish = manner.wish
    values = {
        "code": arrival.placement.code.encode(),
        "sentence": escape(sentence_of(refusal, wish.language)).encode(),
        "fields": hidden(fields).encode(),
        "body": escape(one(fields, "body")).encode(),
    }
    again = landings.again(arrival.topic, wish)
    answer = again.filled(refusal.status, values, is_gzip=manner.is_gzip)
    return answer, encoded(headers_of(refusal))


def recognised(runtime: Runtime, arrival: Arrival, fields: Fields, address: str) -> Sent:
    """Give a form that was opened here; whether it is too old is asked apart.

    Raises:
        ForgedToken: it was not.
    """
    typed, code = one(fields, "form_token"), arrival.placement.code
    return Sent(arrival, suggestions.tokens.read(runtime.keys, typed, code=code, now=now()), fields, address)


def composed(runtime: Runtime, sent: Sent, draft: Draft) -> NewSuggestion:
    """Give the suggestion of a form; raises as `suggestions.compose`."""
    return suggestions.compose(
        draft,
        arrival=sent.arrival,
        token=sent.token,
        keys=runtime.keys,
        zone=runtime.zone,
        contact_days=runtime.settings.contact_days,
        now=now(),
    )


async def _read(body: SentBody, kind: str) -> tuple[Fields, dict[str, list[Upload]]]:
    """Read a form; one with large files in a thread, for it takes as long as a hundred others."""
    read = partial(read_form_and_files, body.content, kind, is_whole=body.refusal is None)
    return await asyncio.to_thread(read) if len(body.content) > BEGINNING_BYTES else read()


def hidden(fields: Fields) -> Markup:
    """Give the fields of a form but for its text, as inputs that nobody sees."""
    line = Markup('<input type="hidden" name="{}" value="{}">')
    pairs = ((name, value) for name, values in fields.items() for value in values if name != "body")
    return Markup("\n").join(line.format(name, value) for name, value in pairs)
