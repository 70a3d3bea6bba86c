"""Tables of what is handed to departments, and what came of it."""

from piccolo.columns import (
    Boolean,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Serial,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from jianyan.accounts.tables import Account, Organisation
from jianyan.suggestions.tables import Suggestion
from jianyan.topics.tables import Topic
from jianyan.uploads.tables import Photo


class Case(Table):
    """One matter handed over. It moves by steps, which are its history; erasing empties its title."""

    id: Serial
    suggestion = ForeignKey(Suggestion, on_delete=OnDelete.restrict, index=True)
    start = Integer(null=True, default=None, help_text="first letter of its aspect; null: the whole text")
    length = Integer(null=True, default=None, help_text="letters of its aspect")
    topic = ForeignKey(Topic, on_delete=OnDelete.restrict, index=True)
    root = ForeignKey(
        Organisation,
        on_delete=OnDelete.restrict,
        null=True,
        help_text="the top of the tree whose departments may claim it; null: any",
    )
    kind = Varchar(12)
    title = Text(null=True, default=None, help_text="what it is about; null once erased")
    title_salt = Bytea(null=True, default=None)
    state = Varchar(12)
    round = SmallInt(default=1, help_text="2 after it was reopened")
    lead = ForeignKey(Organisation, on_delete=OnDelete.restrict, null=True, help_text="who answers")
    supervisor = ForeignKey(Account, on_delete=OnDelete.restrict, null=True)
    supervising = ForeignKey(Organisation, on_delete=OnDelete.restrict, null=True)
    opened_at = Timestamptz(default=None)
    return_by = Date(null=True, default=None, help_text="the last day on which the lead may return it")
    due_on = Date(null=True, default=None, help_text="the day by which it is answered")
    counted_from = Date(
        null=True, default=None, help_text="the day from which due_on was counted; null: set by hand"
    )
    counted_days = SmallInt(null=True, default=None, help_text="the working days that were counted")
    asked_due_on = Date(null=True, default=None, help_text="an extension that waits for approval")
    chased = SmallInt(default=0, help_text="by the clock: 0 not yet, 1 due soon, 2 overdue, 3 escalated")
    answered_at = Timestamptz(null=True, default=None)
    result = Varchar(1, null=True, default=None, help_text="A, B or C of the last answer")
    adoption = Varchar(12, null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    awaits_meeting = Boolean(default=False, help_text="no answer of this round before its author was met")
    met_at = Timestamptz(null=True, default=None, help_text="when the first meeting was recorded")


class CoDepartment(Table):
    """A department that answers together with the lead. A row goes when it is not asked any more."""

    id: Serial
    case = ForeignKey(Case, on_delete=OnDelete.restrict)
    organisation = ForeignKey(Organisation, on_delete=OnDelete.restrict, index=True)
    signed_at = Timestamptz(null=True, default=None, help_text="when it agreed to the reply as it stands")
    signed_by = ForeignKey(Account, on_delete=OnDelete.restrict, null=True)


class CaseStep(Table):
    """One step of a case. Rows are added; erasing empties text and salt."""

    id: Serial
    case = ForeignKey(Case, on_delete=OnDelete.restrict)
    number = Integer(help_text="from 0 within the case; unique with it")
    kind = Varchar(20)
    round = SmallInt(default=1)
    at = Timestamptz(default=None)
    by = ForeignKey(
        Account, on_delete=OnDelete.restrict, null=True, help_text="null: the author, or the clock"
    )
    organisation = ForeignKey(
        Organisation, on_delete=OnDelete.restrict, null=True, help_text="whom the step names"
    )
    due_on = Date(null=True, default=None)
    manner = Varchar(12, null=True, default=None, help_text="of a meeting")
    text = Text(null=True, default=None)
    text_salt = Bytea(null=True, default=None)
    is_told = Boolean(default=False, help_text="whether those whom it concerns have been told")


class MeetingParty(Table):
    """A department that took part in a meeting with the author. Rows are added only."""

    id: Serial
    step = ForeignKey(CaseStep, on_delete=OnDelete.restrict, index=True)
    organisation = ForeignKey(Organisation, on_delete=OnDelete.restrict)


class Reply(Table):
    """What a department answers in one round. Changes until it is published; erasing empties its texts."""

    id: Serial
    case = ForeignKey(Case, on_delete=OnDelete.restrict)
    round = SmallInt(help_text="unique with the case")
    organisation = ForeignKey(
        Organisation,
        on_delete=OnDelete.restrict,
        help_text="the lead that wrote it; null: taken over, not said",
    )
    result = Varchar(1, help_text="empty: taken over from a list that does not say it")
    adoption = Varchar(12, help_text="empty: the same")
    reason = Text(null=True, default=None, help_text="why it is not adopted, or not wholly")
    reason_salt = Bytea(null=True, default=None)
    text = Text(null=True, default=None)
    text_salt = Bytea(null=True, default=None)
    written_by = ForeignKey(Account, on_delete=OnDelete.restrict, null=True)
    written_at = Timestamptz(default=None)
    published_by = ForeignKey(Account, on_delete=OnDelete.restrict, null=True)
    published_at = Timestamptz(null=True, default=None)


class Measure(Table):
    """What a department undertakes, or has done. Written anew with a draft; done later on its own."""

    id: Serial
    reply = ForeignKey(Reply, on_delete=OnDelete.restrict, index=True)
    number = SmallInt(help_text="from 1 within the reply")
    text = Text(null=True, default=None)
    text_salt = Bytea(null=True, default=None)
    due_on = Date(null=True, default=None)
    done_on = Date(null=True, default=None)


class ReplyPhoto(Table):
    """A photo of the place, before or after. Rows are added; erasing empties their salts."""

    id: Serial
    reply = ForeignKey(Reply, on_delete=OnDelete.restrict, index=True)
    photo = ForeignKey(Photo, on_delete=OnDelete.restrict, unique=True)
    is_after = Boolean(default=False)
    salt = Bytea(null=True, default=None)


class ReplyDocument(Table):
    """A document that a reply hands out. Rows are added; erasing empties title and salt."""

    id: Serial
    reply = ForeignKey(Reply, on_delete=OnDelete.restrict, index=True)
    file = ForeignKey(Photo, on_delete=OnDelete.restrict, unique=True)
    title = Text(null=True, default=None, help_text="the name under which it is saved; null once erased")
    salt = Bytea(null=True, default=None)


class Rating(Table):
    """What one author says of the answer of one round. Rows are added; erasing empties the reason."""

    id: Serial
    case = ForeignKey(Case, on_delete=OnDelete.restrict)
    round = SmallInt()
    suggestion = ForeignKey(
        Suggestion, on_delete=OnDelete.restrict, help_text="whose author; unique with both"
    )
    is_solved = Boolean()
    satisfaction = Varchar(12)
    reason = Text(null=True, default=None)
    reason_salt = Bytea(null=True, default=None)
    rated_at = Timestamptz(default=None)


class ReplyTemplate(Table):
    """A text that a department begins its replies with. May be edited and deleted."""

    id: Serial
    organisation = ForeignKey(Organisation, on_delete=OnDelete.restrict, index=True)
    title = Varchar(60)
    text = Text()


class CaseTerm(Table):
    """What one kind of case is given in an organisation and below it. May be edited and deleted."""

    key = Varchar(24, primary_key=True, help_text="id of the organisation/kind")
    root = ForeignKey(Organisation, on_delete=OnDelete.restrict, null=True, help_text="whose it is")
    kind = Varchar(12)
    answer_days = SmallInt()
    return_days = SmallInt()
    meets_first = Boolean(default=False, help_text="its author is met before each answer")
