"""Category proposals that learn: which drawer a text belongs to, how sure that is, and which words say so.

    title, body ── terms_of ──▶ terms ──▶ Learner.proposal ──▶ Proposal(category, confidence)
                                  │            ▲      └──────▶ pulls ── words_of ──▶ words
    a decision ───────────────────┴──▶ learn ──┘ ──▶ Lesson, a row beside the decision
    the process starts   ──▶ recall each lesson      a decision is undone ──▶ unlearn its lesson
    now and then, one at random ──▶ relearn ──▶ the Lesson that takes the place of its old one

`trials` learns from some decisions that were made and proposes for the others; `figures` says how well.

Writes no table; reads no clock.
"""

from jianyan.filing.learner import Learner
from jianyan.filing.schemas import Lesson, Proposal, Word
from jianyan.filing.terms import Terms, terms_of
from jianyan.filing.words import words_of

__all__ = ["Learner", "Lesson", "Proposal", "Terms", "Word", "terms_of", "words_of"]
