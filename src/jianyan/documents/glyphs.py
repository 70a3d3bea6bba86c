"""Text as the printing fonts can show it, line by line."""

import re

from jianyan_qr.glyphs import FONT_FOLDER, printable

__all__ = ["FONT_FOLDER", "printable_lines"]

_LINE_ENDS = re.compile("\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")


def printable_lines(text: str) -> str:
    """Give the text composed (NFC), with its line ends as LF and 〓 for each character without a glyph."""
    lines = _LINE_ENDS.split(text)
    # A wide space parts the number of a caption from its words.
    return "\n".join("　".join(map(printable, line.split("　"))) for line in lines)
