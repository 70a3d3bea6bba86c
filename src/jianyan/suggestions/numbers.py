"""The public numbers of suggestions, drawn in runs: those of a run begin alike.

So they lie side by side in the database, which writes a page for many of them at once; drawn one by one each
would need a page of its own in every index. Who stands beside whom is no secret: the trail says it.
"""

from jianyan import codes
from jianyan.entropy import random_bytes
from jianyan.suggestions.schemas import TRACKING_LENGTH

_IN_A_RUN = 32


class _Run:
    """The numbers that are drawn now; where threads draw at once a run is a little longer or shorter."""

    beginning = b""
    left = 0


_run = _Run()


def new_tracking() -> str:
    """Draw a number: 65 random bits, the first 16 of which it shares with its run, and a check character."""
    if _run.left <= 0:
        _run.beginning, _run.left = random_bytes(2), _IN_A_RUN
    _run.left -= 1
    return codes.from_bits(_run.beginning + random_bytes(7), length=TRACKING_LENGTH)
