"""The content of the demo as it is written down."""

from pathlib import Path

import msgspec

from jianyan.accounts import OrganisationKind
from jianyan.appeals import Outcome
from jianyan.campaigns import NewPlacement
from jianyan.cases import Adoption, CaseKind, Result, Satisfaction
from jianyan.moderation import Reason
from jianyan.suggestions import Source, SuggestionState
from jianyan.topics import NewQuestion

_FILE = Path(__file__).with_name("content.json")


class DemoOrganisation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A body that asks, works or answers."""

    name: str
    kind: OrganisationKind
    parent: str | None = None
    """Name of the one above it, which stands before it in the list."""


class DemoAppeal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How its sender objected to a decline of the administrator, and what the moderator answered."""

    text: str
    outcome: Outcome | None = None
    """None: nobody has answered yet."""
    note: str = ""


class DemoMeasure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a department undertakes."""

    text: str
    in_days: int
    """Days after the reply by which it is done."""
    is_done: bool = False


class DemoReply(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a department answers, and what the author says of it."""

    result: Result
    adoption: Adoption
    text: str
    reason: str = ""
    measures: list[DemoMeasure] = []
    rated: Satisfaction | None = None
    """None: not yet."""
    why: str = ""


class DemoCase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a suggestion, or one aspect of it, became."""

    title: str
    kind: CaseKind
    lead: str | None
    """Name of the department; None: it can be claimed."""
    together: list[str] = []
    aspect: str = ""
    """A part of the suggestion's text; empty: all of it."""
    is_claimed: bool = True
    returned: str = ""
    """Why its lead gave it back; empty: it did not."""
    replies: list[DemoReply] = []
    """A round each."""
    is_published: bool = True
    """False: the last reply still lies before the office."""


class DemoSuggestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody wrote, and what became of it."""

    body: str
    category: str | None
    """What the sender chose."""
    place: int | None
    """Index of the placement; None: the topic's own link, or a member."""
    state: SuggestionState
    filed: str | None
    """The drawer it was published in."""
    day: int
    """Days after the opening."""
    minute: int
    """Minutes after that day's midnight."""
    source: Source
    answers: dict[str, str | int | list[str]]
    """Index of the question → what was answered: a label, labels, points or a text."""
    reason: Reason | None = None
    appeal: DemoAppeal | None = None
    cases: list[DemoCase] = []


class DemoTopic(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A topic with its places and everything that came in."""

    slug: str
    title: str
    invitation: str
    organisers: list[str]
    categories: list[str]
    questions: list[NewQuestion]
    opens_days_ago: int
    closes_in_days: int
    """Negative: it closed that many days ago."""
    takes_files: bool = False
    placements: list[NewPlacement]
    suggestions: list[DemoSuggestion]


class Content(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole demo."""

    organisations: list[DemoOrganisation]
    topics: list[DemoTopic]


class DemoProposal(msgspec.Struct, frozen=True, kw_only=True):
    """A topic that the member proposes."""

    title: str
    text: str
    days_ago: int
    declined: str | None = None
    """Why staff declined it; None: it is not decided on."""
    examined: bool = False
    """Open to support."""


PROPOSALS = (
    DemoProposal(
        title="校门口早晚堵车怎么办",
        text="每天七点半和四点半，实验小学和第八中学门口各堵四十分钟。建议就错时放学、家长临时停靠点、"
        "校车三件事向家长和周边住户征求意见，再请交警支队和教育局一起答复。",
        days_ago=12,
        declined="教育局已就同一问题开始征求意见，为免重复，不再另设议题。您的建议已转给他们。",
    ),
    DemoProposal(
        title="菜市场夜间噪声",
        text="东门菜市场凌晨三点卸货，两栋楼一百二十户睡不好。建议征求商户、住户两方意见，"
        "商定卸货时段和隔声办法。",
        days_ago=4,
        examined=True,
    ),
    DemoProposal(
        title="社区图书室开放到几点合适",
        text="上班的人下班以后图书室已经关门。建议问一问大家希望开到几点、愿不愿意轮值，先选三个社区试行。",
        days_ago=1,
    ),
)


def content() -> Content:
    """Read the content."""
    return msgspec.json.decode(_FILE.read_bytes(), type=Content)
