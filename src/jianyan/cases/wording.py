"""What a reply says, as one word: what was read and what is signed can be held against each other."""

import hashlib

import msgspec

from jianyan.cases.schemas import ReplyDetail


def wording_of(reply: ReplyDetail) -> str:
    """Give 64 hex digits that are others as soon as the reply says, promises or hands out anything else."""
    said = (
        reply.organisation_id,
        reply.round,
        reply.result,
        reply.adoption,
        reply.reason,
        reply.text,
        [(each.text, each.due_on, each.done_on) for each in reply.measures],
        [(each.name, each.is_after) for each in reply.photos],
        [(each.name, each.title) for each in reply.documents],
    )
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()
