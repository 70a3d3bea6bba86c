"""What a command says: sentences for a person, or one JSON object for a script, and how far it has come."""

import sys
from collections.abc import Mapping

import msgspec

from jianyan.errors import Refusal
from jianyan.i18n import say

_CLEARED = "\r\x1b[K"


class Terminal:
    """Where a command writes.

    Args:
        language: one of i18n.LANGUAGES.
        is_json: sentences stay unsaid and the result is one JSON object.
    """

    def __init__(self, *, language: str, is_json: bool) -> None:
        self.language = language
        self.is_json = is_json
        self._written = 0

    def say(self, message: str, **values: object) -> None:
        """Write one sentence, a message id, to a person."""
        self.line(say(self.language, message, **values))

    def line(self, text: str = "") -> None:
        """Write one line as it is to a person."""
        if not self.is_json:
            sys.stdout.write(f"{text}\n")
            sys.stdout.flush()

    def result(self, facts: object) -> None:
        """Write the result to a script: a value that msgspec can encode."""
        if self.is_json:
            sys.stdout.write(f"{msgspec.json.encode(facts).decode()}\n")
            sys.stdout.flush()

    def warn(self, message: str, **values: object) -> None:
        """Write one sentence, a message id, beside the result."""
        self.complain(say(self.language, message, **values))

    def complain(self, text: str) -> None:
        """Write one line as it is beside the result."""
        sys.stderr.write(f"{text}\n")

    def told(self, refusal: Refusal) -> str:
        """Give the sentence of a refusal in the person's language."""
        return say(self.language, refusal.sentence, **refusal.values)

    def under_way(self, message: str, **values: object) -> None:
        """Say what takes a while, where somebody is watching; `done` wipes it away."""
        if sys.stderr.isatty():
            self._written = self._written or 1
            sys.stderr.write(f"{_CLEARED}{say(self.language, message, **values)}")
            sys.stderr.flush()

    def progress(self, count: int, *, of: int | None = None) -> None:
        """Show that `count` more are done, where somebody is watching."""
        self._written += count
        if sys.stderr.isatty():
            sys.stderr.write(f"{_CLEARED}{self._written}{f' / {of}' if of else ''}")
            sys.stderr.flush()

    def done(self) -> None:
        """Wipe the progress away."""
        if self._written and sys.stderr.isatty():
            sys.stderr.write(_CLEARED)
        self._written = 0


def language_of(environ: Mapping[str, str]) -> str:
    """Choose one of i18n.LANGUAGES by the locale of the terminal."""
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "zh-CN" if locale.lower().startswith("zh") else "en"
