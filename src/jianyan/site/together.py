"""Plain forms, all that came in one turn of the loop: each step is done for all of them before the next one.

A processor that does one thing for a hundred people knows its way; one that does a hundred things for one
person after the other takes a third longer. Whatever is not plain goes the usual way, through `Taking`, and
meets there whatever it met here.
"""

import asyncio
from collections.abc import Callable

from jianyan import suggestions
from jianyan.clock import now
from jianyan.errors import Busy
from jianyan.runtime import Runtime
from jianyan.site.attaching import brings
from jianyan.site.doubts import Sent, doubts
from jianyan.site.landings import Landings
from jianyan.site.receipts import Receipts
from jianyan.site.refused_forms import closed_for, draft_of
from jianyan.site.taking import asked_again, composed, recognised
from jianyan.site.visits import Asked
from jianyan.suggestions import NewSuggestion, Received
from jianyan.web.at_once import Answer, Post
from jianyan.web.bodies import URLENCODED, Fields, read_fields

_PLAIN = URLENCODED.encode()
_MOST = 100
"""Forms taken together; the next ones come after them."""


class _Form:
    """One form on its way; what a step finds stands here for the next one."""

    __slots__ = ("answer", "asked", "fields", "new", "post", "received", "sent")

    asked: Asked
    fields: Fields
    sent: Sent
    new: NewSuggestion
    received: Received
    answer: Answer

    def __init__(self, post: Post) -> None:
        self.post = post


class _NotPlain(Exception):
    """It goes the usual way, where it is found out again why."""


class Together:
    """Takes plain forms.

    Args:
        runtime: of this process.
        landings: where codes lead.
        receipts: what somebody gets for a suggestion.
    """

    def __init__(self, runtime: Runtime, landings: Landings, receipts: Receipts) -> None:
        self._runtime = runtime
        self._landings = landings
        self._receipts = receipts
        self._arrived: list[_Form] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def take(self, post: Post) -> None:
        """Take a form with those that come in this turn of the loop."""
        if not self._arrived:
            asyncio.get_running_loop().call_soon(self._begin)
        self._arrived.append(_Form(post))

    def _begin(self) -> None:
        arrived, self._arrived = self._arrived, []
        for start in range(0, len(arrived), _MOST):
            forms = arrived[start : start + _MOST]
            task = asyncio.get_running_loop().create_task(self._take(forms))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _take(self, forms: list[_Form]) -> None:
        for step in (self._read, self._recognise, self._compose):
            forms = _each(step, forms)
        if not forms:
            return
        try:
            forms = await self._written(forms)
            for form in forms:
                manner = form.asked.manner
                form.answer = await self._receipts.given(manner, form.sent, form.received)
        except Exception:  # noqa: BLE001 - the usual way meets the same, and tells of it
            for form in forms:
                form.post.go_on()
            return
        for form in forms:
            form.post.answer(form.answer)

    def _read(self, form: _Form) -> None:
        form.asked = Asked(form.post.scope)
        if form.asked.manner.is_json or not form.asked.headers.get(b"content-type", b"").startswith(_PLAIN):
            raise _NotPlain
        form.fields = read_fields(bytes(form.post.body), URLENCODED)
        if brings(form.fields):
            raise _NotPlain

    def _recognise(self, form: _Form) -> None:
        landing, at = self._landings.kept(form.asked.path[3:]), now()
        if landing is None:
            raise _NotPlain
        sent = recognised(self._runtime, landing.arrival, form.fields, form.asked.address)
        if closed_for(sent.arrival, sent.token, at) or suggestions.tokens.is_expired(sent.token, now=at):
            raise _NotPlain
        form.sent = sent

    def _compose(self, form: _Form) -> None:
        form.new = composed(self._runtime, form.sent, draft_of(form.fields))

    async def _written(self, forms: list[_Form]) -> list[_Form]:
        """Write what was sent, and give the forms whose suggestions are kept."""
        whys = await doubts(self._runtime, [form.sent for form in forms], now=now())
        batch = [
            suggestions.held(form.new, why) if why else form.new
            for form, why in zip(forms, whys, strict=True)
        ]
        try:
            outcomes = await self._runtime.submit_all(batch)
        except Busy as refusal:
            outcomes = [refusal] * len(forms)
        kept = []
        for form, outcome in zip(forms, outcomes, strict=True):
            if isinstance(outcome, Busy):
                again = asked_again(
                    self._landings, form.asked.manner, form.sent.arrival, form.fields, outcome
                )
                form.post.answer(*again)
            elif isinstance(outcome, Exception):
                form.post.go_on()
            else:
                form.received = outcome
                kept.append(form)
        return kept


def _each(step: Callable[[_Form], None], forms: list[_Form]) -> list[_Form]:
    """Do a step for each form, and give those that go on to the next one."""
    plain = []
    for form in forms:
        try:
            step(form)
        except Exception:  # noqa: BLE001 - refused or a bug: the usual way meets the same, and tells of it
            form.post.go_on()
        else:
            plain.append(form)
    return plain
