"""The append-only record of every act (留痕): who did what to what, in which minute.

It knows an actor as an opaque id and a role, and a text by a salted commitment. It writes its own tables
only: Trail (a leaf each), TreeHead (a head each batch), TrailHead (where it stands now).
"""

from jianyan.trail.changes import changes
from jianyan.trail.check import first_fault
from jianyan.trail.leaves import Actor, Entry, commitment, fresh_salt
from jianyan.trail.queries import (
    Act,
    Reach,
    Wanted,
    acts,
    history,
    matching,
    matching_pages,
    size,
    subjects_of,
)
from jianyan.trail.service import record, record_export, recording
from jianyan.trail.walking import Head, Leaf, head, leaf_pages

__all__ = [
    "Act",
    "Actor",
    "Entry",
    "Head",
    "Leaf",
    "Reach",
    "Wanted",
    "acts",
    "changes",
    "commitment",
    "first_fault",
    "fresh_salt",
    "head",
    "history",
    "leaf_pages",
    "matching",
    "matching_pages",
    "record",
    "record_export",
    "recording",
    "size",
    "subjects_of",
]
