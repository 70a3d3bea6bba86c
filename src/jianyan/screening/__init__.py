"""Screening on arrival: what words hold, block, mask or note a text, and what is masked in public.

    text ── folded ── Words.places ──┐
      └──── personal_data ───────────┴──> Screening: level, hits in the original, text for the public

Pure: no table, no clock. Nothing is changed in what is kept; a moderator reads the original.
"""

from jianyan.screening.listing import NotALevel, NotAWord, default_words, words_of_sheet
from jianyan.screening.personal import personal_data, public_text
from jianyan.screening.schemas import Hit, Part, Screening, Word
from jianyan.screening.states import KIND_SENTENCES, Kind, Level
from jianyan.screening.verdict import screened
from jianyan.screening.words import Words

__all__ = [
    "KIND_SENTENCES",
    "Hit",
    "Kind",
    "Level",
    "NotALevel",
    "NotAWord",
    "Part",
    "Screening",
    "Word",
    "Words",
    "default_words",
    "personal_data",
    "public_text",
    "screened",
    "words_of_sheet",
]
