"""Is this the same text again, with a word or a number changed? Told without keeping the text.

Of all runs of three letters the two with the smallest hashes are kept: texts that share nine runs in ten
share both of them four times in five, and unrelated ones hardly ever.

Source: A. Broder, On the resemblance and containment of documents, 1997 (min-wise hashing).
"""

import unicodedata
import zlib

_LETTER_BYTES = 4
_RUN_BYTES = 3 * _LETTER_BYTES
_READ_MOST = 300
_RUNS = [slice(start, start + _RUN_BYTES) for start in range(0, _READ_MOST * _LETTER_BYTES, _LETTER_BYTES)]


def likeness(text: str) -> str:
    """Give what alike texts mostly share, and others do not: 16 hex digits.

    Args:
        text: of any length; its first 300 letters count; digits do not, as scripts count with them.
    """
    written = "".join(filter(str.isalpha, text[: 2 * _READ_MOST]))
    letters = unicodedata.normalize("NFKC", written).casefold()[:_READ_MOST].encode("utf-32-le")
    runs = map(letters.__getitem__, _RUNS[: max(1, len(letters) // _LETTER_BYTES - 2)])
    hashes = set(map(zlib.crc32, runs))
    first = min(hashes)
    hashes.remove(first)
    second = min(hashes, default=first)
    return f"{first:08x}{second:08x}"
