"""Is there anything in a DOCX or XLSX that would do something by itself when it is opened?

What is taken is listed, all else refused: parts with text and pictures, links for a person to click on,
fields that say where in the document something stands, formulas that calculate.

Sources: ECMA-376 part 1, 15.2 (embedded parts); CVE-2017-0199 and CVE-2022-30190, which began with a template
or an object fetched from elsewhere.
"""

import re
from collections.abc import Iterator

from lxml import etree

from jianyan.packages.fields import fetched, foreign_fields
from jianyan.packages.formulas import reaching_formulas
from jianyan.packages.kinds import XLSX, Kind
from jianyan.packages.markup import is_clicked, leads_away, parsed
from jianyan.packages.opening import ARCHIVES, Package, Relation
from jianyan.packages.refusals import (
    HoldsForeignFields,
    HoldsForeignParts,
    HoldsMacros,
    HoldsReachingFormulas,
    LinksOutside,
    NotAPackage,
    refuse_named,
)
from jianyan.packages.sealing import CONTENT_TYPES

_MACROS = re.compile("macroEnabled|macrosheet|vba", re.IGNORECASE)
_REFUSED_RELATIONS = {"oleObject", "package", "control", "aFChunk", "subDocument", "frame", "vbaProject"}


def refuse_what_acts(package: Package, kind: Kind) -> None:
    """Give nothing when the document only says something.

    Raises:
        HoldsMacros, NotAPackage, HoldsForeignParts, LinksOutside, HoldsForeignFields, HoldsReachingFormulas:
            in that order.
    """
    if any(_MACROS.search(f"{name} {type_}") for name, type_ in package.types.items()):
        raise HoldsMacros
    if package.types[package.main()] != kind.main:
        raise NotAPackage
    relations = [relation for part in ["", *package.parts] for relation in package.relations(part)]
    refuse_named(HoldsForeignParts, [*_foreign_parts(package, kind), *_woven_in(relations)])
    outside = [relation.target for relation in relations if not _stays_inside(relation)]
    if kind is XLSX:
        refuse_named(LinksOutside, outside)
        parts = (package.parts[name] for name in _xml_parts(package))
        refuse_named(HoldsReachingFormulas, [each for part in parts for each in reaching_formulas(part)])
        return
    refuse_named(LinksOutside, [*outside, *(target for root in _roots(package) for target in fetched(root))])
    refuse_named(HoldsForeignFields, [code for root in _roots(package) for code in foreign_fields(root)])


def _foreign_parts(package: Package, kind: Kind) -> Iterator[str]:
    for name, part in package.parts.items():
        is_taken = name == CONTENT_TYPES or kind.taken.fullmatch(package.types[name])
        if not is_taken or part.startswith(ARCHIVES):
            yield name


def _woven_in(relations: list[Relation]) -> Iterator[str]:
    for relation in relations:
        if relation.kind in _REFUSED_RELATIONS:
            yield relation.target


def _stays_inside(relation: Relation) -> bool:
    if relation.external:
        return relation.kind == "hyperlink" and is_clicked(relation.target)
    return not leads_away(relation.target)


def _xml_parts(package: Package) -> list[str]:
    return [name for name in package.parts if package.types[name].endswith("xml")]


def _roots(package: Package) -> Iterator[etree._Element]:
    """Give the trees one after another: all at once would take many times the file."""
    return (parsed(package.parts[name]) for name in _xml_parts(package))
