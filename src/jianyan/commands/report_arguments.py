"""The arguments of `report …`; what the commands do stands in `reporting`."""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

Declare = Callable[[Any, str, str, str], ArgumentParser]
"""Declares a command of a family: its name, what it runs and what it does."""


def declare_reports(family: Any, declare: Declare) -> None:
    """Add the commands to their family."""
    freeze = declare(family, "freeze", "reporting:freeze", "freeze a topic's figures and begin a report")
    verify = declare(family, "verify", "reporting:verify", "compute a report's figures again and compare")
    export = declare(family, "export", "reporting:export", "a report as a file, always the same bytes")
    for parser, whose in ((freeze, "of the topic"), (verify, "of the report"), (export, "of the report")):
        parser.add_argument("slug", metavar="SLUG", help=whose)
    export.add_argument(
        "--format", required=True, metavar="FORMAT", help="docx, pdf, html, xlsx, zip or json"
    )
    export.add_argument("-o", "--output", required=True, metavar="FILE")
    declare(family, "list", "reporting:list_reports", "the reports there are")
