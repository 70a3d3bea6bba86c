"""A DOCX, XLSX or OFD that everybody may have: it only says something, and names nobody who wrote it."""

from collections.abc import Mapping

import msgspec

from jianyan.packages import ofd
from jianyan.packages.authors import refuse_remarks, without_authors
from jianyan.packages.inspecting import refuse_what_acts
from jianyan.packages.kinds import DOCX, XLSX
from jianyan.packages.opening import opened, unpacked
from jianyan.packages.pictures import bare
from jianyan.packages.sealing import sealed


class HandedOut(msgspec.Struct, frozen=True):
    """A file to be handed out."""

    ending: str
    """`docx`, `xlsx` or `ofd`."""
    content: bytes


def to_hand_out(data: bytes) -> HandedOut:
    """Give a file packed anew: its text and seals as they came, its properties empty, its pictures bare.

    Packed anew, nothing lies between or behind its parts, and no other program finds others than were read.

    Raises:
        NotAPackage: it is of another kind, or damaged.
        PackageRefused: it does more than say something, or still holds remarks.
    """
    parts = unpacked(data)
    if ofd.ENTRY in parts:
        ofd.refuse_what_acts(parts)
        kept = ofd.without_author(parts)
        # A seal holds for the content of every part: what is sealed stays as it is, pictures too.
        return HandedOut(ofd.ENDING, sealed(kept if ofd.is_sealed(parts) else _with_bare_pictures(kept)))
    return _office(parts)


def _office(parts: Mapping[str, bytes]) -> HandedOut:
    package = opened(parts)
    kind = XLSX if package.types[package.main()] == XLSX.main else DOCX
    refuse_remarks(package)
    refuse_what_acts(package, kind)
    return HandedOut(kind.ending, sealed(_with_bare_pictures(without_authors(package))))


def _with_bare_pictures(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: bare(part) for name, part in parts.items()}
