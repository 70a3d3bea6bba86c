"""How often words are found, and how often without reason."""

from datetime import timedelta

import builders
from jianyan import moderation, suggestions, tallies
from jianyan.moderation import Act, Reason, Verdict
from jianyan.screening import Level, Word, Words
from jianyan.suggestions import NewSuggestion, Source

NOW = builders.NOW
TODAY = NOW.date()
WORDS = Words([Word("傻逼", Level.HOLD), Word("水军", Level.NOTE)])


async def sent(topic_id: int, body: str, *, days_ago: int = 0) -> str:
    new = NewSuggestion(
        tracking=suggestions.new_tracking(),
        topic_id=topic_id,
        body=body,
        source=Source.CITIZEN,
        received_at=NOW,
        received_on=TODAY - timedelta(days=days_ago),
    )
    await suggestions.submit_many([suggestions.looked_through(new, WORDS)], now=NOW)
    return new.tracking


async def test_nothing_found_is_nothing_counted(database: str) -> None:
    topic = await builders.make_topic()
    await sent(topic.id, "末班车太早了")
    assert await tallies.word_figures(TODAY) == {}


async def test_suggestions_are_counted_by_day_and_not_places_in_them(database: str) -> None:
    topic = await builders.make_topic()
    for days_ago in (0, 0, 29, 30, 400):
        await sent(topic.id, "傻逼，傻逼，13800138000", days_ago=days_ago)
    await sent(topic.id, "水军和傻逼", days_ago=1)
    figures = await tallies.word_figures(TODAY)
    assert set(figures) == {"傻逼", "水军"}
    found = figures["傻逼"]
    assert (found.today, found.month, found.total, found.decided) == (2, 4, 6, 0)
    assert found.false_alarm_percent is None
    assert (figures["水军"].today, figures["水军"].total) == (0, 1)


async def test_a_false_alarm_is_what_the_last_decision_published(database: str) -> None:
    topic = await builders.make_topic()
    wei = await builders.make_person()
    approve = Verdict(act=Act.APPROVE, category_id=topic.categories[0].id)
    decline = Verdict(act=Act.DECLINE, reason=Reason.PERSONAL_ATTACK)
    undo = Verdict(act=Act.UNDO)
    for acts in ([approve], [decline], [decline], [approve, undo], [approve, undo, decline], []):
        tracking = await sent(topic.id, "傻逼")
        for act in acts:
            await moderation.decide(tracking, act, by=wei, now=NOW)
    found = (await tallies.word_figures(TODAY))["傻逼"]
    assert (found.total, found.decided, found.approved, found.false_alarm_percent) == (6, 4, 1, 25.0)
