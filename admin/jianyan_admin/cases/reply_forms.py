"""The form of a reply: its fields as they were typed, its photos and documents, and what is made of them."""

from collections.abc import Collection
from datetime import date

import msgspec

from jianyan import trail, uploads
from jianyan.cases import (
    DOCUMENTS_MOST,
    MEASURES_MOST,
    PHOTOS_MOST,
    Adoption,
    NewDocument,
    NewMeasure,
    NewReply,
    ReplyDetail,
    Result,
)
from jianyan.clock import now
from jianyan.errors import Invalid, InvalidFields, Refusal
from jianyan.forms import Fields, one
from jianyan.i18n import N_
from jianyan.runtime import Runtime
from jianyan.web.bodies import Upload
from jianyan.web.exchange import Request
from jianyan_admin.guards import files_of
from jianyan_admin.page import person_of

PHOTO_FIELDS = ("before_1", "before_2", "after_1", "after_2")
"""File fields; what each of them is begins its name. More photos are added by saving again."""
DOCUMENT_FIELDS = ("document_1", "document_2")
"""The same, of documents."""
_EMPTY_ROWS = 2


class MeasureForm(msgspec.Struct, kw_only=True):
    """A measure as it was typed."""

    text: str = ""
    due_on: str = ""
    done_on: str = ""


class ReplyForm(msgspec.Struct, kw_only=True):
    """A reply as it was typed."""

    result: str = ""
    adoption: str = ""
    reason: str = ""
    text: str = ""
    measures: list[MeasureForm] = []
    before: list[str] = []
    """Names of photos that were taken in already."""
    after: list[str] = []
    documents: list[NewDocument] = []
    """Those that were taken in already."""

    def rows(self) -> list[MeasureForm]:
        """Give what was typed of measures, and empty rows for more."""
        empty = min(_EMPTY_ROWS, MEASURES_MOST - len(self.measures))
        return [*self.measures, *(MeasureForm() for _ in range(empty))]

    def more(self, refused: Collection[str] = ()) -> frozenset[str]:
        """Give the fields in which a file may still be added, and those of files that were refused."""
        photos = max(0, PHOTOS_MOST - len(self.before) - len(self.after))
        documents = max(0, DOCUMENTS_MOST - len(self.documents))
        room = {**dict.fromkeys(PHOTO_FIELDS, photos), **dict.fromkeys(DOCUMENT_FIELDS, documents)}
        return frozenset(field for field, most in room.items() if int(field[-1]) <= most or field in refused)


def reply_form_of(draft: ReplyDetail) -> ReplyForm:
    """Give the form that shows a draft."""
    return ReplyForm(
        result=draft.result.value if draft.result else "",
        adoption=draft.adoption.value if draft.adoption else "",
        reason=draft.reason or "",
        text=draft.text or "",
        measures=[
            MeasureForm(text=each.text or "", due_on=_written(each.due_on), done_on=_written(each.done_on))
            for each in draft.measures
        ],
        before=[each.name for each in draft.photos if not each.is_after],
        after=[each.name for each in draft.photos if each.is_after],
        documents=[NewDocument(each.name, each.title) for each in draft.documents],
    )


def sent_reply_form(fields: Fields) -> ReplyForm:
    """Give a form as it was sent; rows of measures without a text are left out."""
    rows = [
        MeasureForm(
            text=one(fields, f"measure_{number}").strip(),
            due_on=one(fields, f"measure_due_{number}"),
            done_on=one(fields, f"measure_done_{number}"),
        )
        for number in range(1, MEASURES_MOST + 1)
    ]
    return ReplyForm(
        result=one(fields, "result"),
        adoption=one(fields, "adoption"),
        reason=one(fields, "reason"),
        text=one(fields, "text"),
        measures=[row for row in rows if row.text],
        before=list(fields.get("before", [])),
        after=list(fields.get("after", [])),
        documents=[_kept_document(sent) for sent in fields.get("document", [])],
    )


async def form_with_files(request: Request, runtime: Runtime, form: ReplyForm) -> ReplyForm:
    """Take in the photos and documents that came with a form, and give the form that names them.

    Raises:
        NotAPicture, TooManyBytes, TooManyPixels, UnreadablePicture, NoRoom: `field` is that of the file.
        NotADocument, TooLargeADocument, UnreadableDocument, ActingDocument, LockedDocument, PackageRefused:
            the same.
    """
    files, actor = await files_of(request), person_of(request).actor
    for field in (*PHOTO_FIELDS, *DOCUMENT_FIELDS):
        if field in files:
            try:
                await _take(files[field], field, form, runtime, actor)
            except Refusal as refusal:
                refusal.field = field
                raise
    return form


async def _take(file: Upload, field: str, form: ReplyForm, runtime: Runtime, by: trail.Actor) -> None:
    """Take in one file and let the form name it."""
    if field in DOCUMENT_FIELDS:
        taken = await uploads.take_document_in(
            file.content, reading_room=runtime.reading_room, store=runtime.store, by=by, now=now()
        )
        form.documents.append(NewDocument(taken.name, uploads.document_title(file.filename, taken.kind)))
        return
    photo = await uploads.take_in(
        file.content, darkroom=runtime.darkroom, store=runtime.store, by=by, now=now()
    )
    (form.before if field.startswith("before") else form.after).append(photo.name)


def _kept_document(sent: str) -> NewDocument:
    """Read a document's name and, after a space, its title."""
    name, _, title = sent.partition(" ")
    return NewDocument(name, title)


def new_reply(form: ReplyForm) -> NewReply:
    """Give the reply that a form says.

    Raises:
        InvalidFields: one refusal for each field that cannot be read.
    """
    problems: list[Refusal] = []
    if form.result not in set(Result):
        problems.append(Invalid(N_("Please choose one of these."), field="result"))
    if form.adoption not in set(Adoption):
        problems.append(Invalid(N_("Please choose one of these."), field="adoption"))
    measures = [_measure(row, number, problems) for number, row in enumerate(form.measures, start=1)]
    if not form.text.strip():
        problems.append(Invalid(N_("Please fill this in."), field="text"))
    if problems:
        raise InvalidFields(problems)
    return NewReply(
        result=Result(form.result),
        adoption=Adoption(form.adoption),
        text=form.text,
        reason=form.reason,
        measures=tuple(measures),
        photos_before=tuple(form.before),
        photos_after=tuple(form.after),
        documents=tuple(form.documents),
    )


def _measure(row: MeasureForm, number: int, problems: list[Refusal]) -> NewMeasure:
    days: dict[str, date | None] = {}
    for name, typed in (("due", row.due_on), ("done", row.done_on)):
        try:
            days[name] = date.fromisoformat(typed) if typed else None
        except ValueError:
            problems.append(Invalid(N_("Please choose a day."), field=f"measure_{name}_{number}"))
    return NewMeasure(text=row.text, due_on=days.get("due"), done_on=days.get("done"))


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""
