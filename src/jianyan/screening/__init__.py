"""Screening on arrival: what words hold, block, mask or note a text, and what is masked in public.

    text ── folded ── Words.places ──┐
      └──── personal_data ───────────┴──> Screening: level, hits in the original, text for the public

    words.csv ◀── ScreeningWord: the installation's own entries add to it or stand before it

Nothing is changed in what is kept; a moderator reads the original. Below the list all is pure.

Writes: ScreeningWord.
"""

from jianyan.screening.folding import folded
from jianyan.screening.listing import (
    COLUMNS,
    NOTE_MOST,
    WRITTEN_MOST,
    NotALevel,
    NotAWord,
    default_entries,
    default_words,
    entries_of_sheet,
    phrases_of,
    words_of_sheet,
)
from jianyan.screening.personal import personal_data, public_text
from jianyan.screening.queries import NoSuchWord, listed_word, word_list, words_in_force
from jianyan.screening.schemas import Entry, Hit, ListedWord, Part, Screening, Word
from jianyan.screening.service import AlreadyListed, UploadCount, add_word, change_word, upload_words
from jianyan.screening.states import HOLDING, KIND_SENTENCES, Kind, Level
from jianyan.screening.verdict import screened
from jianyan.screening.words import PassedOver, Words

__all__ = [
    "COLUMNS",
    "HOLDING",
    "KIND_SENTENCES",
    "NOTE_MOST",
    "WRITTEN_MOST",
    "AlreadyListed",
    "Entry",
    "Hit",
    "Kind",
    "Level",
    "ListedWord",
    "NoSuchWord",
    "NotALevel",
    "NotAWord",
    "Part",
    "PassedOver",
    "Screening",
    "UploadCount",
    "Word",
    "Words",
    "add_word",
    "change_word",
    "default_entries",
    "default_words",
    "entries_of_sheet",
    "folded",
    "listed_word",
    "personal_data",
    "phrases_of",
    "public_text",
    "screened",
    "upload_words",
    "word_list",
    "words_in_force",
    "words_of_sheet",
]
