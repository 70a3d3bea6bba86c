"""From a clerk's sheet to examples: rows with a text and the category it was filed under."""

import unicodedata
from collections import Counter
from collections.abc import Sequence

import msgspec

from jianyan.errors import Invalid
from jianyan.filing.terms import terms_of
from jianyan.filing.trials import Example
from jianyan.i18n import N_
from jianyan.sheets import Sheet, SheetRow, require_columns, text_of


class OneColumnTwice(Invalid):
    """A column is asked for twice: a label among the texts would be its own answer. `name` says which."""

    sentence = N_("The column %(name)s is named twice. The label is no text, and each text counts once.")


class TooFewCategories(Invalid):
    """There is nothing to choose between."""

    sentence = N_("At least two categories are needed; this column has %(count)s.")


class TooFewExamples(Invalid):
    """A category cannot stand in every fold. `name` says which, `count` how many rows it has."""

    sentence = N_("The category %(name)s has %(count)s rows; %(folds)s folds need as many at least.")


class Labelled(msgspec.Struct, frozen=True):
    """The rows of a sheet that a moderator has filed."""

    names: list[str]
    """Of the categories; an example names one by its place."""
    examples: list[Example]
    left_out: int
    """Rows without a category or without a letter."""


def labelled(sheet: Sheet, *, label: str, texts: Sequence[str], folds: int) -> Labelled:
    """Give the filed rows of a sheet.

    Args:
        sheet: as `sheets.read_rows` gives it.
        label: the column with the category.
        texts: at least one column; of several the first is the title, the others are the body.
        folds: in which every category has to stand.

    Raises:
        MissingColumn, OneColumnTwice: a column is not there, or is asked for twice.
        TooFewCategories, TooFewExamples: there is too little to learn from.
    """
    columns = [label, *texts]
    for name in columns:
        if columns.count(name) > 1:
            raise OneColumnTwice(name=name)
    require_columns(sheet, columns)
    filed = [(_plain(row, label), _texts(row, texts)) for row in sheet.rows]
    kept = [(name, text) for name, text in filed if name and terms_of(*text)]
    names = sorted({name for name, _ in kept})
    _refuse_little(Counter(name for name, _ in kept), folds)
    examples = [Example(title, body, names.index(name)) for name, (title, body) in kept]
    return Labelled(names, examples, len(filed) - len(kept))


def _refuse_little(rows: Counter[str], folds: int) -> None:
    if len(rows) < 2:
        raise TooFewCategories(count=len(rows))
    name, count = min(rows.items(), key=lambda one: one[1])
    if count < folds:
        raise TooFewExamples(name=name, count=count, folds=folds)


def _texts(row: SheetRow, columns: Sequence[str]) -> tuple[str, str]:
    first, *others = (text_of(row.cells[column])[0] for column in columns)
    return (first, "\n".join(others)) if others else ("", first)


def _plain(row: SheetRow, column: str) -> str:
    """Give a category's name as it is compared: narrow, without spaces around it."""
    return unicodedata.normalize("NFKC", text_of(row.cells[column])[0]).strip()
