"""The columns of the list of suggestions: what each is called and what it means."""

import msgspec

from jianyan.i18n import N_, say
from jianyan.tallies import answered_questions
from jianyan.topics import QuestionDetail, QuestionKind, questions_of


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column; every text is a message id."""

    heading: str
    """For people; programs read its name."""
    meaning: str
    kind: str
    """One of KIND_WORDS."""
    values: str = ""
    """Which values there are, or their unit; empty where any may stand."""


KIND_WORDS = {
    "text": N_("Free text"),
    "code": N_("One of a few values"),
    "count": N_("Whole number"),
    "number": N_("Number with a fraction"),
    "day": N_("Day"),
    "moment": N_("Moment"),
}
COLUMNS = {
    "tracking": Column(
        heading=N_("Number"),
        meaning=N_("Public number of the suggestion; unique."),
        kind="text",
        values=N_("14 letters and digits"),
    ),
    "received_at": Column(
        heading=N_("Received"),
        meaning=N_("When it came in."),
        kind="moment",
        values=N_("local time in CSV and XLSX; UTC in JSONL and Parquet"),
    ),
    "day": Column(
        heading=N_("Day"), meaning=N_("Day on which it came in, in the local time zone."), kind="day"
    ),
    "state": Column(
        heading=N_("State"),
        meaning=N_("Where it stands now."),
        kind="code",
        values="waiting, held, published, declined, merged, withdrawn",
    ),
    "source": Column(
        heading=N_("Source"),
        meaning=N_("Who sent it."),
        kind="code",
        values="citizen, member, import, staff",
    ),
    "contribution": Column(
        heading=N_("Kind of contribution"),
        meaning=N_("What it is; citizens send suggestions only."),
        kind="code",
        values="suggestion, micro, note",
    ),
    "code": Column(
        heading=N_("Place code"),
        meaning=N_("Code of the place or link it came from; empty for imports and members."),
        kind="code",
    ),
    "place": Column(heading=N_("Place"), meaning=N_("Name of that place."), kind="code"),
    "line": Column(heading=N_("Line or street"), meaning=N_("Its line or street."), kind="code"),
    "chosen": Column(
        heading=N_("Sender's category"),
        meaning=N_("What the sender chose; empty: not sure."),
        kind="code",
        values=N_("the topic's categories"),
    ),
    "category": Column(
        heading=N_("Category"),
        meaning=N_("Where it is filed; before a decision the sender's choice."),
        kind="code",
        values=N_("the topic's categories"),
    ),
    "title": Column(heading=N_("Title"), meaning=N_("Its title; letters have one."), kind="text"),
    "body": Column(
        heading=N_("Suggestion"),
        meaning=N_("Its text as it was written; empty once erased."),
        kind="text",
    ),
    "likes": Column(
        heading=N_("Likes"),
        meaning=N_("How many liked it where it was imported from."),
        kind="count",
        values=N_("persons"),
    ),
    "reason": Column(
        heading=N_("Reason of declining"),
        meaning=N_("Why it was declined, as the sender was told."),
        kind="code",
    ),
}
"""Name for programs → what it is."""
ANSWER_COLUMNS = {
    "departments": Column(
        heading=N_("Department"),
        meaning=N_("Who leads its cases; several have ； between them."),
        kind="code",
    ),
    "handed_over_on": Column(
        heading=N_("Handed over on"), meaning=N_("Day on which it was first handed over."), kind="day"
    ),
    "due_on": Column(
        heading=N_("Due"), meaning=N_("Day by which it is answered; the last of several."), kind="day"
    ),
    "answered_on": Column(
        heading=N_("Answered on"), meaning=N_("Day on which its last answer was published."), kind="day"
    ),
    "working_days": Column(
        heading=N_("Working days up to the answer"),
        meaning=N_("From handing over to the first answer; the longest of several."),
        kind="count",
        values=N_("working days"),
    ),
    "result": Column(
        heading=N_("Class of the answer"),
        meaning=N_("How far the department has come; the best of several."),
        kind="code",
        values="A, B, C",
    ),
    "adoption": Column(
        heading=N_("Adoption"),
        meaning=N_("What the department makes of it; the best of several."),
        kind="code",
        values="adopted, partly, reference, declined",
    ),
    "satisfaction": Column(
        heading=N_("Satisfaction"),
        meaning=N_("What its author says of the answer, last."),
        kind="code",
        values="satisfied, fairly, dissatisfied",
    ),
}
"""The last columns, after those of the questions: what became of it."""
_QUESTION_MEANINGS = {
    QuestionKind.SINGLE: N_("Answer to a question of the form; one choice."),
    QuestionKind.MULTIPLE: N_("Answer to a question of the form; choices with ； between them."),
    QuestionKind.RATING: N_("Answer to a question of the form; points from 1 to 5."),
    QuestionKind.TEXT: N_("Answer to a question of the form; free text."),
}


async def questions_in_use(topic_id: int) -> list[QuestionDetail]:
    """Give the questions that are asked, then those out of use that were answered."""
    asked = await questions_of(topic_id)
    answered, known = await answered_questions(topic_id), {question.id for question in asked}
    every = await questions_of(topic_id, asked_only=False)
    return asked + [one for one in every if one.id in answered and one.id not in known]


def names_of(questions: list[QuestionDetail]) -> list[str]:
    """Give the names of all columns, for programs."""
    return list(named_columns(questions))


def named_columns(questions: list[QuestionDetail]) -> dict[str, Column]:
    """Give name for programs → column, for all columns in their order."""
    asked = {f"q_{question.id}": column_of(question) for question in questions}
    return {**COLUMNS, **asked, **ANSWER_COLUMNS}


def headings_of(questions: list[QuestionDetail], language: str) -> list[str]:
    """Give the headings of all columns; of questions with the same text each has a number of its own."""
    headings = [say(language, column.heading) for column in COLUMNS.values()]
    last = [say(language, column.heading) for column in ANSWER_COLUMNS.values()]
    for question in questions:
        heading, number = question.text, 1
        while heading in headings or heading in last:
            number += 1
            heading = f"{question.text} ({number})"
        headings.append(heading)
    return headings + last


def column_of(question: QuestionDetail) -> Column:
    """Give the column of a question's answers; its heading is the question."""
    kind = "count" if question.kind is QuestionKind.RATING else "text"
    values = "；".join(option.label for option in question.options)
    if question.kind is QuestionKind.RATING:
        values = "1–5"
    return Column(heading=question.text, meaning=_QUESTION_MEANINGS[question.kind], kind=kind, values=values)
