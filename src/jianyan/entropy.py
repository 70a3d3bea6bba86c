"""Random bytes for keys, salts and codes: the system's own, drawn a page at a time.

Asking the system for sixteen bytes costs more than all the rest of a form's token.
"""

import os
from threading import local

_PAGE_BYTES = 4_096


class _Page(local):
    """What was drawn and not given out yet; each thread has its own, so none is given out twice."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.drawn = b""
        self.given = 0


_page = _Page()
os.register_at_fork(after_in_child=_page.forget)  # or parent and child would give out the same


def random_bytes(count: int) -> bytes:
    """Draw so many bytes, 1 to 4,096, that nobody can guess and nobody is given again."""
    page = _page
    end = page.given + count
    if end > len(page.drawn):
        page.drawn = os.urandom(_PAGE_BYTES)
        page.given, end = 0, count
    drawn = page.drawn[page.given : end]
    page.given = end
    return drawn
