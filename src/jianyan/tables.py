"""TABLES: every table, in foreign-key order."""

from piccolo.table import Table

from jianyan.accounts.tables import Account, Organisation, Passkey, RecoveryCode, Session, SetUp
from jianyan.appeals.tables import Addition, Appeal
from jianyan.campaigns.tables import Campaign, Placement, ScanCount
from jianyan.categories.tables import Category
from jianyan.groups.tables import GatherTurn, GroupMember
from jianyan.moderation.tables import Decision, Lease, Merge, ReasonCode, Rules
from jianyan.proposals.tables import Proposal
from jianyan.reports.tables import Report, ReportVoice, Snapshot
from jianyan.screening.tables import ScreeningWord
from jianyan.suggestions.tables import Answer, Contact, ScreeningHit, SubmissionKey, Suggestion
from jianyan.topics.tables import Option, Organiser, Question, Topic, TopicCategory
from jianyan.trail.tables import Trail, TrailHead, TreeHead

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
    Decision,
    Lease,
    Appeal,
    Addition,
    GroupMember,
    GatherTurn,
    Decision,
    Merge,
    Proposal,
    Snapshot,
    Report,
    ReportVoice,
)
