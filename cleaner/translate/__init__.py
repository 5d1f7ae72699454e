"""Answers translation requests: glossary and composition first, then MarianMT behind guards.

Importing this package loads no model and no table.
"""

from cleaner.translate.answer import Answer, Translator
from cleaner.translate.residue import deletion
from cleaner.translate.service import GlossaryTranslator, TranslatorChain, answer_to_fix
from cleaner.translate.word_order import moved

__all__ = [
    "Answer",
    "GlossaryTranslator",
    "Translator",
    "TranslatorChain",
    "answer_to_fix",
    "deletion",
    "moved",
]
