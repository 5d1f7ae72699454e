"""Compile the English of French forms that no dictionary lists: ``models.training.inflected``.

The phrase table knows *subir* but not *subissent*. For each form of the lexicon that neither table
nor glossary has, simplemma says what it is a form of, its ending says which one, and lemminflect
inflects the English alike. Ambiguous endings give several answers; the decoder's neighbours choose.
The output is sorted by the bytes of the form: form, answers separated by ``|``.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import simplemma
from lemminflect import getInflection, getLemma

from cleaner.detection.lexicon import Lexicon
from cleaner.languages.fr.inflect import english_plural
from cleaner.translate.glossary import french_glossary
from cleaner.translate.hints import dictionary
from cleaner.translate.phrase_table import parallel_text

MOST, MOST_WORDS = 4, 2
# How many of the lemma's answers are inflected.
MOST_OF_LEMMA = 2
# Forms that are rarer in French than this (Zipf), or no rarer in English than that, are left out.
LEAST_FRENCH, MOST_ENGLISH = 1.5, 3.0
_INFINITIVE = re.compile(r"\w\w(?:er|ir|re|oir)\Z")
#: Endings of French verbs, the longest first, with the forms of the English verb that they stand
#: for: Penn tags, ``will`` and ``would`` for those that English forms with another verb.
ENDINGS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(rf"\w{ending}\Z"), forms)
    for ending, forms in (
        (r"r(?:ais|ait|ions|iez|aient)", ("would",)),
        (r"(?:èrent|[iu]rent|[ûîâ]t)", ("VBD",)),
        (r"r(?:ai|as|a|ons|ez|ont)", ("will",)),
        (r"(?:ais|ait|ions|iez|aient)", ("VBD",)),
        (r"ant", ("VBG",)),
        (r"ée?s?", ("VBN",)),
        (r"(?:ies?|[iu]es|ue|i|u|us|is|it)", ("VBN", "VBZ", "VBD")),
        (r"a", ("VBD",)),
        (r"(?:ent|ons|ez)", ("VB",)),
        (r"(?:e|t|d)", ("VBZ",)),
        (r"s", ("VB",)),
    )
)


def verb_forms(form: str, verb: str) -> Iterator[str]:
    """The English verb inflected as a French form's ending says.

    >>> [[*verb_forms(*pair)] for pair in (("subissent", "suffer"), ("commençait", "begin"))]
    [['suffer'], ['began']]
    >>> [*verb_forms("baissera", "fall")]
    ['will fall']
    """
    for ending, tags in ENDINGS:
        if ending.search(form):
            for tag in tags:
                if tag in ("will", "would"):
                    yield f"{tag} {verb}"
                else:
                    yield (getInflection(verb, tag) or (verb,))[0]
            return


def inflected(form: str, lemma: str, answers: Sequence[str]) -> list[str]:
    """What a form may be in English, given the answers to its lemma.

    >>> inflected("neurotransmetteurs", "neurotransmetteur", ["neurotransmitter"])
    ['neurotransmitters']
    >>> inflected("virulentes", "virulent", ["virulent"])
    ['virulent']
    """
    found: dict[str, None] = {}
    short = [
        answer for answer in (text.removeprefix("to ") for text in answers) if _is_short(answer)
    ]
    for answer in short[:MOST_OF_LEMMA]:
        head, _, rest = answer.partition(" ")
        if _INFINITIVE.search(lemma):
            base = (getLemma(head, upos="VERB") or (head,))[0]
            for text in verb_forms(form, base):
                found[f"{text} {rest}".strip()] = None
        elif form.endswith(("s", "x")) and not lemma.endswith(("s", "x")):
            noun = bool(getLemma(answer.rpartition(" ")[2], upos="NOUN", lemmatize_oov=False))
            adjective = bool(getLemma(head, upos="ADJ", lemmatize_oov=False))
            if noun:
                found[english_plural(answer)] = None
            if adjective or not noun:
                found[answer] = None
        else:
            found[answer] = None
    return [*found][:MOST]


def _is_short(answer: str) -> bool:
    """Whether an answer is a word, perhaps with a particle; longer ones explain."""
    return len(answer.split()) <= MOST_WORDS


def _is_listed(word: str) -> bool:
    return bool(french_glossary().lookup(word) or parallel_text().find(word))


def rows() -> Iterator[tuple[str, list[str]]]:
    """The forms with their English, sorted."""
    look_up = dictionary(french_glossary(), parallel_text())
    for form in Lexicon.load().words():
        frequency = Lexicon.load().frequency(form)
        if frequency.fr < LEAST_FRENCH or frequency.en > MOST_ENGLISH or _is_listed(form):
            continue
        lemma = simplemma.lemmatize(form, lang="fr")
        answers = look_up(lemma) if lemma != form and _is_listed(lemma) else ()
        english = inflected(form, lemma, answers)
        if english and english != [form]:
            yield form, english


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, required=True)
    args = parser.parse_args()
    lines = [f"{form}\t{'|'.join(english)}\n" for form, english in rows()]
    args.output.write_text("".join(lines), encoding="utf-8")
    print(f"{len(lines)} forms, {args.output.stat().st_size / 1e6:.1f} MB: {args.output}")


if __name__ == "__main__":
    main()
