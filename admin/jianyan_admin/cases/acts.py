"""What is done with a case at a desk, each act by a form of its own."""

from collections.abc import Awaitable
from datetime import date

from litestar import post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from jianyan import cases
from jianyan.accounts import Person, Role
from jianyan.cases import Deed, NoSuchCase
from jianyan.clock import now
from jianyan.errors import Invalid, Refusal
from jianyan.forms import Fields, one
from jianyan.i18n import N_
from jianyan.runtime import Runtime
from jianyan.web.exchange import Request, Response, Running
from jianyan_admin.cases.desk import DESKS, OFFICE, departments_of, number_of
from jianyan_admin.cases.page import Refused, case_page
from jianyan_admin.desk import done
from jianyan_admin.guards import fields_of
from jianyan_admin.page import person_of

BODY = 32 * 1024
WHOEVER = "whoever"
"""What a form sends for a case that whoever wants may claim."""


async def acted(
    request: Request, runtime: Runtime, case_id: int, deed: Deed, act: Awaitable[object]
) -> Response:
    """Do something with a case and lead on to its page, or show it again with why it was not done.

    Raises:
        NoSuchCase: there is none of that number for whoever asks.
    """
    try:
        await act
    except NoSuchCase:
        raise
    except Refusal as refusal:
        refused = Refused(deed=deed, fields=await fields_of(request), refusal=refusal)
        return await case_page(request, runtime, case_id, refused=refused)
    if deed is Deed.RETURN and person_of(request).role is Role.DEPARTMENT:
        return done(request, "admin_cases", f"case-{deed.value}")  # they do not see it any more
    return done(request, "admin_case", f"case-{deed.value}", case_id=case_id)


@post("/cases/{case_id:int}/claim", name="admin_case_claim", opt=DESKS, request_max_body_size=BODY)
async def claim(request: Request, runtime: Running, case_id: FromPath[int]) -> Response:
    """Take a case in hand."""
    act = cases.claim(case_id, by=person_of(request), now=now(), zone=runtime.zone)
    return await acted(request, runtime, case_id, Deed.CLAIM, act)


@post("/cases/{case_id:int}/return", name="admin_case_return", opt=DESKS, request_max_body_size=BODY)
async def give_back(request: Request, runtime: Running, case_id: FromPath[int]) -> Response:
    """Return a case to the office, with a reason."""
    note = one(await fields_of(request), "note")
    act = cases.give_back(case_id, note, by=person_of(request), now=now(), zone=runtime.zone)
    return await acted(request, runtime, case_id, Deed.RETURN, act)


@post("/cases/{case_id:int}/extension", name="admin_case_extension", opt=DESKS, request_max_body_size=BODY)
async def ask_extension(request: Request, runtime: Running, case_id: FromPath[int]) -> Response:
    """Ask the office for more time."""

    async def act(fields: Fields) -> None:
        until, note = _day(one(fields, "until"), field="until"), one(fields, "note")
        await cases.ask_extension(case_id, until, note, by=person_of(request), now=now(), zone=runtime.zone)

    return await acted(request, runtime, case_id, Deed.ASK_EXTENSION, act(await fields_of(request)))


@post(
    "/cases/{case_id:int}/extension/answer",
    name="admin_case_extension_answer",
    opt=OFFICE,
    request_max_body_size=BODY,
)
async def answer_extension(request: Request, runtime: Running, case_id: FromPath[int]) -> Response:
    """Grant more time, or not."""
    fields = await fields_of(request)
    note, grant = one(fields, "note"), one(fields, "answer") == "grant"
    act = cases.answer_extension(case_id, note, grant=grant, by=person_of(request), now=now())
    return await acted(request, runtime, case_id, Deed.ANSWER_EXTENSION, act)


@post("/cases/{case_id:int}/transfer", name="admin_case_transfer", opt=OFFICE, request_max_body_size=BODY)
async def transfer(request: Request, runtime: Running, case_id: FromPath[int]) -> Response:
    """Hand a case to another department, or offer it to whoever claims it."""

    async def act(by: Person, fields: Fields) -> None:
        lead_id = await chosen_lead(by, one(fields, "lead"))
        await cases.transfer(case_id, lead_id, one(fields, "note"), by=by, now=now(), zone=runtime.zone)

    fields = await fields_of(request)
    return await acted(request, runtime, case_id, Deed.TRANSFER, act(person_of(request), fields))


@post("/cases/{case_id:int}/join", name="admin_case_join", opt=OFFICE, request_max_body_size=BODY)
async def join(request: Request, runtime: Running, case_id: FromPath[int]) -> Response:
    """Ask further departments to answer with the lead."""

    async def act(by: Person, sent: list[str]) -> None:
        await cases.join(case_id, await chosen_departments(by, sent, field="co"), by=by, now=now())

    sent = (await fields_of(request)).get("co", [])
    return await acted(request, runtime, case_id, Deed.JOIN, act(person_of(request), sent))


@post("/cases/{case_id:int}/leave", name="admin_case_leave", opt=OFFICE, request_max_body_size=BODY)
async def leave(request: Request, runtime: Running, case_id: FromPath[int]) -> Response:
    """Ask a department not to answer with the lead any more."""
    organisation_id = number_of(one(await fields_of(request), "co"))
    act = cases.leave(case_id, organisation_id, by=person_of(request), now=now())
    return await acted(request, runtime, case_id, Deed.JOIN, act)


@post("/cases/{case_id:int}/cancel", name="admin_case_cancel", opt=OFFICE, request_max_body_size=BODY)
async def cancel(request: Request, runtime: Running, case_id: FromPath[int]) -> Response:
    """Take a case back that should not be one."""
    note = one(await fields_of(request), "note")
    act = cases.cancel(case_id, note, by=person_of(request), now=now())
    return await acted(request, runtime, case_id, Deed.CANCEL, act)


@post("/cases/{case_id:int}/supervise", name="admin_case_supervise", opt=OFFICE, request_max_body_size=BODY)
async def supervise(request: Request, runtime: Running, case_id: FromPath[int]) -> Response:
    """Put a case under the supervision of a person or a committee, or of nobody."""

    async def act(by: Person, fields: Fields) -> None:
        email, committee = one(fields, "email").strip(), one(fields, "supervising")
        chosen = await chosen_departments(by, [committee], field="supervising") if committee else [None]
        await cases.supervise(
            case_id, one(fields, "note"), email=email or None, organisation_id=chosen[0], by=by, now=now()
        )

    fields = await fields_of(request)
    return await acted(request, runtime, case_id, Deed.SUPERVISE, act(person_of(request), fields))


@post("/cases/{case_id:int}/remind", name="admin_case_remind", opt=DESKS, request_max_body_size=BODY)
async def remind(request: Request, runtime: Running, case_id: FromPath[int]) -> Response:
    """Remind the department that leads a case."""
    note = one(await fields_of(request), "note")
    act = cases.remind(case_id, note, by=person_of(request), now=now())
    return await acted(request, runtime, case_id, Deed.REMIND, act)


async def chosen_lead(by: Person, sent: str) -> int | None:
    """Give the department that a form names, or None for whoever claims it.

    Raises:
        Invalid: it names neither.
    """
    if sent == WHOEVER:
        return None
    return (await chosen_departments(by, [sent], field="lead"))[0]


async def chosen_departments(by: Person, sent: list[str], *, field: str) -> list[int]:
    """Give the ids of the departments that a form names.

    Raises:
        Invalid: it names none, or one to whom the office cannot hand anything over.
    """
    asked = [number_of(each) for each in sent]
    if not asked or not set(asked) <= {one.id for one in await departments_of(by)}:
        raise Invalid(N_("Please choose a department."), field=field)
    return asked


def _day(text: str, *, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Invalid(N_("Please choose a day."), field=field) from wrong


handlers: list[ControllerRouterHandler] = [
    claim,
    give_back,
    ask_extension,
    answer_extension,
    transfer,
    join,
    leave,
    cancel,
    supervise,
    remind,
]
