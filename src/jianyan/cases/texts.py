"""What departments and the office write about cases, as it is kept."""

from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.suggestions import texts


def checked(text: str, *, field: str, most: int) -> str:
    """Give a text as it is kept.

    Raises:
        Invalid: it is empty, too long, or holds what a reader could not see or would be misled by.
    """
    if not text.strip():
        raise Invalid(N_("Please fill this in."), field=field)
    return texts.checked(text, field=field, most=most)
