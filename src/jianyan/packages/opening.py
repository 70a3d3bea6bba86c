"""A file that came in, as its parts: read only after a look at what reading would cost.

Source: ECMA-376 part 2 (packages: content types, relationships, names of parts).
"""

import io
import posixpath
import stat
import zipfile
import zlib
from collections.abc import Mapping

import msgspec

from jianyan.packages.markup import parsed, refuse_entities
from jianyan.packages.refusals import DocumentHasPassword, NotAPackage, UnfoldsTooFar
from jianyan.packages.sealing import CONTENT_TYPES

ARCHIVES = ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of what holds other files."""
MAX_PARTS = 500
MAX_UNFOLDED_BYTES = 100_000_000
MAX_RATIO = 200
"""Unfolded to packed bytes of a part; Word's own XML unfolds 5 to 30 times."""

_ALWAYS_FINE_BYTES = 1_000_000
# Source: MS-OFFCRYPTO 2.3.4.4; an old .doc or .xls begins likewise.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_FLAG = 1
# Of names that do not say UTF-8, as programs for OFD write them; ASCII is the same in it.
_NAMES = "gb18030"
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


class Relation(msgspec.Struct, frozen=True):
    """What a part refers to."""

    id: str
    kind: str
    """Last word of its type: `hyperlink`, `image` …"""
    target: str
    external: bool


class Package(msgspec.Struct, frozen=True):
    """The parts of a DOCX or XLSX by name, in the order of the file, and the type of each."""

    parts: Mapping[str, bytes]
    types: Mapping[str, str]

    def relations(self, part: str) -> list[Relation]:
        """List what a part refers to; an empty name stands for the package."""
        name = relations_name(part)
        if name not in self.parts:
            return []
        return [
            Relation(
                id=found.get("Id", ""),
                kind=found.get("Type", "").rpartition("/")[2],
                target=found.get("Target", ""),
                external=found.get("TargetMode", "Internal") != "Internal",
            )
            for found in parsed(self.parts[name]).iter(f"{_RELATIONS}Relationship")
        ]

    def main(self) -> str:
        """Give the name of the document's own text.

        Raises:
            NotAPackage: there is none.
        """
        for relation in self.relations(""):
            name = resolved("", relation.target)
            if relation.kind == "officeDocument" and name in self.parts:
                return name
        raise NotAPackage


def relations_name(part: str) -> str:
    """Give the name of the part in which the relations of a part stand."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def resolved(part: str, target: str) -> str:
    """Give the name of the part that a target of another part means."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def is_locked(data: bytes) -> bool:
    """Say whether this is a document that Office keeps encrypted."""
    return data.startswith(_OLE) and _ENCRYPTED in data


def unpacked(data: bytes) -> dict[str, bytes]:
    """Give name → content of what an archive holds, in its order; folders are left out.

    Raises:
        NotAPackage, DocumentHasPassword, UnfoldsTooFar: in that order of looking.
    """
    if is_locked(data):
        raise DocumentHasPassword
    if not data.startswith(ZIP):
        raise NotAPackage
    try:
        with zipfile.ZipFile(io.BytesIO(data), metadata_encoding=_NAMES) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _refuse_declared(entries)
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError):
        # OSError and ValueError: a damaged directory leads to before the beginning, or names in no encoding.
        raise NotAPackage from None


def opened(parts: Mapping[str, bytes]) -> Package:
    """Give the parts of a DOCX or XLSX; every XML part is well formed and declares no entities.

    Raises:
        NotAPackage, DeclaresEntities: in that order of looking.
    """
    if CONTENT_TYPES not in parts:
        raise NotAPackage
    refuse_entities(parts[CONTENT_TYPES])
    types = _types(parts)
    for name, part in parts.items():
        if _is_xml(name, types[name]):
            refuse_entities(part)
    return Package(parts, types)


def _refuse_declared(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse by what the archive says of itself; reading an entry gives no more bytes than it declares."""
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise DocumentHasPassword
    names = [entry.filename.lower() for entry in entries]
    if any(entry.compress_type not in _PACKED or _is_link(entry) for entry in entries):
        raise NotAPackage
    # Two parts of one name are read differently by different programs.
    if len(set(names)) < len(names) or any(name != resolved("", name) or "\\" in name for name in names):
        raise NotAPackage
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNFOLDED_BYTES:
        raise UnfoldsTooFar
    for entry in entries:
        if entry.file_size > max(_ALWAYS_FINE_BYTES, MAX_RATIO * entry.compress_size):
            raise UnfoldsTooFar


def _is_link(entry: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(entry.external_attr >> 16)


def _types(parts: Mapping[str, bytes]) -> dict[str, str]:
    root = parsed(parts[CONTENT_TYPES])
    by_end = {
        found.get("Extension", "").lower(): found.get("ContentType", "")
        for found in root.iter(f"{_TYPES}Default")
    }
    by_name = {
        found.get("PartName", "").lower(): found.get("ContentType", "")
        for found in root.iter(f"{_TYPES}Override")
    }
    return {
        name: by_name.get(f"/{name}".lower()) or by_end.get(name.rpartition(".")[2].lower(), "")
        for name in parts
    }


def _is_xml(name: str, kind: str) -> bool:
    return kind.lower().endswith("xml") or name.lower().endswith((".xml", ".rels", ".vml"))
