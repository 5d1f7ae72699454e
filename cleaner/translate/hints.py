"""Dictionary answers that a model reads behind its sentence.

A model that was trained for it is shown what glossary and phrase table know of the fragment, piece
by piece: it need not have learnt a word to translate it, only to choose and to inflect. The
fragment is covered from left to right with the longest pieces that the dictionaries know; a word
that none knows stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from cleaner.translate.glossary import Glossary, french_glossary
from cleaner.translate.inflected import english_of_form
from cleaner.translate.nouns import NameLookup
from cleaner.translate.phrase_table import PhraseTable, parallel_text

__all__ = [
    "MARKS",
    "LookUp",
    "coverage",
    "dictionary",
    "glossed",
    "hints",
    "parallel_dictionary",
    "pieces",
    "token_spans",
]

#: What opens the hints, what parts two pieces, and what parts the answers for one piece.
MARKS = ("⟦", "¦", "‖")
LookUp = Callable[[str], Sequence[str]]
#: The longest piece that is looked up, in words.
LONGEST = 5
# More answers for the whole fragment than for a part of it, and fewer where many parts follow.
MOST_WHOLE, MOST_PART, MOST_IN_SENTENCE = 4, 3, 2
SENTENCE_WORDS = 10
#: The most answers of one reading of the glossary.
MOST_LISTED = 2
_WORD = re.compile(
    r"(?:[ldjmtnsc]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=\w)"
    r"|\d+(?:[.,]\d+)*"
    r"|\w+(?:[-.]\w+|'\w+)*"
    r"|[^\w\s]",
    re.IGNORECASE,
)
_STRAIGHT = str.maketrans("’‘ʼ`´\u00a0\u202f", "'''''  ")


def token_spans(text: str) -> list[tuple[int, int]]:
    """Where each word, number and mark of a French text begins and ends; elisions are words.

    >>> text = "l'armée, 2,5 km"
    >>> [text[start:end] for start, end in token_spans(text)]
    ["l'", 'armée', ',', '2,5', 'km']
    """
    return [match.span() for match in _WORD.finditer(text.translate(_STRAIGHT))]


def pieces(text: str, look_up: LookUp) -> Iterator[tuple[str, Sequence[str]]]:
    """The pieces of a French text with their English answers; none for an unknown word.

    >>> known = {"forces de l'ordre": ["security forces"], "forces": ["forces"]}
    >>> list(pieces("Les forces de l’ordre", lambda piece: known.get(piece, ())))
    [('Les', ()), ("forces de l'ordre", ['security forces'])]
    """
    text = text.translate(_STRAIGHT)
    words = token_spans(text)
    at = 0
    while at < len(words):
        for end in range(min(at + LONGEST, len(words)), at, -1):
            piece = text[words[at][0] : words[end - 1][1]]
            english = look_up(piece)
            if english or end == at + 1:
                yield piece, english
                break
        at = end


def hints(text: str, look_up: LookUp) -> str:
    """What the model reads of a fragment's dictionary answers.

    >>> hints("lundi", lambda piece: ["Monday", "on Monday"])
    '⟦ Monday ‖ on Monday'
    >>> hints("roquette sol-sol", lambda piece: ["rocket"] if piece == "roquette" else [])
    '⟦ rocket ¦ sol-sol'
    """
    opening, following, other = MARKS
    found = list(pieces(text, look_up))
    if len(found) == 1:
        most = MOST_WHOLE
    else:
        most = MOST_PART if len(found) < SENTENCE_WORDS else MOST_IN_SENTENCE
    answers = (
        f" {other} ".join(islice(dict.fromkeys(english), most)) if english else piece
        for piece, english in found
    )
    return f"{opening} " + f" {following} ".join(answers)


def glossed(text: str, look_up: LookUp) -> str:
    """The text word by word, in French order: the first answer for each piece.

    >>> glossed("Il part lundi", lambda piece: {"lundi": ["Monday"]}.get(piece, ()))
    'Il part Monday'
    """
    return " ".join(english[0] if english else piece for piece, english in pieces(text, look_up))


def coverage(french: str, english: str, look_up: LookUp) -> float:
    """The part (0 to 1) of the French pieces for which one of their answers is in the English.

    >>> known = {"roquette": ["rocket"], "lundi": ["Monday"]}
    >>> coverage("roquette lundi", "a missile on Monday", lambda piece: known.get(piece, ()))
    0.5
    """
    found = list(pieces(french, look_up))
    padded = f" {english.lower()} "
    said = sum(
        any(f" {answer.lower()} " in padded for answer in answers or (piece,))
        for piece, answers in found
    )
    return said / len(found) if found else 0.0


def parallel_dictionary(names: NameLookup | None = None) -> LookUp:
    """The glossary and the phrase table that come with Cleaner, and proper names if given."""
    return dictionary(french_glossary(), parallel_text(), names)


def dictionary(glossary: Glossary, table: PhraseTable, names: NameLookup | None = None) -> LookUp:
    r"""Looks a piece up among the names, in the glossary, then in the table; else as a form.

    At most ``MOST_WHOLE`` answers.

    >>> from cleaner.languages.sorted_table import SortedTable
    >>> table = PhraseTable(SortedTable(b"lundi\tmonday|mondays\t90|7\t9\n"))
    >>> from cleaner.translate.glossary import french_glossary
    >>> dictionary(french_glossary(), table)("lundi")
    ['Monday', 'monday', 'mondays']
    """

    def look_up(piece: str) -> Sequence[str]:
        found: dict[str, None] = {}
        name = names(piece) if names and piece[:1].isupper() else None
        if name and name.english != piece:
            found[name.english] = None
        for hit in glossary.lookup_normalised(piece):
            found.update(dict.fromkeys(hit.english[:MOST_LISTED]))
        listed = table.find(piece)
        if listed:
            found.update(dict.fromkeys(listed.english))
        return [*found][:MOST_WHOLE] or english_of_form(piece)

    return look_up
