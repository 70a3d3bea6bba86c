"""What the commands of the family `import` take; apart from them, as they take a second to import."""

from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Callable

CASE_COLUMNS = (
    *("id", "body", "title", "time", "category", "likes"),
    *("reply", "reply_time", "department", "result", "adoption"),
)
"""Which columns `import cases` can be told."""


def declare_imports(
    family: "_SubParsersAction[ArgumentParser]", declared: Callable[..., ArgumentParser]
) -> None:
    """Add what `import` can do to its family, each by means of `declared`."""
    places = declared(family, "placements", "importing:import_placements", "from XLSX, CSV or GTFS stops.txt")
    texts = declared(family, "suggestions", "importing:import_suggestions", "from XLSX or CSV")
    answered = declared(
        family, "cases", "importing_cases:import_cases", "letters with their answers, from XLSX or CSV"
    )
    for parser in (places, texts, answered):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--topic", required=True, metavar="SLUG")
        parser.add_argument(
            "--keep-good", action="store_true", help="add the good rows though some are refused"
        )
    _declare_suggestions(texts)
    _declare_cases(answered)


def _declare_suggestions(texts: ArgumentParser) -> None:
    texts.add_argument("--body-column", required=True, metavar="C", help="name of the column with the text")
    for column in ("id", "title", "time", "category", "likes"):
        texts.add_argument(f"--{column}-column", metavar="C")
    texts.add_argument(
        "--state",
        choices=["waiting", "published"],
        help="of every row (default: published with a category, else waiting)",
    )


def _declare_cases(answered: ArgumentParser) -> None:
    for column in CASE_COLUMNS:
        name = f"--{column.replace('_', '-')}-column"
        answered.add_argument(name, metavar="C", help="(default: told by the headings)")
    answered.add_argument("--department", metavar="NAME", help="who answered where a row does not say it")
    answered.add_argument(
        "--add-departments", action="store_true", help="add those that are no organisations here yet"
    )
