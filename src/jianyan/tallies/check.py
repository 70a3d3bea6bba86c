"""Does everything that is counted stand where it can be counted, and do the parts add up?"""

from datetime import UTC, datetime

from jianyan.db import snapshot
from jianyan.suggestions import Source, SuggestionState
from jianyan.suggestions.tables import Answer, Suggestion
from jianyan.tallies.queries import for_topic
from jianyan.topics import RATING_MOST, all_topics

_NO_MATTER_WHEN = datetime(1970, 1, 1, tzinfo=UTC)
_NOT_OF_THE_TOPIC = """
SELECT s.tracking FROM suggestion s
LEFT JOIN topic_category filed ON filed.topic = s.topic AND filed.category = s.category
LEFT JOIN topic_category picked ON picked.topic = s.topic AND picked.category = s.chosen
WHERE (s.category IS NOT NULL AND filed.id IS NULL) OR (s.chosen IS NOT NULL AND picked.id IS NULL)
ORDER BY s.id LIMIT 1
"""
_NO_ANSWER_TO_IT = """
SELECT s.tracking, a.question FROM answer a
JOIN suggestion s ON s.id = a.suggestion
JOIN question q ON q.id = a.question
LEFT JOIN "option" o ON o.id = a."option"
WHERE q.topic <> s.topic
   OR (q.kind IN ('single', 'multiple')) <> (a."option" IS NOT NULL)
   OR (a."option" IS NOT NULL AND o.question <> a.question)
   OR (q.kind = 'rating') <> (a.rating IS NOT NULL)
   OR a.rating NOT BETWEEN 1 AND {}
ORDER BY a.id LIMIT 1
"""
_ANSWERED_TWICE = """
SELECT s.tracking, a.question FROM answer a
JOIN suggestion s ON s.id = a.suggestion
JOIN question q ON q.id = a.question
GROUP BY s.tracking, a.question, CASE WHEN q.kind = 'multiple' THEN a."option" ELSE 0 END
HAVING COUNT(*) > 1
ORDER BY s.tracking LIMIT 1
"""


async def first_fault() -> str | None:
    """Name the first suggestion that cannot be counted right, or topic whose parts do not add up, or None.

    Checked: state and source are known; filed and chosen category are the topic's; an answer is one that its
    question takes, and each question is answered once; for every topic received = Σ states = Σ categories +
    uncategorised = Σ placements = Σ days = Σ sources.
    """
    async with snapshot():
        return await _fault_of_suggestions() or await _fault_of_answers() or await _fault_of_sums()


async def _fault_of_suggestions() -> str | None:
    for column, known in ((Suggestion.state, SuggestionState), (Suggestion.source, Source)):
        row = (
            await Suggestion.select(Suggestion.tracking, column.as_alias("value"))
            .where(column.not_in([str(one) for one in known]))
            .order_by(Suggestion.id)
            .first()
        )
        if row:
            return f"suggestion {row['tracking']}: {column._meta.name} {row['value']!r} is not known"
    strays = await Suggestion.raw(_NOT_OF_THE_TOPIC)
    if strays:
        return f"suggestion {strays[0]['tracking']}: its category is not one of its topic"
    return None


async def _fault_of_answers() -> str | None:
    wrong = await Answer.raw(_NO_ANSWER_TO_IT, RATING_MOST)
    if wrong:
        return f"suggestion {wrong[0]['tracking']}: its answer does not fit question {wrong[0]['question']}"
    twice = await Answer.raw(_ANSWERED_TWICE)
    if twice:
        return f"suggestion {twice[0]['tracking']}: it answers question {twice[0]['question']} twice"
    return None


async def _fault_of_sums() -> str | None:
    for topic in await all_topics():
        gap = (await for_topic(topic, now=_NO_MATTER_WHEN)).first_gap()
        if gap:
            return f"topic {topic.slug}: {gap}"
    return None
