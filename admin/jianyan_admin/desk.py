"""What the pages of the staff's desk share: who may, what was sent, what came of it."""

from collections.abc import Mapping
from urllib.parse import urlencode

from litestar.response import Redirect

from jianyan import topics
from jianyan.accounts import Role
from jianyan.errors import Refusal
from jianyan.i18n import N_
from jianyan.topics import TopicDetail, TopicSummary
from jianyan.web.access import only
from jianyan.web.exchange import Request, Response
from jianyan.web.headers import FILE_HEADERS, disposition
from jianyan_admin.page import errors_of, page, told

STAFF = only(Role.STAFF, Role.ADMIN)
READERS = only(Role.STAFF, Role.ADMIN, Role.MODERATOR)
PHOTO_HEADERS = {**FILE_HEADERS, "Cache-Control": "private, no-store"}
"""Of a photo: it is shown to nobody else, and nothing in it acts."""

NOTICES = {
    "organisation-added": N_("The organisation is added. People can be added to it now."),
    "organisation-renamed": N_("Saved."),
    "organisation-moved": N_("The organisation is moved, with all below it."),
    "calendar-set": N_("Set. Deadlines are counted by it, those of open cases are counted anew shortly."),
    "calendar-removed": N_(
        "Taken back. The published calendar counts again, or what is set above; open cases are counted anew."
    ),
    "topic-added": N_("The draft is kept. This is how citizens will see it; publish it when it is right."),
    "topic-saved": N_("Saved. This is how citizens see it."),
    "topic-published": N_("Published. Suggestions are taken from its opening time on."),
    "topic-closed": N_("Closed. Its codes lead to the results from now on."),
    "rules-saved": N_("The rules are kept. They are fixed when the topic opens."),
    "topic-copied": N_("The copy is a draft. Check its dates, then publish it."),
    "campaign-added": N_("The campaign is added. Placements can be added to it now."),
    "placement-added": N_("Added. Its code can be printed now."),
    "placement-saved": N_("Saved."),
    "placement-moved": N_("Scans of this code lead to the other campaign from now on."),
    "code-revoked": N_("The code is revoked. It can be restored at any time."),
    "code-restored": N_("The code works again."),
    "job-asked": N_(
        "The file is being made. You may leave this page; the file stands here when it is ready."
    ),
    "job-cancelled": N_("Cancelled."),
    "groups-merged": N_("Merged. Each can be split off again on its own page."),
    "slip-undone": N_("Taken back. It stays on record as withdrawn."),
    "proposal-published": N_("The proposal is published as a topic."),
    "motion-filed": N_("Filed. Its number stands at the right."),
    "motion-declined": N_("Not filed. Its signers read your reason."),
    "motion-erased": N_("Erased. What was done with it stays on record."),
    "motion-merged": N_("Merged. Its signers see into which one."),
    "motion-handed-over": N_("Handed over. It is on record under its number."),
    "report-frozen": N_("The figures are frozen. Write what stands around them, then publish the report."),
    "report-saved": N_("Saved."),
    "report-published": N_("Published. Anybody can read it from now on."),
    "report-unpublished": N_("Taken back. It is a draft again."),
    "template-added": N_("The template is taken. It can be chosen on the page of a draft."),
    "template-retired": N_("Retired. Reports that have it keep it."),
    "word-added": N_("The word is on the list. It is searched for in what arrives from now on."),
    "word-saved": N_("Saved. It holds for what arrives from now on."),
    "word-off": N_("Switched off. The word is not searched for any more."),
    "word-on": N_("Switched on. The word is searched for again."),
    "freeze-asked": N_(
        "The figures are being frozen as they stand now. This page shows how far it has come."
    ),
    "verify-asked": N_(
        "The figures are being computed again. You may leave this page; the outcome stands here afterwards."
    ),
    "import-asked": N_(
        "The sheet is being taken in. You may leave this page; the outcome stands here afterwards."
    ),
    "subscription-added": N_("The receiver is added. Send it a test notice."),
    "subscription-on": N_("Switched on. It is told what happens from now on."),
    "subscription-off": N_("Switched off. Nothing is sent to it any more."),
    "client-on": N_("Switched on. Its key works again."),
    "client-off": N_("Switched off. Nothing is taken from it any more."),
    "notice-tested": N_("The test notice is on its way. Its state stands below."),
    "notice-retried": N_("It is sent once more now."),
    "proposal-examined": N_("Examined. The public can read and support it now."),
    "proposal-accepted": N_("Accepted. Fill in the topic below and publish it."),
    "case-claim": N_("Claimed. It stands among your cases."),
    "case-return": N_("Returned. The office hands it over to somebody else."),
    "case-ask-extension": N_("Asked for. The day stays as it is until the office agrees."),
    "case-answer-extension": N_("Answered. The department reads it in the history of the case."),
    "case-transfer": N_("Handed over. The day of the answer stays."),
    "case-join": N_("Saved. The departments that answer together stand on this page."),
    "case-cancel": N_("Cancelled. The reason stands in the history."),
    "case-supervise": N_("Saved. Who supervises the case stands on this page."),
    "case-remind": N_("The department is reminded."),
    "case-meet": N_("The meeting is on record. The author reads what was agreed."),
    "case-write": N_("The draft is kept. It is not public yet."),
    "case-sign": N_("Your answer is kept. The lead department reads it."),
    "case-send": N_("The reply lies before the office. It is public once the office publishes it."),
    "case-send-back": N_("Sent back. The department reads your reason."),
    "case-publish": N_("Published. The author and everybody else can read it now."),
    "case-carry-out": N_("Saved. The measure is carried out."),
    "case-handed-over": N_("Handed over. The days of the department are counted from tomorrow on."),
    "reply-template-saved": N_("Saved."),
    "reply-template-deleted": N_("Deleted. Replies that were begun with it stay."),
    "term-saved": N_("Saved. It holds for what is handed over from now on."),
    "term-removed": N_("Taken back. What is set above holds for what is handed over from now on."),
    "proposal-declined": N_("The proposal is declined. Its author reads your reason."),
}


async def chosen_topic(slug: str | None) -> tuple[list[TopicSummary], TopicDetail | None]:
    """Give all topics, and the one that a page is about: the asked one, else the newest, else None.

    Raises:
        NoSuchTopic: one was asked for that is not there.
    """
    listed = await topics.all_topics()
    slug = slug or next((topic.slug for topic in listed), None)
    return listed, await topics.topic_by_slug(slug) if slug else None


def desk_page(
    request: Request, template: str, *, nav: str, refusal: Refusal | None = None, **context: object
) -> Response:
    """Answer with a page of the staff's desk, saying what was just done or what is wrong with the form.

    Args:
        request: may carry `done=…`, one of NOTICES.
        template: below `templates/`.
        nav: the section it belongs to.
        refusal: why a form comes back.
        context: what the template shows.
    """
    notice = NOTICES.get(request.query_params.get("done", ""), "")
    return page(
        request,
        template,
        status_code=refusal.status if refusal else 200,
        nav=nav,
        notice=told(request, notice) if notice else "",
        errors=errors_of(request, refusal),
        **context,
    )


def done(
    request: Request, route: str, notice: str, *, query: Mapping[str, str] | None = None, **params: str | int
) -> Response:
    """Send the browser on to a page that says what was done.

    Args:
        request: of the form.
        route: name of the page's route.
        notice: one of NOTICES.
        query: what the page is asked for.
        params: what stands in its path.
    """
    asked = urlencode({**(query or {}), "done": notice})
    return Redirect(f"{request.app.route_reverse(route, **params)}?{asked}", status_code=303)


def attachment(name: str, *, plain: str) -> dict[str, str]:
    """Give the header under whose name a browser saves a file.

    Args:
        name: in any script.
        plain: the same for programs that read ASCII only.
    """
    return {"Content-Disposition": disposition(name, plain=plain)}
