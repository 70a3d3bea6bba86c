"""How many suggestions, and of what kind: counted anew at each reading, exact at one moment.

    suggestions ── GROUP BY in one snapshot ──▶ Groups ── adding ──▶ Tally
                            │              └──▶ cells (category × placement × day × state × source)
                            └── + hours, scans ──▶ Board, kept by Boards where it is large

Stores no facts of its own: it writes no table.
"""

from jianyan.tallies.answering import Answering, Answers, DepartmentAnswers, answering_of
from jianyan.tallies.board import Board, Unheard, board_of
from jianyan.tallies.boards import Boards
from jianyan.tallies.check import first_fault
from jianyan.tallies.groups import Place, answered_questions, places_and_names
from jianyan.tallies.handling import Handling, with_handling
from jianyan.tallies.hits import WordFigures, word_figures
from jianyan.tallies.places import PlacementFunnel
from jianyan.tallies.queries import cell_pages, cells, for_topic, with_cells
from jianyan.tallies.reply_times import SPANS, ReplyTimes, reply_times
from jianyan.tallies.schemas import (
    CategoryTally,
    Cell,
    DayTally,
    OptionTally,
    PlacementTally,
    QuestionTally,
    Tally,
)
from jianyan.tallies.telling import unheard_told
from jianyan.tallies.telling_answers import spans_told, way_told
from jianyan.tallies.waiting import COUNTED_MOST, Waiting, waiting_for
from jianyan.tallies.words import SOURCE_WORDS, STATE_WORDS, said

__all__ = [
    "COUNTED_MOST",
    "SOURCE_WORDS",
    "SPANS",
    "STATE_WORDS",
    "Answering",
    "Answers",
    "Board",
    "Boards",
    "CategoryTally",
    "Cell",
    "DayTally",
    "DepartmentAnswers",
    "Handling",
    "OptionTally",
    "Place",
    "PlacementFunnel",
    "PlacementTally",
    "QuestionTally",
    "ReplyTimes",
    "Tally",
    "Unheard",
    "Waiting",
    "WordFigures",
    "answered_questions",
    "answering_of",
    "board_of",
    "cell_pages",
    "cells",
    "first_fault",
    "for_topic",
    "places_and_names",
    "reply_times",
    "said",
    "spans_told",
    "unheard_told",
    "waiting_for",
    "way_told",
    "with_cells",
    "with_handling",
    "word_figures",
]
