"""TABLES: every table, in foreign-key order."""

from piccolo.table import Table

from jianyan.accounts.tables import Account, Organisation, Session
from jianyan.campaigns.tables import Campaign, Placement, ScanCount
from jianyan.categories.tables import Category
from jianyan.groups.tables import GatherTurn, GroupMember
from jianyan.moderation.tables import Decision, Merge
from jianyan.proposals.tables import Proposal
from jianyan.suggestions.tables import Answer, Contact, SubmissionKey, Suggestion
from jianyan.topics.tables import Option, Organiser, Question, Topic, TopicCategory
from jianyan.trail.tables import Trail, TrailHead, TreeHead

TABLES: tuple[type[Table], ...] = (
    Trail,
    TreeHead,
    TrailHead,
    Organisation,
    Account,
    Session,
    Category,
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
    GroupMember,
    GatherTurn,
    Decision,
    Merge,
    Proposal,
)
