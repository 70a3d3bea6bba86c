"""What an act changed, in words: from what to what."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from jianyan import cases
from jianyan.i18n import N_
from jianyan.topics import SOURCE_SENTENCES
from jianyan.trail import Act
from jianyan.web.exchange import Request
from jianyan_admin.page import told
from jianyan_admin.wording import Words

FIELD_WORDS = {
    "state": N_("State"),
    "category": N_("Category"),
    "role": N_("Role"),
    "reason": N_("Reason"),
    "source": N_("Source"),
    "outcome": N_("Outcome"),
    "due": N_("Due on"),
    "front": N_("Where"),
    "held": N_("Held because"),
    "title": N_("Title"),
    "slug": N_("Address"),
    "invitation": N_("Invitation"),
    "organisers": N_("Organisers"),
    "categories": N_("Categories"),
    "questions": N_("Questions"),
    "opens_at": N_("Opens"),
    "closes_at": N_("Closes"),
    "name": N_("Name"),
    "line": N_("Line or street"),
    "side": N_("Side"),
    "material": N_("Material"),
    "lat": N_("Latitude"),
    "lon": N_("Longitude"),
    "campaign": N_("Campaign"),
    "count": N_("Count"),
    "what": N_("What"),
    "format": N_("Format"),
    "since": N_("From day"),
    "until": N_("Up to"),
    "kind": N_("Kind of act"),
    "subject": N_("On what"),
    "actor": N_("By whom"),
    "number": N_("No."),
    "with": N_("With"),
    "version": N_("Version"),
    "batch": N_("Batch"),
    "into": N_("Merged into"),
    "word": N_("Word"),
    "level": N_("Level"),
    "allowed": N_("Allow-phrases"),
    "added": N_("Added"),
    "changed": N_("Changed"),
    "same": N_("As before"),
    "why": N_("What for"),
    "trail_size": N_("Acts recorded"),
    "parts": N_("Parts"),
    "on": N_("Day"),
    "works": N_("Working day"),
    "contribution": N_("Kind of contribution"),
    "supporters": N_("Supporters"),
    "note": N_("Note"),
    "year": N_("Year"),
    "proposal": N_("Proposal"),
    "topic": N_("Topic"),
    "per_minute": N_("A minute at most"),
    "round": N_("Round"),
    "organisation": N_("Organisation"),
    "counted": N_("Counted from; working days"),
    "was": N_("Due before"),
    "return": N_("Term for returning"),
    "answer": N_("Term for the answer"),
    "case": N_("Kind of case"),
    "result": N_("Class (A, B, C)"),
    "adoption": N_("Adopted or not"),
    "measures": N_("Measures"),
    "photos": N_("Photos"),
    "tracking": N_("Suggestion"),
    "letters": N_("Letters of the part"),
    "stage": N_("Stage of reminding"),
    "parent": N_("Belongs to"),
    "satisfaction": N_("Satisfaction"),
    "solved": N_("Solved"),
}
"""Field of an act → its name; others are shown as they are."""

STATE_WORDS = {
    "draft": N_("Draft"),
    "closed": N_("Closed"),
    "proposed": N_("To be examined"),
    "examined": N_("Open to support"),
    "accepted": N_("Accepted"),
    "planned": N_("Planned"),
    "installed": N_("Installed"),
    "silent": N_("Silent"),
    "damaged": N_("Damaged"),
    "removed": N_("Removed"),
}
"""States of topics, proposals and placements, beside those of suggestions."""
HELD_WORDS = {
    "filled-unseen": N_("a field that nobody sees was filled in"),
    "too-fast": N_("it came faster than a person writes"),
    "alike": N_("it is like many that came just before"),
    "many": N_("too many came from one place"),
}
"""Why a suggestion was held on arrival."""
_SHOWN_ELSEWHERE = {
    "before",
    "after",
    "from",
    "to",
    "category_from",
    "category_to",
    "act",
    "answers",
    "day",
    "rules",
}
_SHOWN_ELSEWHERE |= {"level", "level_before", "active", "at", "root", "suggestion"}
_OF_CASES = "case-"
_STAGES = {"1": N_("Due soon"), "2": N_("Overdue"), "3": N_("Before the supervisor")}
_MOMENTS = {"opens_at", "closes_at", "since", "until"}
_MOVES = {"role-change": "role", "code-retarget": "campaign", "rules-set": "version"}
_MOVES |= dict.fromkeys(("calendar-set", "calendar-remove"), "works")
"""Kind → what `from` and `to` are; a state in all others."""


class Change(msgspec.Struct, frozen=True):
    """One field that an act set."""

    field: str
    before: str | None
    """None where the act says only how it is now."""
    after: str


class Teller:
    """Says in one language what acts changed.

    Args:
        request: decides the language.
        words: of that language.
        categories: id → name.
        organisations: id → name; those that are not there are told by their number.
        zone: whose wall clock shows moments.
    """

    def __init__(
        self,
        request: Request,
        words: Words,
        categories: dict[int, str],
        zone: ZoneInfo,
        *,
        organisations: dict[int, str],
    ) -> None:
        self._categories = categories
        self._organisations = organisations
        self._zone = zone
        self._fields = {field: told(request, word) for field, word in FIELD_WORDS.items()}
        states = {state: told(request, word) for state, word in STATE_WORDS.items()}
        self._values = {
            "state": {**_told_each(request, cases.STATE_WORDS), **states, **words.states},
            "kind": _told_each(request, cases.KIND_WORDS),
            "case": _told_each(request, cases.KIND_WORDS),
            "adoption": _told_each(request, cases.ADOPTION_WORDS),
            "result": _told_each(request, cases.RESULT_WORDS),
            "stage": _told_each(request, _STAGES),
            "photos": {"before": told(request, N_("before")), "after": told(request, N_("after"))},
            "satisfaction": _told_each(request, cases.SATISFACTION_WORDS),
            "solved": {"True": told(request, N_("yes")), "False": told(request, N_("no"))},
            "role": words.roles,
            "reason": words.reasons,
            "level": words.levels,
            "source": {
                **{one: told(request, word) for one, word in SOURCE_SENTENCES.items()},
                **words.sources,
            },
            "contribution": words.contributions,
            "outcome": words.outcomes,
            "held": {why: told(request, word) for why, word in HELD_WORDS.items()},
            "front": {"console": told(request, N_("Console")), "members": told(request, N_("Member"))},
            "works": {"working": told(request, N_("Work")), "rest": told(request, N_("Rest"))},
            "with": {"passkey": told(request, N_("Passkey"))},
            "what": {
                "tally": told(request, N_("Tally")),
                "suggestions": told(request, N_("Suggestions")),
                "workbook": told(request, N_("Workbook")),
                "open-data": told(request, N_("Open data")),
                "contacts": told(request, N_("Phone numbers")),
                "trail": told(request, N_("Trail")),
                "report": told(request, N_("Report")),
            },
        }
        self._nothing = told(request, N_("none"))
        self._off = told(request, N_("Switched off"))

    def changes_of(self, act: Act) -> list[Change]:
        """List what an act changed, and what else it says, in words."""
        return [*self._moves(act), *self._edits(act.data), *self._facts(act.data)]

    def _moves(self, act: Act) -> Iterator[Change]:
        data = act.data
        if "to" in data and act.kind.startswith(_OF_CASES):
            yield Change(self._fields["state"], None, self._said("state", data["to"]))
        elif "to" in data and data.get("from") != data["to"]:
            yield self._change(_MOVES.get(act.kind, "state"), data, "from", "to")
        if data.get("category_from") != data.get("category_to"):
            yield self._change("category", data, "category_from", "category_to")
        if data.get("level_before") != data.get("level"):
            yield self._change("level", data, "level_before", "level")
        if data.get("active") is False:
            yield Change(self._fields["state"], None, self._off)

    def _edits(self, data: dict[str, Any]) -> Iterator[Change]:
        before, after = data.get("before", {}), data.get("after", {})
        for field in after:
            yield Change(
                self._fields.get(field, field),
                self._said(field, before.get(field)),
                self._said(field, after[field]),
            )

    def _facts(self, data: dict[str, Any]) -> Iterator[Change]:
        for field, value in data.items():
            is_first_round = field == "round" and value == 1
            if field not in _SHOWN_ELSEWHERE and value not in (None, {}, []) and not is_first_round:
                yield Change(self._fields.get(field, field), None, self._said(field, value))

    def _change(self, field: str, data: dict[str, Any], before: str, after: str) -> Change:
        was = self._said(field, data[before]) if before in data else None
        return Change(self._fields[field], was, self._said(field, data[after]))

    def _said(self, field: str, value: Any) -> str:
        if value is None or value in ("", []):
            return self._nothing
        if field == "category":
            return self._categories.get(value, str(value))
        if field == "organisation":
            return self._organisations.get(value, str(value))
        if isinstance(value, list):
            return "；".join(self._said(field, each) for each in value)
        if isinstance(value, dict):
            return str(value.get("text", value))
        if field in _MOMENTS:
            return f"{datetime.fromisoformat(value).astimezone(self._zone):%Y-%m-%d %H:%M}"
        return self._values.get(field, {}).get(str(value), str(value))


def _told_each(request: Request, words: Mapping[Any, str]) -> dict[str, str]:
    return {str(value): told(request, word) for value, word in words.items()}
