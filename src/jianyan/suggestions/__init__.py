"""What a citizen or member sent, and where it stands.

               ┌──▶ published ◀─┐
    waiting ───┼──▶ declined    ├── any of them can be undone back to waiting
               ├──▶ held ───────┘
               └──▶ merged        waiting, held, published ──▶ withdrawn

`submit_many` is the one way in, also for `import_rows`. `settle` is the one way on, and only decisions and
their sender's withdrawal use it.

Writes: Suggestion, SubmissionKey, Answer, Contact, ScreeningHit.
"""

from jianyan.suggestions import receipts, tokens
from jianyan.suggestions.arriving import looked_through
from jianyan.suggestions.check import LedgerLine, first_fault, first_fault_of_ledger
from jianyan.suggestions.composing import compose, compose_for_member, held, new_tracking
from jianyan.suggestions.contacts import ContactDetail, contact_count, contacts_of
from jianyan.suggestions.importing import (
    ImportCount,
    ReadRows,
    RefusedRow,
    SuggestionColumns,
    import_rows,
    rows_of_sheet,
)
from jianyan.suggestions.queries import (
    answers_to,
    by_author,
    by_key,
    by_receipt,
    by_tracking,
    count,
    count_in_state,
    hits_in,
    in_state,
    latest_published,
    of_author,
    pages,
)
from jianyan.suggestions.schemas import (
    AnswerDetail,
    Draft,
    NewAnswer,
    NewHit,
    NewSuggestion,
    Received,
    SuggestionDetail,
    SuggestionFilter,
)
from jianyan.suggestions.service import (
    AlreadySettled,
    NoSuchSuggestion,
    erase,
    forget_contacts,
    settle,
)
from jianyan.suggestions.states import Source, SuggestionState
from jianyan.suggestions.submitting import SentAlready, submit_many
from jianyan.suggestions.texts import BODY_MOST
from jianyan.suggestions.walking import answer_rows, row_pages

__all__ = [
    "BODY_MOST",
    "AlreadySettled",
    "AnswerDetail",
    "ContactDetail",
    "Draft",
    "ImportCount",
    "LedgerLine",
    "NewAnswer",
    "NewHit",
    "NewSuggestion",
    "NoSuchSuggestion",
    "ReadRows",
    "Received",
    "RefusedRow",
    "SentAlready",
    "Source",
    "SuggestionColumns",
    "SuggestionDetail",
    "SuggestionFilter",
    "SuggestionState",
    "answer_rows",
    "answers_to",
    "by_author",
    "by_key",
    "by_receipt",
    "by_tracking",
    "compose",
    "compose_for_member",
    "contact_count",
    "contacts_of",
    "count",
    "count_in_state",
    "erase",
    "first_fault",
    "first_fault_of_ledger",
    "forget_contacts",
    "held",
    "hits_in",
    "import_rows",
    "in_state",
    "latest_published",
    "looked_through",
    "new_tracking",
    "of_author",
    "pages",
    "receipts",
    "row_pages",
    "rows_of_sheet",
    "settle",
    "submit_many",
    "tokens",
]
