"""Files that are archives of XML (DOCX, XLSX, OFD): opened within bounds, looked through, handed out.

    bytes ── unpacked (bounds) ──▶ parts ── opened ──▶ Package ── refuse_what_acts ──▶ an office's template
                                     │                    └────── refuse_remarks ────┐
                                     └── ofd.refuse_what_acts ───────────────────────┴──▶ to_hand_out

What is taken is listed, all else refused with a sentence. Nothing is drawn, calculated or fetched.
Writes no table; reads no clock: equal files give equal bytes.
"""

from jianyan.packages.fields import WORD
from jianyan.packages.handing_out import HandedOut, to_hand_out
from jianyan.packages.inspecting import refuse_what_acts
from jianyan.packages.kinds import DOCX, XLSX
from jianyan.packages.markup import parsed, unparsed
from jianyan.packages.opening import (
    ZIP,
    Package,
    Relation,
    is_locked,
    opened,
    relations_name,
    resolved,
    unpacked,
)
from jianyan.packages.refusals import (
    REFUSALS,
    DeclaresEntities,
    DocumentHasPassword,
    HoldsActions,
    HoldsForeignFields,
    HoldsForeignParts,
    HoldsMacros,
    HoldsReachingFormulas,
    HoldsRemarks,
    LinksOutside,
    NotAPackage,
    PackageRefused,
    UnfoldsTooFar,
)
from jianyan.packages.sealing import CONTENT_TYPES, sealed

__all__ = [
    "CONTENT_TYPES",
    "DOCX",
    "REFUSALS",
    "WORD",
    "XLSX",
    "ZIP",
    "DeclaresEntities",
    "DocumentHasPassword",
    "HandedOut",
    "HoldsActions",
    "HoldsForeignFields",
    "HoldsForeignParts",
    "HoldsMacros",
    "HoldsReachingFormulas",
    "HoldsRemarks",
    "LinksOutside",
    "NotAPackage",
    "Package",
    "PackageRefused",
    "Relation",
    "UnfoldsTooFar",
    "is_locked",
    "opened",
    "parsed",
    "refuse_what_acts",
    "relations_name",
    "resolved",
    "sealed",
    "to_hand_out",
    "unpacked",
    "unparsed",
]
