"""What is told, by which way, and where a notice stands."""

from enum import StrEnum

from jianyan.i18n import N_


class NoticeKind(StrEnum):
    """What is told."""

    TEST = "test"
    APPEAL_RAISED = "appeal-raised"
    REPORT_PUBLISHED = "report-published"
    FILE_READY = "file-ready"


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
KINDS_OF_SUBSCRIPTIONS = (NoticeKind.APPEAL_RAISED, NoticeKind.REPORT_PUBLISHED)
KINDS_OF_PEOPLE = (NoticeKind.FILE_READY,)

TITLES = {
    NoticeKind.TEST: N_("This is a test notice"),
    NoticeKind.APPEAL_RAISED: N_("Somebody objects to a decision"),
    NoticeKind.REPORT_PUBLISHED: N_("A report was published"),
    NoticeKind.FILE_READY: N_("A file is ready to be downloaded"),
}
"""Kind → what happened, in a sentence."""
