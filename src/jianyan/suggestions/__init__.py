"""What a citizen or member sent, and where it stands.

               ┌──▶ published ◀─┐
    waiting ───┼──▶ declined    ├── any of them can be undone back to waiting
               ├──▶ held ───────┘
               └──▶ merged        waiting, held, published ──▶ withdrawn

`submit_many` is the one way in, also for `import_rows`. `settle` is the one way on, and only decisions and
their sender's withdrawal use it.

Writes: Suggestion, SubmissionKey, Answer, Contact, ScreeningHit, SuggestionPhoto, SuggestionSpot.
"""

from jianyan.suggestions import receipts, tokens
from jianyan.suggestions.arriving import looked_through
from jianyan.suggestions.check import LedgerLine, first_fault, first_fault_of_ledger
from jianyan.suggestions.composing import (
    compose,
    compose_for_client,
    compose_for_member,
    compose_slip,
    held,
    with_photos,
)
from jianyan.suggestions.contacts import ContactDetail, contact_count, contacts_of, contacts_to_text
from jianyan.suggestions.contributing import MicroDraft, NoteDraft, compose_micro, compose_note
from jianyan.suggestions.headings import FIELDS as COLUMN_FIELDS
from jianyan.suggestions.headings import guessed_columns
from jianyan.suggestions.importing import ReadRows, RefusedRow, SuggestionColumns, rows_of_sheet
from jianyan.suggestions.numbers import new_tracking
from jianyan.suggestions.photos import (
    citizens_photos_of,
    is_loose,
    let_go,
    let_go_of_loose_photos,
    loose_photo,
    photo_of_desk,
    photos_of,
    public_photo,
    taken_photo,
    voice_seconds,
    voices_of,
)
from jianyan.suggestions.public import PublicSuggestion, PublishedFilter, by_trackings, published
from jianyan.suggestions.queries import (
    answers_to,
    by_author,
    by_key,
    by_receipt,
    by_tracking,
    count,
    count_in_state,
    count_of_origins,
    hits_in,
    in_state,
    latest_published,
    newest_id,
    of_author,
    pages,
)
from jianyan.suggestions.schemas import (
    AnswerDetail,
    Draft,
    NewAnswer,
    NewHit,
    NewPhoto,
    NewSuggestion,
    Received,
    Spot,
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
from jianyan.suggestions.spots import spot_of
from jianyan.suggestions.states import CONTRIBUTION_WORDS, Contribution, Source, SuggestionState
from jianyan.suggestions.submitting import SentAlready, submit_many
from jianyan.suggestions.taking_in import (
    ImportAttempt,
    ImportCount,
    RowsRefused,
    SheetOrder,
    import_rows,
    imported_by,
)
from jianyan.suggestions.texts import BODY_MOST
from jianyan.suggestions.walking import answer_rows, row_pages
from jianyan.suggestions.withholding import SentFile, sent_file, sent_files, set_withheld

__all__ = [
    "BODY_MOST",
    "COLUMN_FIELDS",
    "CONTRIBUTION_WORDS",
    "AlreadySettled",
    "AnswerDetail",
    "ContactDetail",
    "Contribution",
    "Draft",
    "ImportAttempt",
    "ImportCount",
    "LedgerLine",
    "MicroDraft",
    "NewAnswer",
    "NewHit",
    "NewPhoto",
    "NewSuggestion",
    "NoSuchSuggestion",
    "NoteDraft",
    "PublicSuggestion",
    "PublishedFilter",
    "ReadRows",
    "Received",
    "RefusedRow",
    "RowsRefused",
    "SentAlready",
    "SentFile",
    "SheetOrder",
    "Source",
    "Spot",
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
    "by_trackings",
    "citizens_photos_of",
    "compose",
    "compose_for_client",
    "compose_for_member",
    "compose_micro",
    "compose_note",
    "compose_slip",
    "contact_count",
    "contacts_of",
    "contacts_to_text",
    "count",
    "count_in_state",
    "count_of_origins",
    "erase",
    "first_fault",
    "first_fault_of_ledger",
    "forget_contacts",
    "guessed_columns",
    "held",
    "hits_in",
    "import_rows",
    "imported_by",
    "in_state",
    "is_loose",
    "latest_published",
    "let_go",
    "let_go_of_loose_photos",
    "looked_through",
    "loose_photo",
    "new_tracking",
    "newest_id",
    "of_author",
    "pages",
    "photo_of_desk",
    "photos_of",
    "public_photo",
    "published",
    "receipts",
    "row_pages",
    "rows_of_sheet",
    "sent_file",
    "sent_files",
    "set_withheld",
    "settle",
    "spot_of",
    "submit_many",
    "taken_photo",
    "tokens",
    "voice_seconds",
    "voices_of",
    "with_photos",
]
