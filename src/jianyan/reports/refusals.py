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
