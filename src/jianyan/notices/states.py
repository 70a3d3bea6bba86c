"""What is told, by which way, and where a notice stands."""

from enum import StrEnum

from jianyan.i18n import N_


class NoticeKind(StrEnum):
    """What is told."""

    TEST = "test"
    APPEAL_RAISED = "appeal-raised"
    REPORT_PUBLISHED = "report-published"
    FILE_READY = "file-ready"
    CASE_OFFERED = "case-offered"
    CASE_FOR_DEPARTMENT = "case-for-department"
    CASE_DUE = "case-due"
    CASE_FOR_OFFICE = "case-for-office"
    CASE_MET = "case-met"
    """Told to members of what they wrote or signed: a meeting with them is on record."""
    CASE_ANSWERED = "case-answered"
    SUGGESTION_ANSWERED = "suggestion-answered"
    """Told to its author's phone."""
    MOTION_TO_SIGN = "motion-to-sign"
    MOTION_EXAMINED = "motion-examined"


class Channel(StrEnum):
    """By which way it is told."""

    EMAIL = "email"
    WEBHOOK = "webhook"
    WECOM = "wecom"
    """A robot in a group of 企业微信."""
    DINGTALK = "dingtalk"
    """A robot in a group of 钉钉."""
    SMS = "sms"


class NoticeState(StrEnum):
    """Where a notice stands."""

    WAITING = "waiting"
    DELIVERING = "delivering"
    DELIVERED = "delivered"
    GIVEN_UP = "given-up"


SUBSCRIBED_CHANNELS = (Channel.WEBHOOK, Channel.WECOM, Channel.DINGTALK)
"""What an organisation can subscribe with."""
_OF_CASES = (
    NoticeKind.CASE_OFFERED,
    NoticeKind.CASE_FOR_DEPARTMENT,
    NoticeKind.CASE_DUE,
    NoticeKind.CASE_FOR_OFFICE,
    NoticeKind.CASE_ANSWERED,
)
KINDS_OF_SUBSCRIPTIONS = (NoticeKind.APPEAL_RAISED, NoticeKind.REPORT_PUBLISHED, *_OF_CASES)
KINDS_OF_PEOPLE = (NoticeKind.FILE_READY, *_OF_CASES)
KINDS_OF_MEMBERS = (
    NoticeKind.MOTION_TO_SIGN,
    NoticeKind.MOTION_EXAMINED,
    NoticeKind.CASE_MET,
    NoticeKind.CASE_ANSWERED,
    NoticeKind.CASE_FOR_OFFICE,
)
"""What members can ask to be told; of cases, those of theirs and those that they supervise."""

TITLES = {
    NoticeKind.TEST: N_("This is a test notice"),
    NoticeKind.APPEAL_RAISED: N_("Somebody objects to a decision"),
    NoticeKind.REPORT_PUBLISHED: N_("A report was published"),
    NoticeKind.FILE_READY: N_("A file is ready to be downloaded"),
    NoticeKind.CASE_OFFERED: N_("A case can be claimed"),
    NoticeKind.CASE_FOR_DEPARTMENT: N_("A case needs its department"),
    NoticeKind.CASE_DUE: N_("A case is due soon, or overdue"),
    NoticeKind.CASE_FOR_OFFICE: N_("A case needs the office"),
    NoticeKind.CASE_MET: N_("A department recorded what it agreed with you"),
    NoticeKind.CASE_ANSWERED: N_("An answer was published"),
    NoticeKind.SUGGESTION_ANSWERED: N_("A citizen is told of an answer by SMS"),
    NoticeKind.MOTION_TO_SIGN: N_("You are asked to sign a motion"),
    NoticeKind.MOTION_EXAMINED: N_("A motion that you signed was examined"),
}
"""Kind → what happened, in a sentence."""
