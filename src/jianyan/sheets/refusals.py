"""What may be wrong with a sheet that came in: each a finding with a sentence fit for the clerk who sent it.

Unreadable 400  NotASheet  OldExcel  PasswordProtected  UnknownEncoding  HoldsNul  BrokenQuoting
Invalid    422  EmptySheet  HeaderOnly  NoHeader  DuplicateColumns  MissingColumn  RaggedRow
                NotAMoment  NotAWholeNumber
TooLarge   413  FileTooLarge  TooManyRows  TooManyCells  InflatesTooMuch
"""

from jianyan.errors import Invalid, TooLarge, Unreadable
from jianyan.i18n import N_


class NotASheet(Unreadable):
    """The content is neither a workbook nor a text table, whatever its name says."""

    sentence = N_("This is not a spreadsheet. Save it as XLSX or CSV and send it again.")


class OldExcel(Unreadable):
    """The content is a workbook of Excel 97–2003 (.xls)."""

    sentence = N_("This is a file of an old Excel (.xls). Save it as XLSX and send it again.")


class PasswordProtected(Unreadable):
    """The workbook, or a part of it, is encrypted."""

    sentence = N_("This file is protected by a password. Remove the password and send it again.")


class UnknownEncoding(Unreadable):
    """The bytes are text in none of UTF-8, UTF-16 with a mark, and GB18030."""

    sentence = N_("The text encoding of this file is unknown. Save it as UTF-8 or as XLSX.")


class HoldsNul(Unreadable):
    """The text holds NUL characters; usually it is something else than text."""

    sentence = N_("This file holds NUL characters and is no text table. Save it as XLSX or CSV.")


class BrokenQuoting(Unreadable):
    """A quoted field does not end as RFC 4180 says. `row` is where the record begins."""

    sentence = N_("The quotation marks in row %(row)s do not match.")


class EmptySheet(Invalid):
    """Nothing is in it, not even a header."""

    sentence = N_("This sheet is empty.")


class HeaderOnly(Invalid):
    """There is a header and no row below it."""

    sentence = N_("This sheet has a header and no rows.")


class NoHeader(Invalid):
    """The first row that holds anything has no names in it. `row` is its number."""

    sentence = N_("Row %(row)s should hold the names of the columns, and holds none.")


class DuplicateColumns(Invalid):
    """Columns share a name, so a name does not say which is meant. `names` lists them."""

    sentence = N_("More than one column is called: %(names)s.")


class MissingColumn(Invalid):
    """Columns asked for are not there. `names` lists them, `columns` what is there."""

    sentence = N_("Missing: %(names)s. The columns of this sheet are: %(columns)s.")


class RaggedRow(Invalid):
    """A row of a text table holds more fields than the header. `row` is its number."""

    sentence = N_("Row %(row)s has more fields than the header. Is a separator not quoted?")


class NotAMoment(Invalid):
    """A cell says no day or time. `text` is what it holds."""

    sentence = N_(
        "“%(text)s” is no date. Accepted are date cells, 2019-08-26, 2019/8/26 8:33:03, "
        "2019年8月26日 8:33 and 2019-08-26T08:33:03+08:00."
    )


class NotAWholeNumber(Invalid):
    """A cell says no whole number of at most 18 digits. `text` is what it holds."""

    sentence = N_("“%(text)s” is not a whole number.")


class FileTooLarge(TooLarge):
    """The file has more bytes than are taken. `megabytes` is the limit."""

    sentence = N_("This file is larger than %(megabytes)s MB.")


class TooManyRows(TooLarge):
    """There are more rows than are taken at once. `limit` counts them without the header."""

    sentence = N_("This sheet has more than %(limit)s rows. Send it in parts.")


class TooManyCells(TooLarge):
    """The used area of a sheet is larger than can be held. `limit` counts cells, empty ones included."""

    sentence = N_("The used area of this sheet is larger than %(limit)s cells. Delete what lies far outside.")


class InflatesTooMuch(TooLarge):
    """The packed parts of a workbook unfold to more bytes than are taken. `megabytes` is the limit."""

    sentence = N_("This file unfolds to more than %(megabytes)s MB.")
