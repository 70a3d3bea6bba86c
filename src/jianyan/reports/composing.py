"""From a snapshot, typed texts and voices to the document: nothing is read, nothing is stored.

    一 background and method · 二 figures · 三 each category with its voices · 四 what departments answered
    · 五 what the office suggests · who was not heard · attachments: full tables, method and proof

Figures come from the snapshot only. A typed part that is empty is left out.
"""

from datetime import datetime

from jianyan.documents import Block, Document, Heading, Paragraph, Quote
from jianyan.i18n import N_
from jianyan.reports.composing_answers import answer_tables, answered
from jianyan.reports.cross_tables import (
    by_category,
    by_place,
    by_reason,
    by_source,
    category_chart,
    day_chart,
)
from jianyan.reports.figures import day_count, first_and_last
from jianyan.reports.proof import proof
from jianyan.reports.schemas import ReportDetail, Voice
from jianyan.reports.states import VoiceSource
from jianyan.reports.telling import CategoryRow, Told
from jianyan.reports.unheard import unheard
from jianyan.suggestions import SuggestionState

_SOURCES = {
    VoiceSource.PLACE: N_("at a place"),
    VoiceSource.LINK: N_("through a link"),
    VoiceSource.MEMBER: N_("a member"),
    VoiceSource.IMPORT: N_("a letter"),
    VoiceSource.STAFF: N_("taken down by staff"),
    VoiceSource.API: N_("through a connected system"),
}
_WEEK, _GROUPS_MOST = 7, 5
_SEVERAL_DAYS = {
    True: N_(
        "From %(first)s to %(last)s, %(within)s, %(received)s suggestions came from %(people)s, in "
        "%(categories)s categories."
    ),
    False: N_("From %(first)s to %(last)s, %(within)s, %(received)s suggestions came from %(people)s."),
}
_ONE_DAY = {
    True: N_("On %(first)s, %(received)s suggestions came from %(people)s, in %(categories)s categories."),
    False: N_("On %(first)s, %(received)s suggestions came from %(people)s."),
}
"""Whether anything was filed → how much came; nobody reads of 0 categories."""
_ERASED = N_("(erased at the wish of who wrote it)")


def composed(report: ReportDetail) -> Document:
    """Give what a report says, in its own language; the same report is the same document."""
    told, texts = Told(report), report.texts
    return Document(
        title=texts.title,
        addressee=texts.addressee,
        blocks=[
            *_section(
                told, N_("Background and method"), [*_background(told), *_typed(told, texts.background)]
            ),
            *_section(told, N_("Figures"), _figures(told)),
            *_section(told, N_("What was said, by category"), _categories(told)),
            *_section(told, N_("What departments answered"), [*answered(told), *_typed(told, texts.answers)]),
            *_section(told, N_("What we suggest"), _typed(told, texts.advice)),
            *_section(
                told, N_("Who was not heard"), [*map(Paragraph, unheard(told)), *_typed(told, texts.unheard)]
            ),
        ],
        attachments=[
            (told.say(N_("The full tables")), _full_tables(told)),
            (told.say(N_("Method and proof")), proof(told)),
        ],
        signed_by=texts.signed_by,
        signed_on=texts.signed_on,
        language=told.language,
        made_at=datetime.fromisoformat(report.beside.taken_at),
    )


def _section(told: Told, heading: str, blocks: list[Block]) -> list[Block]:
    return [Heading(told.say(heading)), *blocks] if blocks else []


def _typed(told: Told, text: str) -> list[Block]:
    return [Paragraph(line) for line in told.typed(text)]


def _background(told: Told) -> list[Block]:
    figures, paragraphs = told.figures, [_summary(told)]
    if figures["opened"] != "0" or figures["sent"] != "0":
        sentence = N_(
            "Suggestions could be made at %(places)s places and links. The form was opened %(opened)s times, "
            "and %(sent)s suggestions were sent from there."
        )
        paragraphs.append(
            told.say(sentence, **{name: figures[name] for name in ("places", "opened", "sent")})
        )
    return [Paragraph(text) for text in paragraphs]


def _summary(told: Told) -> str:
    """Give the one sentence that everybody reads: when, how many, from whom, in how many categories."""
    first, last = first_and_last(told.content)
    days = day_count(told.content)
    within = (
        told.say(N_("within a week")) if days == _WEEK else told.say(N_("within %(days)s days"), days=days)
    )
    is_filed = told.figures["categories"] != "0"
    sentence = _SEVERAL_DAYS[is_filed] if days > 1 else _ONE_DAY[is_filed]
    values = {name: told.figures[name] for name in ("received", "categories")}
    if days > 1:
        values |= {"last": told.day(last), "within": within}
    return told.say(sentence, first=told.day(first), people=_people(told), **values)


def _people(told: Told) -> str:
    sources = told.content.sources
    named = {
        "member": N_("members"),
        "citizen": N_("citizens"),
        "import": N_("letters"),
        "staff": N_("people at the counter"),
        "api": N_("connected systems"),
    }
    people = [told.say(word) for source, word in named.items() if sources.get(source)]
    if len(people) == 1:
        return people[0]
    return told.say(N_("%(first)s and %(last)s"), first=told.listed(people[:-1]), last=people[-1])


def _figures(told: Told) -> list[Block]:
    states = told.states_that_occur()
    counted = [
        told.say(N_("%(state)s %(count)s"), state=told.states[state], count=told.content.states[state])
        for state in states
    ]
    return [
        Paragraph(told.say(N_("By state: %(states)s."), states=told.listed(counted))),
        by_category(told, states=states),
        category_chart(told),
        by_source(told),
        day_chart(told),
    ]


def _categories(told: Told) -> list[Block]:
    blocks: list[Block] = []
    for row in told.rows:
        if row.count:
            blocks += _category(told, row)
    empty = [row.name for row in told.rows if not row.count]
    if empty:
        blocks.append(Paragraph(told.say(N_("Nothing came in for: %(names)s."), names=told.listed(empty))))
    return blocks


def _category(told: Told, row: CategoryRow) -> list[Block]:
    sentence = N_("Suggestions: %(count)s, %(share)s of all; published: %(published)s.")
    published = row.states[SuggestionState.PUBLISHED]
    text = told.say(sentence, count=row.count, share=row.rounded_share, published=published)
    groups = dict(told.beside.group_counts).get(row.id, [])
    if len(groups) == 1:
        text += told.say(N_(" %(count)s of them say the same."), count=groups[0])
    elif groups:
        sizes = told.listed([str(count) for count in groups[:_GROUPS_MOST]])
        several = N_(" Groups that say the same: %(groups)s, the largest with %(sizes)s.")
        text += told.say(several, groups=len(groups), sizes=sizes)
    voices = [voice for voice in told.report.voices if voice.category_id == row.id]
    return [Heading(row.name, 2), Paragraph(text), *(_quote(told, voice) for voice in voices)]


def _quote(told: Told, voice: Voice) -> Quote:
    source = told.say(_SOURCES[voice.source])
    if voice.group_count > 1:
        source += told.say(N_(" · %(count)s say the same"), count=voice.group_count)
    return Quote(voice.text if voice.text is not None else told.say(_ERASED), source)


def _full_tables(told: Told) -> list[Block]:
    tables = [by_category(told, states=list(told.states)), *by_reason(told), *by_place(told)]
    return [*tables, *answer_tables(told)]
