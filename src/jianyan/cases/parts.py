"""As what somebody looks at a case, what they may do with it now, and what of it they read."""

from datetime import date
from enum import StrEnum

import msgspec

from jianyan.accounts import OFFICE_ROLES, Person, Role, organisation_ids, within
from jianyan.cases.notes import addressed_notes
from jianyan.cases.schemas import CaseDetail, ReplyDetail
from jianyan.cases.states import OPEN, WITH_A_LEAD, CaseState, StepKind, after
from jianyan.topics import topic_ids


class Deed(StrEnum):
    """What can be done with a case."""

    CLAIM = "claim"
    RETURN = "return"
    ASK_EXTENSION = "ask-extension"
    ANSWER_EXTENSION = "answer-extension"
    TRANSFER = "transfer"
    OFFER = "offer"
    JOIN = "join"
    SUPERVISE = "supervise"
    REMIND = "remind"
    CANCEL = "cancel"
    MEET = "meet"
    WRITE = "write"
    SIGN = "sign"
    SEND = "send"
    SEND_BACK = "send-back"
    PUBLISH = "publish"
    CARRY_OUT = "carry-out"


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """As what somebody looks at a case; several may be true."""

    is_office: bool
    """They belong to the office that handed it over, which may also act for the lead."""
    is_department: bool
    own: frozenset[int]
    """Ids of their department and of all below it."""
    is_lead: bool
    own_co: frozenset[int]
    """Ids of own departments that answer with the lead."""
    is_supervisor: bool

    @property
    def acts(self) -> bool:
        """Say whether they act for the lead."""
        return self.is_lead or self.is_office


async def part_of(found: CaseDetail, *, by: Person) -> Part:
    """Give as what somebody looks at a case that they see."""
    with within(by.scope):
        own = frozenset(row["id"] for row in await organisation_ids())
        topics = {row["id"] for row in await topic_ids()} if by.role in OFFICE_ROLES else set()
    is_department = by.role is Role.DEPARTMENT
    answering = own if is_department else frozenset()
    return Part(
        is_office=found.summary.topic_id in topics,
        is_department=is_department,
        own=answering,
        is_lead=found.summary.lead_id in answering,
        own_co=frozenset(one.organisation_id for one in found.co_departments) & answering,
        is_supervisor=found.supervisor_id == by.account_id or found.supervising_id in own,
    )


def deeds(found: CaseDetail, part: Part, *, today: date) -> frozenset[Deed]:
    """Give what somebody can do with a case now; the verbs check each of them again."""
    state = found.summary.state
    possible = {
        Deed.CLAIM: _can_claim(state, part),
        Deed.RETURN: part.acts and _leads(state, StepKind.RETURNED) and not _is_too_late(found, part, today),
        Deed.ASK_EXTENSION: part.acts and state is CaseState.IN_HAND and not found.summary.asked_due_on,
        Deed.CARRY_OUT: part.acts and _leads(state, StepKind.CARRIED_OUT),
        Deed.REMIND: _can_remind(state, part),
        **_of_the_office(found, part),
        **_of_the_reply(found, part),
    }
    return frozenset(deed for deed, can in possible.items() if can)


def shown_to(found: CaseDetail, part: Part) -> CaseDetail:
    """Give a case as somebody reads it: drafts and notes of others are left out.

    The office reads all. A department reads the draft of a case that it answers, and the notes that it wrote
    or that were written to it.
    """
    if part.is_office:
        return found
    handles = part.is_lead or bool(part.own_co)
    replies = [
        one
        for one in found.replies
        if one.published_at or (handles and one.organisation_id == found.summary.lead_id)
    ]
    steps = addressed_notes(found.steps, part.own, is_supervisor=part.is_supervisor, handles=handles)
    return msgspec.structs.replace(found, replies=replies, steps=steps)


def draft_of(found: CaseDetail) -> ReplyDetail | None:
    """Give the reply that the present lead is writing, or that lies before the office."""
    for one in found.replies:
        if one.published_at is None and one.organisation_id == found.summary.lead_id:
            return one
    return None


def _leads(state: CaseState, kind: StepKind) -> bool:
    return after(state, kind) is not None


def _is_too_late(found: CaseDetail, part: Part, today: date) -> bool:
    last = found.summary.return_by
    return last is not None and today > last and not part.is_office


def _can_claim(state: CaseState, part: Part) -> bool:
    if state is CaseState.OFFERED:
        return part.is_department
    return state is CaseState.ASSIGNED and part.acts


def _can_remind(state: CaseState, part: Part) -> bool:
    is_beside = not (part.is_lead or part.own_co)
    return state in WITH_A_LEAD and is_beside and (part.is_office or part.is_supervisor)


def _of_the_office(found: CaseDetail, part: Part) -> dict[Deed, bool]:
    state = found.summary.state
    return {
        Deed.ANSWER_EXTENSION: part.is_office and found.summary.asked_due_on is not None,
        Deed.TRANSFER: part.is_office and _leads(state, StepKind.ASSIGNED),
        Deed.OFFER: part.is_office and _leads(state, StepKind.OFFERED),
        Deed.JOIN: part.is_office and _leads(state, StepKind.JOINED),
        Deed.SUPERVISE: part.is_office and state in OPEN,
        Deed.CANCEL: part.is_office and _leads(state, StepKind.CANCELLED),
        Deed.SEND_BACK: part.is_office and _leads(state, StepKind.SENT_BACK),
        Deed.PUBLISH: part.is_office and _leads(state, StepKind.ANSWERED),
    }


def _of_the_reply(found: CaseDetail, part: Part) -> dict[Deed, bool]:
    is_in_hand = found.summary.state is CaseState.IN_HAND
    has_draft = draft_of(found) is not None
    all_signed = all(one.signed_at for one in found.co_departments)
    return {
        Deed.MEET: part.acts and is_in_hand,
        Deed.WRITE: part.acts and is_in_hand,
        Deed.SIGN: bool(part.own_co) and is_in_hand and has_draft,
        Deed.SEND: part.acts and is_in_hand and has_draft and all_signed and not found.summary.awaits_meeting,
    }
