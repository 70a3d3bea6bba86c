"""The word list: what is searched for in texts, how often it is found, and how often without reason."""

from urllib.parse import urlencode

import msgspec
from litestar import post, route
from litestar.types import ControllerRouterHandler

from jianyan import screening, tallies
from jianyan.clock import day_of, now
from jianyan.errors import Invalid, Refusal
from jianyan.forms import Fields, one
from jianyan.i18n import N_
from jianyan.screening import AlreadyListed, Entry, Level, ListedWord
from jianyan.tallies import WordFigures
from jianyan.web.exchange import Request, Response, Running
from jianyan_admin.desk import READERS, STAFF, desk_page, done
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, person_of
from jianyan_admin.wording import words_of

_FORM_BYTES_MOST = 32 * 1024
_PAGE_ROWS = 100
_OFF = "off"
_NEVER_FOUND = WordFigures()


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which entries are listed: what the address says."""

    level: str = ""
    """One of Level, `off` for those that are switched off, or empty for all."""
    text: str = ""
    """Part of the word, its allow-phrases or its note."""
    page: int = 1

    def takes(self, listed: ListedWord) -> bool:
        """Say whether an entry is listed."""
        entry = listed.entry
        if self.level == _OFF:
            fits = not entry.is_active
        else:
            fits = entry.level == self.level if self.level else True
        return fits and self.text.casefold() in " ".join([entry.text, *entry.allowed, entry.note]).casefold()

    def query(self, **changes: object) -> str:
        """Give the query string of this filter with changes; what says nothing is left out."""
        asked = {**msgspec.structs.asdict(self), **changes}
        plain = msgspec.structs.asdict(Filter())
        return urlencode({name: value for name, value in asked.items() if value != plain[name]})


@route("/words", http_method=READ, name="admin_words", opt=READERS)
async def word_list(request: Request, runtime: Running) -> Response:
    """List the entries with their figures."""
    wanted = _filter_of(request)
    listed = await screening.word_list()
    found = [each for each in listed if wanted.takes(each)]
    first = (wanted.page - 1) * _PAGE_ROWS
    return desk_page(
        request,
        "words/list.html",
        nav="words",
        listed=found[first : first + _PAGE_ROWS],
        total=len(listed),
        found=len(found),
        pages=-(-len(found) // _PAGE_ROWS),
        filter=wanted,
        levels=list(Level),
        figures=await tallies.word_figures(day_of(now(), runtime.zone)),
        never_found=_NEVER_FOUND,
        may_edit=person_of(request).role in STAFF["access"],
        words=words_of(request),
    )


@route("/words/new", http_method=READ, name="admin_word_new", opt=STAFF)
async def new_word(request: Request) -> Response:
    """Show an empty form."""
    return _form_page(request, Entry(text="", level=Level.HOLD), is_new=True)


@post("/words/new", name="admin_word_add", opt=STAFF, request_max_body_size=_FORM_BYTES_MOST)
async def add_word(request: Request) -> Response:
    """Put a word on the list."""
    fields = await fields_of(request)
    entry = _entry(fields)
    try:
        _check_level(fields)
        await screening.add_word(entry, by=person_of(request), now=now())
    except (Invalid, AlreadyListed) as refusal:
        return _form_page(request, entry, is_new=True, refusal=refusal)
    return done(request, "admin_words", "word-added", query={"text": entry.text})


@route("/words/edit", http_method=READ, name="admin_word_edit", opt=STAFF)
async def edit_word(request: Request) -> Response:
    """Show one entry; the address names it."""
    listed = await screening.listed_word(request.query_params.get("word", ""))
    return _form_page(request, listed.entry)


@post("/words/edit", name="admin_word_save", opt=STAFF, request_max_body_size=_FORM_BYTES_MOST)
async def save_word(request: Request) -> Response:
    """Change an entry."""
    fields = await fields_of(request)
    entry = _entry(fields)
    try:
        _check_level(fields)
        await screening.change_word(entry, by=person_of(request), now=now())
    except Invalid as refusal:
        return _form_page(request, entry, refusal=refusal)
    return done(request, "admin_words", "word-saved", query={"text": entry.text})


@post("/words/switch", name="admin_word_switch", opt=STAFF, request_max_body_size=_FORM_BYTES_MOST)
async def switch_word(request: Request) -> Response:
    """Switch an entry off or on, from the list, and show the list again."""
    fields = await fields_of(request)
    listed = await screening.listed_word(one(fields, "word"))
    is_active = one(fields, "active") == "on"
    entry = msgspec.structs.replace(listed.entry, is_active=is_active)
    await screening.change_word(entry, by=person_of(request), now=now())
    kept = {name: one(fields, name) for name in ("level", "text", "page") if one(fields, name)}
    return done(request, "admin_words", "word-on" if is_active else "word-off", query=kept)


def _filter_of(request: Request) -> Filter:
    asked = request.query_params
    level, number = asked.get("level", ""), asked.get("page", "")
    return Filter(
        level=level if level in {*Level, _OFF} else "",
        text=asked.get("text", "").strip()[: screening.WRITTEN_MOST],
        page=int(number) if number.isdecimal() and 0 < len(number) < 6 and int(number) else 1,
    )


def _check_level(fields: Fields) -> None:
    if one(fields, "level") not in set(Level):
        raise Invalid(N_("Please choose a level."), field="level")


def _entry(fields: Fields) -> Entry:
    """Give what was sent; a level that is none counts as `hold` until it is refused."""
    level = one(fields, "level")
    return Entry(
        text=one(fields, "text").strip(),
        level=Level(level) if level in set(Level) else Level.HOLD,
        allowed=screening.phrases_of(one(fields, "allowed")),
        note=one(fields, "note").strip(),
        is_active=one(fields, "active") == "on",
    )


def _form_page(
    request: Request, entry: Entry, *, is_new: bool = False, refusal: Refusal | None = None
) -> Response:
    return desk_page(
        request,
        "words/form.html",
        nav="words",
        refusal=refusal,
        entry=entry,
        is_new=is_new,
        levels=list(Level),
        written_most=screening.WRITTEN_MOST,
        note_most=screening.NOTE_MOST,
        words=words_of(request),
    )


handlers: list[ControllerRouterHandler] = [
    word_list,
    new_word,
    add_word,
    edit_word,
    save_word,
    switch_word,
]
