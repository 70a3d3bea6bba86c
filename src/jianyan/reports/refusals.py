"""What a report may be refused for."""

from jianyan.errors import Conflict, Invalid, NotFound
from jianyan.i18n import N_


class NoSuchReport(NotFound):
    """There is no report at that address, or it is of another scope, or nobody outside may read it yet."""

    sentence = N_("There is no report at this address.")


class FiguresDisagree(Conflict):
    """Trail and tables differ, or do not add up; `fault` names the first place."""

    sentence = N_("The figures do not agree, so nothing was frozen or published. %(fault)s")


class NotEditable(Conflict):
    """A published report stays as it is."""

    sentence = N_("This report is published and stays as it is. Take it back before you change it.")


class UnknownPlaceholder(Invalid):
    """A text asks for a figure that there is none of; `name` is what it asks for."""

    sentence = N_("There is no figure called {%(name)s}. There are: %(known)s.")


class NothingToReport(Invalid):
    """The topic has received nothing."""

    sentence = N_("Nothing has come in for this topic yet, so there is nothing to report.")


class NoSuchTemplate(NotFound):
    """There is no template of that number, or it is of another scope."""

    sentence = N_("There is no template at this address.")


class NotChoosable(Invalid):
    """A report cannot have this template: it is retired, of another scope, or there is none."""

    sentence = N_("This template cannot be chosen any more. Please choose another layout.")


class TemplateTooLarge(Invalid):
    """The file is larger than a template may be."""

    sentence = N_("This template has more than 2 MB. Make its pictures smaller and send it again.")


class NotYourTemplate(Conflict):
    """A template of the whole installation is kept by the organisation above all others."""

    sentence = N_("Templates for all organisations are kept by the organisation above the others.")
