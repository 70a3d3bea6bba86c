"""A meeting with the author of a case, recorded at the lead's desk before the answer."""

from datetime import date

from litestar import post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from jianyan import cases
from jianyan.cases import Deed, Manner, NewMeeting
from jianyan.clock import now
from jianyan.errors import Invalid, InvalidFields, Refusal
from jianyan.forms import Fields, one
from jianyan.i18n import N_
from jianyan.web.exchange import Request, Response, Running
from jianyan_admin.cases.acts import BODY, acted
from jianyan_admin.cases.desk import DESKS, number_of
from jianyan_admin.guards import fields_of
from jianyan_admin.page import person_of


@post("/cases/{case_id:int}/meetings", name="admin_case_meet", opt=DESKS, request_max_body_size=BODY)
async def meet(request: Request, runtime: Running, case_id: FromPath[int]) -> Response:
    """Keep on record that the author was met."""

    async def act(fields: Fields) -> None:
        await cases.meet(case_id, _new(fields), by=person_of(request), now=now(), zone=runtime.zone)

    return await acted(request, runtime, case_id, Deed.MEET, act(await fields_of(request)))


def _new(fields: Fields) -> NewMeeting:
    """Give the meeting that a form says.

    Raises:
        InvalidFields: one refusal for each field that cannot be read.
    """
    problems: list[Refusal] = []
    on, manner = one(fields, "on"), one(fields, "manner")
    try:
        day = date.fromisoformat(on)
    except ValueError:
        problems.append(Invalid(N_("Please choose a day."), field="on"))
    if manner not in set(Manner):
        problems.append(Invalid(N_("Please choose one of these."), field="manner"))
    if problems:
        raise InvalidFields(problems)
    return NewMeeting(
        on=day,
        manner=Manner(manner),
        party_ids=tuple(number_of(each) for each in fields.get("party", [])),
        agreed=one(fields, "note"),
    )


handlers: list[ControllerRouterHandler] = [meet]
