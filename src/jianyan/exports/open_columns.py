"""The columns of the open data: what the public may read of a suggestion, a place and a count."""

from jianyan.exports.columns import COLUMNS, Column
from jianyan.i18n import N_

SUGGESTIONS = {
    "tracking": COLUMNS["tracking"],
    "day": COLUMNS["day"],
    "category": COLUMNS["category"],
    "code": COLUMNS["code"],
    "place": COLUMNS["place"],
    "line": COLUMNS["line"],
    "title": COLUMNS["title"],
    "body": Column(
        heading=N_("Suggestion"),
        meaning=N_("Its text as the public reads it: personal data and listed words are masked."),
        kind="text",
    ),
    "merged": Column(
        heading=N_("Merged into it"),
        meaning=N_("How many others say the same and are counted with it."),
        kind="count",
        values=N_("suggestions"),
    ),
    "likes": COLUMNS["likes"],
}
PLACEMENTS = {
    "code": COLUMNS["code"],
    "kind": Column(
        heading=N_("Kind"),
        meaning=N_("A place with a poster, or a link."),
        kind="code",
        values="place, link",
    ),
    "place": COLUMNS["place"],
    "line": COLUMNS["line"],
    "lat": Column(heading=N_("Latitude"), meaning=N_("Where it is."), kind="number", values="WGS 84, °"),
    "lon": Column(heading=N_("Longitude"), meaning=N_("Where it is."), kind="number", values="WGS 84, °"),
    "count": Column(
        heading=N_("Count"),
        meaning=N_("Suggestions received from there, in any state."),
        kind="count",
        values=N_("suggestions"),
    ),
}
TALLY = {
    "category": COLUMNS["category"],
    "code": COLUMNS["code"],
    "place": COLUMNS["place"],
    "day": COLUMNS["day"],
    "state": COLUMNS["state"],
    "source": COLUMNS["source"],
    "count": Column(
        heading=N_("Count"),
        meaning=N_("How many suggestions share all of these."),
        kind="count",
        values=N_("suggestions"),
    ),
}
FILES = {"suggestions.csv": SUGGESTIONS, "placements.csv": PLACEMENTS, "tally.csv": TALLY}
"""File of the bundle → its columns by name."""
