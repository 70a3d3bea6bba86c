"""One file that holds what an installation cannot lose: the database and the uploads, never the secret.

    uploads/…       every uploaded file
    database        a SQLite file, or PostgreSQL's custom dump
    manifest.json   written last: what is in here, and where the trail stood

A tar, gzipped. What was copied is as of one moment while the service goes on.
"""

from jianyan.backups.archive import FORMAT, Damaged, Manifest, NewerFormat, examined, pack, unpack
from jianyan.backups.facts import Facts, facts, is_empty, key_ids
from jianyan.backups.postgres import ToolFailed, ToolMissing, ToolTooOld, dump, load
from jianyan.backups.sqlite import copy_into

__all__ = [
    "FORMAT",
    "Damaged",
    "Facts",
    "Manifest",
    "NewerFormat",
    "ToolFailed",
    "ToolMissing",
    "ToolTooOld",
    "copy_into",
    "dump",
    "examined",
    "facts",
    "is_empty",
    "key_ids",
    "load",
    "pack",
    "unpack",
]
