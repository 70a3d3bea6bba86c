"""Where a report stands, and which parts of it are typed."""

from enum import StrEnum


class ReportState(StrEnum):
    """Whether anybody may read a report."""

    DRAFT = "draft"
    PUBLISHED = "published"


class VoiceSource(StrEnum):
    """Where a voice came from, as much as the public is told."""

    PLACE = "place"
    LINK = "link"
    MEMBER = "member"
    IMPORT = "import"
    STAFF = "staff"
    API = "api"
