"""The form of a request, in the specification's names.

Kept: the text, the answers, the phone number (encrypted, deleted in time), the location, the address of a
photo. Let go: email, device_id, account_id, first_name, last_name. Nobody here needs to know who called: that
system knows, and finds its request by the number.
"""

import re

from jianyan.clients import NewRequest, located
from jianyan.errors import Invalid, InvalidFields, Refusal
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.suggestions import Draft
from jianyan.topics import CategoryDetail, TopicDetail
from jianyan.web.bodies import Fields

_ATTRIBUTE = re.compile(r"attribute\[(\w+)\](?:\[\d*\])?")
_MEDIA_URL = re.compile(r"https?://[!-~]{1,990}")
_NAME_MOST = 255


def new_request(fields: Fields, topic: TopicDetail, category: CategoryDetail, *, named: str) -> NewRequest:
    """Give the request that a form holds.

    Args:
        fields: of the form.
        topic: of its service.
        category: of its service.
        named: the Idempotency-Key of the request; empty: it came without.

    Raises:
        InvalidFields: one refusal for each field that cannot be read; the text is checked later.

    Source: GeoReport v2, POST Service Request; IETF draft-ietf-httpapi-idempotency-key-header.
    """
    problems: list[Refusal] = []
    location, answers, media_url = None, dict[str, list[str]](), ""
    try:
        location = located(
            *(one(fields, name).strip() for name in ("lat", "long", "address_string", "address_id"))
        )
    except Invalid as problem:
        problems.append(problem)
    try:
        answers = _answers(fields, topic)
    except Invalid as problem:
        problems.append(problem)
    try:
        media_url = _checked_url(one(fields, "media_url").strip())
    except Invalid as problem:
        problems.append(problem)
    if problems:
        raise InvalidFields(problems)
    assert location is not None
    draft = Draft(
        body=one(fields, "description"),
        category=str(category.id),
        phone=one(fields, "phone"),
        answers=answers,
    )
    return NewRequest(
        topic=topic, draft=draft, location=location, media_url=media_url, idempotency_key=named[:_NAME_MOST]
    )


def _answers(fields: Fields, topic: TopicDetail) -> dict[str, list[str]]:
    """Give `q_<id>` → what was answered.

    Raises:
        Invalid: an attribute is none of the service's: an answer must not be lost unseen.
    """
    known = {f"q_{question.id}" for question in topic.questions}
    answers: dict[str, list[str]] = {}
    for name, values in fields.items():
        if not name.startswith("attribute["):
            continue
        found = _ATTRIBUTE.fullmatch(name)
        if found is None or found[1] not in known:
            sentence = N_("%(name)s is no attribute of this service; its definition lists them.")
            raise Invalid(sentence, field="attribute", name=name[:80])
        answers.setdefault(found[1], []).extend(values)
    return answers


def _checked_url(text: str) -> str:
    if text and not _MEDIA_URL.fullmatch(text):
        raise Invalid(N_("Please give an address that begins with https:// or http://."), field="media_url")
    return text
