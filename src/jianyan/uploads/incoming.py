"""Files between two steps of a form: kept for a day under a name that opens them in one session only."""

import hmac
import re
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from jianyan.errors import Gone
from jianyan.i18n import N_
from jianyan.keys import KeyRing
from jianyan.uploads.store import UNFINISHED, room, write_whole

LASTS = timedelta(days=1)
_PURPOSE = "incoming"
_NAME = re.compile(r"[0-9a-f]{64}\.(?:xlsx|txt)")
_DRAWN = 32
"""Characters of a name that are drawn; the others are the proof for whom."""


class FileGone(Gone):
    """The file of an earlier step is not there any more, or is another session's."""

    sentence = N_("The file of this form is not here any more. Please choose it again.")


def keep(folder: Path, content: bytes, *, suffix: str, session: str, keys: KeyRing) -> str:
    """Keep a file for the next step of a form and give its name.

    Args:
        folder: of all uploads.
        content: of the file.
        suffix: `.xlsx` or `.txt`.
        session: what tells this session from every other.
        keys: prove whose it is.

    Raises:
        NoRoom: the disk is full.
    """
    drawn = secrets.token_hex(_DRAWN // 2)
    name = f"{drawn}{_proof(drawn, session, keys)}{suffix}"
    place = folder / UNFINISHED
    with room():
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(place / name, content)
    return name


def kept(folder: Path, name: str, *, session: str, keys: KeyRing) -> Path:
    """Give where a file lies that this session has sent.

    Raises:
        FileGone: it is not there, or not this session's.
    """
    drawn, proof = name[:_DRAWN], name[_DRAWN : 2 * _DRAWN]
    if not hmac.compare_digest(proof.encode(), _proof(drawn, session, keys).encode()):
        raise FileGone
    return waiting(folder, name)


def waiting(folder: Path, name: str) -> Path:
    """Give where a file lies whose session was asked for when the work with it was.

    Raises:
        FileGone: it is not there.
    """
    path = folder / UNFINISHED / name
    if not _NAME.fullmatch(name) or not path.is_file():
        raise FileGone
    return path


def sweep(folder: Path, *, now: datetime) -> int:
    """Delete what was kept for more than a day, and give how many files that were."""
    place, oldest = folder / UNFINISHED, (now - LASTS).timestamp()
    old = [path for path in place.glob("*") if path.is_file() and path.stat().st_mtime < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _proof(drawn: str, session: str, keys: KeyRing) -> str:
    return keys.derive(_PURPOSE, f"{drawn}\0{session}".encode()).hex()[:_DRAWN]
