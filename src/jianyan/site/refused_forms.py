"""A form that could not be taken: it comes back with its text and a fresh token, or as text to copy."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from jianyan import metrics, suggestions
from jianyan.campaigns import Arrival
from jianyan.clock import now
from jianyan.errors import Conflict, Gone, Invalid, Refusal
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.runtime import Runtime
from jianyan.site.answers import NO_STORE, page, sentences_by_field
from jianyan.site.landings import Place, form_context, script_of, template_of
from jianyan.site.refusals import topic_url
from jianyan.suggestions import Draft, SentAlready
from jianyan.suggestions.tokens import FormToken
from jianyan.uploads import FileKind
from jianyan.web.bodies import Fields
from jianyan.web.exchange import Request, Response
from jianyan.web.problems import headers_of, language_of, problem, wants_json

_GRACE = timedelta(minutes=30)


class CampaignOver(Gone):
    """The campaign takes no suggestions any more; `slug` names the topic with the results."""

    sentence = N_("This campaign is over. Thank you. What became of it stands on the page of the topic.")

    def __init__(self, slug: str) -> None:
        super().__init__()
        self.slug = slug


class NotOpenYet(Conflict):
    """The campaign has not begun; `slug` names the topic."""

    sentence = N_("This campaign has not begun yet. The page of the topic says when.")

    def __init__(self, slug: str) -> None:
        super().__init__()
        self.slug = slug


class NoPhotosHere(Invalid):
    """A photo came, and this topic asks for none."""

    sentence = N_("Photos are not asked for here. Please send your suggestion without one.")


class KeptFile(NamedTuple):
    """A photo or voice note that was taken in while the rest of its form was refused."""

    name: str
    kind: FileKind


def closed(arrival: Arrival, at: datetime) -> Refusal | None:
    """Say why nothing is taken there at `at`; None: it is open."""
    if arrival.is_open(at):
        return None
    return NotOpenYet(arrival.topic.slug) if arrival.opens_later(at) else CampaignOver(arrival.topic.slug)


def closed_for(arrival: Arrival, token: FormToken, at: datetime) -> Refusal | None:
    """Say whether this form comes too late: one that was opened in time may come 30 minutes after closing."""
    if arrival.is_open(token.issued_at) and arrival.is_open(max(token.issued_at, at - _GRACE)):
        return None
    return closed(arrival, at)


def draft_of(fields: Fields) -> Draft:
    """Give what a person typed, as it stands in the fields of a form."""
    answers = {name: values for name, values in fields.items() if name.startswith("q_")}
    return Draft(
        body=one(fields, "body"),
        category=one(fields, "category"),
        phone=one(fields, "phone"),
        answers=answers,
    )


def refused_form(
    request: Request,
    runtime: Runtime,
    arrival: Arrival | None,
    draft: Draft,
    refusal: Refusal,
    *,
    kept: Sequence[KeptFile] = (),
) -> Response:
    """Answer a refused form: with the form itself where it can be sent again, else with the text to copy."""
    metrics.refused(refusal)
    slug = getattr(refusal, "slug", None)
    token = ""
    if arrival is not None and slug is None:
        token = suggestions.tokens.issue(runtime.keys, arrival.placement.code, now=now())
    if wants_json(request):
        more: dict[str, object] = {"topic_url": topic_url(request, str(slug))}
        if token:
            more = {"form_token": token, **({"kept": [each.name for each in kept]} if kept else {})}
        return problem(refusal, language_of(request), **more)
    if arrival is not None and token:
        return _form(request, arrival, token, draft, refusal, kept=kept)
    return page(
        request,
        "over.html",
        status_code=refusal.status,
        headers=NO_STORE,
        sentence=sentences_by_field(request, refusal)[""],
        topic_url=f"/t/{slug}",
        body=draft.body,
    )


def _form(
    request: Request,
    arrival: Arrival,
    token: str,
    draft: Draft,
    refusal: Refusal,
    *,
    kept: Sequence[KeptFile],
) -> Response:
    context = {
        **form_context(Place.of(arrival.placement, language_of(request)), draft),
        "errors": sentences_by_field(request, refusal),
        "is_second": isinstance(refusal, SentAlready),
        "kept": kept,
    }
    return page(
        request,
        f"{template_of(arrival.topic)}.html",
        status_code=refusal.status,
        script=script_of(arrival.topic),
        headers={**NO_STORE, "Referrer-Policy": "no-referrer", **headers_of(refusal)},
        topic=arrival.topic,
        form_token=token,
        is_hot=False,
        **context,
    )
