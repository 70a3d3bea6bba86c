"""Which published answers of a topic are shown: from one place, of one department, adopted or not."""

import re

import msgspec

from jianyan.cases.states import Adoption, Result
from jianyan.cases.tables import Case

# The state is written out, so that both databases use the index that holds what is published only.
_ANSWERED = (
    "c.answered_at IS NOT NULL AND c.state <> 'cancelled' AND s.state = 'published' AND s.body IS NOT NULL"
)
_COUNT = 'SELECT COUNT(*) AS "count" FROM "case" c JOIN suggestion s ON s.id = c.suggestion WHERE {more}'
# Asked of each department in turn, by an index each: the cases of a topic are many and its departments few.
# The sign keeps SQLite from going through the topic's answers instead.
_DEPARTMENTS = """
SELECT o.id, o.name FROM organisation o WHERE EXISTS (
    SELECT 1 FROM "case" c WHERE c."lead" = o.id AND +c.topic = {} AND c.answered_at IS NOT NULL
        AND c.state <> 'cancelled'
) ORDER BY o.name, o.id
"""


class AnswerFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which answers are shown; what is None or empty narrows nothing."""

    placement_id: int | None = None
    category_id: int | None = None
    department_id: int | None = None
    adoption: Adoption | None = None
    result: Result | None = None
    words: str = ""
    """Part of the title, as everybody reads it."""

    def condition(self, topic_id: int) -> tuple[str, list[object]]:
        """Give the condition of a query over case c and suggestion s, and the values it asks for."""
        asked: dict[str, object] = {
            "c.topic = {}": topic_id,
            "s.placement = {}": self.placement_id,
            "s.category = {}": self.category_id,
            'c."lead" = {}': self.department_id,
            "c.adoption = {}": self.adoption and self.adoption.value,
            "c.result = {}": self.result and self.result.value,
            "c.title LIKE {} ESCAPE '\\'": _pattern(self.words) if self.words else None,
        }
        given = {condition: value for condition, value in asked.items() if value is not None}
        return " AND ".join([_ANSWERED, *given]), list(given.values())

    def shows(self, title: str | None) -> bool:
        """Say whether the words stand in a title as it is shown: what is masked in it cannot be guessed."""
        return self.words.casefold() in (title or "").casefold()


async def count_of_answers(topic_id: int, asked: AnswerFilter) -> int:
    """Count the published answers of a topic that a filter leaves."""
    condition, values = asked.condition(topic_id)
    return int((await Case.raw(_COUNT.format(more=condition), *values))[0]["count"])


async def answering_departments(topic_id: int) -> list[tuple[int, str]]:
    """List id and name of the departments that have answered something of a topic, by name."""
    rows = await Case.raw(_DEPARTMENTS, topic_id)
    return [(row["id"], row["name"]) for row in rows]


def _pattern(words: str) -> str:
    return "%" + re.sub(r"([\\%_])", r"\\\1", words) + "%"
