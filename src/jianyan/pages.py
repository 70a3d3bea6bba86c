"""Pages from templates: one loader for all fronts, one environment for each language.

A template's name says whose it is: `site/…` or `admin/…`. Nothing a person typed is ever a template.
"""

from datetime import date, datetime
from functools import cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined, select_autoescape

from jianyan.codes import grouped
from jianyan.i18n import say, translations


@cache
def _loader() -> PrefixLoader:
    """Find the templates once a page is made: a loader imports the fronts, which import this module."""
    return PrefixLoader({"site": PackageLoader("jianyan.site"), "admin": PackageLoader("jianyan_admin")})


@cache
def environment(language: str) -> Environment:
    """Give the environment of one language."""
    made = Environment(
        loader=_loader(),
        autoescape=select_autoescape(["html", "svg"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    made.globals["language"] = language
    made.filters.update(
        grouped=grouped,
        date=_date(language),
        day=_day(language),
        moment=_moment(language),
        said=partial(say, language),
    )
    return made


def render(name: str, language: str, **context: Any) -> str:
    """Give the page of a template, `site/receipt.html` say, in a language."""
    return environment(language).get_template(name).render(context)


def _day(language: str) -> Any:
    date_ = _date(language)

    def day(at: datetime, zone: ZoneInfo) -> str:
        return str(date_(at.astimezone(zone)))

    return day


def _date(language: str) -> Any:
    def date_(on: date) -> str:
        return f"{on.day} {on:%B %Y}" if language == "en" else f"{on.year}年{on.month}月{on.day}日"

    return date_


def _moment(language: str) -> Any:
    day = _day(language)

    def moment(at: datetime, zone: ZoneInfo) -> str:
        separator = ", " if language == "en" else " "
        return f"{day(at, zone)}{separator}{at.astimezone(zone):%H:%M}"

    return moment
