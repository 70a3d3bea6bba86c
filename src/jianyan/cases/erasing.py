"""What is erased with a suggestion: every text that may repeat it."""

from datetime import datetime

from jianyan import uploads
from jianyan.cases.stepping import Changes
from jianyan.cases.tables import Case, CaseStep, Measure, Rating, Reply, ReplyDocument, ReplyPhoto
from jianyan.db import transaction


async def erase(suggestion_id: int, *, now: datetime) -> None:
    """Empty all that was written about a suggestion; that it was is recorded by its own erasure.

    The answers of departments go with it: nobody can tell which of them repeat what was said.
    """
    async with transaction():
        ids = [row["id"] for row in await Case.select(Case.id).where(Case.suggestion == suggestion_id)]
        rated = Rating.suggestion == suggestion_id
        await Rating.update(_REASON).where(rated | Rating.case.is_in(ids) if ids else rated)
        if not ids:
            return
        title: Changes = {"title": None, "title_salt": None}
        await Case.update(title).where(Case.id.is_in(ids))
        await CaseStep.update(_TEXT).where(CaseStep.case.is_in(ids))
        replies = [row["id"] for row in await Reply.select(Reply.id).where(Reply.case.is_in(ids))]
        if replies:
            await _erase_replies(replies, now=now)


async def _erase_replies(replies: list[int], *, now: datetime) -> None:
    await Reply.update({**_TEXT, **_REASON}).where(Reply.id.is_in(replies))
    await Measure.update(_TEXT).where(Measure.reply.is_in(replies))
    photos = await ReplyPhoto.select(ReplyPhoto.photo).where(ReplyPhoto.reply.is_in(replies))
    documents = await ReplyDocument.select(ReplyDocument.file).where(ReplyDocument.reply.is_in(replies))
    salts: Changes = {"salt": None}
    titles: Changes = {"title": None, "salt": None}
    await ReplyPhoto.update(salts).where(ReplyPhoto.reply.is_in(replies))
    await ReplyDocument.update(titles).where(ReplyDocument.reply.is_in(replies))
    files = [row["photo"] for row in photos] + [row["file"] for row in documents]
    await uploads.erase(files, now=now)


_TEXT: Changes = {"text": None, "text_salt": None}
_REASON: Changes = {"reason": None, "reason_salt": None}
