"""Do the suggestions and the trail say the same?"""

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from itertools import islice
from typing import Any

import msgspec

from jianyan import trail
from jianyan.db import Rows
from jianyan.suggestions.spots import committed_spots
from jianyan.suggestions.states import Contribution
from jianyan.suggestions.tables import Answer, SubmissionKey, Suggestion, SuggestionPhoto

_PAGE = 1_000
_LINES = 500


class LedgerLine(msgspec.Struct, frozen=True):
    """One line that a client kept after it was answered."""

    receipt: str
    body_sha256: str
    """Hex of SHA-256 over the UTF-8 body as it is kept."""


async def first_fault() -> str | None:
    """Name the first suggestion that does not match its record, or None where all do.

    Checked: every suggestion has exactly one submit leaf and every submit leaf its suggestion; topic and
    sender are as recorded; texts and photos open their commitments unless they were erased, and erased ones
    are recorded so.
    """
    submitted = {}
    async for page in trail.subjects_of("submit"):
        for seq, subject, leaf in page:
            if subject in submitted:
                return f"trail {seq}: a second submit leaf of suggestion {subject}"
            submitted[subject] = leaf
    erased = {subject async for page in trail.subjects_of("erase") for _, subject, _ in page}
    fault = await _fault_of_rows(submitted, erased)
    if fault:
        return fault
    return f"suggestion {min(submitted)}: recorded in the trail, but there is no row" if submitted else None


async def _fault_of_rows(submitted: dict[str, Any], erased: set[str]) -> str | None:
    after = 0
    while rows := await Suggestion.select().where(Suggestion.id > after).order_by(Suggestion.id).limit(_PAGE):
        ids = [row["id"] for row in rows]
        kept = await _text_answers(ids)
        for more in (await _photos(ids), await committed_spots(ids)):
            for suggestion_id, texts in more.items():
                kept.setdefault(suggestion_id, {}).update(texts)
        for row in rows:
            leaf = submitted.pop(row["tracking"], None)
            if leaf is None:
                return f"suggestion {row['tracking']}: it has no submit leaf"
            fault = _fault_of(row, kept.get(row["id"], {}), leaf, is_erased=row["tracking"] in erased)
            if fault:
                return f"suggestion {row['tracking']}: {fault}"
        after = rows[-1]["id"]
    return None


def _fault_of(
    row: dict[str, Any], kept: dict[str, tuple[str, Any]], leaf: dict[str, Any], *, is_erased: bool
) -> str | None:
    data = leaf["data"]
    if (leaf["topic"], data["source"], data["day"]) != (
        row["topic"],
        row["source"],
        row["received_on"].isoformat(),
    ):
        return "topic, source or day are not as recorded"
    if data.get("contribution", Contribution.SUGGESTION) != row["kind"]:
        return "its kind is not as recorded"
    if data["category"] != row["chosen"]:
        return "the sender's category is not as recorded"
    if is_erased:
        return (
            None
            if row["body"] is None and row["body_salt"] is None
            else "recorded as erased, yet it has a text"
        )
    texts = {"body": (row["body"], row["body_salt"]), **kept}
    if row["title"] is not None:
        texts["title"] = (row["title"], row["title_salt"])
    return _fault_of_texts(texts, leaf["com"])


def _fault_of_texts(texts: dict[str, tuple[Any, Any]], commitments: dict[str, str]) -> str | None:
    if set(texts) != set(commitments):
        return "its texts are not those that were recorded"
    for field, (value, salt) in texts.items():
        if value is None or salt is None:
            return f"its {field} is gone without a record"
        if trail.commitment(bytes(salt), field, value) != commitments[field]:
            return f"its {field} is not the one that was recorded"
    return None


async def _text_answers(suggestion_ids: list[int]) -> dict[int, dict[str, tuple[str, Any]]]:
    rows = await Answer.select().where(Answer.suggestion.is_in(suggestion_ids) & Answer.text.is_not_null())
    answers: dict[int, dict[str, tuple[str, Any]]] = {}
    for row in rows:
        answers.setdefault(row["suggestion"], {})[f"q_{row['question']}"] = (row["text"], row["text_salt"])
    return answers


async def _photos(suggestion_ids: list[int]) -> dict[int, dict[str, tuple[str, Any]]]:
    columns = (SuggestionPhoto.suggestion, SuggestionPhoto.number, SuggestionPhoto.salt)
    photo = SuggestionPhoto.photo.sha256.as_alias("sha256"), SuggestionPhoto.photo.kind.as_alias("kind")
    rows = await SuggestionPhoto.select(*columns, *photo).where(
        SuggestionPhoto.suggestion.is_in(suggestion_ids)
    )
    photos: dict[int, dict[str, tuple[str, Any]]] = {}
    for row in rows:
        photos.setdefault(row["suggestion"], {})[f"{row['kind']}_{row['number']}"] = (
            row["sha256"],
            row["salt"],
        )
    return photos


async def first_fault_of_ledger(lines: Iterable[tuple[list[str], str]]) -> str | None:
    """Name the first acknowledged suggestion that is missing, doubled or changed, or None.

    Args:
        lines: for each line of a client's ledger the possible stored hashes of its receipt and the hex
            SHA-256 of the body it sent.
    """
    numbered = enumerate(lines, start=1)
    while page := list(islice(numbered, _LINES)):
        found, keys = await _acknowledged([each for _, (hashes, _) in page for each in hashes])
        for number, (hashes, body_sha256) in page:
            rows = [row for each in hashes for row in found.get(each, ())]
            fault = _not_kept(rows, keys, body_sha256)
            if fault:
                return f"ledger line {number}: {fault}"
    return None


async def _acknowledged(hashes: list[str]) -> tuple[dict[str, Rows], Counter[str]]:
    """Give stored hash → the suggestions that have it, and how many keys of forms each of these has."""
    columns = (Suggestion.receipt_hash, Suggestion.tracking, Suggestion.body)
    rows = await Suggestion.select(*columns).where(Suggestion.receipt_hash.is_in(hashes or [""]))
    trackings = [row["tracking"] for row in rows]
    keys = await SubmissionKey.select(SubmissionKey.tracking).where(
        SubmissionKey.tracking.is_in(trackings or [""])
    )
    found: dict[str, Rows] = {}
    for row in rows:
        found.setdefault(row["receipt_hash"], []).append(row)
    return found, Counter(key["tracking"] for key in keys)


def _not_kept(rows: Rows, keys: Counter[str], body_sha256: str) -> str | None:
    if len(rows) != 1:
        return f"{len(rows)} suggestions have this receipt"
    tracking, body = rows[0]["tracking"], rows[0]["body"]
    if keys[tracking] != 1:
        return f"suggestion {tracking} has {keys[tracking]} submission keys"
    if body is not None and sha256(body.encode()).hexdigest() != body_sha256:
        return f"suggestion {tracking} has another text"
    return None
