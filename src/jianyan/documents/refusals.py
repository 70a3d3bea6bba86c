"""What may be wrong with an office's own template: each a finding with a sentence fit for the clerk.

Invalid 422  NotADocument  UnknownMarks  NoPlaceForTheText, and what `packages` refuses
"""

from jianyan.i18n import N_
from jianyan.packages import PackageRefused


class TemplateRefused(PackageRefused):
    """A template that is not taken; the field is always `template`."""

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.field = "template"


class NotADocument(TemplateRefused):
    """The content is no DOCX, whatever its name says, or a damaged one."""

    sentence = N_("This is not a Word document. Save it as DOCX and send it again.")


class UnknownMarks(TemplateRefused):
    """Marks that nothing can be put for. `names` lists them, `known` those that are known."""

    sentence = N_("Nobody knows these marks: %(names)s. Known are: %(known)s.")


class NoPlaceForTheText(TemplateRefused):
    """The mark of the text is missing, is there twice, or shares its paragraph with other words."""

    sentence = N_(
        "Put {{正文}} once, alone in a paragraph of the document's own text: the report goes there."
    )
