"""Who sees which cases, and who acts as what.

the office      staff and moderators in whose scope the topic is: all of its cases
a department    those it leads or answers with, and those that are offered in its tree
a supervisor    those it supervises, whoever else it is
"""

from typing import Any

from piccolo.columns.combination import And, Or

from jianyan.accounts import OFFICE_ROLES, Person, Role, organisation_ids, within
from jianyan.cases.states import CaseState
from jianyan.cases.tables import Case, CoDepartment, Reply
from jianyan.topics import topic_ids


def seen_by(person: Person) -> Any:
    """Give the condition of the cases that somebody sees."""
    if person.role in OFFICE_ROLES:
        return Or(asked_by(person), supervised_by(person))
    if person.role is Role.DEPARTMENT:
        return Or(Or(handled_by(person), claimable_by(person)), supervised_by(person))
    return supervised_by(person)


def asked_by(person: Person) -> Any:
    """Give the condition of the cases that somebody's office handed over."""
    with within(person.scope):
        return Case.topic.is_in(topic_ids())


def supervised_by(person: Person) -> Any:
    """Give the condition of the cases that somebody supervises, in person or with a committee."""
    with within(person.scope):
        return Or(Case.supervisor == person.account_id, Case.supervising.is_in(organisation_ids()))


def handled_by(person: Person) -> Any:
    """Give the condition of the cases that somebody's department leads or answers with."""
    return Or(led_by(person), shared_with(person))


def led_by(person: Person) -> Any:
    """Give the condition of the cases that somebody's department leads."""
    with within(person.scope):
        return Case.lead.is_in(organisation_ids())


def shared_with(person: Person) -> Any:
    """Give the condition of the cases that somebody's department answers with another one."""
    with within(person.scope):
        own = CoDepartment.select(CoDepartment.case).where(
            CoDepartment.organisation.is_in(organisation_ids())
        )
    return Case.id.is_in(own)


def claimable_by(person: Person) -> Any:
    """Give the condition of the cases that somebody's department may claim."""
    return And(Case.state == CaseState.OFFERED.value, in_tree_of(person))


def in_tree_of(person: Person) -> Any:
    """Give the condition of the cases that are offered, when they are, to somebody's department, too."""
    root = int(person.scope.below.split("/")[1])
    return Or(Case.root.is_null(), Case.root == root)


def replies_shown_to(by: Person | None) -> Any:
    """Give a query of the replies whose files somebody may fetch.

    Args:
        by: sees those of its cases, drafts included; None: everybody, so those that are published, and whose
            case was not cancelled since.
    """
    if by is not None:
        return Reply.select(Reply.id).where(Reply.case.is_in(Case.select(Case.id).where(seen_by(by))))
    cancelled = Case.select(Case.id).where(Case.state == CaseState.CANCELLED.value)
    shown = And(Reply.published_at.is_not_null(), Reply.case.not_in(cancelled))
    return Reply.select(Reply.id).where(shown)
