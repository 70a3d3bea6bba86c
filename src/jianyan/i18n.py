"""Words of the interface: gettext catalogues, Chinese first and English second.

Message ids are the English sentences. `locale/<language>/LC_MESSAGES/jianyan.po` are read as they are, so a
translator's change needs no build step.
"""

from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

LANGUAGES = ("zh-CN", "en")
FIRST = LANGUAGES[0]
LOCALE_FOLDER = Path(__file__).parent / "locale"
_CATALOGUES = {"zh-CN": "zh_CN", "en": "en"}


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "collect this, translate it later"
    """Give the message id itself; the extractor collects it."""
    return message


@cache
def translations(language: str) -> Translations:
    """Give the catalogue of one of LANGUAGES."""
    source = LOCALE_FOLDER / _CATALOGUES[language] / "LC_MESSAGES" / "jianyan.po"
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return Translations(compiled)


def say(language: str, message: str, **values: object) -> str:
    """Give a message in a language with its places filled."""
    said = translations(language).gettext(message)
    return said % values if values else said


@lru_cache(maxsize=1_024)
def negotiated(accept_language: str, asked: str | None = None) -> str:
    """Choose one of LANGUAGES: the asked one, else the best of an Accept-Language header, else the first."""
    for wanted in [asked or "", *_by_preference(accept_language)]:
        spoken = _spoken(wanted)
        if spoken:
            return spoken
    return FIRST


def _by_preference(accept_language: str) -> list[str]:
    weighted: list[tuple[float, str]] = []
    for part in accept_language[:200].split(","):
        tag, _, quality = part.partition(";q=")
        try:
            weighted.append((float(quality or 1), tag.strip()))
        except ValueError:
            continue
    return [tag for weight, tag in sorted(weighted, key=lambda pair: -pair[0]) if weight > 0]


def _spoken(tag: str) -> str | None:
    try:
        language = Locale.parse(tag.replace("-", "_"), sep="_").language
    except (ValueError, UnknownLocaleError):
        return None
    return {"zh": "zh-CN", "en": "en"}.get(language)
