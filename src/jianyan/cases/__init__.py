"""A suggestion, a merged group or an aspect of a text, handed to departments until the answer is rated.

    offered ──claim──▶ in hand ──reply──▶ replied ──publish──▶ answered ──rate──▶ closed
       ▲                 ▲  ▲                │                  │   ▲               │
    assigned ──accept────┘  └───send back────┘                  │   └───────────────┤
       ▲  │                 └──not satisfied, once──────────────┴───────────────────┘
       │  └─ return ─▶ returned ─▶ assigned or offered again
       └─ transfer: from offered, assigned, returned, in hand; from all of these it may be cancelled
    a list that was kept elsewhere ──take over──▶ closed

Beside these moves: its author is met before the answer; co-departments join, leave and sign; more time is
asked for and granted; somebody supervises; the office, the supervisor and the clock remind. Every step has a
row and a line in the trail.

Writes: Case, CoDepartment, CaseStep, MeetingParty, Reply, Measure, ReplyPhoto, ReplyDocument, Rating,
ReplyTemplate, CaseTerm.
"""

from jianyan.cases.agencies import Agency, agencies_of, whether_answered
from jianyan.cases.answer_filter import AnswerFilter, answering_departments, count_of_answers
from jianyan.cases.aspects import Piece, aspects_of, marked, span_between
from jianyan.cases.check import count, first_fault
from jianyan.cases.countersigning import asked_anew, sign
from jianyan.cases.desk import CaseFilter, CaseLine, DeskPage, desk_counts, desk_page, desk_topics
from jianyan.cases.documents import reply_document
from jianyan.cases.due_days import Timing
from jianyan.cases.erasing import erase
from jianyan.cases.from_motions import case_of_motion, hand_over_motion
from jianyan.cases.handing_over import calendar_for, cancel, hand_over, join, leave, transfer
from jianyan.cases.handling import answer_extension, ask_extension, claim, give_back
from jianyan.cases.headings import FIELDS as ANSWER_COLUMNS
from jianyan.cases.headings import CaseColumns, columns_of, guessed_answers
from jianyan.cases.importing import ReadCases, TakenAnswer, cases_of_sheet
from jianyan.cases.meeting import meet
from jianyan.cases.news import News, mark_told, untold
from jianyan.cases.outcomes import HandedOver, handed_over
from jianyan.cases.parts import Deed, Part, deeds, draft_of, part_of, shown_to
from jianyan.cases.photos import reply_photo
from jianyan.cases.published import AnswersPage, PublishedAnswer, answered_by_placement, latest_answers
from jianyan.cases.queries import case_by_id, cases_of, supervised_cases
from jianyan.cases.rating import RATED_WITHIN, close_unrated, rate
from jianyan.cases.recounting import Recounted, recount
from jianyan.cases.refusals import (
    ClaimedAlready,
    NoReply,
    NoSuchCase,
    NothingToHandOver,
    NotNow,
    NotYetMet,
    NotYetSigned,
    NotYourCase,
    RatedAlready,
    ReplyChanged,
    SpanOutside,
    TooLateToReturn,
)
from jianyan.cases.reply_texts import (
    TEMPLATE_TITLE_MOST,
    NoSuchReplyTemplate,
    ReplyTemplateDetail,
    add_reply_template,
    delete_reply_template,
    reply_template,
    reply_templates,
    save_reply_template,
)
from jianyan.cases.replying import carry_out, publish_reply, save_reply, send_back, send_reply
from jianyan.cases.schemas import (
    DOCUMENTS_MOST,
    MEASURES_MOST,
    NOTE_MOST,
    PHOTOS_MOST,
    REPLY_MOST,
    TITLE_MOST,
    AspectDetail,
    CaseDetail,
    CaseSummary,
    CoDepartmentDetail,
    MeasureDetail,
    NewCase,
    NewDocument,
    NewMeasure,
    NewMeeting,
    NewRating,
    NewReply,
    PartyDetail,
    RatingDetail,
    ReplyDetail,
    ReplyDocumentDetail,
    ReplyPhotoDetail,
    StepDetail,
)
from jianyan.cases.states import (
    OPEN,
    Adoption,
    CaseKind,
    CaseState,
    Manner,
    Result,
    Satisfaction,
    StepKind,
)
from jianyan.cases.supervising import Chased, RemindedAlready, chase, remind, supervise
from jianyan.cases.tabs import FINISHED, Tab, states_in, tabs_of
from jianyan.cases.taking_over import (
    AnswersOrder,
    CaseAttempt,
    CaseCount,
    UnknownDepartments,
    count_with_a_case,
    departments_named,
    take_over,
)
from jianyan.cases.terms import (
    BUILT_IN,
    Term,
    TermInForce,
    set_term,
    take_term_back,
    terms_in_force,
    terms_of,
)
from jianyan.cases.timeline import Moment, Way, way_of
from jianyan.cases.wording import wording_of
from jianyan.cases.words import (
    ADOPTION_WORDS,
    KIND_WORDS,
    MANNER_WORDS,
    RESULT_WORDS,
    SATISFACTION_WORDS,
    STATE_WORDS,
    STEP_WORDS,
)

__all__ = [
    "ADOPTION_WORDS",
    "ANSWER_COLUMNS",
    "BUILT_IN",
    "DOCUMENTS_MOST",
    "FINISHED",
    "KIND_WORDS",
    "MANNER_WORDS",
    "MEASURES_MOST",
    "NOTE_MOST",
    "OPEN",
    "PHOTOS_MOST",
    "RATED_WITHIN",
    "REPLY_MOST",
    "RESULT_WORDS",
    "SATISFACTION_WORDS",
    "STATE_WORDS",
    "STEP_WORDS",
    "TEMPLATE_TITLE_MOST",
    "TITLE_MOST",
    "Adoption",
    "Agency",
    "AnswerFilter",
    "AnswersOrder",
    "AnswersPage",
    "AspectDetail",
    "CaseAttempt",
    "CaseColumns",
    "CaseCount",
    "CaseDetail",
    "CaseFilter",
    "CaseKind",
    "CaseLine",
    "CaseState",
    "CaseSummary",
    "Chased",
    "ClaimedAlready",
    "CoDepartmentDetail",
    "Deed",
    "DeskPage",
    "HandedOver",
    "Manner",
    "MeasureDetail",
    "Moment",
    "NewCase",
    "NewDocument",
    "NewMeasure",
    "NewMeeting",
    "NewRating",
    "NewReply",
    "News",
    "NoReply",
    "NoSuchCase",
    "NoSuchReplyTemplate",
    "NotNow",
    "NotYetMet",
    "NotYetSigned",
    "NotYourCase",
    "NothingToHandOver",
    "Part",
    "PartyDetail",
    "Piece",
    "PublishedAnswer",
    "RatedAlready",
    "RatingDetail",
    "ReadCases",
    "Recounted",
    "RemindedAlready",
    "ReplyChanged",
    "ReplyDetail",
    "ReplyDocumentDetail",
    "ReplyPhotoDetail",
    "ReplyTemplateDetail",
    "Result",
    "Satisfaction",
    "SpanOutside",
    "StepDetail",
    "StepKind",
    "Tab",
    "TakenAnswer",
    "Term",
    "TermInForce",
    "Timing",
    "TooLateToReturn",
    "UnknownDepartments",
    "Way",
    "add_reply_template",
    "agencies_of",
    "answer_extension",
    "answered_by_placement",
    "answering_departments",
    "ask_extension",
    "asked_anew",
    "aspects_of",
    "calendar_for",
    "cancel",
    "carry_out",
    "case_by_id",
    "case_of_motion",
    "cases_of",
    "cases_of_sheet",
    "chase",
    "claim",
    "close_unrated",
    "columns_of",
    "count",
    "count_of_answers",
    "count_with_a_case",
    "deeds",
    "delete_reply_template",
    "departments_named",
    "desk_counts",
    "desk_page",
    "desk_topics",
    "draft_of",
    "erase",
    "first_fault",
    "give_back",
    "guessed_answers",
    "hand_over",
    "hand_over_motion",
    "handed_over",
    "join",
    "latest_answers",
    "leave",
    "mark_told",
    "marked",
    "meet",
    "part_of",
    "publish_reply",
    "rate",
    "recount",
    "remind",
    "reply_document",
    "reply_photo",
    "reply_template",
    "reply_templates",
    "save_reply",
    "save_reply_template",
    "send_back",
    "send_reply",
    "set_term",
    "shown_to",
    "sign",
    "span_between",
    "states_in",
    "supervise",
    "supervised_cases",
    "tabs_of",
    "take_over",
    "take_term_back",
    "terms_in_force",
    "terms_of",
    "transfer",
    "untold",
    "way_of",
    "whether_answered",
    "wording_of",
]
