"""What may be wrong with a DOCX, an XLSX or an OFD: each a finding with a sentence fit for the clerk.

PackageRefused 422  NotAPackage  DocumentHasPassword  HoldsMacros  HoldsForeignParts  LinksOutside
                    HoldsForeignFields  HoldsReachingFormulas  HoldsActions  HoldsRemarks  DeclaresEntities
                    UnfoldsTooFar
"""

from collections.abc import Sequence

from jianyan.errors import Invalid
from jianyan.i18n import N_


class PackageRefused(Invalid):
    """A file that is not taken; whoever took it in says which field it came in."""

    def __init__(self, **values: object) -> None:
        super().__init__(None, field="file", **values)


class NotAPackage(PackageRefused):
    """The content is another file than its name says, or a damaged one."""

    sentence = N_("This file is damaged, or of another kind than its name says.")


class DocumentHasPassword(PackageRefused):
    """The document, or a part of it, is encrypted."""

    sentence = N_("This document is protected by a password. Remove the password and send it again.")


class HoldsMacros(PackageRefused):
    """The document has a macro project, or is of a type that may have one."""

    sentence = N_("This document holds macros. Save it as DOCX or XLSX, which have none, and send it again.")


class HoldsForeignParts(PackageRefused):
    """There is more in it than text and pictures: objects, controls, add-ins, files. `names` lists it."""

    sentence = N_(
        "This document holds something else than text and pictures: %(names)s. Remove it and send it again."
    )


class LinksOutside(PackageRefused):
    """Something would be fetched from elsewhere when the document is opened. `names` lists the targets."""

    sentence = N_(
        "This document links to something outside: %(names)s. Only links to pages and mail addresses are "
        "taken."
    )


class HoldsForeignFields(PackageRefused):
    """Fields that fetch, calculate or start something. `names` lists their instructions."""

    sentence = N_(
        "This document holds fields that are not taken: %(names)s. Page numbers, tables of contents and "
        "references are."
    )


class HoldsReachingFormulas(PackageRefused):
    """Formulas that ask another program or another machine. `names` lists them."""

    sentence = N_(
        "This workbook holds formulas that reach outside: %(names)s. Put their values in their place and "
        "send it again."
    )


class HoldsActions(PackageRefused):
    """Something happens when the document is opened or clicked on. `names` lists what."""

    sentence = N_(
        "This document does something by itself: %(names)s. Only links to pages and mail addresses are taken."
    )


class HoldsRemarks(PackageRefused):
    """Comments or tracked changes are still in it, with the names of who made them."""

    sentence = N_(
        "This document still holds comments or tracked changes, with names. Accept the changes, delete the "
        "comments and send it again."
    )


class DeclaresEntities(PackageRefused):
    """A part has a document type declaration, which no program that writes such files makes."""

    sentence = N_("This document declares its own XML entities and is not taken.")


class UnfoldsTooFar(PackageRefused):
    """Its parts are too many, too large, or packed suspiciously well."""

    sentence = N_("This document unfolds to more than is taken.")


REFUSALS = (
    HoldsForeignParts,
    LinksOutside,
    HoldsForeignFields,
    HoldsReachingFormulas,
    HoldsActions,
    DocumentHasPassword,
    HoldsMacros,
    HoldsRemarks,
    DeclaresEntities,
    UnfoldsTooFar,
)
"""All but the damaged ones, in an order that a process beside the server and the server agree upon."""


def refuse_named(refusal: type[PackageRefused], names: Sequence[str]) -> None:
    """Raise a refusal that lists what it concerns; give nothing where that is nothing."""
    if names:
        raise refusal(names=", ".join(" ".join(name.split()) for name in dict.fromkeys(names)))
