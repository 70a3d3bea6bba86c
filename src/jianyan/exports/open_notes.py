"""What stands beside open data: what is in it, what the columns mean, who may use it how."""

import msgspec

from jianyan.exports.dictionary import HEADINGS, rows_of_columns
from jianyan.exports.open_columns import FILES
from jianyan.i18n import FIRST, LANGUAGES, N_, say
from jianyan.tallies import Tally
from jianyan.topics import TopicDetail

_LICENCE_ADDRESSES = {
    "zh-CN": "https://creativecommons.org/licenses/by/4.0/legalcode.zh-hans",
    "en": "https://creativecommons.org/licenses/by/4.0/legalcode.en",
}
_BETWEEN_NAMES = {"zh-CN": "、", "en": ", "}
_PARAGRAPHS = (
    N_("Suggestions received: %(received)s. Published and listed here: %(published)s."),
    N_("As of %(as_of)s, after %(trail_size)s recorded acts."),
    N_(
        "Whoever wished took part: the numbers count suggestions, they are no vote and no sample of the city."
    ),
    N_("Texts are as the public reads them. Who sent them, and phone numbers, are not in this bundle."),
    N_("CSV files are UTF-8; a text that a spreadsheet would calculate begins with an apostrophe."),
    N_("To check the files: sha256sum -c SHA256SUMS"),
)


def readme(topic: TopicDetail, tally: Tally, published: int) -> str:
    """Give what is in the bundle, in every language, the first one first."""
    facts = {
        "received": tally.received,
        "published": published,
        "as_of": f"{tally.as_of:%Y-%m-%dT%H:%M:%SZ}",
        "trail_size": tally.trail_size,
    }
    parts = [f"# {topic.title}"]
    for language in LANGUAGES:
        parts += [say(language, paragraph, **facts) for paragraph in _PARAGRAPHS]
    return "\n\n".join(parts) + "\n"


def licence(topic: TopicDetail, tally: Tally) -> str:
    """Give the notice of the licence, CC BY 4.0, in every language."""
    parts = []
    for language in LANGUAGES:
        source = _BETWEEN_NAMES[language].join(topic.organisers) or say(language, N_("the organiser"))
        parts += [
            say(
                language,
                N_(
                    "This data may be used under the licence Creative Commons Attribution 4.0 International "
                    "(CC BY 4.0): for any purpose, also changed, if its source is named."
                ),
            ),
            say(
                language,
                N_("Please name it so: %(source)s, “%(title)s”, %(day)s."),
                source=source,
                title=topic.title,
                day=f"{tally.as_of:%Y-%m-%d}",
            ),
            _LICENCE_ADDRESSES[language],
        ]
    return "\n\n".join(parts) + "\n"


def dictionary_markdown(language: str) -> str:
    """Give the columns of each file as tables for people."""
    parts = [f"# {say(language, N_('Data dictionary'))}"]
    headings = [say(language, one) for one in HEADINGS]
    for file, columns in FILES.items():
        lines = [headings, ["---"] * len(headings)]
        lines += [list(row) for row in _rows(file, language)]
        parts += [f"## {file}", "\n".join(f"| {' | '.join(line)} |" for line in lines)]
        assert len(lines) == len(columns) + 2, "a line for each column"
    return "\n\n".join(parts) + "\n"


def dictionary_json() -> bytes:
    """Give the columns of each file for programs, with what they mean in every language."""
    files = {
        file: [
            {
                "name": name,
                "kind": column.kind,
                "heading": {language: say(language, column.heading) for language in LANGUAGES},
                "meaning": {language: say(language, column.meaning) for language in LANGUAGES},
                "values": {language: row[-1] for language, row in _by_language(file, name).items()},
            }
            for name, column in columns.items()
        ]
        for file, columns in FILES.items()
    }
    described = {"licence": "CC-BY-4.0", "licence_address": _LICENCE_ADDRESSES[FIRST], "files": files}
    return msgspec.json.format(msgspec.json.encode(described), indent=2) + b"\n"


def _by_language(file: str, name: str) -> dict[str, tuple[str, ...]]:
    at = list(FILES[file]).index(name)
    return {language: _rows(file, language)[at] for language in LANGUAGES}


def _rows(file: str, language: str) -> list[tuple[str, ...]]:
    columns = FILES[file]
    return rows_of_columns(columns, [say(language, one.heading) for one in columns.values()], language)
