"""What may be wrong with an office's own template: each a finding with a sentence fit for the clerk.

Invalid 422  NotADocument  DocumentHasPassword  HoldsMacros  HoldsForeignParts  LinksOutside
             HoldsForeignFields  DeclaresEntities  UnfoldsTooFar  UnknownMarks  NoPlaceForTheText
"""

from jianyan.errors import Invalid
from jianyan.i18n import N_


class TemplateRefused(Invalid):
    """A template that is not taken; the field is always `template`."""

    def __init__(self, **values: object) -> None:
        super().__init__(None, field="template", **values)


class NotADocument(TemplateRefused):
    """The content is no DOCX, whatever its name says, or a damaged one."""

    sentence = N_("This is not a Word document. Save it as DOCX and send it again.")


class DocumentHasPassword(TemplateRefused):
    """The document, or a part of it, is encrypted."""

    sentence = N_("This document is protected by a password. Remove the password and send it again.")


class HoldsMacros(TemplateRefused):
    """The document has a macro project, or is of a type that may have one."""

    sentence = N_("This document holds macros. Save it as DOCX without macros and send it again.")


class HoldsForeignParts(TemplateRefused):
    """There is more in it than text and pictures: objects, controls, add-ins, files. `names` lists it."""

    sentence = N_(
        "This document holds something else than text and pictures: %(names)s. Remove it and send it again."
    )


class LinksOutside(TemplateRefused):
    """Something would be fetched from elsewhere when the document is opened. `names` lists the targets."""

    sentence = N_(
        "This document links to something outside: %(names)s. Only https and mailto links are taken."
    )


class HoldsForeignFields(TemplateRefused):
    """Fields that fetch, calculate or start something. `names` lists their instructions."""

    sentence = N_(
        "This document holds fields that are not taken: %(names)s. Page numbers, tables of contents and "
        "references are."
    )


class DeclaresEntities(TemplateRefused):
    """A part has a document type declaration, which no program that writes DOCX makes."""

    sentence = N_("This document declares its own XML entities and is not taken.")


class UnfoldsTooFar(TemplateRefused):
    """Its parts are too many, too large, or packed suspiciously well."""

    sentence = N_("This document unfolds to more than is taken.")


class UnknownMarks(TemplateRefused):
    """Marks that nothing can be put for. `names` lists them, `known` those that are known."""

    sentence = N_("Nobody knows these marks: %(names)s. Known are: %(known)s.")


class NoPlaceForTheText(TemplateRefused):
    """The mark of the text is missing, is there twice, or shares its paragraph with other words."""

    sentence = N_(
        "Put {{正文}} once, alone in a paragraph of the document's own text: the report goes there."
    )
