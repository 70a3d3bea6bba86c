"""TABLES: every table, in foreign-key order."""

from piccolo.table import Table

from jianyan.accounts.tables import Account, Organisation, Passkey, RecoveryCode, Session, SetUp
from jianyan.appeals.tables import Addition, Appeal
from jianyan.calendars.tables import CalendarException
from jianyan.campaigns.tables import Campaign, Placement, ScanCount
from jianyan.cases.tables import (
    Case,
    CaseStep,
    CaseTerm,
    CoDepartment,
    Measure,
    MeetingParty,
    Rating,
    Reply,
    ReplyDocument,
    ReplyPhoto,
    ReplyTemplate,
)
from jianyan.categories.tables import Category
from jianyan.clients.tables import ApiClient, ServiceRequest
from jianyan.groups.tables import GatherTurn, GroupMember
from jianyan.jobs.tables import Job
from jianyan.moderation.tables import Decision, Lease, Merge, ReasonCode, Rules
from jianyan.motions.tables import Motion, MotionSigner
from jianyan.notices.tables import Notice, Preference, Subscription
from jianyan.proposals.tables import Proposal, Support
from jianyan.reports.tables import Report, ReportTemplate, ReportVoice, Snapshot
from jianyan.screening.tables import ScreeningWord
from jianyan.slips.tables import Slip, SlipBatch
from jianyan.suggestions.tables import (
    Answer,
    Contact,
    ScreeningHit,
    SubmissionKey,
    Suggestion,
    SuggestionPhoto,
    SuggestionSpot,
)
from jianyan.topics.tables import Option, Organiser, Question, Topic, TopicCategory
from jianyan.trail.tables import Trail, TrailHead, TreeHead
from jianyan.uploads.tables import Photo

TABLES: tuple[type[Table], ...] = (
    Trail,
    TreeHead,
    TrailHead,
    Organisation,
    Account,
    RecoveryCode,
    Passkey,
    Session,
    SetUp,
    CalendarException,
    Job,
    Subscription,
    Notice,
    Preference,
    Photo,
    Category,
    ScreeningWord,
    Topic,
    Organiser,
    TopicCategory,
    Question,
    Option,
    Campaign,
    Placement,
    ScanCount,
    Suggestion,
    SubmissionKey,
    Answer,
    Contact,
    Rules,
    ReasonCode,
    ScreeningHit,
    SuggestionPhoto,
    SuggestionSpot,
    Decision,
    Lease,
    Appeal,
    Addition,
    GroupMember,
    GatherTurn,
    Merge,
    Proposal,
    Support,
    Motion,
    MotionSigner,
    Case,
    CoDepartment,
    CaseStep,
    MeetingParty,
    Reply,
    Measure,
    ReplyPhoto,
    ReplyDocument,
    Rating,
    ReplyTemplate,
    CaseTerm,
    SlipBatch,
    Slip,
    ApiClient,
    ServiceRequest,
    Snapshot,
    ReportTemplate,
    Report,
    ReportVoice,
)
