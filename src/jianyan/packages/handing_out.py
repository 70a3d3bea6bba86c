"""A DOCX, XLSX or OFD that everybody may have: it only says something, and names nobody who wrote it."""

from collections.abc import Mapping

import msgspec

from jianyan.packages import ofd
from jianyan.packages.authors import refuse_remarks, without_authors
from jianyan.packages.inspecting import refuse_what_acts
from jianyan.packages.kinds import DOCX, XLSX
from jianyan.packages.opening import opened, unpacked
from jianyan.packages.sealing import sealed


class HandedOut(msgspec.Struct, frozen=True):
    """A file to be handed out."""

    ending: str
    """`docx`, `xlsx` or `ofd`."""
    content: bytes


def to_hand_out(data: bytes) -> HandedOut:
    """Give a file packed anew: its text, pictures and seals as they came, its properties empty.

    Packed anew, nothing lies between or behind its parts, and no other program finds others than were read.

    Raises:
        NotAPackage: it is of another kind, or damaged.
        PackageRefused: it does more than say something, or still holds remarks.
    """
    parts = unpacked(data)
    if ofd.ENTRY in parts:
        ofd.refuse_what_acts(parts)
        return HandedOut(ofd.ENDING, sealed(ofd.without_author(parts)))
    return _office(parts)


def _office(parts: Mapping[str, bytes]) -> HandedOut:
    package = opened(parts)
    kind = XLSX if package.types[package.main()] == XLSX.main else DOCX
    refuse_remarks(package)
    refuse_what_acts(package, kind)
    return HandedOut(kind.ending, sealed(without_authors(package)))
